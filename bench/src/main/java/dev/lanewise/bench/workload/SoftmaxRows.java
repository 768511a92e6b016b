package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndPullback;
import dev.lanewise.bench.workload.plain.SoftmaxLoop;
import java.util.List;
import java.util.SplittableRandom;

/**
 * The softmax of every row of a matrix, and the pullback of a cotangent that is given. Inputs x and
 * the cotangent; results the softmax and the gradient to x.
 */
final class SoftmaxRows {
  /**
   * Forward the maximum, the difference, the exponential, the sum and the quotient; backward a
   * product and its sum, a difference and a product.
   */
  private static final double FLOPS = 9;

  private SoftmaxRows() {}

  static FunctionWorkload of(About about, int rows, int columns) {
    return FunctionWorkload.of(
            about,
            FLOPS * rows * columns,
            () -> inputs(rows, columns),
            SoftmaxRows::valueAndGradient)
        .withLoop(SoftmaxLoop::new);
  }

  private static List<Tensor> valueAndGradient(List<Tensor> in) {
    ValueAndPullback<Tensor, Tensor> y = Autodiff.vjp(x -> x.softmax(-1), in.get(0));
    return List.of(y.value(), y.pullback().apply(in.get(1)));
  }

  private static List<HostArray> inputs(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(2);
    return List.of(
        HostArray.normal(random, 2, rows, columns), HostArray.normal(random, 1, rows, columns));
  }
}
