package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Indexing.OutOfBounds;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import java.util.List;
import org.junit.jupiter.api.Test;

class TensorIndexingTest {
  /** Rows [0, 1], [2, 3], [4, 5]. */
  private static final Tensor X = Samples.counting(3, 2);

  @Test
  void takesSlices() {
    assertThat(X.take(Tensor.of(2, 0, 2), 0).toDoubles()).containsExactly(4, 5, 0, 1, 4, 5);
    assertThat(X.take(Tensor.of(1).reshape(1), -1).toDoubles()).containsExactly(1, 3, 5);
    Tensor table = X.take(Tensor.of(new int[][] {{0, 1}, {2, 2}}), 0);
    assertThat(table.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(table.get(1).get(0).toDoubles()).containsExactly(4, 5);
    assertThat(X.take(Tensor.of(1), 0).toDoubles()).containsExactly(2, 3);
    Tensor middle = Samples.counting(2, 3, 2).take(Tensor.of(2L, 0L), 1);
    assertThat(middle.shape()).isEqualTo(Shape.of(2, 2, 2));
    assertThat(middle.toDoubles()).containsExactly(4, 5, 0, 1, 10, 11, 6, 7);
    assertThat(X.at(Tensor.of(1, 1)).get().toDoubles()).containsExactly(2, 3, 2, 3);
  }

  @Test
  void anIndexOutOfRangeIsAnErrorUnlessAskedFor() {
    Tensor bad = Tensor.of(0, 3);
    assertThatThrownBy(() -> X.take(bad, 0)).isInstanceOf(IndexOutOfBoundsException.class);
    assertThatThrownBy(() -> X.take(Tensor.of(-1, 0), 0))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(X.take(bad, 0, OutOfBounds.CLIP).toDoubles()).containsExactly(0, 1, 4, 5);
    assertThat(X.take(bad, 0, OutOfBounds.DROP).toDoubles()).containsExactly(0, 1, 0, 0);
    assertThatThrownBy(() -> X.at(bad).add(Tensor.of(1.0)))
        .isInstanceOf(IndexOutOfBoundsException.class);
    assertThat(X.at(bad).outOfBounds(OutOfBounds.DROP).add(Tensor.of(10.0)).toDoubles())
        .containsExactly(10, 11, 2, 3, 4, 5);
  }

  @Test
  void takesAlongAnAxis() {
    Tensor picked = X.takeAlongAxis(Tensor.of(new int[][] {{1}, {0}, {1}}), 1);
    assertThat(picked.shape()).isEqualTo(Shape.of(3, 1));
    assertThat(picked.toDoubles()).containsExactly(1, 2, 5);
    assertThat(X.takeAlongAxis(Tensor.of(new int[][] {{2, 0}, {1, 1}}), 0).toDoubles())
        .containsExactly(4, 1, 2, 3);
    assertThat(X.takeAlongAxis(Tensor.of(new int[][] {{1, 0}}), -1).toDoubles())
        .containsExactly(1, 0, 3, 2, 5, 4);
    assertThatThrownBy(() -> X.takeAlongAxis(Tensor.of(1, 0), 1))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[takeAlongAxis] indices I32[2] do not fit F64[3, 2] along axis 1");
  }

  @Test
  void addsToSlices() {
    Tensor updates = Tensor.of(new double[][] {{1, 2}, {3, 4}, {5, 6}});
    assertThat(X.at(Tensor.of(0, 2, 0)).add(updates).toDoubles()).containsExactly(6, 9, 2, 3, 7, 9);
    assertThat(X.at(Tensor.of(1).reshape(1), 1).add(Tensor.of(10.0)).toDoubles())
        .containsExactly(0, 11, 2, 13, 4, 15);
    assertThat(X.cast(DType.F32).at(Tensor.of(0)).add(Tensor.of(0.5, 0.5)).dtype())
        .isEqualTo(DType.F64);
    assertThatThrownBy(() -> X.at(Tensor.of(0, 1)).add(Tensor.zeros(DType.F64, 3, 2)))
        .hasMessageContaining("[scatterAdd] shapes do not broadcast");
    assertThatThrownBy(() -> X.at(Tensor.of(0, 1)).add(Tensor.zeros(DType.F64, 4, 2, 2)))
        .hasMessageContaining("updates F64[4, 2, 2] do not broadcast to the slices [2, 2]");
  }

  @Test
  void scatterIsTheTransposeOfTake() {
    Tensor indices = Tensor.of(2, 0, 2);
    Tensor weights = Samples.counting(3, 2).add(1);
    Fn<Tensor, Tensor> taken = x -> x.take(indices, 0).mul(weights).sum();
    assertThat(Autodiff.grad(taken).apply(X).toDoubles())
        .containsExactly(Tensor.zerosLike(X).at(indices).add(weights).toDoubles());
  }

  @Test
  void windowsAreMovedInside() {
    List<Tensor> corner = List.of(Tensor.of(2), Tensor.of(0));
    assertThat(X.dynamicSlice(corner, 2, 1).toDoubles()).containsExactly(2, 4);
    assertThat(X.dynamicSlice(List.of(Tensor.of(0L), Tensor.of(1)), 2, 1).toDoubles())
        .containsExactly(1, 3);
    Tensor update = Tensor.of(new double[][] {{9}, {8}});
    assertThat(X.dynamicUpdateSlice(update, corner).toDoubles()).containsExactly(0, 1, 9, 3, 8, 5);
    assertThatThrownBy(() -> X.dynamicSlice(corner, 4, 1))
        .hasMessageContaining("[dynamicSlice] a window of [4, 1] does not fit in F64[3, 2]");
    assertThatThrownBy(() -> X.dynamicSlice(corner, 1)).hasMessageContaining("one entry for each");
    assertThatThrownBy(() -> X.dynamicSlice(List.of(Tensor.of(1)), 1, 1))
        .hasMessageContaining("takes one start for each axis");
  }

  @Test
  void marksIntegers() {
    Tensor hot = Tensor.of(1, 3, -1).oneHot(3, DType.F32);
    assertThat(hot.shape()).isEqualTo(Shape.of(3, 3));
    assertThat(hot.toFloats()).containsExactly(0, 1, 0, 0, 0, 0, 0, 0, 0);
    assertThatThrownBy(() -> X.oneHot(2, DType.F32))
        .hasMessageContaining("[oneHot] takes integers, given F64[3, 2]");
  }

  @Test
  void cutsTriangles() {
    Tensor x = Samples.counting(3, 3).add(1);
    assertThat(x.tril(0).toDoubles()).containsExactly(1, 0, 0, 4, 5, 0, 7, 8, 9);
    assertThat(x.tril(-1).toDoubles()).containsExactly(0, 0, 0, 4, 0, 0, 7, 8, 0);
    assertThat(x.triu(0).toDoubles()).containsExactly(1, 2, 3, 0, 5, 6, 0, 0, 9);
    assertThat(x.triu(1).toDoubles()).containsExactly(0, 2, 3, 0, 0, 6, 0, 0, 0);
    Tensor batch = Tensor.ones(DType.BOOL, 2, 1, 2).tril(0);
    assertThat(batch.toBooleans()).containsExactly(true, false, true, false);
    assertThatThrownBy(() -> Tensor.of(1.0, 2).tril(0))
        .hasMessageContaining("[tril] takes matrices, given F64[2]");
  }

  @Test
  void indicesAreIntegers() {
    assertThatThrownBy(() -> X.take(Tensor.of(1.0), 0))
        .hasMessageContaining("[take] the indices must be I32 or I64, were F64[]");
    assertThatThrownBy(() -> X.take(Tensor.of(1), 2)).hasMessageContaining("[take] axis 2");
  }
}
