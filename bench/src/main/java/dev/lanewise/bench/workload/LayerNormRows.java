package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndPullback;
import dev.lanewise.bench.workload.plain.LayerNormLoop;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The layer norm of every row of a matrix with gain and bias, and the pullback of a cotangent that
 * is given. Inputs x, gain, bias and the cotangent; results the value and the gradients to x, gain
 * and bias.
 *
 * @param norm gain and bias, F32[columns]
 * @param x F32[rows, columns]
 */
public record LayerNormRows(LayerNorm norm, Tensor x) {
  /**
   * Forward the sums of the mean and the variance, the difference and its square, and four for
   * scale, gain and bias; backward the sums to gain and bias, those over the row, and what makes
   * the gradient of them.
   */
  private static final double FLOPS = 8 + 12;

  static FunctionWorkload of(About about, int rows, int columns) {
    return FunctionWorkload.of(
            about,
            FLOPS * rows * columns,
            () -> inputs(rows, columns),
            LayerNormRows::valueAndGradients)
        .withLoop(LayerNormLoop::new);
  }

  private Tensor value() {
    return norm.apply(x);
  }

  private static List<Tensor> valueAndGradients(List<Tensor> in) {
    LayerNormRows at = new LayerNormRows(new LayerNorm(in.get(1), in.get(2)), in.get(0));
    ValueAndPullback<LayerNormRows, Tensor> y = Autodiff.vjp(LayerNormRows::value, at);
    LayerNormRows gradient = y.pullback().apply(in.get(3));
    return List.of(y.value(), gradient.x(), gradient.norm().gain(), gradient.norm().bias());
  }

  private static List<HostArray> inputs(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(3);
    return List.of(
        HostArray.normal(random, 2, rows, columns),
        HostArray.uniform(random, 0.5, 1.5, columns),
        HostArray.normal(random, 0.5, columns),
        HostArray.normal(random, 1, rows, columns));
  }
}
