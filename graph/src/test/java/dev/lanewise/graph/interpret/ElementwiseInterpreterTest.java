package dev.lanewise.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;

class ElementwiseInterpreterTest {
  private static final double NAN = Double.NaN;
  private static final double INF = Double.POSITIVE_INFINITY;

  private static Literal reals(DType dtype, double... values) {
    return Literal.ofReals(TensorType.of(dtype, values.length), values);
  }

  private static Literal integers(DType dtype, long... values) {
    return Literal.ofIntegers(TensorType.of(dtype, values.length), values);
  }

  private static Literal apply(Op op, Literal... operands) {
    return Interpreter.apply(op, List.of(operands)).getFirst();
  }

  /** Values from tables (Abramowitz and Stegun; NIST DLMF) at one ordinary point each. */
  @ParameterizedTest
  @CsvSource({
    "NEG, 0.5, -0.5",
    "ABS, -0.5, 0.5",
    "SIGN, -3, -1",
    "FLOOR, -1.5, -2",
    "CEIL, -1.5, -1",
    "ROUND, 2.5, 2",
    "EXP, 1, 2.718281828459045",
    "EXPM1, 1e-10, 1.00000000005e-10",
    "LOG, 10, 2.302585092994046",
    "LOG1P, 1e-10, 9.9999999995e-11",
    "SIN, 1, 0.8414709848078965",
    "COS, 1, 0.5403023058681398",
    "TAN, 1, 1.5574077246549023",
    "ASIN, 0.5, 0.5235987755982989",
    "ACOS, 0.5, 1.0471975511965979",
    "ATAN, 1, 0.7853981633974483",
    "SINH, 1, 1.1752011936438014",
    "COSH, 1, 1.5430806348152437",
    "TANH, 1, 0.7615941559557649",
    "ASINH, 1, 0.881373587019543",
    "ACOSH, 2, 1.3169578969248166",
    "ATANH, 0.5, 0.5493061443340549",
    "SQRT, 2, 1.4142135623730951",
    "RSQRT, 4, 0.5",
    "CBRT, -27, -3",
    "ERF, 1, 0.8427007929497149",
    "ERFC, 1, 0.15729920705028513",
    "ERF_INV, 0.5, 0.4769362762044699",
    "LGAMMA, 0.5, 0.5723649429247001",
    "DIGAMMA, 1, -0.5772156649015329",
    "LOGISTIC, 0, 0.5"
  })
  void unaryOnReals(Unary op, double x, double expected) {
    double tolerance = 1e-14 * Math.max(Math.abs(expected), 1e-10);
    assertThat(apply(op, reals(DType.F64, x)).real(0)).isCloseTo(expected, within(tolerance * 10));
    assertThat(apply(op, reals(DType.F32, x)).real(0))
        .isCloseTo(expected, within(1e-6 * Math.max(Math.abs(expected), 1e-6)));
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64", "BF16"})
  void unaryAtTheEdges(DType dtype) {
    assertThat(apply(Unary.SIGN, reals(dtype, -0.0, 0.0, NAN, -INF)))
        .isEqualTo(reals(dtype, -0.0, 0.0, NAN, -1));
    assertThat(apply(Unary.ROUND, reals(dtype, 0.5, 1.5, -0.5, -2.5, INF)))
        .isEqualTo(reals(dtype, 0, 2, -0.0, -2, INF));
    assertThat(apply(Unary.CEIL, reals(dtype, -0.5, NAN))).isEqualTo(reals(dtype, -0.0, NAN));
    assertThat(apply(Unary.NEG, reals(dtype, 0.0, -0.0))).isEqualTo(reals(dtype, -0.0, 0.0));
    assertThat(apply(Unary.SQRT, reals(dtype, -0.0, -1))).isEqualTo(reals(dtype, -0.0, NAN));
    assertThat(apply(Unary.RSQRT, reals(dtype, 0, INF))).isEqualTo(reals(dtype, INF, 0));
    assertThat(apply(Unary.EXP, reals(dtype, -INF, INF, 1e30)))
        .isEqualTo(reals(dtype, 0, INF, INF));
    assertThat(apply(Unary.LOG, reals(dtype, 0, -1, INF))).isEqualTo(reals(dtype, -INF, NAN, INF));
    assertThat(apply(Unary.LOGISTIC, reals(dtype, -INF, INF))).isEqualTo(reals(dtype, 0, 1));
    assertThat(apply(Unary.IS_FINITE, reals(dtype, 1, NAN, INF, -INF, 0)))
        .isEqualTo(integers(DType.BOOL, 1, 0, 0, 0, 1));
  }

  @Test
  void unaryOnIntegers() {
    assertThat(apply(Unary.NEG, integers(DType.I32, 5, Integer.MIN_VALUE)))
        .isEqualTo(integers(DType.I32, -5, Integer.MIN_VALUE));
    assertThat(apply(Unary.ABS, integers(DType.I32, -5, Integer.MIN_VALUE)))
        .isEqualTo(integers(DType.I32, 5, Integer.MIN_VALUE));
    assertThat(apply(Unary.ABS, integers(DType.I64, Long.MIN_VALUE)))
        .isEqualTo(integers(DType.I64, Long.MIN_VALUE));
    assertThat(apply(Unary.SIGN, integers(DType.I64, -5, 0, 9)))
        .isEqualTo(integers(DType.I64, -1, 0, 1));
    assertThat(apply(Unary.NOT, integers(DType.I32, 0, 5))).isEqualTo(integers(DType.I32, -1, -6));
    assertThat(apply(Unary.NOT, integers(DType.BOOL, 0, 1))).isEqualTo(integers(DType.BOOL, 1, 0));
  }

  @Test
  void everyResultIsRoundedOnceToItsType() {
    assertThat(apply(Unary.EXP, reals(DType.F32, 1)).real(0)).isEqualTo((float) Math.E);
    assertThat(apply(Binary.DIV, reals(DType.F32, 1), reals(DType.F32, 3)).real(0))
        .isEqualTo(1f / 3f);
    assertThat(apply(Binary.ADD, reals(DType.F32, 0x1p24), reals(DType.F32, 1)).real(0))
        .isEqualTo(0x1p24);
    // 1 + 2^-8 lies halfway between two neighbours in BF16 and goes to the even one.
    assertThat(apply(Binary.ADD, reals(DType.BF16, 1, 1), reals(DType.BF16, 0x1p-8, 0x3p-8)))
        .isEqualTo(reals(DType.BF16, 1, 1 + 0x1p-6));
    assertThat(apply(Binary.MUL, reals(DType.F32, 1e30), reals(DType.F32, 1e30)).real(0))
        .isEqualTo(INF);
  }

  @Test
  void binaryOnReals() {
    assertThat(apply(Binary.REM, reals(DType.F64, 5.5, -5.5, 5, 5), reals(DType.F64, 2, 2, 0, INF)))
        .isEqualTo(reals(DType.F64, 1.5, -1.5, NAN, 5));
    assertThat(apply(Binary.MAX, reals(DType.F32, -0.0, NAN, 1), reals(DType.F32, 0.0, 1, NAN)))
        .isEqualTo(reals(DType.F32, 0.0, NAN, NAN));
    assertThat(apply(Binary.MIN, reals(DType.F32, -0.0, NAN, 1), reals(DType.F32, 0.0, 1, NAN)))
        .isEqualTo(reals(DType.F32, -0.0, NAN, NAN));
    assertThat(apply(Binary.DIV, reals(DType.F64, 1, -1, 0), reals(DType.F64, 0, 0, 0)))
        .isEqualTo(reals(DType.F64, INF, -INF, NAN));
    assertThat(
            apply(Binary.POW, reals(DType.F64, 2, -8, NAN, 3), reals(DType.F64, 10, 1.0 / 3, 0, 2)))
        .isEqualTo(reals(DType.F64, 1024, NAN, 1, 9));
    assertThat(apply(Binary.ATAN2, reals(DType.F64, 1, 0, -0.0), reals(DType.F64, 1, -1, -1)))
        .isEqualTo(reals(DType.F64, Math.PI / 4, Math.PI, -Math.PI));
  }

  @Test
  void nextAfterStepsInItsOwnType() {
    assertThat(apply(Binary.NEXT_AFTER, reals(DType.F64, 1), reals(DType.F64, 2)))
        .isEqualTo(reals(DType.F64, 1 + 0x1p-52));
    assertThat(apply(Binary.NEXT_AFTER, reals(DType.F32, 1, 0), reals(DType.F32, -2, -1)))
        .isEqualTo(reals(DType.F32, 1 - 0x1p-24, -0x1p-149));
    assertThat(
            apply(
                Binary.NEXT_AFTER,
                reals(DType.BF16, 1, 1, -1, -1, 0, -0.0, 3, NAN, 0x1.fep127, INF, 0x1p-133),
                reals(DType.BF16, 2, 0, 0, -2, 1, -1, 3, 1, INF, 0, 0)))
        .isEqualTo(
            reals(
                DType.BF16,
                1 + 0x1p-7,
                1 - 0x1p-8,
                -1 + 0x1p-8,
                -1 - 0x1p-7,
                0x1p-133,
                -0x1p-133,
                3,
                NAN,
                INF,
                0x1.fep127,
                0));
    assertThat(apply(Binary.NEXT_AFTER, reals(DType.BF16, 0.0), reals(DType.BF16, -0.0)))
        .isEqualTo(reals(DType.BF16, -0.0));
  }

  @Test
  void binaryOnIntegers() {
    long least = Integer.MIN_VALUE;
    assertThat(
            apply(
                Binary.DIV, integers(DType.I32, 7, -7, 5, least), integers(DType.I32, 2, 2, 0, -1)))
        .isEqualTo(integers(DType.I32, 3, -3, -1, least));
    assertThat(
            apply(
                Binary.REM, integers(DType.I32, 7, -7, 5, least), integers(DType.I32, 2, 2, 0, -1)))
        .isEqualTo(integers(DType.I32, 1, -1, 5, 0));
    assertThat(apply(Binary.DIV, integers(DType.I64, Long.MIN_VALUE), integers(DType.I64, -1)))
        .isEqualTo(integers(DType.I64, Long.MIN_VALUE));
    assertThat(apply(Binary.ADD, integers(DType.I32, Integer.MAX_VALUE), integers(DType.I32, 1)))
        .isEqualTo(integers(DType.I32, least));
    assertThat(apply(Binary.MUL, integers(DType.I32, 1 << 20), integers(DType.I32, 1 << 20)))
        .isEqualTo(integers(DType.I32, 0));
    assertThat(apply(Binary.AND, integers(DType.I32, 12), integers(DType.I32, 10)))
        .isEqualTo(integers(DType.I32, 8));
    assertThat(apply(Binary.XOR, integers(DType.BOOL, 0, 1, 1), integers(DType.BOOL, 1, 1, 0)))
        .isEqualTo(integers(DType.BOOL, 1, 0, 1));
  }

  @Test
  void shiftsByTooMuch() {
    Literal x = integers(DType.I32, -8, -8, -8, -8, -8);
    Literal by = integers(DType.I32, 1, 31, 32, -1, 0);
    assertThat(apply(Binary.SHIFT_LEFT, x, by)).isEqualTo(integers(DType.I32, -16, 0, 0, 0, -8));
    assertThat(apply(Binary.SHIFT_RIGHT_ARITHMETIC, x, by))
        .isEqualTo(integers(DType.I32, -4, -1, -1, -1, -8));
    assertThat(apply(Binary.SHIFT_RIGHT_LOGICAL, x, by))
        .isEqualTo(integers(DType.I32, 0x7ffffffc, 1, 0, 0, -8));
    assertThat(
            apply(
                Binary.SHIFT_RIGHT_LOGICAL,
                integers(DType.I64, -1, -1),
                integers(DType.I64, 63, 64)))
        .isEqualTo(integers(DType.I64, 1, 0));
    assertThat(apply(Binary.SHIFT_LEFT, integers(DType.I64, 1), integers(DType.I64, 1L << 32)))
        .isEqualTo(integers(DType.I64, 0));
  }

  @ParameterizedTest
  @CsvSource({
    "EQ, 0, 1, 0, 1",
    "NE, 1, 0, 1, 0",
    "LT, 1, 0, 0, 0",
    "LE, 1, 1, 0, 1",
    "GT, 0, 0, 0, 0",
    "GE, 0, 1, 0, 1"
  })
  void comparisons(Comparison op, long less, long equal, long nan, long zeros) {
    assertThat(apply(op, reals(DType.F32, 1, 2, NAN, 0.0), reals(DType.F32, 2, 2, NAN, -0.0)))
        .isEqualTo(integers(DType.BOOL, less, equal, nan, zeros));
    assertThat(apply(op, integers(DType.BOOL, 0, 1), integers(DType.BOOL, 1, 1)))
        .isEqualTo(integers(DType.BOOL, less, equal));
    assertThat(
            apply(
                op,
                integers(DType.I64, Long.MAX_VALUE - 1, Long.MAX_VALUE),
                integers(DType.I64, Long.MAX_VALUE, Long.MAX_VALUE)))
        .isEqualTo(integers(DType.BOOL, less, equal));
  }

  @Test
  void selectAndClamp() {
    assertThat(
            apply(
                new Elementwise.Select(),
                integers(DType.BOOL, 1, 0),
                reals(DType.F32, NAN, 2),
                reals(DType.F32, 3, -0.0)))
        .isEqualTo(reals(DType.F32, NAN, -0.0));
    assertThat(
            apply(
                new Elementwise.Clamp(),
                reals(DType.F32, 0, 0, 0, NAN, 5),
                reals(DType.F32, -1, 9, NAN, 1, 1),
                reals(DType.F32, 2, 2, 2, 2, 2)))
        .isEqualTo(reals(DType.F32, 0, 2, NAN, NAN, 2));
  }

  @Test
  void conversions() {
    Literal x = reals(DType.F64, 1.9, -1.9, NAN, 1e20, -INF, 0.0, -0.0, 1e-300);
    assertThat(apply(new Elementwise.Convert(DType.I32), x))
        .isEqualTo(integers(DType.I32, 1, -1, 0, Integer.MAX_VALUE, Integer.MIN_VALUE, 0, 0, 0));
    assertThat(apply(new Elementwise.Convert(DType.I64), x))
        .isEqualTo(integers(DType.I64, 1, -1, 0, Long.MAX_VALUE, Long.MIN_VALUE, 0, 0, 0));
    assertThat(apply(new Elementwise.Convert(DType.BOOL), x))
        .isEqualTo(integers(DType.BOOL, 1, 1, 1, 1, 1, 0, 0, 1));
    assertThat(apply(new Elementwise.Convert(DType.I32), integers(DType.I64, (1L << 32) + 7)))
        .isEqualTo(integers(DType.I32, 7));
    assertThat(apply(new Elementwise.Convert(DType.F64), integers(DType.BOOL, 0, 1)))
        .isEqualTo(reals(DType.F64, 0, 1));
  }

  @Test
  void anI64IsRoundedToF32Once() {
    // By way of F64 this would round to 2^60 first and then stay there.
    long x = (1L << 60) + (1L << 36) + 1;
    assertThat(apply(new Elementwise.Convert(DType.F32), integers(DType.I64, x)).real(0))
        .isEqualTo(0x1p60 + 0x1p37);
  }

  @Test
  void conversionToBf16RoundsOnce() {
    // By way of F32 each of these would become the tie first, and then the even neighbour.
    Op convert = new Elementwise.Convert(DType.BF16);
    long x = (1L << 60) + (1L << 52) + 1;
    assertThat(apply(convert, integers(DType.I64, x, -x, x - 1, x - 2)))
        .isEqualTo(reals(DType.BF16, 0x1.02p60, -0x1.02p60, 0x1p60, 0x1p60));
    double y = 1 + 0x1p-8 + 0x1p-40;
    assertThat(apply(convert, reals(DType.F64, y, -y, 1 + 0x1p-8, 3 - 0x1p-7 - 0x1p-50)))
        .isEqualTo(reals(DType.BF16, 0x1.02p0, -0x1.02p0, 1, 0x1.7ep1));
    assertThat(apply(convert, reals(DType.F64, NAN, -INF, -0.0, -1e-300, 0x1.feffp127, 0x1.ffp127)))
        .isEqualTo(reals(DType.BF16, NAN, -INF, -0.0, -0.0, 0x1.fep127, INF));
  }

  @Test
  void polygammaByOrder() {
    assertThat(apply(new Elementwise.Polygamma(0), reals(DType.F64, 2.5)))
        .isEqualTo(apply(Unary.DIGAMMA, reals(DType.F64, 2.5)));
    assertThat(apply(new Elementwise.Polygamma(1), reals(DType.F64, 1)).real(0))
        .isCloseTo(Math.PI * Math.PI / 6, within(1e-13));
    assertThat(apply(new Elementwise.Polygamma(3), reals(DType.F64, 1)).real(0))
        .isCloseTo(Math.pow(Math.PI, 4) / 15, within(1e-12));
  }

  @Test
  void iotaCountsAlongItsAxis() {
    assertThat(apply(new Elementwise.Iota(TensorType.of(DType.I32, 2, 3), 1)))
        .isEqualTo(Literal.ofIntegers(TensorType.of(DType.I32, 2, 3), 0, 1, 2, 0, 1, 2));
    assertThat(apply(new Elementwise.Iota(TensorType.of(DType.F32, 2, 3), 0)))
        .isEqualTo(Literal.ofReals(TensorType.of(DType.F32, 2, 3), 0, 0, 0, 1, 1, 1));
    assertThat(apply(new Elementwise.Iota(TensorType.of(DType.BF16, 258), 0)).real(257))
        .isEqualTo(256);
    assertThat(apply(new Elementwise.Iota(TensorType.of(DType.I64, 0), 0)).size()).isZero();
  }

  @Test
  void aConstantIsItself() {
    Literal value = reals(DType.F32, 1, NAN, -0.0);
    assertThat(apply(new Elementwise.Constant(value))).isEqualTo(value);
  }
}
