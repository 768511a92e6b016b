package dev.lanewise.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Reduction.Extreme;
import dev.lanewise.graph.ir.Reduction.Kind;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ReductionInterpreterTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private static Literal apply(Op op, Literal... operands) {
    return Interpreter.apply(op, List.of(operands)).getFirst();
  }

  private static Literal f32(double[] values, int... extents) {
    return Literal.ofReals(TensorType.of(DType.F32, extents), values);
  }

  private static Literal i32(long[] values, int... extents) {
    return Literal.ofIntegers(TensorType.of(DType.I32, extents), values);
  }

  private static double[] of(double... values) {
    return values;
  }

  private static long[] ints(long... values) {
    return values;
  }

  private static Literal reduce(Kind kind, Literal x, int... axes) {
    return apply(new Reduction.Reduce(kind, Ints.of(axes)), x);
  }

  @Test
  void alongEachAxis() {
    Literal x = f32(of(1, 2, 3, 4, 5, 6), 2, 3);
    assertThat(reduce(Kind.SUM, x, 0)).isEqualTo(f32(of(5, 7, 9), 3));
    assertThat(reduce(Kind.SUM, x, 1)).isEqualTo(f32(of(6, 15), 2));
    assertThat(reduce(Kind.SUM, x, 0, 1)).isEqualTo(f32(of(21)));
    assertThat(reduce(Kind.SUM, x)).isEqualTo(x);
    assertThat(reduce(Kind.PROD, x, 0)).isEqualTo(f32(of(4, 10, 18), 3));
    assertThat(reduce(Kind.MAX, x, 1)).isEqualTo(f32(of(3, 6), 2));
    assertThat(reduce(Kind.MIN, x, 1)).isEqualTo(f32(of(1, 4), 2));
  }

  @Test
  void theMiddleAxis() {
    Literal x = i32(ints(0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11), 2, 3, 2);
    assertThat(reduce(Kind.SUM, x, 1)).isEqualTo(i32(ints(6, 9, 24, 27), 2, 2));
    assertThat(reduce(Kind.SUM, x, 0, 2)).isEqualTo(i32(ints(14, 22, 30), 3));
  }

  @Test
  void nanWins() {
    Literal x = f32(of(1, NAN, -INF), 3);
    assertThat(reduce(Kind.MAX, x, 0)).isEqualTo(f32(of(NAN)));
    assertThat(reduce(Kind.MIN, x, 0)).isEqualTo(f32(of(NAN)));
    assertThat(reduce(Kind.SUM, x, 0)).isEqualTo(f32(of(NAN)));
  }

  @Test
  void zerosHaveSigns() {
    assertThat(reduce(Kind.MAX, f32(of(-0.0, 0.0, -0.0), 3), 0)).isEqualTo(f32(of(0.0)));
    assertThat(reduce(Kind.MIN, f32(of(0.0, -0.0, 0.0), 3), 0)).isEqualTo(f32(of(-0.0)));
    assertThat(reduce(Kind.SUM, f32(of(-0.0, -0.0), 2), 0)).isEqualTo(f32(of(-0.0)));
    assertThat(reduce(Kind.SUM, f32(of(-0.0, 0.0), 2), 0)).isEqualTo(f32(of(0.0)));
  }

  @Test
  void sumsOfF32AreRoundedAtTheEnd() {
    assertThat(reduce(Kind.SUM, f32(of(0x1p24, 1, 1, -0x1p24), 4), 0)).isEqualTo(f32(of(2)));
    assertThat(reduce(Kind.PROD, f32(of(1e30, 1e30, 1e-30), 3), 0).real(0))
        .isEqualTo((float) ((double) 1e30f * 1e30f * 1e-30f));
  }

  @ParameterizedTest
  @CsvSource({
    "SUM, I32, 0",
    "PROD, I64, 1",
    "MAX, I32, -2147483648",
    "MIN, I32, 2147483647",
    "MAX, I64, -9223372036854775808",
    "MIN, I64, 9223372036854775807",
    "AND, I32, -1",
    "AND, I64, -1",
    "AND, BOOL, 1",
    "OR, I32, 0",
    "OR, BOOL, 0"
  })
  void integersOfNothing(Kind kind, DType dtype, long expected) {
    Literal nothing = Literal.ofIntegers(TensorType.of(dtype, 0));
    assertThat(reduce(kind, nothing, 0).integer(0)).isEqualTo(expected);
  }

  @ParameterizedTest
  @CsvSource({"SUM, 0", "PROD, 1", "MAX, -Infinity", "MIN, Infinity"})
  void realsOfNothing(Kind kind, double expected) {
    assertThat(reduce(kind, f32(of(), 2, 0), 1)).isEqualTo(f32(of(expected, expected), 2));
    assertThat(reduce(kind, f32(of(), 2, 0), 0)).isEqualTo(f32(of(), 0));
  }

  @Test
  void integersWrapAndCombineBitwise() {
    assertThat(reduce(Kind.SUM, i32(ints(Integer.MAX_VALUE, 1), 2), 0))
        .isEqualTo(i32(ints(Integer.MIN_VALUE)));
    assertThat(reduce(Kind.PROD, i32(ints(1 << 16, 1 << 16), 2), 0)).isEqualTo(i32(ints(0)));
    assertThat(reduce(Kind.AND, i32(ints(14, 7), 2), 0)).isEqualTo(i32(ints(6)));
    assertThat(reduce(Kind.OR, i32(ints(8, 1), 2), 0)).isEqualTo(i32(ints(9)));
  }

  // Positions of extremes.

  private static Literal arg(Extreme extreme, Literal x, int axis) {
    return apply(new Reduction.ArgReduce(extreme, axis, DType.I32), x);
  }

  @Test
  void theFirstOfEquals() {
    assertThat(arg(Extreme.MAX, f32(of(1, 3, 3, 2), 4), 0)).isEqualTo(i32(ints(1)));
    assertThat(arg(Extreme.MIN, f32(of(2, 1, 1, 2), 4), 0)).isEqualTo(i32(ints(1)));
    assertThat(arg(Extreme.MAX, f32(of(-0.0, 0.0), 2), 0)).isEqualTo(i32(ints(0)));
    assertThat(arg(Extreme.MAX, i32(ints(5, 9, 9), 3), 0)).isEqualTo(i32(ints(1)));
  }

  @Test
  void theFirstNan() {
    assertThat(arg(Extreme.MAX, f32(of(INF, NAN, NAN), 3), 0)).isEqualTo(i32(ints(1)));
    assertThat(arg(Extreme.MIN, f32(of(-INF, NAN, NAN), 3), 0)).isEqualTo(i32(ints(1)));
    assertThat(arg(Extreme.MAX, f32(of(NAN, INF), 2), 0)).isEqualTo(i32(ints(0)));
  }

  @Test
  void positionsAlongEachAxis() {
    Literal x = f32(of(1, 9, 3, 7, 2, 8), 2, 3);
    assertThat(arg(Extreme.MAX, x, 0)).isEqualTo(i32(ints(1, 0, 1), 3));
    assertThat(arg(Extreme.MAX, x, 1)).isEqualTo(i32(ints(1, 2), 2));
    assertThat(arg(Extreme.MIN, x, 1)).isEqualTo(i32(ints(0, 1), 2));
    assertThat(apply(new Reduction.ArgReduce(Extreme.MAX, 0, DType.I64), x).type())
        .isEqualTo(TensorType.of(DType.I64, 3));
  }

  // Products.

  @Test
  void matrixProduct() {
    assertThat(
            apply(
                DotGeneral.matmul(),
                f32(of(1, 2, 3, 4, 5, 6), 2, 3),
                f32(of(7, 8, 9, 10, 11, 12), 3, 2)))
        .isEqualTo(f32(of(58, 64, 139, 154), 2, 2));
  }

  @Test
  void batchAxesComeFirst() {
    // out[b, i, j] = sum over k of left[i, b, k] * right[k, j, b]
    DotGeneral dot = new DotGeneral(Ints.of(2), Ints.of(0), Ints.of(1), Ints.of(2));
    Literal left = i32(ints(1, 2, 3, 4), 1, 2, 2);
    Literal right = i32(ints(1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12), 2, 3, 2);
    assertThat(apply(dot, left, right))
        .isEqualTo(
            i32(
                ints(
                    1 + 2 * 7,
                    3 + 2 * 9,
                    5 + 2 * 11,
                    3 * 2 + 4 * 8,
                    3 * 4 + 4 * 10,
                    3 * 6 + 4 * 12),
                2,
                1,
                3));
  }

  @Test
  void twoContractedAxesArePairedAsListed() {
    DotGeneral dot = new DotGeneral(Ints.of(0, 1), Ints.of(1, 0), Ints.of(), Ints.of());
    assertThat(apply(dot, i32(ints(1, 2, 3, 4), 2, 2), i32(ints(10, 20, 30, 40), 2, 2)))
        .isEqualTo(i32(ints(10 + 2 * 30 + 3 * 20 + 4 * 40)));
  }

  @Test
  void outerProductAndProductOverNothing() {
    DotGeneral outer = new DotGeneral(Ints.of(), Ints.of(), Ints.of(), Ints.of());
    assertThat(apply(outer, i32(ints(2, 3), 2), i32(ints(5, 7), 2)))
        .isEqualTo(i32(ints(10, 14, 15, 21), 2, 2));
    assertThat(apply(DotGeneral.matmul(), f32(of(), 2, 0), f32(of(), 0, 1)))
        .isEqualTo(f32(of(0, 0), 2, 1));
  }

  @Test
  void productsOfF32AreRoundedAtTheEnd() {
    assertThat(
            apply(DotGeneral.matmul(), f32(of(0x1p24, 1, -0x1p24), 1, 3), f32(of(1, 1, 1), 3, 1)))
        .isEqualTo(f32(of(1), 1, 1));
  }

  @Test
  void integerProductsWrap() {
    assertThat(apply(DotGeneral.matmul(), i32(ints(1 << 20), 1, 1), i32(ints((1 << 12) + 1), 1, 1)))
        .isEqualTo(i32(ints(1 << 20), 1, 1));
  }
}
