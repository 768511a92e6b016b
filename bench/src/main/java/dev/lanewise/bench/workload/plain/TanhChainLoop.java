package dev.lanewise.bench.workload.plain;

import dev.lanewise.bench.workload.HostArray;
import java.util.List;

/**
 * {@code z = tanh(z a + b)} over and over. Inputs z, a, b and the cotangent; results the last z and
 * the gradients to the first z, to a and to b.
 */
public final class TanhChainLoop extends PlainLoop {
  private final int links;
  private final float[] start;
  private final float[] a;
  private final float[] b;
  private final float[] cotangent;
  private final float[] z;
  private final float[] dz;
  private final float[] da;
  private final float[] db;

  /** The values of one element, before and after each link. */
  private final float[] tape;

  /** Shares the inputs. */
  public TanhChainLoop(int links, List<HostArray> inputs) {
    this(links, inputs, like(inputs, 0), like(inputs, 0), like(inputs, 0), like(inputs, 0));
  }

  private TanhChainLoop(
      int links, List<HostArray> inputs, float[] z, float[] dz, float[] da, float[] db) {
    super(z, dz, da, db);
    this.links = links;
    this.start = values(inputs, 0);
    this.a = values(inputs, 1);
    this.b = values(inputs, 2);
    this.cotangent = values(inputs, 3);
    this.z = z;
    this.dz = dz;
    this.da = da;
    this.db = db;
    this.tape = new float[links + 1];
  }

  @Override
  public void run() {
    for (int j = 0; j < start.length; j++) {
      tape[0] = start[j];
      for (int i = 0; i < links; i++) {
        tape[i + 1] = (float) Math.tanh(tape[i] * a[j] + b[j]);
      }
      z[j] = tape[links];
      float gradient = cotangent[j];
      float sumA = 0;
      float sumB = 0;
      for (int i = links - 1; i >= 0; i--) {
        float inner = gradient * (1 - tape[i + 1] * tape[i + 1]);
        sumA += inner * tape[i];
        sumB += inner;
        gradient = inner * a[j];
      }
      dz[j] = gradient;
      da[j] = sumA;
      db[j] = sumB;
    }
  }
}
