package dev.lanewise.bench.workload.plain;

import dev.lanewise.bench.workload.HostArray;
import dev.lanewise.bench.workload.Task;
import java.util.List;

/** {@code gelu(x w + b)} with the tanh form of gelu. */
public final class GeluLoop {
  private static final float SCALE = (float) Math.sqrt(2 / Math.PI);
  private static final float CUBIC = 0.044715f;

  private GeluLoop() {}

  /** Inputs x, w, b; result y. */
  public static Task forward(List<HostArray> inputs) {
    return new Forward(inputs);
  }

  /** Inputs x, w, b and the cotangent; results y and the gradients to x, w and b. */
  public static Task forwardAndBackward(List<HostArray> inputs) {
    return new ForwardAndBackward(inputs);
  }

  private static float inner(float u) {
    return (float) Math.tanh(SCALE * (u + CUBIC * u * u * u));
  }

  private static final class Forward extends PlainLoop {
    private final float[] x;
    private final float[] w;
    private final float[] b;
    private final float[] y;

    Forward(List<HostArray> inputs) {
      this(inputs, like(inputs, 0));
    }

    private Forward(List<HostArray> inputs, float[] y) {
      super(y);
      this.x = values(inputs, 0);
      this.w = values(inputs, 1);
      this.b = values(inputs, 2);
      this.y = y;
    }

    @Override
    public void run() {
      int columns = w.length;
      for (int row = 0; row < x.length; row += columns) {
        for (int j = 0; j < columns; j++) {
          float u = x[row + j] * w[j] + b[j];
          y[row + j] = 0.5f * u * (1 + inner(u));
        }
      }
    }
  }

  private static final class ForwardAndBackward extends PlainLoop {
    private final float[] x;
    private final float[] w;
    private final float[] b;
    private final float[] cotangent;
    private final float[] y;
    private final float[] dx;
    private final float[] dw;
    private final float[] db;

    ForwardAndBackward(List<HostArray> inputs) {
      this(inputs, like(inputs, 0), like(inputs, 0), like(inputs, 1), like(inputs, 1));
    }

    private ForwardAndBackward(
        List<HostArray> inputs, float[] y, float[] dx, float[] dw, float[] db) {
      super(y, dx, dw, db);
      this.x = values(inputs, 0);
      this.w = values(inputs, 1);
      this.b = values(inputs, 2);
      this.cotangent = values(inputs, 3);
      this.y = y;
      this.dx = dx;
      this.dw = dw;
      this.db = db;
    }

    @Override
    public void run() {
      clear(dw, db);
      int columns = w.length;
      for (int row = 0; row < x.length; row += columns) {
        for (int j = 0; j < columns; j++) {
          int i = row + j;
          float u = x[i] * w[j] + b[j];
          float t = inner(u);
          y[i] = 0.5f * u * (1 + t);
          float slope = SCALE * (1 + 3 * CUBIC * u * u);
          float du = cotangent[i] * (0.5f * (1 + t) + 0.5f * u * (1 - t * t) * slope);
          dx[i] = du * w[j];
          dw[j] += du * x[i];
          db[j] += du;
        }
      }
    }
  }
}
