package dev.lanewise.graph.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/** Tensors on the heap, and how numbers are rounded and wrapped to element types. */
class LiteralTest {

  @Test
  void elementsAreRoundedAndWrapped() {
    assertThat(Literal.ofReals(TensorType.of(DType.F32, 1), 0.1).real(0)).isEqualTo(0.1f);
    assertThat(Literal.ofReals(TensorType.of(DType.F64, 1), 0.1).real(0)).isEqualTo(0.1);
    assertThat(Literal.ofReals(TensorType.of(DType.BF16, 1), 0.1).real(0)).isEqualTo(0.10009765625);
    assertThat(Literal.ofIntegers(TensorType.of(DType.I32, 1), 1L << 31).integer(0))
        .isEqualTo(Integer.MIN_VALUE);
    assertThat(Literal.ofIntegers(TensorType.of(DType.BOOL, 1), 7).integer(0)).isEqualTo(1);
    assertThat(Literal.scalar(DType.I64, -2.9).integer(0)).isEqualTo(-2);
    assertThat(Literal.scalar(DType.BOOL, 1).number(0)).isEqualTo(1);
  }

  @Test
  void countAndTypeMustFit() {
    assertThatThrownBy(() -> Literal.ofReals(TensorType.of(DType.F32, 2), 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[literal] F32[2] has 2 elements, given 1");
    assertThatThrownBy(() -> Literal.ofReals(TensorType.of(DType.I32, 1), 1))
        .hasMessage("[literal] a floating type is needed, given I32[1]");
    assertThatThrownBy(() -> Literal.ofIntegers(TensorType.of(DType.F32, 1), 1))
        .hasMessage("[literal] an integer type is needed, given F32[1]");
    assertThatThrownBy(() -> Literal.scalar(DType.F32, 1).reshape(Shape.of(2)))
        .isInstanceOf(IllegalArgumentException.class);
  }

  @Test
  void equalityIsByBitsWithOneNan() {
    TensorType type = TensorType.of(DType.F64, 1);
    assertThat(Literal.ofReals(type, Double.NaN))
        .isEqualTo(Literal.ofReals(type, Double.longBitsToDouble(0x7ff8000000000001L)))
        .hasSameHashCodeAs(Literal.ofReals(type, Double.NaN));
    assertThat(Literal.ofReals(type, 0.0)).isNotEqualTo(Literal.ofReals(type, -0.0));
    assertThat(Literal.ofReals(type, 1)).isNotEqualTo(Literal.scalar(DType.F64, 1));
    assertThat(Literal.scalar(DType.F32, 1)).isNotEqualTo(Literal.scalar(DType.F64, 1));
  }

  @Test
  void equalElements() {
    assertThat(Literal.ofReals(TensorType.of(DType.F32, 2), Double.NaN, Double.NaN).isSplat())
        .isTrue();
    assertThat(Literal.ofReals(TensorType.of(DType.F32, 2), 0.0, -0.0).isSplat()).isFalse();
    assertThat(Literal.ofIntegers(TensorType.of(DType.I32, 3), 1, 1, 2).isSplat()).isFalse();
    assertThat(Literal.ofReals(TensorType.of(DType.F32, 0)).isSplat()).isTrue();
  }

  @Test
  void textShowsAtMostEightElements() {
    assertThat(Literal.ofReals(TensorType.of(DType.F32, 2), 0.1, -0.0))
        .hasToString("F32[2]{0.1, -0.0}");
    assertThat(Literal.ofIntegers(TensorType.of(DType.I64, 9), 1, 2, 3, 4, 5, 6, 7, 8, 9))
        .hasToString("I64[9]{1, 2, 3, 4, 5, 6, 7, 8, ...}");
    assertThat(Literal.scalar(DType.BOOL, 1)).hasToString("BOOL[]{true}");
    assertThat(Literal.ofReals(TensorType.of(DType.F64, 0))).hasToString("F64[0]{}");
  }

  @ParameterizedTest
  @CsvSource({
    "1.0, 3f80",
    "-0.0, 8000",
    "1.00390625, 3f80", // halfway, to even
    "1.01171875, 3f82", // halfway, to even
    "1.003906726837158203125, 3f81", // just above halfway
    "3.4028234663852886e38, 7f80", // beyond the largest
    "1e-45, 0000",
    "9.183549615799121e-41, 0001",
    "Infinity, 7f80",
    "NaN, 7fc0"
  })
  void bfloat16(float value, String bits) {
    short rounded = BFloat16.fromFloat(value);
    assertThat("%04x".formatted(rounded)).isEqualTo(bits);
  }

  @Test
  void everyBfloat16SurvivesTheWayToFloatAndBack() {
    for (int bits = Short.MIN_VALUE; bits <= Short.MAX_VALUE; bits++) {
      float value = BFloat16.toFloat((short) bits);
      short back = BFloat16.fromFloat(value);
      // A signalling NaN becomes quiet.
      int expected = Float.isNaN(value) ? bits | 0x40 : bits;
      assertThat(back).as("%04x", bits & 0xffff).isEqualTo((short) expected);
    }
  }

  @ParameterizedTest
  @CsvSource({"F32, 4", "F64, 8", "BF16, 2", "I32, 4", "I64, 8", "BOOL, 1"})
  void elementTypes(DType dtype, int bytes) {
    assertThat(dtype.bytes()).isEqualTo(bytes);
    assertThat(dtype.isNumeric()).isEqualTo(dtype != DType.BOOL);
    assertThat(dtype.isFloating() || dtype.isInteger()).isEqualTo(dtype.isNumeric());
    assertThat(dtype.round(dtype.round(1 / 3.0))).isEqualTo(dtype.round(1 / 3.0));
    if (dtype.isFloating()) {
      assertThatThrownBy(() -> dtype.wrap(1)).hasMessageContaining("not " + dtype);
    } else {
      assertThat(dtype.wrap(dtype.wrap(-3))).isEqualTo(dtype.wrap(-3));
    }
  }
}
