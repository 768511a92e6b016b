package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Window;
import dev.lanewise.graph.ir.Windowed;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Every composition of this package is differentiated three ways at random points: against central
 * differences, forward against reverse, and its second derivative against central differences of
 * the first.
 */
class CompositionGradientsTest {
  private static final double STEP = 1e-5;
  private static final double TOLERANCE = 2e-8;

  private static Arguments row(String name, Fn<Tensor, Tensor> function, int... extents) {
    return Arguments.of(name, function, extents, -2.0, 2.0);
  }

  private static Arguments positive(String name, Fn<Tensor, Tensor> function, int... extents) {
    return Arguments.of(name, function, extents, 0.4, 2.0);
  }

  static Stream<Arguments> compositions() {
    Tensor w = Samples.uniform(new SplittableRandom(1), -1, 1, 3, 4);
    Tensor v = Samples.uniform(new SplittableRandom(2), -1, 1, 4);
    Tensor indices = Tensor.of(2, 0, 2);
    return Stream.of(elementwise(v), windows(), others(w, v, indices)).flatMap(rows -> rows);
  }

  private static Stream<Arguments> others(Tensor w, Tensor v, Tensor indices) {
    return Stream.of(
        row("sum", x -> x.sum(0), 3, 4),
        row("mean", x -> x.mean(1, true), 3, 4),
        row("prod", x -> x.prod(1), 2, 4),
        row("max", x -> x.max(1), 3, 4),
        row("min", x -> x.min(), 3, 4),
        row("variance", x -> x.variance(0), 3, 4),
        row("variance, unbiased", x -> x.variance(new int[] {1}, true, 1), 3, 4),
        row("std", x -> x.std(1), 3, 4),
        row("norm", x -> x.norm(1), 3, 4),
        row("logSumExp", x -> x.logSumExp(1), 3, 4),
        row("logSumExp over all", x -> x.logSumExp(), 3, 4),
        row("softmax", x -> x.softmax(1), 2, 3),
        row("logSoftmax", x -> x.logSoftmax(0), 2, 3),
        row("matmul left", x -> x.matmul(v), 3, 4),
        row("matmul right", x -> w.matmul(x), 4, 2),
        row("matmul both", x -> x.matmul(x.t()), 3, 2),
        row("batched matmul", x -> w.matmul(x), 2, 4, 2),
        row("vector matmul", x -> x.matmul(w), 3),
        row("dot", x -> x.dot(v.mul(x)), 4),
        row("outer", x -> x.outer(x), 3),
        row("tensordot", x -> x.tensordot(w, new int[] {0, 1}, new int[] {0, 1}), 3, 4),
        row("einsum trace", x -> Tensor.einsum("ii->", x), 3, 3),
        row("einsum diagonal", x -> Tensor.einsum("iji->ij", x), 2, 3, 2),
        row("einsum chain", x -> Tensor.einsum("ij,jk,ik->", x, w, x.matmul(w)), 2, 3),
        row("reshape", x -> x.square().reshape(4, -1), 3, 4),
        row("transpose", x -> x.transpose().mul(x.reshape(4, 3)), 3, 4),
        row("broadcastTo", x -> x.square().broadcastTo(3, 4), 4),
        row("broadcasting", x -> x.mul(w).add(x), 4),
        row("slice", x -> x.slice(1, 0, 4, 2).square(), 3, 4),
        row("get", x -> x.get(-1).mul(x.get(0)), 3, 4),
        row("pad", x -> x.square().pad(new int[] {1}, new int[] {2}, new int[] {1}, 3), 3),
        row("concat", x -> Tensor.concat(0, x, x.square()), 2, 2),
        row("stack", x -> Tensor.stack(1, x.sin(), x.cos()), 3),
        row("flip and roll", x -> x.flip(0).mul(x.roll(1, 0)), 4),
        row("repeat and tile", x -> x.repeat(2, 0).mul(x.tile(2)), 3),
        row("take", x -> x.take(indices, 0).square(), 3, 2),
        row("takeAlongAxis", x -> x.takeAlongAxis(indices.unsqueeze(0), 0).exp(), 3, 3),
        row("scatter add", x -> w.at(indices).add(x.square()), 3, 4),
        row("scatter into", x -> x.square().at(indices).add(w), 3, 4),
        row("dynamicSlice", x -> x.dynamicSlice(List.of(Tensor.of(1)), 2).exp(), 4),
        row("dynamicUpdateSlice", x -> v.dynamicUpdateSlice(x.square(), List.of(Tensor.of(1))), 2),
        row("tril", x -> x.tril(0).matmul(x.triu(-1)), 3, 3),
        row("cast", x -> x.cast(DType.F64).square().sum(), 3));
  }

