package dev.lanewise.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import java.util.stream.LongStream;
import org.junit.jupiter.api.Test;

class MovementInterpreterTest {

  private static Literal apply(Op op, Literal... operands) {
    return Interpreter.apply(op, List.of(operands)).getFirst();
  }

  private static Literal ints(Shape shape, long... values) {
    return Literal.ofIntegers(new TensorType(DType.I32, shape), values);
  }

  /** 0, 1, 2, ... in a shape. */
  private static Literal count(int... extents) {
    Shape shape = Shape.of(extents);
    return ints(shape, LongStream.range(0, shape.size()).toArray());
  }

  private static Literal scalar(long value) {
    return ints(Shape.scalar(), value);
  }

  @Test
  void broadcastInDim() {
    assertThat(apply(new Movement.BroadcastInDim(Shape.of(2, 3), Ints.of(1)), count(3)))
        .isEqualTo(ints(Shape.of(2, 3), 0, 1, 2, 0, 1, 2));
    assertThat(apply(new Movement.BroadcastInDim(Shape.of(2, 3), Ints.of(0)), count(2)))
        .isEqualTo(ints(Shape.of(2, 3), 0, 0, 0, 1, 1, 1));
    assertThat(apply(new Movement.BroadcastInDim(Shape.of(2, 3), Ints.of(0, 1)), count(2, 1)))
        .isEqualTo(ints(Shape.of(2, 3), 0, 0, 0, 1, 1, 1));
    assertThat(apply(new Movement.BroadcastInDim(Shape.of(2), Ints.of()), scalar(7)))
        .isEqualTo(ints(Shape.of(2), 7, 7));
    assertThat(apply(new Movement.BroadcastInDim(Shape.of(0, 2), Ints.of(0)), count(1)))
        .isEqualTo(ints(Shape.of(0, 2)));
  }

  @Test
  void reshapeKeepsRowMajorOrder() {
    assertThat(apply(new Movement.Reshape(Shape.of(3, 2)), count(2, 3))).isEqualTo(count(3, 2));
    assertThat(apply(new Movement.Reshape(Shape.scalar()), count(1, 1))).isEqualTo(scalar(0));
  }

  @Test
  void transpose() {
    assertThat(apply(new Movement.Transpose(Ints.of(1, 0)), count(2, 3)))
        .isEqualTo(ints(Shape.of(3, 2), 0, 3, 1, 4, 2, 5));
    // Result axis i is operand axis permutation[i]: not its inverse.
    assertThat(apply(new Movement.Transpose(Ints.of(1, 2, 0)), count(2, 3, 1)))
        .isEqualTo(ints(Shape.of(3, 1, 2), 0, 3, 1, 4, 2, 5));
    assertThat(apply(new Movement.Transpose(Ints.of(2, 0, 1)), count(2, 1, 3)))
        .isEqualTo(ints(Shape.of(3, 2, 1), 0, 3, 1, 4, 2, 5));
  }

  @Test
  void slice() {
    assertThat(apply(new Movement.Slice(Ints.of(1, 0), Ints.of(3, 4), Ints.of(1, 3)), count(3, 4)))
        .isEqualTo(ints(Shape.of(2, 2), 4, 7, 8, 11));
    assertThat(apply(new Movement.Slice(Ints.of(4), Ints.of(4), Ints.of(1)), count(4)))
        .isEqualTo(ints(Shape.of(0)));
    assertThat(
            apply(new Movement.Slice(Ints.of(2), Ints.of(4), Ints.of(Integer.MAX_VALUE)), count(4)))
        .isEqualTo(ints(Shape.of(1), 2));
  }

  @Test
  void padOutsideInsideAndNegative() {
    assertThat(pad(count(3), 2, 1, 0)).isEqualTo(ints(Shape.of(6), 9, 9, 0, 1, 2, 9));
    assertThat(pad(count(3), 0, 0, 2)).isEqualTo(ints(Shape.of(7), 0, 9, 9, 1, 9, 9, 2));
    assertThat(pad(count(3), -1, 1, 0)).isEqualTo(ints(Shape.of(3), 1, 2, 9));
    // As in XLA, interior padding comes first and negative ends cut it off too.
    assertThat(pad(count(3), -2, -1, 2)).isEqualTo(ints(Shape.of(4), 9, 1, 9, 9));
    assertThat(pad(count(3), -2, -1, 0)).isEqualTo(ints(Shape.of(0)));
    assertThat(pad(count(1), 0, 0, 5)).isEqualTo(count(1));
    assertThat(pad(count(0), 1, 1, 5)).isEqualTo(ints(Shape.of(2), 9, 9));
    assertThat(pad(count(3), -3, 2, 0)).isEqualTo(ints(Shape.of(2), 9, 9));
  }

