package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Scope;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorCreationTest {
  @Test
  void scalarsVectorsAndMatrices() {
    assertThat(Tensor.of(1.5f).type()).isEqualTo(TensorType.scalar(DType.F32));
    assertThat(Tensor.of(1.5).type()).isEqualTo(TensorType.scalar(DType.F64));
    assertThat(Tensor.of(7).type()).isEqualTo(TensorType.scalar(DType.I32));
    assertThat(Tensor.of(Long.MAX_VALUE).toLongs()).containsExactly(Long.MAX_VALUE);
    assertThat(Tensor.of(true).toBooleans()).containsExactly(true);
    assertThat(Tensor.of(1f, 2f).type()).isEqualTo(TensorType.of(DType.F32, 2));
    assertThat(Tensor.of(1, 2, 3).type()).isEqualTo(TensorType.of(DType.I32, 3));
    assertThat(Tensor.of(1L, 2L).toLongs()).containsExactly(1, 2);
    assertThat(Tensor.of(true, false).toBooleans()).containsExactly(true, false);
    assertThat(Tensor.of(new float[][] {{1, 2}, {3, 4}}).toFloats()).containsExactly(1, 2, 3, 4);
    assertThat(Tensor.of(new double[][] {{1}, {3}}).shape()).isEqualTo(Shape.of(2, 1));
    assertThat(Tensor.of(new int[][] {{1, 2}}).shape()).isEqualTo(Shape.of(1, 2));
    assertThat(Tensor.of(new float[0][]).shape()).isEqualTo(Shape.of(0, 0));
    assertThat(Tensor.of(new float[6], 2, 3).shape()).isEqualTo(Shape.of(2, 3));
    assertThat(Tensor.of(new double[6], 3, 2).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(Tensor.of(new int[6], 6).dtype()).isEqualTo(DType.I32);
    assertThat(Tensor.of(new long[6], 1, 6).dtype()).isEqualTo(DType.I64);
    assertThat(Tensor.of(new boolean[6], 2, 3).dtype()).isEqualTo(DType.BOOL);
    assertThat(Tensor.scalar(DType.BF16, 1.5).item()).isEqualTo(1.5);
    assertThat(Tensor.scalar(2f).dtype()).isEqualTo(DType.F32);
    assertThat(Tensor.scalar(2.0).dtype()).isEqualTo(DType.F64);
    assertThat(Tensor.scalar(2).dtype()).isEqualTo(DType.I32);
    assertThat(Tensor.scalar(2L).dtype()).isEqualTo(DType.I64);
    assertThat(Tensor.scalar(true).dtype()).isEqualTo(DType.BOOL);
  }

  @Test
  void arraysAreCopied() {
    float[] values = {1, 2};
    Tensor x = Tensor.of(values);
    values[0] = 9;
    assertThat(x.toFloats()).containsExactly(1, 2);
  }

  @Test
  void filledTensors() {
    assertThat(Tensor.zeros(DType.F32, 2, 2).toFloats()).containsExactly(0, 0, 0, 0);
    assertThat(Tensor.ones(DType.BOOL, 2).toBooleans()).containsExactly(true, true);
    assertThat(Tensor.full(DType.I64, 7, 3).toLongs()).containsExactly(7, 7, 7);
    assertThat(Tensor.full(DType.F64, 0.5, Shape.of(1, 2)).toDoubles()).containsExactly(0.5, 0.5);
    Tensor like = Tensor.of(1, 2);
    assertThat(Tensor.zerosLike(like).toInts()).containsExactly(0, 0);
    assertThat(Tensor.onesLike(like).toInts()).containsExactly(1, 1);
    assertThat(Tensor.fullLike(like, 5).toInts()).containsExactly(5, 5);
    assertThatThrownBy(() -> Tensor.full(DType.I32, 0.5))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[full] I32 cannot hold 0.5");
  }

  @Test
  void sequences() {
    assertThat(Tensor.arange(4).toInts()).containsExactly(0, 1, 2, 3);
    assertThat(Tensor.arange(DType.F64, 1, 2, 0.25).toDoubles())
        .containsExactly(1, 1.25, 1.5, 1.75);
    assertThat(Tensor.arange(DType.I64, 5, 0, -2).toLongs()).containsExactly(5, 3, 1);
    assertThat(Tensor.arange(DType.F32, 1, 0, 1).size()).isZero();
    assertThat(Tensor.linspace(DType.F64, 0, 1, 5).toDoubles())
        .containsExactly(0, 0.25, 0.5, 0.75, 1);
    assertThat(Tensor.linspace(DType.F64, 0, 0.1, 8).toDoubles()[7]).isEqualTo(0.1);
    assertThat(Tensor.linspace(DType.F64, 3, 4, 1).toDoubles()).containsExactly(3);
    assertThat(Tensor.linspace(DType.F64, 3, 4, 0).size()).isZero();
    assertThat(Tensor.iota(DType.F32, -1, 2, 3).toFloats()).containsExactly(0, 1, 2, 0, 1, 2);
    assertThat(Tensor.eye(DType.F32, 2).toFloats()).containsExactly(1, 0, 0, 1);
    assertThat(Tensor.eye(DType.BOOL, 1, 2).toBooleans()).containsExactly(true, false);
    assertThatThrownBy(() -> Tensor.arange(DType.F32, 0, 1, 0))
        .hasMessageContaining("[arange] from 0.0 to 1.0 by 0.0 does not end");
    assertThatThrownBy(() -> Tensor.arange(DType.F32, 0, Double.POSITIVE_INFINITY, 1))
        .hasMessageContaining("does not end");
    assertThatThrownBy(() -> Tensor.iota(DType.F32, 2, 2, 3)).hasMessageContaining("[iota] axis 2");
    assertThatThrownBy(() -> Tensor.linspace(DType.BOOL, 0, 1, 2))
        .hasMessageContaining("[linspace] a numeric element type is needed, given BOOL");
  }

  @Test
  void elementCountsMustFit() {
    assertThatThrownBy(() -> Tensor.of(new float[5], 2, 3))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[of] F32[2, 3] has 6 elements, given 5");
    assertThatThrownBy(() -> Tensor.zeros(DType.F32, 2, -1))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[full] negative extent in shape [2, -1]");
    assertThatThrownBy(() -> Tensor.iota(DType.F32, 0, -1)).hasMessageContaining("[iota] negative");
    assertThatThrownBy(() -> Tensor.eye(DType.F32, -1)).hasMessageContaining("[eye] negative");
    assertThatThrownBy(() -> Tensor.of(new float[1], -1)).hasMessageContaining("[of] negative");
    assertThatThrownBy(() -> Tensor.of(new float[][] {{1}, {1, 2}}))
        .hasMessageContaining("[of] the rows differ in length: [1, 2]");
  }

  @Test
  void elementsComeBackWithoutLoss() {
    Tensor f32 = Tensor.of(1.5f, 2.5f);
    assertThat(f32.toDoubles()).containsExactly(1.5, 2.5);
    assertThat(f32.cast(DType.BF16).toFloats()).containsExactly(1.5f, 2.5f);
    assertThat(Tensor.of(1, 2).toDoubles()).containsExactly(1, 2);
    assertThat(Tensor.of(1, 2).toLongs()).containsExactly(1, 2);
    assertThat(Tensor.of(true, false).toInts()).containsExactly(1, 0);
    assertThat(Tensor.of(true, false).toLongs()).containsExactly(1, 0);
    assertThat(Tensor.of(true, false).toDoubles()).containsExactly(1, 0);
    assertThat(Tensor.of(true).item()).isEqualTo(1);
    assertThatThrownBy(() -> Tensor.of(1.0, 2).toFloats())
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[toFloats] takes F32 or BF16, given F64[2]: cast it first");
    assertThatThrownBy(() -> Tensor.of(1L).toDoubles()).hasMessageContaining("any type but I64");
    assertThatThrownBy(() -> Tensor.of(1L, 2L).toInts()).hasMessageContaining("I32 or BOOL");
    assertThatThrownBy(() -> f32.toLongs()).hasMessageContaining("I32, I64 or BOOL");
    assertThatThrownBy(() -> f32.toBooleans()).hasMessageContaining("takes BOOL");
    assertThatThrownBy(() -> f32.item())
        .hasMessageContaining("[item] one element is needed, given F32[2]");
    assertThatThrownBy(() -> Tensor.of(1L).item()).hasMessageContaining("any type but I64");
  }

  @Test
  void literalsAndArraysAreTensorsToo() {
    Literal literal = Literal.ofReals(TensorType.of(DType.F64, 2), 1, 2);
    assertThat(Tensor.from(literal).toLiteral()).isEqualTo(literal);
    Array array = Array.ofFloats(Shape.of(2), 3, 4);
    Tensor x = Tensor.from(array);
    assertThat(x.array()).isSameAs(array);
    assertThat(x.toFloats()).containsExactly(3, 4);
  }

  @Test
  void closingEndsUse() {
    Tensor x = Tensor.of(1f, 2f);
    x.close();
    x.close();
    assertThatThrownBy(x::toFloats).isInstanceOf(IllegalStateException.class);
    assertThatThrownBy(() -> x.add(1)).isInstanceOf(IllegalStateException.class);
    assertThat(x).hasToString("Tensor(F32[2], closed)");
    Tensor zeros = Tensor.zeros(DType.F32, 2);
    assertThat(zeros.toFloats()).containsExactly(0, 0);
    zeros.close();
    assertThatThrownBy(zeros::toFloats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageContaining("this F32[2] was closed");
    assertThat(zeros).hasToString("Tensor(F32[2], closed)");
  }

  @Test
  void aScopeEndsWhatWasMadeInItButNotFormulas() {
    Tensor zeros = Tensor.zeros(DType.F32, 3);
    Tensor made;
    List<Tensor> kept;
    try (Scope scope = Scope.open()) {
      assertThat(zeros.toFloats()).containsExactly(0, 0, 0);
      made = zeros.add(1);
      kept = Trees.keep(scope, List.of(zeros.add(2), zeros));
    }
    assertThatThrownBy(made::toFloats).isInstanceOf(IllegalStateException.class);
    assertThat(kept.getFirst().toFloats()).containsExactly(2, 2, 2);
    assertThat(zeros.toFloats()).containsExactly(0, 0, 0);
  }

  @Test
  void describesItself() {
    assertThat(Tensor.of(1f, 2f)).hasToString("Tensor(F32[2]{1.0, 2.0})");
    assertThat(Tensor.zeros(DType.F32, 5, 5)).hasToString("Tensor(F32[5, 5])");
    Tensor x = Samples.counting(2, 3);
    assertThat(x.rank()).isEqualTo(2);
    assertThat(x.size()).isEqualTo(6);
    assertThat(x.extent(-1)).isEqualTo(3);
    assertThat(x.isSymbolic()).isFalse();
  }
}