  private static Stream<Arguments> windows() {
    Tensor image = Samples.uniform(new SplittableRandom(3), -1, 1, 2, 4, 5, 4);
    Tensor filter = Samples.uniform(new SplittableRandom(4), -1, 1, 4, 2, 3, 2);
    ConvOptions strided =
        ConvOptions.DEFAULTS.withStride(2, 1).withPadding(new int[] {1, 0}, new int[] {0, 2});
    ConvOptions grouped = ConvOptions.DEFAULTS.withGroups(2).withDilation(1, 2).withPadding(2);
    ConvOptions holes = ConvOptions.DEFAULTS.withInputDilation(2).withSamePadding();
    PoolOptions overlapping = PoolOptions.of(3, 2).withStride(2, 1).withPadding(1).withCeilMode();
    return Stream.of(
        row("conv by image", x -> x.conv(filter.get(0).unsqueeze(0)), 1, 2, 4, 3),
        row("conv by filter", x -> image.conv(x), 2, 4, 2, 2),
        row("conv, 1 axis", x -> x.conv(x.mul(0.5), ConvOptions.DEFAULTS.withPadding(1)), 2, 2, 3),
        row("strided conv by image", x -> x.conv(filter, strided).square(), 1, 2, 4, 3),
        row("strided conv by filter", x -> image.conv(x, strided).square(), 2, 4, 2, 2),
        row("grouped conv by image", x -> x.conv(filter, grouped), 1, 4, 3, 3),
        row("grouped conv by filter", x -> image.conv(x, grouped).square(), 2, 2, 2, 2),
        row("conv over holes", x -> x.conv(filter, holes).square(), 1, 2, 2, 3),
        row("conv, 3 axes", x -> x.conv(x.slice(4, 0, 1).mul(x.mean())), 2, 2, 2, 2, 2),
        row("convTranspose by image", x -> x.convTranspose(filter, strided, 1, 0), 1, 4, 2, 3),
        row("convTranspose by filter", x -> image.convTranspose(x, strided).square(), 4, 1, 2, 2),
        row("maxPool", x -> x.maxPool(PoolOptions.of(2, 2)).square(), 2, 4, 5),
        row("maxPool that overlaps", x -> x.maxPool(overlapping).square(), 1, 4, 5),
        row("minPool", x -> x.minPool(overlapping).square(), 1, 4, 5),
        row("sumPool", x -> x.sumPool(overlapping).square(), 1, 4, 5),
        row("avgPool", x -> x.avgPool(overlapping).square(), 1, 4, 5),
        row("avgPool of elements", x -> x.avgPool(overlapping.withoutCountingPadding()), 1, 4, 5),
        row("adaptiveMaxPool", x -> x.adaptiveMaxPool(2, 3).square(), 1, 4, 5),
        row("adaptiveAvgPool", x -> x.adaptiveAvgPool(2, 3).square(), 1, 4, 5),
        row(
            "product of windows",
            x ->
                Dispatch.apply(
                    new Windowed.ReduceWindow(
                        Reduction.Kind.PROD, Window.of(Ints.of(2, 2), Ints.of(1, 2))),
                    x),
            3,
            5));
  }

