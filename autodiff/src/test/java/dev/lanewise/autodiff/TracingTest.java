package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.TensorType;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.junit.jupiter.api.Test;

class TracingTest {
  private static final Tensor LARGE = Samples.counting(17);

  @Test
  void smallTensorsBecomeConstantsAndLargeOnesParameters() {
    Tensor small = Samples.counting(16);
    Graph constant = Autodiff.trace(x -> x.add(small), small);
    assertThat(constant.parameters()).hasSize(1);
    assertThat(constant.nodes()).anyMatch(node -> node.op() instanceof Elementwise.Constant);
    Graph captured = Autodiff.trace(x -> x.add(LARGE).mul(LARGE), LARGE);
    assertThat(captured.parameters()).hasSize(2);
    assertThat(captured.nodes()).noneMatch(node -> node.op() instanceof Elementwise.Constant);
  }

  @Test
  void formulasAreRecordedWhateverTheirSize() {
    Graph graph =
        Autodiff.trace(
            x ->
                x.add(Tensor.zeros(DType.F64, 1000, 1000))
                    .add(Tensor.eye(DType.F64, 1000))
                    .add(Tensor.iota(DType.F64, 0, 1000, 1000))
                    .tril(0),
            Tensor.of(1.0));
    assertThat(graph.parameters()).hasSize(1);
  }

  @Test
  void capturedTensorsAreArguments() {
    Fn<Tensor, Tensor> compiled = Autodiff.compile(x -> x.mul(LARGE).sum());
    assertThat(compiled.apply(Tensor.of(2.0)).item()).isEqualTo(272);
    assertThat(compiled.apply(Tensor.of(3.0)).item()).isEqualTo(408);
  }

  @Test
  void anOuterTracesTensorsAreCapturedByAnInnerOne() {
    // d/dx [x * d/dy (x^2 y^3) at y = x] = d/dx [3 x^5] = 15 x^4
    Fn<Tensor, Tensor> f =
        x -> {
          Fn<Tensor, Tensor> inner = y -> x.mul(x).mul(y).mul(y).mul(y);
          return x.mul(Autodiff.grad(inner).apply(x));
        };
    assertThat(Autodiff.grad(f).apply(Tensor.of(2.0)).item()).isEqualTo(240);
  }

  @Test
  void anOuterTensorMayBeTheInnerResult() {
    Fn<Tensor, Tensor> f = x -> Autodiff.compile((Tensor y) -> x).apply(Tensor.of(5.0)).mul(3);
    assertThat(Autodiff.grad(f).apply(Tensor.of(2.0)).item()).isEqualTo(3);
    Fn<Tensor, Tensor> constant = x -> Autodiff.grad((Tensor y) -> x).apply(x);
    assertThat(Autodiff.grad(constant).apply(Tensor.of(2.0)).item()).isZero();
  }

  @Test
  void threeTracesDeep() {
    // f(x) = d/dy [ y * d/dz (x y z^2) at z = y ] at y = x = d/dy [2 x y^3] = 6 x^3; f' = 18 x^2
    Fn<Tensor, Tensor> f =
        x -> {
          Fn<Tensor, Tensor> g =
              y -> {
                Fn<Tensor, Tensor> h = z -> x.mul(y).mul(z).mul(z);
                return y.mul(Autodiff.grad(h).apply(y));
              };
          return Autodiff.grad(g).apply(x);
        };
    assertThat(f.apply(Tensor.of(2.0)).item()).isEqualTo(48);
    assertThat(Autodiff.grad(f).apply(Tensor.of(2.0)).item()).isEqualTo(72);
    assertThat(Autodiff.compile(Autodiff.grad(f)).apply(Tensor.of(2.0)).item()).isEqualTo(72);
  }

  @Test
  void largeTensorsPassThroughEveryTrace() {
    Fn<Tensor, Tensor> f =
        x ->
            Autodiff.grad((Tensor y) -> y.mul(y).mul(LARGE).mul(x).sum()).apply(x).mul(LARGE).sum();
    // d/dy sum_i y^2 i x = 2 y x sum i; at y = x, times sum i: 2 x^2 136^2
    assertThat(Autodiff.grad(f).apply(Tensor.of(3.0)).item()).isEqualTo(4 * 3 * 136.0 * 136);
  }

