package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.DoubleStream;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

class TensorMathTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  static Stream<Arguments> functions() {
    return Stream.of(
        row("neg", Tensor::neg, x -> -x),
        row("abs", Tensor::abs, Math::abs),
        row("sign", Tensor::sign, Math::signum),
        row("floor", Tensor::floor, Math::floor),
        row("ceil", Tensor::ceil, Math::ceil),
        row("round", Tensor::round, Math::rint),
        row("exp", Tensor::exp, Math::exp),
        row("expm1", Tensor::expm1, Math::expm1),
        row("log", Tensor::log, Math::log),
        row("log1p", Tensor::log1p, Math::log1p),
        row("sin", Tensor::sin, Math::sin),
        row("cos", Tensor::cos, Math::cos),
        row("tan", Tensor::tan, Math::tan),
        row("asin", Tensor::asin, Math::asin),
        row("acos", Tensor::acos, Math::acos),
        row("atan", Tensor::atan, Math::atan),
        row("sinh", Tensor::sinh, Math::sinh),
        row("cosh", Tensor::cosh, Math::cosh),
        row("tanh", Tensor::tanh, Math::tanh),
        row("asinh", Tensor::asinh, x -> Math.log(x + Math.sqrt(x * x + 1))),
        row("acosh", Tensor::acosh, x -> Math.log(x + Math.sqrt(x * x - 1))),
        row("atanh", Tensor::atanh, x -> 0.5 * Math.log((1 + x) / (1 - x))),
        row("sqrt", Tensor::sqrt, Math::sqrt),
        row("rsqrt", Tensor::rsqrt, x -> 1 / Math.sqrt(x)),
        row("cbrt", Tensor::cbrt, Math::cbrt),
        row("square", Tensor::square, x -> x * x),
        row("reciprocal", Tensor::reciprocal, x -> 1 / x),
        row("sigmoid", Tensor::sigmoid, x -> 1 / (1 + Math.exp(-x))),
        row("logSigmoid", Tensor::logSigmoid, x -> -Math.log1p(Math.exp(-x))),
        row("softplus", Tensor::softplus, x -> Math.log1p(Math.exp(x))),
        row("relu", Tensor::relu, x -> x < 0 ? 0 : x),
        row("leakyRelu", x -> x.leakyRelu(0.1), x -> x < 0 ? 0.1 * x : x),
        row("elu", x -> x.elu(1.5), x -> x < 0 ? 1.5 * Math.expm1(x) : x),
        row("silu", Tensor::silu, x -> x / (1 + Math.exp(-x))),
        row("mish", Tensor::mish, x -> x * Math.tanh(Math.log1p(Math.exp(x)))),
        row(
            "geluTanh",
            Tensor::geluTanh,
            x -> 0.5 * x * (1 + Math.tanh(Math.sqrt(2 / Math.PI) * (x + 0.044715 * x * x * x)))),
        row("stopGradient", Tensor::stopGradient, x -> x));
  }

  private static Arguments row(String name, Fn<Tensor, Tensor> function, DoubleUnaryOperator f) {
    return Arguments.of(name, function, f);
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("functions")
  void agreesWithTheJdk(String name, Fn<Tensor, Tensor> function, DoubleUnaryOperator f) {
    double[] points = {-2.5, -1.25, -0.5, 0.25, 0.75, 1.5, 3.25, 17};
    double[] expected = DoubleStream.of(points).map(f).toArray();
    Samples.assertClose(function.apply(Tensor.of(points)).toDoubles(), expected, 1e-12, name);
    Tensor single = Tensor.of(points).cast(DType.F32);
    Samples.assertClose(
        function.apply(single).cast(DType.F64).toDoubles(), expected, 2e-6, name + " in F32");
  }

  /** From the tables of Abramowitz and Stegun. */
  @Test
  void specialFunctionsHaveTheirTabulatedValues() {
    Tensor x = Tensor.of(0.5, 1.0, 2.0);
    Samples.assertClose(
        x.erf().toDoubles(),
        new double[] {0.5204998778130465, 0.8427007929497149, 0.9953222650189527},
        1e-15,
        "erf");
    Samples.assertClose(
        x.erfc().toDoubles(),
        new double[] {0.4795001221869535, 0.15729920705028513, 0.004677734981047266},
        1e-15,
        "erfc");
    Samples.assertClose(
        x.erf().erfInv().toDoubles(), new double[] {0.5, 1, 2}, 1e-13, "erfInv of erf");
    Samples.assertClose(
        x.lgamma().toDoubles(), new double[] {0.5723649429247001, 0, 0}, 1e-14, "lgamma");
    double gamma = 0.5772156649015329;
    Samples.assertClose(
        x.digamma().toDoubles(),
        new double[] {-gamma - 2 * Math.log(2), -gamma, 1 - gamma},
        1e-14,
        "digamma");
    double sixth = Math.PI * Math.PI / 6;
    Samples.assertClose(
        x.polygamma(1).toDoubles(), new double[] {3 * sixth, sixth, sixth - 1}, 1e-13, "trigamma");
    assertThat(x.polygamma(0).toDoubles()).containsExactly(x.digamma().toDoubles());
  }

  @Test
  void geluKeepsItsRelativeAccuracyInTheTail() {
    // x Phi(x), the normal distribution function by its asymptotic series (A&S 26.2.12).
    double x = -20;
    double density = Math.exp(-x * x / 2) / Math.sqrt(2 * Math.PI);
    double square = x * x;
    double phi =
        density / -x * (1 - 1 / square + 3 / (square * square) - 15 / (square * square * square));
    double gelu = Tensor.of(x).gelu().item();
    assertThat(Math.abs(gelu / (x * phi) - 1)).isLessThan(1e-7);
    Samples.assertClose(
        Tensor.of(-1.0, 0, 1).gelu().toDoubles(),
        new double[] {-0.15865525393145707, 0, 0.8413447460685429},
        1e-15,
        "gelu");
  }

  @Test
  void activationsNeitherOverflowNorLoseNan() {
    Tensor x = Tensor.of(-1000, 1000, NAN);
    assertThat(x.softplus().toDoubles()).containsExactly(0, 1000, NAN);
    assertThat(x.logSigmoid().toDoubles()).containsExactly(-1000, -0.0, NAN);
    assertThat(x.sigmoid().toDoubles()).containsExactly(0, 1, NAN);
    assertThat(x.relu().toDoubles()).containsExactly(0, 1000, NAN);
    assertThat(x.leakyRelu(0.5).toDoubles()).containsExactly(-500, 1000, NAN);
    assertThat(x.elu(1).toDoubles()).containsExactly(-1, 1000, NAN);
    assertThat(x.gelu().toDoubles()).containsExactly(-0.0, 1000, NAN);
    assertThat(x.silu().toDoubles()).containsExactly(-0.0, 1000, NAN);
  }

  @Test
  void classifiesValues() {
    Tensor x = Tensor.of(1, NAN, INF, -INF);
    assertThat(x.isFinite().toBooleans()).containsExactly(true, false, false, false);
    assertThat(x.isNan().toBooleans()).containsExactly(false, true, false, false);
    assertThat(x.isInfinite().toBooleans()).containsExactly(false, false, true, true);
  }

  @Test
  void derivativesAreFiniteAndRightWhereBranchesMeet() {
    record Case(String name, Fn<Tensor, Tensor> function, double at, double first) {}
    List<Case> cases =
        List.of(
            new Case("relu", Tensor::relu, 0, 0),
            new Case("relu", Tensor::relu, -0.0, 0),
            new Case("abs", Tensor::abs, 0, 0),
            new Case("leakyRelu", x -> x.leakyRelu(0.1), 0, 0.1),
            new Case("elu", x -> x.elu(2), 0, 2),
            new Case("elu", x -> x.elu(1), 1000, 1),
            new Case("softplus", Tensor::softplus, 0, 0.5),
            new Case("softplus", Tensor::softplus, 1000, 1),
            new Case("softplus", Tensor::softplus, -1000, 0),
            new Case("logSigmoid", Tensor::logSigmoid, 0, 0.5),
            new Case("logSigmoid", Tensor::logSigmoid, -1000, 1),
            new Case("silu", Tensor::silu, 0, 0.5),
            new Case("gelu", Tensor::gelu, 0, 0.5),
            new Case("norm", x -> x.unsqueeze(0).norm(), 0, 0),
            new Case("std", x -> Tensor.stack(0, x, x).std(), 3, 0),
            new Case("clamp", x -> x.clamp(-1, 1), 1, 1),
            new Case("stopGradient", x -> x.stopGradient().mul(x), 3, 3));
    for (Case c : cases) {
      double slope = Autodiff.grad(c.function()).apply(Tensor.of(c.at())).item();
      assertThat(slope).as("%s' at %s", c.name(), c.at()).isEqualTo(c.first());
    }
    Fn<Tensor, Tensor> second = Autodiff.grad(Autodiff.grad(Tensor::softplus));
    assertThat(second.apply(Tensor.of(0.0)).item()).isEqualTo(0.25);
  }

  @Test
  void integersAreToldToBeCast() {
    assertThatThrownBy(() -> Tensor.of(1, 2).exp())
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[exp] does not take I32[2]");
    assertThatThrownBy(() -> Tensor.of(1f).polygamma(-1))
        .hasMessageContaining("[polygamma] order must not be negative, was -1");
    assertThat(Tensor.of(3, 4).stopGradient().toInts()).containsExactly(3, 4);
    assertThat(Tensor.of(-3, 4).abs().toInts()).containsExactly(3, 4);
  }
}