  private static Stream<Arguments> elementwise(Tensor v) {
    return Stream.of(
        row("div", x -> x.div(x.square().add(1)), 3),
        positive("rdiv", x -> x.rdiv(2), 3),
        row("rsub", x -> x.rsub(2).square(), 3),
        positive("pow", x -> x.pow(x), 3),
        positive("pow 2.5", x -> x.pow(2.5), 3),
        row("pow 2", x -> x.pow(2), 3),
        row("maximum", x -> x.maximum(v).square(), 4),
        row("minimum", x -> x.minimum(0.1).square(), 4),
        row("clamp", x -> x.clamp(-1, 1).square(), 5),
        row("clamp by tensors", x -> x.clamp(v.sub(1), v.add(x.square())), 4),
        row("atan2", x -> x.atan2(x.square().add(0.5)), 3),
        row("logAddExp", x -> x.logAddExp(v), 4),
        row("where", x -> Tensor.where(x.gt(0), x.exp(), x.square()), 5),
        row("reciprocal", x -> x.add(3).reciprocal(), 3),
        row("sigmoid", Tensor::sigmoid, 4),
        row("logSigmoid", Tensor::logSigmoid, 4),
        row("softplus", Tensor::softplus, 4),
        row("relu", x -> x.relu().square(), 5),
        row("leakyRelu", x -> x.leakyRelu(0.1).square(), 5),
        row("elu", x -> x.elu(1.5), 5),
        row("silu", Tensor::silu, 4),
        row("gelu", Tensor::gelu, 4),
        row("geluTanh", Tensor::geluTanh, 4),
        row("mish", Tensor::mish, 4),
        row("erfInv", x -> x.mul(0.4).erfInv(), 3),
        positive("polygamma", x -> x.polygamma(1), 3),
        row("abs", x -> x.abs().mul(x), 4));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("compositions")
  void derivatives(
      String name, Fn<Tensor, Tensor> function, int[] extents, double low, double high) {
    SplittableRandom random = new SplittableRandom(name.hashCode());
    Tensor x = Samples.uniform(random, low, high, extents);
    // A random weight for each element of the result makes the value a scalar that sees them all.
    Tensor weights = Samples.uniform(random, -1, 1, function.apply(x).shape().extents());
    Fn<Tensor, Tensor> scalar = a -> function.apply(a).mul(weights).sum();
    Fn<Tensor, Tensor> compiled = Autodiff.compile(scalar);
    Fn<Tensor, Tensor> grad = Autodiff.compile(Autodiff.grad(scalar));

    Tensor gradient = grad.apply(x);
    assertThat(gradient.type()).isEqualTo(x.type());
    double[] slopes = gradient.toDoubles();
    for (int i = 0; i < slopes.length; i++) {
      double difference =
          (compiled.apply(nudged(x, i, STEP)).item() - compiled.apply(nudged(x, i, -STEP)).item())
              / (2 * STEP);
      assertClose(slopes[i], difference, name + ", slope " + i);
    }

    Tensor direction = Samples.uniform(random, -1, 1, extents);
    double forward = Autodiff.jvp(scalar, x, direction).tangent().item();
    double reverse = gradient.mul(direction).sum().item();
    assertThat(forward).as(name).isCloseTo(reverse, within(1e-12 * (1 + Math.abs(reverse))));

    double[] second = Autodiff.jvp(grad, x, direction).tangent().toDoubles();
    double[] up = grad.apply(x.add(direction.mul(STEP))).toDoubles();
    double[] down = grad.apply(x.sub(direction.mul(STEP))).toDoubles();
    for (int i = 0; i < second.length; i++) {
      assertClose(second[i], (up[i] - down[i]) / (2 * STEP), name + ", second " + i);
    }
    Fn<Tensor, Tensor> along = a -> grad.apply(a).mul(direction).sum();
    Samples.assertClose(
        Autodiff.grad(along).apply(x).toDoubles(), second, 1e-11, name + ", reverse over reverse");
  }

  private static void assertClose(double actual, double expected, String what) {
    assertThat(actual).as(what).isCloseTo(expected, within(TOLERANCE * (1 + Math.abs(expected))));
  }

  private static Tensor nudged(Tensor x, int index, double by) {
    double[] values = Arrays.copyOf(x.toDoubles(), (int) x.size());
    values[index] += by;
    return Tensor.of(values, x.shape().extents());
  }
}
