package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndPullback;
import dev.lanewise.bench.workload.plain.TanhChainLoop;
import java.util.List;
import java.util.SplittableRandom;

/**
 * {@code z = tanh(z a + b)} over and over on a few elements, and the pullback of a cotangent that
 * is given: all dispatch and latency, no bandwidth. Inputs z, a, b and the cotangent; results the
 * last z and the gradients to the first z, to a and to b. A figure is the time of a step over the
 * number of operations that the forward pass is written in.
 *
 * @param z F32[elements]
 * @param a F32[elements]
 * @param b F32[elements]
 */
public record TanhChain(Tensor z, Tensor a, Tensor b) {
  /** The product, the sum and the tanh of a link. */
  private static final int OPERATIONS = 3;

  /**
   * Forward 3; backward 1 - z^2 times the cotangent, 3, and the products and sums to z, a and b, 4.
   */
  private static final double FLOPS = 10;

  static FunctionWorkload of(About about, int links, int elements) {
    return FunctionWorkload.of(
            about.timedByOperation(OPERATIONS * links).with("links", links),
            FLOPS * links * elements,
            () -> inputs(elements),
            in -> valueAndGradients(links, in))
        .withLoop(in -> new TanhChainLoop(links, in));
  }

  private Tensor value(int links) {
    Tensor value = z;
    for (int i = 0; i < links; i++) {
      value = value.mul(a).add(b).tanh();
    }
    return value;
  }

  private static List<Tensor> valueAndGradients(int links, List<Tensor> in) {
    ValueAndPullback<TanhChain, Tensor> y =
        Autodiff.vjp(chain -> chain.value(links), new TanhChain(in.get(0), in.get(1), in.get(2)));
    TanhChain gradient = y.pullback().apply(in.get(3));
    return List.of(y.value(), gradient.z(), gradient.a(), gradient.b());
  }

  /** With a near 1 and b small the gradient to the first z fades slowly, but stays a number. */
  private static List<HostArray> inputs(int elements) {
    SplittableRandom random = new SplittableRandom(4);
    return List.of(
        HostArray.normal(random, 1, elements),
        HostArray.uniform(random, 0.95, 1.02, elements),
        HostArray.uniform(random, -1e-3, 1e-3, elements),
        HostArray.normal(random, 1, elements));
  }
}
