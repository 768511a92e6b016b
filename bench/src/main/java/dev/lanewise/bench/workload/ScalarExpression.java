package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndGrad;
import dev.lanewise.bench.workload.plain.ScalarLoop;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Twenty operations on four scalars, and the gradient: 6 products, 5 sums, 2 differences, 1
 * quotient, and one each of sine, cosine, exponential, logarithm, tanh and square root. Inputs p,
 * q, r, s; results the value and the four gradients.
 *
 * @param p F32[]
 * @param q F32[]
 * @param r F32[]
 * @param s F32[], positive
 */
public record ScalarExpression(Tensor p, Tensor q, Tensor r, Tensor s) {
  /** Forward 20, backward about two for each. */
  private static final double FLOPS = 60;

  static FunctionWorkload of(About about) {
    return FunctionWorkload.of(
            about, FLOPS, ScalarExpression::inputs, ScalarExpression::valueAndGradients)
        .withLoop(ScalarLoop::new);
  }

  /** No more than a mixture: every operation feeds the value and has a derivative of its own. */
  private Tensor value() {
    Tensor t1 = p.mul(q).add(r.sin()).tanh();
    Tensor t2 = p.mul(r).cos().mul(t1);
    Tensor t3 = t2.sub(q).exp().add(s);
    Tensor t4 = t3.log().mul(p);
    Tensor t5 = s.add(t4.mul(t4)).sqrt();
    Tensor t6 = t5.div(t3).sub(t2);
    return t6.mul(r).add(t1).add(t4);
  }

  private static List<Tensor> valueAndGradients(List<Tensor> in) {
    ValueAndGrad<ScalarExpression> result =
        Autodiff.valueAndGrad(ScalarExpression::value)
            .apply(new ScalarExpression(in.get(0), in.get(1), in.get(2), in.get(3)));
    ScalarExpression gradient = result.grad();
    return List.of(result.value(), gradient.p(), gradient.q(), gradient.r(), gradient.s());
  }

  private static List<HostArray> inputs() {
    SplittableRandom random = new SplittableRandom(5);
    return List.of(
        HostArray.uniform(random, 0.5, 1.5),
        HostArray.uniform(random, 0.5, 1.5),
        HostArray.uniform(random, 0.5, 1.5),
        HostArray.uniform(random, 0.5, 1.5));
  }
}
