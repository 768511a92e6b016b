package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class TensorArithmeticTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  @Test
  void operatesElementByElement() {
    Tensor x = Tensor.of(6.0, -3.0);
    Tensor y = Tensor.of(4.0, 2.0);
    assertThat(x.add(y).toDoubles()).containsExactly(10, -1);
    assertThat(x.sub(y).toDoubles()).containsExactly(2, -5);
    assertThat(x.mul(y).toDoubles()).containsExactly(24, -6);
    assertThat(x.div(y).toDoubles()).containsExactly(1.5, -1.5);
    assertThat(x.rem(y).toDoubles()).containsExactly(2, -1);
    assertThat(x.pow(y).toDoubles()).containsExactly(1296, 9);
    assertThat(x.maximum(y).toDoubles()).containsExactly(6, 2);
    assertThat(x.minimum(y).toDoubles()).containsExactly(4, -3);
    assertThat(x.atan2(y).toDoubles()).containsExactly(Math.atan2(6, 4), Math.atan2(-3, 2));
    assertThat(x.nextAfter(y).toDoubles()).containsExactly(Math.nextDown(6.0), Math.nextUp(-3.0));
  }

  @Test
  void aScalarOperandTakesTheTensorsType() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.I32, DType.I64)) {
      Tensor x = Tensor.of(1, 2, 3).cast(dtype);
      assertThat(x.mul(2).dtype()).isEqualTo(dtype);
      assertThat(x.add(1).toLiteral().number(2)).isEqualTo(4);
      assertThat(x.sub(1).toLiteral().number(2)).isEqualTo(2);
      assertThat(x.rsub(1).toLiteral().number(2)).isEqualTo(-2);
      assertThat(x.div(2).toLiteral().number(1)).isEqualTo(1);
      assertThat(x.rdiv(6).toLiteral().number(2)).isEqualTo(2);
      assertThat(x.rem(2).toLiteral().number(2)).isEqualTo(1);
      assertThat(x.pow(2).toLiteral().number(2)).isEqualTo(9);
      assertThat(x.maximum(2).toLiteral().number(0)).isEqualTo(2);
      assertThat(x.minimum(2).toLiteral().number(2)).isEqualTo(2);
    }
    assertThat(Tensor.of(0.1f).mul(0.1).item()).isEqualTo(0.1f * 0.1f);
  }

  @Test
  void anIntegerRefusesAScalarItCannotHold() {
    Tensor x = Tensor.of(1, 2);
    assertThatThrownBy(() -> x.mul(0.5))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[mul] I32 cannot hold 0.5: cast I32[2] to another element type");
    assertThatThrownBy(() -> x.add(1e10)).hasMessageContaining("[add] I32 cannot hold 1.0E10");
    assertThatThrownBy(() -> x.cast(DType.I64).add((double) Long.MAX_VALUE))
        .hasMessageContaining("[add] I64 cannot hold");
    assertThatThrownBy(() -> x.gt(0).mul(2)).hasMessageContaining("[mul] BOOL cannot hold 2.0");
  }

  @ParameterizedTest
  @CsvSource({
    "BOOL, I32, I32", "BOOL, F32, F32", "I32, I64, I64", "I32, F32, F32", "I64, F32, F32",
    "I64, BF16, BF16", "BF16, F32, F32", "F32, F64, F64", "I64, F64, F64", "F32, F32, F32"
  })
  void promotesAlongTheLattice(DType first, DType second, DType expected) {
    Tensor x = Tensor.ones(first, 2);
    Tensor y = Tensor.ones(second, 2);
    assertThat(x.add(y).dtype()).isEqualTo(expected);
    assertThat(y.add(x).dtype()).isEqualTo(expected);
    assertThat(x.lt(y).dtype()).isEqualTo(DType.BOOL);
    assertThat(Tensor.where(Tensor.of(true, false), x, y).dtype()).isEqualTo(expected);
    assertThat(Tensor.concat(0, x, y).dtype()).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({
    "'', '', ''",
    "3, '', 3",
    "2 3, 3, 2 3",
    "2 3, 2 1, 2 3",
    "2 1, 3, 2 3",
    "1, 1, 1",
    "4 1 3, 2 1, 4 2 3",
    "0, 1, 0",
    "2 0, 1 1, 2 0",
    "5 1 4 1, 1 3 1 2, 5 3 4 2",
    "1 1, 7, 1 7"
  })
  void broadcastsAsNumPyDoes(String first, String second, String expected) {
    SplittableRandom random = new SplittableRandom(7);
    Tensor x = Samples.uniform(random, -1, 1, extents(first));
    Tensor y = Samples.uniform(random, -1, 1, extents(second));
    Shape shape = Shape.of(extents(expected));
    Tensor sum = x.add(y);
    assertThat(sum.shape()).isEqualTo(shape);
    double[] values = sum.toDoubles();
    for (int i = 0; i < values.length; i++) {
      assertThat(values[i]).isEqualTo(at(x, shape, i) + at(y, shape, i));
    }
    assertThat(y.add(x).toDoubles()).containsExactly(values);
  }

  private static int[] extents(String text) {
    return text.isEmpty()
        ? new int[0]
        : List.of(text.split(" ", -1)).stream().mapToInt(Integer::parseInt).toArray();
  }

  /** The element of x that broadcasting to a shape puts at a row-major index. */
  private static double at(Tensor x, Shape shape, int index) {
    int rest = index;
    int offset = 0;
    int stride = 1;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      int position = rest % shape.extent(axis);
      rest /= shape.extent(axis);
      int own = axis - shape.rank() + x.rank();
      if (own >= 0) {
        offset += stride * (x.shape().extent(own) == 1 ? 0 : position);
        stride *= x.shape().extent(own);
      }
    }
    return x.toDoubles()[offset];
  }

  @Test
  void shapesThatDoNotBroadcastAreNamed() {
    Tensor x = Tensor.zeros(DType.F32, 2, 3);
    Tensor y = Tensor.zeros(DType.F32, 4);
    assertThatThrownBy(() -> x.add(y))
        .isInstanceOf(OpException.class)
        .hasMessageContaining("[add] shapes do not broadcast: F32[2, 3] and F32[4]")
        .satisfies(
            e ->
                assertThat(((OpException) e).operandTypes())
                    .containsExactly(TensorType.of(DType.F32, 2, 3), TensorType.of(DType.F32, 4)));
    assertThatThrownBy(() -> Tensor.where(x.gt(0), x, y))
        .hasMessageContaining("do not broadcast: BOOL[2, 3] and F32[2, 3] and F32[4]");
  }

  @Test
  void opsRefuseTypesTheyDoNotTake() {
    Tensor flags = Tensor.of(true, false);
    assertThatThrownBy(() -> flags.add(flags)).hasMessageContaining("[add] does not take BOOL[2]");
    assertThatThrownBy(() -> Tensor.of(1, 2).pow(Tensor.of(1, 2)))
        .hasMessageContaining("[pow] does not take I32[2]");
    assertThatThrownBy(() -> Tensor.of(1f, 2f).and(flags))
        .hasMessageContaining("[and] does not take F32[2]");
    assertThatThrownBy(() -> Tensor.where(Tensor.of(1), flags, flags))
        .hasMessageContaining("[where] the condition must be BOOL, was I32[]");
  }

  @Test
  void comparisonsFollowIeee() {
    Tensor x = Tensor.of(1, NAN, -0.0, INF);
    Tensor y = Tensor.of(2, NAN, 0.0, INF);
    assertThat(x.eq(y).toBooleans()).containsExactly(false, false, true, true);
    assertThat(x.ne(y).toBooleans()).containsExactly(true, true, false, false);
    assertThat(x.lt(y).toBooleans()).containsExactly(true, false, false, false);
    assertThat(x.le(y).toBooleans()).containsExactly(true, false, true, true);
    assertThat(x.gt(0).toBooleans()).containsExactly(true, false, false, true);
    assertThat(x.ge(0).toBooleans()).containsExactly(true, false, true, true);
    assertThat(x.eq(1).toBooleans()).containsExactly(true, false, false, false);
    assertThat(x.ne(1).toBooleans()).containsExactly(false, true, true, true);
    assertThat(x.lt(1).toBooleans()).containsExactly(false, false, true, false);
    assertThat(x.le(1).toBooleans()).containsExactly(true, false, true, false);
    assertThat(x.gt(y).toBooleans()).containsExactly(false, false, false, false);
    assertThat(x.ge(y).toBooleans()).containsExactly(false, false, true, true);
  }

  @Test
  void logicWorksOnTruthValuesAndOnBits() {
    Tensor p = Tensor.of(true, true, false);
    Tensor q = Tensor.of(true, false, false);
    assertThat(p.and(q).toBooleans()).containsExactly(true, false, false);
    assertThat(p.or(q).toBooleans()).containsExactly(true, true, false);
    assertThat(p.xor(q).toBooleans()).containsExactly(false, true, false);
    assertThat(p.not().toBooleans()).containsExactly(false, false, true);
    Tensor x = Tensor.of(0b1100, -8);
    assertThat(x.and(Tensor.of(0b1010, 12)).toInts()).containsExactly(0b1000, 8);
    assertThat(x.shiftLeft(2).toInts()).containsExactly(0b110000, -32);
    assertThat(x.shiftRight(2).toInts()).containsExactly(0b11, -2);
    assertThat(x.shiftRightLogical(28).toInts()).containsExactly(0, 15);
    assertThat(x.shiftLeft(Tensor.of(1, 40)).toInts()).containsExactly(24, 0);
    assertThat(x.shiftRight(Tensor.of(1, 40)).toInts()).containsExactly(6, -1);
    assertThat(x.shiftRightLogical(Tensor.of(1, 40)).toInts()).containsExactly(6, 0);
  }

  @Test
  void clampKeepsNanAndChecksItsBounds() {
    Tensor x = Tensor.of(-3, 0.5, NAN, 9);
    assertThat(x.clamp(-1, 1).toDoubles()).containsExactly(-1, 0.5, NAN, 1);
    assertThat(x.clamp(Tensor.of(0.0), Tensor.of(1, 0.25, 1, 20)).toDoubles())
        .containsExactly(0, 0.25, NAN, 9);
    assertThatThrownBy(() -> x.clamp(1, -1))
        .hasMessageContaining("[clamp] the bounds 1.0 and -1.0 are out of order");
  }

  @Test
  void castsTowardsZeroAndSaturates() {
    Tensor x = Tensor.of(1.9, -1.9, NAN, 1e20);
    assertThat(x.cast(DType.I32).toInts()).containsExactly(1, -1, 0, Integer.MAX_VALUE);
    assertThat(x.cast(DType.BOOL).toBooleans()).containsExactly(true, true, true, true);
    assertThat(x.cast(DType.F64)).isSameAs(x);
    assertThat(Tensor.of(true, false).cast(DType.F32).toFloats()).containsExactly(1, 0);
  }

  @Test
  void logAddExpIsRightAtInfinities() {
    Tensor x = Tensor.of(1000, -INF, -INF, INF, 0);
    Tensor y = Tensor.of(1000, -INF, 3, -INF, INF);
    Samples.assertClose(
        x.logAddExp(y).toDoubles(),
        new double[] {1000 + Math.log(2), -INF, 3, INF, INF},
        1e-15,
        "logAddExp");
  }

  @Test
  void whereTakesConstants() {
    Tensor x = Tensor.of(-1f, 2f);
    assertThat(Tensor.where(x.gt(0), x, 0).toFloats()).containsExactly(0, 2);
    assertThat(Tensor.where(x.gt(0), 5, x).toFloats()).containsExactly(-1, 5);
  }
}