  private static Literal pad(Literal x, int low, int high, int interior) {
    return apply(new Movement.Pad(Ints.of(low), Ints.of(high), Ints.of(interior)), x, scalar(9));
  }

  @Test
  void padOfTwoAxes() {
    assertThat(
            apply(
                new Movement.Pad(Ints.of(0, 1), Ints.of(1, -1), Ints.of(0, 0)),
                count(2, 2),
                scalar(9)))
        .isEqualTo(ints(Shape.of(3, 2), 9, 0, 9, 2, 9, 9));
  }

  @Test
  void concat() {
    assertThat(apply(new Movement.Concat(1), count(2, 1), count(2, 0), count(2, 2)))
        .isEqualTo(ints(Shape.of(2, 3), 0, 0, 1, 1, 2, 3));
    assertThat(apply(new Movement.Concat(0), count(2), count(1)))
        .isEqualTo(ints(Shape.of(3), 0, 1, 0));
  }

  @Test
  void reverse() {
    assertThat(apply(new Movement.Reverse(Ints.of(1)), count(2, 3)))
        .isEqualTo(ints(Shape.of(2, 3), 2, 1, 0, 5, 4, 3));
    assertThat(apply(new Movement.Reverse(Ints.of(1, 0)), count(2, 3)))
        .isEqualTo(ints(Shape.of(2, 3), 5, 4, 3, 2, 1, 0));
  }

  @Test
  void dynamicSliceStartsAreClamped() {
    Movement slice = new Movement.DynamicSlice(Shape.of(2));
    assertThat(apply(slice, count(5), scalar(2))).isEqualTo(ints(Shape.of(2), 2, 3));
    assertThat(apply(slice, count(5), scalar(-7))).isEqualTo(ints(Shape.of(2), 0, 1));
    assertThat(apply(slice, count(5), scalar(4))).isEqualTo(ints(Shape.of(2), 3, 4));
    Literal far = Literal.ofIntegers(TensorType.scalar(DType.I64), Long.MAX_VALUE);
    assertThat(apply(slice, count(5), far)).isEqualTo(ints(Shape.of(2), 3, 4));
    assertThat(apply(new Movement.DynamicSlice(Shape.of(1, 2)), count(2, 3), scalar(1), scalar(1)))
        .isEqualTo(ints(Shape.of(1, 2), 4, 5));
    assertThat(apply(new Movement.DynamicSlice(Shape.scalar()), scalar(3))).isEqualTo(scalar(3));
  }

  @Test
  void dynamicUpdateSliceStartsAreClamped() {
    Movement update = new Movement.DynamicUpdateSlice();
    Literal two = ints(Shape.of(2), 8, 9);
    assertThat(apply(update, count(4), two, scalar(1))).isEqualTo(ints(Shape.of(4), 0, 8, 9, 3));
    assertThat(apply(update, count(4), two, scalar(99))).isEqualTo(ints(Shape.of(4), 0, 1, 8, 9));
    assertThat(apply(update, count(4), two, scalar(-1))).isEqualTo(ints(Shape.of(4), 8, 9, 2, 3));
    assertThat(apply(update, count(4), count(0), scalar(2))).isEqualTo(count(4));
  }

  @Test
  void movedFloatsKeepTheirBits() {
    TensorType type = TensorType.of(DType.F32, 3);
    Literal x = Literal.ofReals(type, -0.0, Double.NaN, Double.NEGATIVE_INFINITY);
    assertThat(apply(new Movement.Reverse(Ints.of(0)), x))
        .isEqualTo(Literal.ofReals(type, Double.NEGATIVE_INFINITY, Double.NaN, -0.0));
  }
}
