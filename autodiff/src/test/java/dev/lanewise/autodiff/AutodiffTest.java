package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class AutodiffTest {
  /** A model with every kind of part. */
  @SuppressWarnings("ArrayRecordComponent") // arrays are trees too
  public record Model(
      Tensor weight,
      List<Tensor> layers,
      Map<String, Tensor> named,
      Tensor[] array,
      Optional<Tensor> maybe,
      @Nullable Tensor missing,
      Tensor counts,
      int exponent) {}

  private static Model model() {
    return new Model(
        Tensor.of(1.0, 2),
        List.of(Tensor.of(3.0), Tensor.of(4.0)),
        Map.of("b", Tensor.of(5.0), "a", Tensor.of(6.0)),
        new Tensor[] {Tensor.of(7.0)},
        Optional.of(Tensor.of(8.0)),
        null,
        Tensor.of(2, 3),
        3);
  }

  private static Tensor loss(Model m, Tensor x) {
    Tensor power = m.weight().pow(m.exponent()).sum();
    Tensor product = m.layers().get(0).mul(m.layers().get(1));
    Tensor named = m.named().get("a").div(m.named().get("b"));
    return power
        .add(product)
        .add(named)
        .add(m.array()[0].mul(x))
        .add(m.maybe().orElseThrow().mul(m.counts()).sum());
  }

  @Test
  void theGradientOfATreeIsATree() {
    ValueAndGrad<Model> result =
        Autodiff.valueAndGrad(AutodiffTest::loss).apply(model(), Tensor.of(10.0));
    assertThat(result.value().item()).isCloseTo(9 + 12 + 1.2 + 70 + 40, within(1e-12));
    Model grad = result.grad();
    assertThat(grad.weight().toDoubles()).containsExactly(3, 12);
    assertThat(grad.layers().get(0).item()).isEqualTo(4);
    assertThat(grad.layers().get(1).item()).isEqualTo(3);
    assertThat(grad.named().get("a").item()).isEqualTo(0.2);
    assertThat(grad.named().get("b").item()).isCloseTo(-6.0 / 25, within(1e-15));
    assertThat(grad.array()[0].item()).isEqualTo(10);
    assertThat(grad.maybe().orElseThrow().item()).isEqualTo(5);
    assertThat(grad.missing()).isNull();
    assertThat(grad.exponent()).isEqualTo(3);
  }

  @Test
  void anIntegerTensorGetsZerosOfItsOwnType() {
    Model grad = Autodiff.grad(AutodiffTest::loss).apply(model(), Tensor.of(10.0));
    assertThat(grad.counts().dtype()).isEqualTo(DType.I32);
    assertThat(grad.counts().toInts()).containsExactly(0, 0);
  }

  @Test
  void onlyTheFirstArgumentIsDifferentiated() {
    Fn3<Tensor, Tensor, Tensor, Tensor> f = (a, b, c) -> a.mul(b).add(c);
    ValueAndGrad<Tensor> result =
        Autodiff.valueAndGrad(f).apply(Tensor.of(2.0), Tensor.of(3.0), Tensor.of(4.0));
    assertThat(result.value().item()).isEqualTo(10);
    assertThat(result.grad().item()).isEqualTo(3);
    assertThat(Autodiff.grad(f).apply(Tensor.of(2.0), Tensor.of(3.0), Tensor.of(4.0)).item())
        .isEqualTo(3);
  }

  @Test
  void whatIsNotUsedHasZeroGradient() {
    Fn<List<Tensor>, Tensor> f = xs -> xs.get(0).sum();
    List<Tensor> grad = Autodiff.grad(f).apply(List.of(Tensor.of(1f, 2f), Tensor.of(3f, 4f)));
    assertThat(grad.get(0).toFloats()).containsExactly(1, 1);
    assertThat(grad.get(1).toFloats()).containsExactly(0, 0);
  }

  @Test
  void theValueMustBeAFloatingScalar() {
    Tensor x = Tensor.of(1f, 2f);
    assertThatThrownBy(() -> Autodiff.grad((Tensor a) -> a.mul(2)).apply(x))
        .isInstanceOf(OpException.class)
        .hasMessageContaining(
            "[grad] the function must return a floating scalar, returned F32[2]: reduce it");
    assertThatThrownBy(() -> Autodiff.valueAndGrad((Tensor a) -> a.argmax(0)).apply(x))
        .hasMessageContaining("[valueAndGrad]")
        .hasMessageContaining("returned I32[]");
  }

  /** Statistics on the way. */
  public record Stats(Tensor mean, Tensor indices, String note) {}

  @Test
  void auxiliaryOutputsComeAlongUndifferentiated() {
    Fn2<Tensor, Tensor, ValueAndAux<Stats>> f =
        (w, x) -> {
          Tensor y = w.mul(x);
          return new ValueAndAux<>(y.square().sum(), new Stats(y.mean(), y.argmax(0), "note"));
        };
    var transformed = Autodiff.valueAndGradWithAux(f);
    for (var g : List.of(transformed, Autodiff.compile(transformed))) {
      ValueGradAux<Tensor, Stats> result = g.apply(Tensor.of(2.0), Tensor.of(1.0, 3));
      assertThat(result.value().item()).isEqualTo(40);
      assertThat(result.grad().item()).isEqualTo(40);
      assertThat(result.aux().mean().item()).isEqualTo(4);
      assertThat(result.aux().indices().toInts()).containsExactly(1);
      assertThat(result.aux().note()).isEqualTo("note");
    }
    assertThat(
            Autodiff.valueAndGradWithAux((Tensor a) -> new ValueAndAux<>(a.mul(a), List.of(a)))
                .apply(Tensor.of(3.0))
                .grad()
                .item())
        .isEqualTo(6);
    Fn3<Tensor, Tensor, Tensor, ValueAndAux<Tensor>> three =
        (a, b, c) -> new ValueAndAux<>(a.mul(b), c);
    assertThat(
            Autodiff.valueAndGradWithAux(three)
                .apply(Tensor.of(3.0), Tensor.of(4.0), Tensor.of(5.0))
                .aux()
                .item())
        .isEqualTo(5);
  }

  @Test
  void jvpPushesATangentForward() {
    Fn<List<Tensor>, Tensor> f = xs -> xs.get(0).sin().mul(xs.get(1));
    List<Tensor> at = List.of(Tensor.of(0.5, 1), Tensor.of(2.0, 3));
    List<Tensor> tangent = List.of(Tensor.of(1.0, 0), Tensor.of(0.0, 1));
    ValueAndTangent<Tensor> result = Autodiff.jvp(f, at, tangent);
    Samples.assertClose(
        result.value().toDoubles(),
        new double[] {2 * Math.sin(0.5), 3 * Math.sin(1)},
        1e-15,
        "value");
    Samples.assertClose(
        result.tangent().toDoubles(),
        new double[] {2 * Math.cos(0.5), Math.sin(1)},
        1e-15,
        "tangent");
  }

  @Test
  void jvpLeavesIntegersAlone() {
    // An argument with both.
    record Both(Tensor x, Tensor n) {}
    Fn<Both, Both> f = a -> new Both(a.x().mul(a.n()), a.n().add(1));
    Both at = new Both(Tensor.of(2.0), Tensor.of(3));
    ValueAndTangent<Both> result = Autodiff.jvp(f, at, new Both(Tensor.of(1.0), Tensor.of(99)));
    assertThat(result.value().x().item()).isEqualTo(6);
    assertThat(result.value().n().toInts()).containsExactly(4);
    assertThat(result.tangent().x().item()).isEqualTo(3);
    assertThat(result.tangent().n().toInts()).containsExactly(0);
  }

  @Test
  void tangentsMustFit() {
    Fn<Tensor, Tensor> f = Tensor::exp;
    assertThatThrownBy(() -> Autodiff.jvp(f, Tensor.of(1.0), Tensor.of(1f)))
        .hasMessageContaining("[jvp] the tangent of a F64[] must be of that type, was F32[]");
    Fn<List<Tensor>, Tensor> g = xs -> xs.getFirst();
    assertThatThrownBy(() -> Autodiff.jvp(g, List.of(Tensor.of(1.0)), List.of()))
        .hasMessageContaining("[jvp] the tangent differs from the primal at the root: a list of 0");
    ValueAndPullback<Tensor, Tensor> vjp = Autodiff.vjp(f, Tensor.of(1.0));
    assertThatThrownBy(() -> vjp.pullback().apply(Tensor.of(1.0, 2)))
        .hasMessageContaining("[vjp] the cotangent of a F64[] must be of that type, was F64[2]");
  }

  @Test
  void aPullbackIsReusableAndRunsTheFunctionOnce() {
    int[] calls = {0};
    Fn<Tensor, List<Tensor>> f =
        x -> {
          calls[0]++;
          return List.of(x.exp(), x.mul(x).sum(), x.gt(0));
        };
    Tensor x = Tensor.of(1.0, 2);
    ValueAndPullback<Tensor, List<Tensor>> vjp = Autodiff.vjp(f, x);
    Samples.assertClose(vjp.value().get(0).toDoubles(), x.exp().toDoubles(), 1e-15, "value");
    assertThat(vjp.value().get(1).item()).isEqualTo(5);
    assertThat(vjp.value().get(2).toBooleans()).containsExactly(true, true);
    Tensor flags = Tensor.of(false, false);
    Tensor first = vjp.pullback().apply(List.of(Tensor.of(1.0, 0), Tensor.of(0.0), flags));
    Samples.assertClose(first.toDoubles(), new double[] {Math.E, 0}, 1e-15, "first");
    Tensor second = vjp.pullback().apply(List.of(Tensor.of(0.0, 0), Tensor.of(1.0), flags));
    assertThat(second.toDoubles()).containsExactly(2, 4);
    assertThat(calls[0]).isEqualTo(1);
  }

  @Test
  void aPullbackOfSomethingLinearOrConstantWorks() {
    Fn<Tensor, Tensor> linear = x -> x.mul(3);
    assertThat(Autodiff.vjp(linear, Tensor.of(1.0)).pullback().apply(Tensor.of(2.0)).item())
        .isEqualTo(6);
    Fn<Tensor, Tensor> constant = x -> Tensor.of(7.0);
    assertThat(Autodiff.vjp(constant, Tensor.of(1.0)).pullback().apply(Tensor.of(2.0)).item())
        .isZero();
    Fn<Tensor, Tensor> identity = x -> x;
    assertThat(Autodiff.vjp(identity, Tensor.of(1.0)).pullback().apply(Tensor.of(2.0)).item())
        .isEqualTo(2);
  }

  @Test
  void transformationsNestInAnyOrder() {
    Fn<Tensor, Tensor> f = x -> x.sin().mul(x);
    Tensor x = Tensor.of(0.7);
    Tensor one = Tensor.of(1.0);
    double first = Math.sin(0.7) + 0.7 * Math.cos(0.7);
    double second = 2 * Math.cos(0.7) - 0.7 * Math.sin(0.7);
    double third = -3 * Math.sin(0.7) - 0.7 * Math.cos(0.7);

    Fn<Tensor, Tensor> grad = Autodiff.grad(f);
    Fn<Tensor, Tensor> forward = a -> Autodiff.jvp(f, a, one).tangent();
    Fn<Tensor, Tensor> pulled = a -> Autodiff.vjp(f, a).pullback().apply(one);
    List<Fn<Tensor, Tensor>> ways =
        List.of(grad, forward, pulled, Autodiff.compile(grad), Autodiff.grad(Autodiff.compile(f)));
    for (Fn<Tensor, Tensor> way : ways) {
      assertThat(way.apply(x).item()).isCloseTo(first, within(1e-15));
      List<Fn<Tensor, Tensor>> seconds =
          List.of(
              Autodiff.grad(way),
              a -> Autodiff.jvp(way, a, one).tangent(),
              a -> Autodiff.vjp(way, a).pullback().apply(one),
              Autodiff.compile(Autodiff.grad(way)),
              Autodiff.grad(Autodiff.compile(way)));
      for (Fn<Tensor, Tensor> way2 : seconds) {
        assertThat(way2.apply(x).item()).isCloseTo(second, within(1e-15));
        assertThat(Autodiff.grad(way2).apply(x).item()).isCloseTo(third, within(1e-14));
        assertThat(Autodiff.jvp(way2, x, one).tangent().item()).isCloseTo(third, within(1e-14));
      }
    }
  }

  @Test
  void gradWithinAnotherFunctionsClosureSeesFreshValues() {
    Tensor[] held = {Tensor.of(2.0)};
    Fn<Tensor, Tensor> grad = Autodiff.grad((Tensor x) -> x.mul(held[0]));
    assertThat(grad.apply(Tensor.of(1.0)).item()).isEqualTo(2);
    held[0] = Tensor.of(5.0);
    assertThat(grad.apply(Tensor.of(1.0)).item()).isEqualTo(5);
  }
}
