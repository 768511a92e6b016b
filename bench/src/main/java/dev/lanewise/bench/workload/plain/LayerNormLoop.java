package dev.lanewise.bench.workload.plain;

import dev.lanewise.bench.workload.HostArray;
import dev.lanewise.bench.workload.LayerNorm;
import java.util.List;

/**
 * The layer norm of every row. Inputs x, gain, bias and the cotangent; results y and the gradients
 * to x, gain and bias.
 */
public final class LayerNormLoop extends PlainLoop {
  private final int columns;
  private final float[] x;
  private final float[] gain;
  private final float[] bias;
  private final float[] cotangent;
  private final float[] y;
  private final float[] dx;
  private final float[] dGain;
  private final float[] dBias;

  /** Shares the inputs. */
  public LayerNormLoop(List<HostArray> inputs) {
    this(inputs, like(inputs, 0), like(inputs, 0), like(inputs, 1), like(inputs, 1));
  }

  private LayerNormLoop(
      List<HostArray> inputs, float[] y, float[] dx, float[] dGain, float[] dBias) {
    super(y, dx, dGain, dBias);
    this.columns = columns(inputs);
    this.x = values(inputs, 0);
    this.gain = values(inputs, 1);
    this.bias = values(inputs, 2);
    this.cotangent = values(inputs, 3);
    this.y = y;
    this.dx = dx;
    this.dGain = dGain;
    this.dBias = dBias;
  }

  @Override
  public void run() {
    clear(dGain, dBias);
    for (int row = 0; row < x.length; row += columns) {
      row(row);
    }
  }

  /**
   * With n = (x - mean) r and r = 1 / sqrt(variance + epsilon), the gradient to x is r (c - mean(c)
   * - n mean(c n)) for c = cotangent gain.
   */
  private void row(int row) {
    float sum = 0;
    for (int j = 0; j < columns; j++) {
      sum += x[row + j];
    }
    float mean = sum / columns;
    float squares = 0;
    for (int j = 0; j < columns; j++) {
      float centred = x[row + j] - mean;
      squares += centred * centred;
    }
    float r = (float) (1 / Math.sqrt(squares / columns + LayerNorm.EPSILON));
    float sumC = 0;
    float sumCn = 0;
    for (int j = 0; j < columns; j++) {
      float n = (x[row + j] - mean) * r;
      float g = cotangent[row + j];
      y[row + j] = n * gain[j] + bias[j];
      dGain[j] += g * n;
      dBias[j] += g;
      sumC += g * gain[j];
      sumCn += g * gain[j] * n;
    }
    float meanC = sumC / columns;
    float meanCn = sumCn / columns;
    for (int j = 0; j < columns; j++) {
      float n = (x[row + j] - mean) * r;
      dx[row + j] = r * (cotangent[row + j] * gain[j] - meanC - n * meanCn);
    }
  }
}
