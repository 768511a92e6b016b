package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndPullback;
import dev.lanewise.bench.workload.plain.GeluLoop;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code y = gelu(x w + b)} with the tanh form of gelu, x a matrix, w and b vectors along its rows
 * as in a layer.
 *
 * @param x F32[rows, columns]
 * @param w F32[columns]
 * @param b F32[columns]
 */
public record GeluAffine(Tensor x, Tensor w, Tensor b) {
  /** Affine 2, gelu 9. */
  private static final double FORWARD_FLOPS = 11;

  /**
   * The derivative of gelu from what the forward pass has, 11; times the cotangent and w, and the
   * two sums over rows with their products, 5.
   */
  private static final double BACKWARD_FLOPS = 16;

  /** F32[rows, columns]. */
  Tensor value() {
    return x.mul(w).add(b).geluTanh();
  }

  /** The value alone. Inputs x, w, b; result y. */
  static FunctionWorkload forward(About about, int rows, int columns) {
    return FunctionWorkload.of(
            about,
            FORWARD_FLOPS * rows * columns,
            () -> inputs(rows, columns).subList(0, 3),
            in -> List.of(at(in).value()))
        .withLoop(GeluLoop::forward);
  }

  /**
   * The value and the pullback of a cotangent, a matrix that is given. Inputs x, w, b and the
   * cotangent; results y and the gradients to x, w and b.
   */
  static FunctionWorkload forwardAndBackward(About about, int rows, int columns) {
    return FunctionWorkload.of(
            about,
            (FORWARD_FLOPS + BACKWARD_FLOPS) * rows * columns,
            () -> inputs(rows, columns),
            GeluAffine::valueAndGradients)
        .withLoop(GeluLoop::forwardAndBackward);
  }

  private static GeluAffine at(List<Tensor> in) {
    return new GeluAffine(in.get(0), in.get(1), in.get(2));
  }

  private static List<Tensor> valueAndGradients(List<Tensor> in) {
    ValueAndPullback<GeluAffine, Tensor> y = Autodiff.vjp(GeluAffine::value, at(in));
    GeluAffine gradient = y.pullback().apply(in.get(3));
    return List.of(y.value(), gradient.x(), gradient.w(), gradient.b());
  }

  private static List<HostArray> inputs(int rows, int columns) {
    SplittableRandom random = new SplittableRandom(1);
    return List.of(
        HostArray.normal(random, 1, rows, columns),
        HostArray.uniform(random, 0.5, 1.5, columns),
        HostArray.normal(random, 0.5, columns),
        HostArray.normal(random, 1, rows, columns));
  }
}
