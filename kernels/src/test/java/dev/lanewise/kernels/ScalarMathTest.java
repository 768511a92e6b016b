package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.offset;

import java.util.List;
import java.util.function.DoubleUnaryOperator;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.MethodSource;
import org.junit.jupiter.params.provider.ValueSource;

class ScalarMathTest {
  static Stream<Arguments> bounds() {
    return Stream.of(
        bound("logistic", ScalarMath::logistic, 1.5),
        bound("asinh", ScalarMath::asinh, 1.5),
        bound("acosh", ScalarMath::acosh, 1.5),
        bound("atanh", ScalarMath::atanh, 1.5),
        bound("erf", ScalarMath::erf, 1.0),
        bound("erfc", ScalarMath::erfc, 2.5),
        bound("erfInv", ScalarMath::erfInv, 1.5),
        bound("lgamma", ScalarMath::lgamma, 2.5));
  }

  /** Functions with irrational zeros: the bound is of the larger of the value and 1. */
  static Stream<Arguments> absoluteBounds() {
    return Stream.of(
        bound("lgammaNegative", ScalarMath::lgamma, 2), bound("digamma", ScalarMath::digamma, 7));
  }

  private static Arguments bound(String name, DoubleUnaryOperator function, double ulps) {
    return Arguments.of(name, function, ulps);
  }

  @ParameterizedTest(name = "{0} is within {2} ULP")
  @MethodSource("bounds")
  void isAsPreciseAsStated(String name, DoubleUnaryOperator function, double ulps) {
    List<ReferenceTable.Row> rows = ReferenceTable.function(name);
    assertThat(rows).hasSizeGreaterThan(200);
    for (ReferenceTable.Row row : rows) {
      assertThat(row.ulps(function.applyAsDouble(row.x())))
          .as("%s(%s)", name, row.x())
          .isLessThanOrEqualTo(ulps);
    }
  }

  @ParameterizedTest(name = "{0} is within {2} ULP of the larger of the value and 1")
  @MethodSource("absoluteBounds")
  void isAsPreciseAsStatedNearItsZeros(String name, DoubleUnaryOperator function, double ulps) {
    List<ReferenceTable.Row> rows = ReferenceTable.function(name);
    assertThat(rows).hasSizeGreaterThan(200);
    for (ReferenceTable.Row row : rows) {
      double error = Math.abs(function.applyAsDouble(row.x()) - row.value());
      assertThat(error / Math.ulp(Math.max(1, Math.abs(row.value()))))
          .as("%s(%s)", name, row.x())
          .isLessThanOrEqualTo(ulps);
    }
  }

  @ParameterizedTest(name = "order {0}")
  @ValueSource(ints = {1, 2, 3, 4, 7, 12, 20})
  void polygammaIsAsPreciseAsStated(int order) {
    List<ReferenceTable.Row> rows = ReferenceTable.function("polygamma" + order);
    assertThat(rows).hasSizeGreaterThan(50);
    for (ReferenceTable.Row row : rows) {
      double bound = row.x() > 0 ? 0x1p-48 : 0x1p-44;
      assertThat(Math.abs(ScalarMath.polygamma(order, row.x()) / row.value() - 1))
          .as("polygamma(%d, %s)", order, row.x())
          .isLessThanOrEqualTo(bound);
    }
  }

  @Test
  void polygammaOfHighOrderNeitherOverflowsNorVanishesOnTheWay() {
    // 200! is out of range, the value is not; all terms but the first are below 1e-8 of it.
    double first = ScalarMath.lgamma(201) - 201 * Math.log(10);
    assertThat(Math.log(-ScalarMath.polygamma(200, 10))).isCloseTo(first, offset(1e-7));
    assertThat(ScalarMath.polygamma(200, 0.5)).isEqualTo(Double.NEGATIVE_INFINITY);
    assertThat(ScalarMath.polygamma(1, 1e200)).isCloseTo(1e-200, offset(1e-212));
    assertThatThrownBy(() -> ScalarMath.polygamma(-1, 1))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessageContaining("[polygamma]");
  }

  @ParameterizedTest(name = "{0}({1}) = {2}")
  @CsvSource({
    "erf, NaN, NaN",
    "erf, Infinity, 1",
    "erf, -Infinity, -1",
    "erf, -0.0, -0.0",
    "erfc, Infinity, 0",
    "erfc, -Infinity, 2",
    "erfc, NaN, NaN",
    "erfc, 0, 1",
    "erfc, 28, 0",
    "erfInv, 1, Infinity",
    "erfInv, -1, -Infinity",
    "erfInv, 1.5, NaN",
    "erfInv, NaN, NaN",
    "erfInv, -0.0, -0.0",
    "erfInv, 0, 0",
    "lgamma, 1, 0",
    "lgamma, 2, 0",
    "lgamma, 0, Infinity",
    "lgamma, -0.0, Infinity",
    "lgamma, -3, Infinity",
    "lgamma, Infinity, Infinity",
    "lgamma, -Infinity, Infinity",
    "lgamma, NaN, NaN",
    "lgamma, 1e306, Infinity",
    "digamma, 0, -Infinity",
    "digamma, -0.0, Infinity",
    "digamma, -2, NaN",
    "digamma, Infinity, Infinity",
    "digamma, -Infinity, NaN",
    "digamma, NaN, NaN",
    "trigamma, 0, Infinity",
    "trigamma, -1, Infinity",
    "trigamma, Infinity, 0",
    "trigamma, -Infinity, NaN",
    "trigamma, NaN, NaN",
    "asinh, Infinity, Infinity",
    "asinh, -Infinity, -Infinity",
    "asinh, -0.0, -0.0",
    "asinh, NaN, NaN",
    "acosh, 1, 0",
    "acosh, 0.5, NaN",
    "acosh, Infinity, Infinity",
    "acosh, NaN, NaN",
    "acosh, -Infinity, NaN",
    "atanh, 1, Infinity",
    "atanh, -1, -Infinity",
    "atanh, 2, NaN",
    "atanh, -0.0, -0.0",
    "atanh, NaN, NaN",
    "logistic, Infinity, 1",
    "logistic, -Infinity, 0",
    "logistic, NaN, NaN",
    "logistic, 0, 0.5"
  })
  void specialValuesAreExact(String name, double x, double expected) {
    double actual =
        switch (name) {
          case "erf" -> ScalarMath.erf(x);
          case "erfc" -> ScalarMath.erfc(x);
          case "erfInv" -> ScalarMath.erfInv(x);
          case "lgamma" -> ScalarMath.lgamma(x);
          case "digamma" -> ScalarMath.digamma(x);
          case "trigamma" -> ScalarMath.polygamma(1, x);
          case "asinh" -> ScalarMath.asinh(x);
          case "acosh" -> ScalarMath.acosh(x);
          case "atanh" -> ScalarMath.atanh(x);
          case "logistic" -> ScalarMath.logistic(x);
          default -> throw new IllegalArgumentException(name);
        };
    assertThat(Double.doubleToLongBits(actual))
        .as("%s(%s) is %s", name, x, actual)
        .isEqualTo(Double.doubleToLongBits(expected));
  }
}
