package dev.lanewise.bench.workload.plain;

import dev.lanewise.bench.workload.HostArray;
import java.util.List;

/**
 * The scalar expression and its derivative, written out. Inputs p, q, r, s; results the value and
 * the four gradients.
 */
public final class ScalarLoop extends PlainLoop {
  private final List<HostArray> inputs;
  private final float[] value;
  private final float[] dp;
  private final float[] dq;
  private final float[] dr;
  private final float[] ds;

  /** Shares the inputs. */
  public ScalarLoop(List<HostArray> inputs) {
    this(inputs, new float[1], new float[1], new float[1], new float[1], new float[1]);
  }

  private ScalarLoop(
      List<HostArray> inputs, float[] value, float[] dp, float[] dq, float[] dr, float[] ds) {
    super(value, dp, dq, dr, ds);
    this.inputs = inputs;
    this.value = value;
    this.dp = dp;
    this.dq = dq;
    this.dr = dr;
    this.ds = ds;
  }

  @Override
  public void run() {
    float p = values(inputs, 0)[0];
    float q = values(inputs, 1)[0];
    float r = values(inputs, 2)[0];
    float s = values(inputs, 3)[0];
    float t1 = (float) Math.tanh(p * q + (float) Math.sin(r));
    float cos = (float) Math.cos(p * r);
    float t2 = cos * t1;
    float exp = (float) Math.exp(t2 - q);
    float t3 = exp + s;
    float log = (float) Math.log(t3);
    float t4 = log * p;
    float t5 = (float) Math.sqrt(s + t4 * t4);
    float t6 = t5 / t3 - t2;
    value[0] = t6 * r + t1 + t4;

    // Backwards: a name with a d is the derivative of the value with respect to it.
    float dt6 = r;
    float dt5 = dt6 / t3;
    float droot = dt5 / (2 * t5);
    float dt4 = 1 + droot * 2 * t4;
    float dt3 = -dt6 * t5 / (t3 * t3) + dt4 * p / t3;
    float dexp = dt3 * exp;
    float dt2 = -dt6 + dexp;
    float dt1 = 1 + dt2 * cos;
    float dcos = -dt2 * t1 * (float) Math.sin(p * r);
    float dtanh = dt1 * (1 - t1 * t1);
    dp[0] = dt4 * log + dcos * r + dtanh * q;
    dq[0] = -dexp + dtanh * p;
    dr[0] = t6 + dcos * p + dtanh * (float) Math.cos(r);
    ds[0] = droot + dt3;
  }
}