  @Test
  void elementsOfASymbolicTensorCannotBeAskedFor() {
    List<Fn<Tensor, Object>> questions =
        List.of(
            Tensor::item,
            Tensor::toDoubles,
            Tensor::toFloats,
            Tensor::toInts,
            Tensor::toLongs,
            Tensor::toBooleans,
            Tensor::toLiteral,
            Tensor::array);
    for (Fn<Tensor, Object> question : questions) {
      Fn<Tensor, Tensor> f =
          x -> {
            question.apply(x.add(1));
            return x;
          };
      assertThatThrownBy(() -> Autodiff.compile(f).apply(Tensor.of(1.0)))
          .isInstanceOf(TracingException.class)
          .hasMessageContaining("[trace] F64[] has no elements while a function is traced")
          .hasMessageContaining("Tensor.where");
    }
  }

  @Test
  void typesOfASymbolicTensorAreKnown() {
    Fn<Tensor, Tensor> f =
        x -> {
          assertThat(x.isSymbolic()).isTrue();
          assertThat(x.type()).isEqualTo(TensorType.of(DType.F64, 17));
          assertThat(x).hasToString("Tensor(F64[17], symbolic)");
          x.close();
          return x.add(1);
        };
    assertThat(Autodiff.compile(f).apply(LARGE).toDoubles()[16]).isEqualTo(17);
  }

  @Test
  void aSymbolicTensorThatOutlivesItsTraceIsRefused() {
    List<Tensor> leaked = new ArrayList<>();
    Fn<Tensor, Tensor> leak =
        x -> {
          leaked.add(x);
          return x;
        };
    Autodiff.compile(leak).apply(Tensor.of(1.0));
    Tensor stale = leaked.getFirst();
    assertThatThrownBy(() -> stale.add(1))
        .isInstanceOf(TracingException.class)
        .hasMessageContaining("[trace] a symbolic tensor outlived the trace of compile");
    Fn<Tensor, Tensor> mixing = x -> x.add(stale);
    assertThatThrownBy(() -> Autodiff.grad(mixing).apply(Tensor.of(1.0)))
        .isInstanceOf(TracingException.class)
        .hasMessageContaining("outlived");
  }

  @Test
  void aTraceThatFailedIsOverToo() {
    List<Tensor> leaked = new ArrayList<>();
    Fn<Tensor, Tensor> failing =
        x -> {
          leaked.add(x);
          throw new IllegalStateException("on purpose");
        };
    assertThatThrownBy(() -> Autodiff.compile(failing).apply(Tensor.of(1.0)))
        .hasMessage("on purpose");
    assertThatThrownBy(() -> leaked.getFirst().add(1)).isInstanceOf(TracingException.class);
  }

  @Test
  void anotherThreadMayNotRecord() {
    Fn<Tensor, Tensor> f = x -> CompletableFuture.supplyAsync(() -> x.add(1)).join();
    assertThatThrownBy(() -> Autodiff.compile(f).apply(Tensor.of(1.0)))
        .isInstanceOf(CompletionException.class)
        .cause()
        .isInstanceOf(TracingException.class)
        .hasMessageContaining("is used by thread");
  }

  @Test
  void compositionsAreTheSameUnderTraceAsAtOnce() {
    Tensor x = Samples.counting(3, 4).sub(5).mul(0.3);
    List<Fn<Tensor, Tensor>> functions =
        List.of(
            a -> a.softmax(1),
            a -> a.logSoftmax(0),
            a -> a.logSumExp(1, true),
            a -> a.std(0),
            a -> a.norm(1),
            Tensor::gelu,
            Tensor::softplus,
            a -> a.matmul(a.t()),
            a -> Tensor.einsum("ij,kj->ik", a, a),
            a -> a.take(Tensor.of(1, 1, 0), 1),
            a -> a.tril(0).roll(1, 0).flip(1),
            a -> a.cast(DType.F32).add(Tensor.of(1.0)).sum(0));
    for (Fn<Tensor, Tensor> function : functions) {
      Samples.assertClose(
          Autodiff.compile(function).apply(x), function.apply(x), 1e-14, "compiled against eager");
    }
  }
}
