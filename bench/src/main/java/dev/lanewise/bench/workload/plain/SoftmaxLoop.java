package dev.lanewise.bench.workload.plain;

import dev.lanewise.bench.workload.HostArray;
import java.util.List;

/** The softmax of every row. Inputs x and the cotangent; results y and the gradient to x. */
public final class SoftmaxLoop extends PlainLoop {
  private final int columns;
  private final float[] x;
  private final float[] cotangent;
  private final float[] y;
  private final float[] dx;

  /** Shares the inputs. */
  public SoftmaxLoop(List<HostArray> inputs) {
    this(inputs, like(inputs, 0), like(inputs, 0));
  }

  private SoftmaxLoop(List<HostArray> inputs, float[] y, float[] dx) {
    super(y, dx);
    this.columns = columns(inputs);
    this.x = values(inputs, 0);
    this.cotangent = values(inputs, 1);
    this.y = y;
    this.dx = dx;
  }

  @Override
  public void run() {
    for (int row = 0; row < x.length; row += columns) {
      int end = row + columns;
      float max = Float.NEGATIVE_INFINITY;
      for (int i = row; i < end; i++) {
        max = Math.max(max, x[i]);
      }
      float sum = 0;
      for (int i = row; i < end; i++) {
        y[i] = (float) Math.exp(x[i] - max);
        sum += y[i];
      }
      float dot = 0;
      for (int i = row; i < end; i++) {
        y[i] /= sum;
        dot += y[i] * cotangent[i];
      }
      for (int i = row; i < end; i++) {
        dx[i] = y[i] * (cotangent[i] - dot);
      }
    }
  }
}
