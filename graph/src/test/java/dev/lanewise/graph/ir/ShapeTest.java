package dev.lanewise.graph.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;

/** Shapes, types, and lists of ints. */
class ShapeTest {

  @Test
  void sizesAndStrides() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.size()).isEqualTo(24);
    assertThat(shape.rank()).isEqualTo(3);
    assertThat(shape.strides()).containsExactly(12, 4, 1);
    assertThat(Shape.scalar().size()).isEqualTo(1);
    assertThat(Shape.of().isScalar()).isTrue();
    assertThat(Shape.of(1).isScalar()).isFalse();
    assertThat(Shape.of(1 << 30, 0, 1 << 30).size()).isZero();
    assertThat(Shape.of(1 << 30, 1 << 17).size()).isEqualTo(1L << 47);
  }

  @Test
  void impossibleShapes() {
    assertThatThrownBy(() -> Shape.of(2, -1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("negative extent in shape [2, -1]");
    assertThatThrownBy(() -> Shape.of(0, -1)).isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Shape.of(1 << 30, (1 << 17) + 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("more than 2^47 elements");
    assertThatThrownBy(() -> Shape.of(1 << 30, 1 << 30, 1 << 30, 1 << 30))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void parts() {
    Shape shape = Shape.of(2, 3, 4);
    assertThat(shape.without(Ints.of(1))).isEqualTo(Shape.of(2, 4));
    assertThat(shape.select(Ints.of(2, 0))).isEqualTo(Shape.of(4, 2));
    assertThat(shape.with(1, 7)).isEqualTo(Shape.of(2, 7, 4));
    assertThat(shape.concat(Shape.of(5))).isEqualTo(Shape.of(2, 3, 4, 5));
    assertThat(shape).hasToString("[2, 3, 4]").isEqualTo(Shape.of(Ints.of(2, 3, 4)));
    assertThat(shape.hashCode()).isEqualTo(Shape.of(2, 3, 4).hashCode());
  }

  @Test
  void shapesDoNotShareArrays() {
    int[] extents = {2, 3};
    Shape shape = Shape.of(extents);
    extents[0] = 9;
    shape.extents()[1] = 9;
    assertThat(shape).isEqualTo(Shape.of(2, 3));
    int[] values = {1, 2};
    Ints ints = Ints.of(values);
    values[0] = 9;
    ints.toArray()[1] = 9;
    assertThat(ints).isEqualTo(Ints.of(1, 2));
  }

  @Test
  void types() {
    TensorType type = TensorType.of(DType.BF16, 2, 3);
    assertThat(type.bytes()).isEqualTo(12);
    assertThat(type.as(DType.F64).bytes()).isEqualTo(48);
    assertThat(type.as(DType.BF16)).isSameAs(type);
    assertThat(type.as(Shape.of(6))).isEqualTo(TensorType.of(DType.BF16, 6));
    assertThat(type).hasToString("BF16[2, 3]");
    assertThat(TensorType.scalar(DType.I64)).hasToString("I64[]");
  }

  @Test
  void permutations() {
    assertThat(Ints.of(2, 0, 1).isPermutation()).isTrue();
    assertThat(Ints.of(2, 0, 2).isPermutation()).isFalse();
    assertThat(Ints.of(1, 2).isPermutation()).isFalse();
    assertThat(Ints.of(0, -1).isPermutation()).isFalse();
    assertThat(Ints.of(2, 0, 1).inverse()).isEqualTo(Ints.of(1, 2, 0));
    assertThat(Ints.of().inverse()).isEqualTo(Ints.of());
    assertThatThrownBy(() -> Ints.of(1, 1).inverse())
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[1, 1] is not a permutation");
    assertThat(Ints.range(0, 3).isIdentity()).isTrue();
    assertThat(Ints.of(0, 2, 1).isIdentity()).isFalse();
  }

  @Test
  void lists() {
    Ints ints = Ints.of(5, 7, 5);
    assertThat(ints.indexOf(5)).isZero();
    assertThat(ints.indexOf(6)).isEqualTo(-1);
    assertThat(ints.contains(7)).isTrue();
    assertThat(ints.complement(8)).isEqualTo(Ints.of(0, 1, 2, 3, 4, 6));
    assertThat(ints.concat(Ints.of(1))).isEqualTo(Ints.of(5, 7, 5, 1));
    assertThat(Ints.filled(3, 2)).isEqualTo(Ints.of(2, 2, 2));
    assertThat(Ints.range(2, 4)).isEqualTo(Ints.of(2, 3)).hasToString("[2, 3]");
    assertThat(Ints.range(4, 2)).isEqualTo(Ints.of());
    assertThat(ints.allMatch(i -> i > 4)).isTrue();
    assertThat(Ints.of(3, -1, 7, 3, 0).sorted()).isEqualTo(Ints.of(-1, 0, 3, 3, 7));
    assertThat(Ints.of().sorted()).isEqualTo(Ints.of());
    assertThat(ints.areDistinct()).isFalse();
    assertThat(Ints.of(5, 7, 6).areDistinct()).isTrue();
    assertThat(Ints.of().areDistinct()).isTrue();
    assertThatThrownBy(() -> ints.get(3)).isInstanceOf(ArrayIndexOutOfBoundsException.class);
  }
}
