package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.util.List;
import java.util.Locale;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import java.util.function.UnaryOperator;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** The errors that {@link VectorMath} states, against correctly rounded tables. */
@InBothForms
class VectorMathAccuracyTest {
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final long SEED = 4711;
  private static final int VECTORS = 4000;

  VectorMathAccuracyTest(LoopForm form) {
    form.fix();
  }

  static Stream<Arguments> doubles() {
    return Stream.of(
        doubles("exp", VectorMath::exp, 0.9),
        doubles("expm1", VectorMath::expm1, 0.7),
        doubles("log", VectorMath::log, 0.8),
        doubles("log1p", VectorMath::log1p, 0.8),
        doubles("sin", VectorMath::sin, 0.7),
        doubles("cos", VectorMath::cos, 0.7),
        doubles("tanh", VectorMath::tanh, 1.3),
        doubles("logistic", VectorMath::logistic, 0.8),
        doubles("erf", VectorMath::erf, 1.1));
  }

  private static Arguments doubles(String name, UnaryOperator<DoubleVector> function, double ulps) {
    return Arguments.of(name, function, ulps);
  }

  @ParameterizedTest(name = "F64 {0} is within {2} ULP")
  @MethodSource("doubles")
  void doublesAreAsPreciseAsStated(String name, UnaryOperator<DoubleVector> function, double ulps) {
    List<ReferenceTable.Row> rows = ReferenceTable.function(name);
    assertThat(rows).hasSizeGreaterThan(200);
    for (ReferenceTable.Row row : rows) {
      assertThat(row.ulps(apply(function, row.x())))
          .as("%s(%s)", name, row.x())
          .isLessThanOrEqualTo(ulps);
    }
  }

  private static double apply(UnaryOperator<DoubleVector> function, double x) {
    return function.apply(DoubleVector.broadcast(DOUBLES, x)).lane(0);
  }

  private static float applyFloat(UnaryOperator<FloatVector> function, double x) {
    return function.apply(FloatVector.broadcast(FLOATS, (float) x)).lane(0);
  }

  static Stream<Arguments> tables() {
    return Stream.of(
        Arguments.of(
            "exp",
            (UnaryOperator<FloatVector>) VectorMath::exp,
            (UnaryOperator<DoubleVector>) VectorMath::exp),
        Arguments.of(
            "log",
            (UnaryOperator<FloatVector>) VectorMath::log,
            (UnaryOperator<DoubleVector>) VectorMath::log),
        Arguments.of(
            "tanh",
            (UnaryOperator<FloatVector>) VectorMath::tanh,
            (UnaryOperator<DoubleVector>) VectorMath::tanh));
  }

  /** The tables hold every boundary; they are rounded, so a distance is a whole number. */
  @ParameterizedTest(name = "{0} is the correctly rounded number or next to it")
  @MethodSource("tables")
  void isNextToTheCorrectlyRounded(
      String name, UnaryOperator<FloatVector> floats, UnaryOperator<DoubleVector> doubles) {
    for (ReferenceTable.Row row : ReferenceTable.read(name + ".f64.tsv.gz")) {
      assertThat(row.ulps(apply(doubles, row.x())))
          .as("F64 %s(%s)", name, row.x())
          .isLessThanOrEqualTo(1);
    }
    for (ReferenceTable.Row row : ReferenceTable.read(name + ".f32.tsv.gz")) {
      float expected = (float) row.value();
      float actual = applyFloat(floats, row.x());
      boolean near =
          Float.compare(actual, expected) == 0
              || Math.abs((double) actual - expected) <= Math.ulp(expected);
      assertThat(near).as("F32 %s(%s): %s, expected %s", name, row.x(), actual, expected).isTrue();
    }
  }

  static Stream<Arguments> floats() {
    return Stream.of(
        floats("exp", VectorMath::exp, Math::exp, -104, 88.7, 1.0),
        floats("expm1", VectorMath::expm1, Math::expm1, -30, 88.7, 0.8),
        floats("log", VectorMath::log, Math::log, Float.MIN_VALUE, Float.MAX_VALUE, 0.9),
        floats("log", VectorMath::log, Math::log, 0.3, 3, 0.9),
        floats("log1p", VectorMath::log1p, Math::log1p, -0.99999, 3, 0.9),
        floats("log1p", VectorMath::log1p, Math::log1p, -0.99999, Float.MAX_VALUE, 0.9),
        floats("sin", VectorMath::sin, Math::sin, -100, 100, 0.51),
        floats("sin", VectorMath::sin, Math::sin, -Float.MAX_VALUE, Float.MAX_VALUE, 0.51),
        floats("cos", VectorMath::cos, Math::cos, -100, 100, 0.51),
        floats("cos", VectorMath::cos, Math::cos, -Float.MAX_VALUE, Float.MAX_VALUE, 0.51),
        floats("tanh", VectorMath::tanh, Math::tanh, -10, 10, 1.0),
        floats("logistic", VectorMath::logistic, ScalarMath::logistic, -103, 40, 0.8),
        floats("erf", VectorMath::erf, ScalarMath::erf, -4.5, 4.5, 1.05),
        floats(
            "rsqrt",
            VectorMath::rsqrt,
            x -> 1 / Math.sqrt(x),
            Float.MIN_VALUE,
            Float.MAX_VALUE,
            0.51));
  }

  private static Arguments floats(
      String name,
      UnaryOperator<FloatVector> function,
      DoubleUnaryOperator reference,
      double low,
      double high,
      double ulps) {
    return Arguments.of(name, function, reference, low, high, ulps);
  }

  /** The double result, whose error is a billionth of a float's ULP, is the measure. */
  @ParameterizedTest(name = "F32 {0} from {3} to {4} is within {5} ULP")
  @MethodSource("floats")
  void floatsAreAsPreciseAsStated(
      String name,
      UnaryOperator<FloatVector> function,
      DoubleUnaryOperator reference,
      double low,
      double high,
      double ulps) {
    SplittableRandom random = new SplittableRandom(SEED);
    float[] x = new float[FLOATS.length()];
    for (int k = 0; k < VECTORS; k++) {
      for (int i = 0; i < x.length; i++) {
        x[i] = k % 2 == 0 ? (float) random.nextDouble(low, high) : bits(random, low, high);
      }
      float[] y = function.apply(FloatVector.fromArray(FLOATS, x, 0)).toArray();
      for (int i = 0; i < x.length; i++) {
        double exact = reference.applyAsDouble(x[i]);
        assertThat(Math.abs(y[i] - exact) / Math.ulp((float) exact))
            .as("%s(%s): %s, seed %d", name, x[i], y[i], SEED)
            .isLessThanOrEqualTo(ulps);
      }
    }
  }

  /** A float in a range of uniformly distributed bits: all magnitudes. */
  private static float bits(SplittableRandom random, double low, double high) {
    float x;
    do {
      x = Float.intBitsToFloat(random.nextInt());
    } while (!(x >= low && x <= high));
    return x;
  }

  @Test
  void powOfFloatsIsNearlyCorrectlyRounded() {
    List<ReferenceTable.Row> rows = ReferenceTable.function("pow");
    assertThat(rows).hasSizeGreaterThan(200);
    for (ReferenceTable.Row row : rows) {
      FloatVector y = FloatVector.broadcast(FLOATS, (float) row.y());
      float actual = applyFloat(x -> VectorMath.pow(x, y), row.x());
      assertThat(Math.abs(actual - row.value()) / Math.ulp((float) row.value()))
          .as("pow(%s, %s)", row.x(), row.y())
          .isLessThanOrEqualTo(0.51);
    }
  }

  /** Results at the points where IEEE 754 and {@link Math} leave no choice. */
  @ParameterizedTest(name = "{0}({1}) = {2}")
  @CsvSource({
    "exp, -Infinity, 0",
    "exp, Infinity, Infinity",
    "exp, NaN, NaN",
    "exp, 0, 1",
    "exp, -0.0, 1",
    "exp, 1e30, Infinity",
    "exp, -1e30, 0",
    "expm1, -Infinity, -1",
    "expm1, Infinity, Infinity",
    "expm1, NaN, NaN",
    "expm1, 0, 0",
    "expm1, -0.0, -0.0",
    "expm1, 1e30, Infinity",
    "expm1, -1e30, -1",
    "expm1, 1e-40, 1e-40",
    "log, 0, -Infinity",
    "log, -0.0, -Infinity",
    "log, -1, NaN",
    "log, Infinity, Infinity",
    "log, -Infinity, NaN",
    "log, NaN, NaN",
    "log, 1, 0",
    "log1p, -1, -Infinity",
    "log1p, -2, NaN",
    "log1p, Infinity, Infinity",
    "log1p, NaN, NaN",
    "log1p, -Infinity, NaN",
    "log1p, 0, 0",
    "log1p, -0.0, -0.0",
    "log1p, 1e-40, 1e-40",
    "sin, Infinity, NaN",
    "sin, -Infinity, NaN",
    "sin, NaN, NaN",
    "sin, 0, 0",
    "sin, -0.0, -0.0",
    "cos, Infinity, NaN",
    "cos, NaN, NaN",
    "cos, 0, 1",
    "tanh, Infinity, 1",
    "tanh, -Infinity, -1",
    "tanh, NaN, NaN",
    "tanh, 0, 0",
    "tanh, -0.0, -0.0",
    "tanh, 1e30, 1",
    "tanh, -50, -1",
    "tanh, 1e-40, 1e-40",
    "logistic, Infinity, 1",
    "logistic, -Infinity, 0",
    "logistic, NaN, NaN",
    "logistic, 0, 0.5",
    "logistic, -1e30, 0",
    "logistic, 1e30, 1",
    "erf, Infinity, 1",
    "erf, -Infinity, -1",
    "erf, NaN, NaN",
    "erf, 0, 0",
    "erf, -0.0, -0.0",
    "erf, 1e30, 1",
    "exp2, -Infinity, 0",
    "exp2, Infinity, Infinity",
    "exp2, NaN, NaN",
    "exp2, -0.0, 1",
    "exp2, 3, 8",
    "exp2, -126, 0x1p-126",
    "exp2, 1024, Infinity",
    "exp2, -1200, 0",
    "log2, 0, -Infinity",
    "log2, -1, NaN",
    "log2, Infinity, Infinity",
    "log2, NaN, NaN",
    "log2, 8, 3",
    "log2, 0x1p-140, -140",
    "log10, 0, -Infinity",
    "log10, -1, NaN",
    "log10, Infinity, Infinity",
    "log10, NaN, NaN",
    "log10, 1, 0",
    "log10, 1000, 3",
    "tan, Infinity, NaN",
    "tan, NaN, NaN",
    "tan, -0.0, -0.0",
    "tan, 1e-40, 1e-40",
    "asin, 1.5, NaN",
    "asin, -Infinity, NaN",
    "asin, NaN, NaN",
    "asin, -0.0, -0.0",
    "asin, 1, 1.5707963267948966",
    "asin, -1, -1.5707963267948966",
    "asin, 1e-40, 1e-40",
    "acos, 1.5, NaN",
    "acos, NaN, NaN",
    "acos, 1, 0",
    "acos, -1, 3.141592653589793",
    "acos, 0, 1.5707963267948966",
    "atan, Infinity, 1.5707963267948966",
    "atan, -Infinity, -1.5707963267948966",
    "atan, NaN, NaN",
    "atan, -0.0, -0.0",
    "atan, 1e-40, 1e-40",
    "sinh, Infinity, Infinity",
    "sinh, -Infinity, -Infinity",
    "sinh, NaN, NaN",
    "sinh, -0.0, -0.0",
    "sinh, 1e-40, 1e-40",
    "sinh, 1e30, Infinity",
    "cosh, -Infinity, Infinity",
    "cosh, NaN, NaN",
    "cosh, 0, 1",
    "cosh, 1e30, Infinity",
    "asinh, Infinity, Infinity",
    "asinh, -Infinity, -Infinity",
    "asinh, NaN, NaN",
    "asinh, -0.0, -0.0",
    "asinh, 1e-40, 1e-40",
    "acosh, 1, 0",
    "acosh, 0.5, NaN",
    "acosh, -1e20, NaN",
    "acosh, -Infinity, NaN",
    "acosh, Infinity, Infinity",
    "acosh, NaN, NaN",
    "atanh, 1, Infinity",
    "atanh, -1, -Infinity",
    "atanh, 1.5, NaN",
    "atanh, Infinity, NaN",
    "atanh, NaN, NaN",
    "atanh, -0.0, -0.0",
    "atanh, 1e-40, 1e-40",
    "cbrt, 27, 3",
    "cbrt, -8, -2",
    "cbrt, -0.0, -0.0",
    "cbrt, Infinity, Infinity",
    "cbrt, -Infinity, -Infinity",
    "cbrt, NaN, NaN",
    "cbrt, 0x1p-141, 0x1p-47",
    "erfc, Infinity, 0",
    "erfc, -Infinity, 2",
    "erfc, NaN, NaN",
    "erfc, 0, 1",
    "erfc, 30, 0",
    "erf_inv, 1, Infinity",
    "erf_inv, -1, -Infinity",
    "erf_inv, 1.5, NaN",
    "erf_inv, NaN, NaN",
    "erf_inv, -0.0, -0.0",
    "softplus, Infinity, Infinity",
    "softplus, -Infinity, 0",
    "softplus, NaN, NaN",
    "softplus, 1e30, 1e30",
    "softplus, -1e30, 0",
    "silu, Infinity, Infinity",
    "silu, -Infinity, -0.0",
    "silu, NaN, NaN",
    "silu, -0.0, -0.0",
    "silu, 1e30, 1e30",
    "gelu, Infinity, Infinity",
    "gelu, -Infinity, -0.0",
    "gelu, NaN, NaN",
    "gelu, -0.0, -0.0",
    "gelu, 1e30, 1e30",
    "gelu_tanh, Infinity, Infinity",
    "gelu_tanh, -Infinity, -0.0",
    "gelu_tanh, NaN, NaN",
    "gelu_tanh, -0.0, -0.0",
    "gelu_tanh, 1e30, 1e30",
    "lgamma, 0, Infinity",
    "lgamma, -0.0, Infinity",
    "lgamma, -3, Infinity",
    "lgamma, Infinity, Infinity",
    "lgamma, -Infinity, Infinity",
    "lgamma, NaN, NaN",
    "lgamma, 1, 0",
    "lgamma, 2, 0",
    "digamma, 0, -Infinity",
    "digamma, -0.0, Infinity",
    "digamma, -3, NaN",
    "digamma, Infinity, Infinity",
    "digamma, -Infinity, NaN",
    "digamma, NaN, NaN",
    "sqrt, -0.0, -0.0",
    "sqrt, -1, NaN",
    "sqrt, Infinity, Infinity",
    "rsqrt, 0, Infinity",
    "rsqrt, -0.0, -Infinity",
    "rsqrt, Infinity, 0",
    "rsqrt, -1, NaN",
    "floor, -0.5, -1",
    "floor, -0.0, -0.0",
    "ceil, -0.5, -0.0",
    "round, 2.5, 2",
    "round, -0.5, -0.0",
    "round, 0.5, 0",
    "round, Infinity, Infinity",
    "floor, NaN, NaN",
    "sign, NaN, NaN",
    "sign, -0.0, -0.0",
    "sign, -3, -1"
  })
  void specialValuesAreExact(String name, double x, double expected) {
    UnaryOperation operation = UnaryOperation.valueOf(name.toUpperCase(Locale.ROOT));
    try (var arena = Arena.ofConfined()) {
      for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
        var elements = new ElementwiseElements(arena, type, 1, 0);
        elements.set(0, x);
        Elementwise.unary(operation, type).apply(elements.memory, 0, elements.memory, 0, 1);
        double want = type == ElementType.F32 ? (float) expected : expected;
        assertThat(Double.doubleToLongBits(elements.get(0)))
            .as("%s %s(%s) is %s", type, name, x, elements.get(0))
            .isEqualTo(Double.doubleToLongBits(want));
      }
    }
  }

  /** What {@link Math} says of every pair of special operands. */
  @ParameterizedTest
  @EnumSource(names = {"POW", "ATAN2"})
  void specialPairsAreExact(BinaryOperation operation) {
    double inf = Double.POSITIVE_INFINITY;
    double[] special = {0, -0.0, 1, -1, 2, -3, 0.5, -0.5, inf, -inf, Double.NaN, 1e300, -1e300};
    try (var arena = Arena.ofConfined()) {
      for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
        var a = new ElementwiseElements(arena, type, 1, 0);
        var b = new ElementwiseElements(arena, type, 1, 0);
        var out = new ElementwiseElements(arena, type, 1, 0);
        for (double x : special) {
          for (double y : special) {
            a.set(0, x);
            b.set(0, y);
            Elementwise.binary(operation, type)
                .apply(a.memory, 0, 1, b.memory, 0, 1, out.memory, 0, 1);
            double exact = ElementwiseReference.binary(operation, a.get(0), b.get(0));
            double want = type == ElementType.F32 ? (float) exact : exact;
            String what = "%s %s(%s, %s) is %s".formatted(type, operation, x, y, out.get(0));
            if (want == 0 || !Double.isFinite(want)) {
              assertThat(Double.doubleToLongBits(out.get(0)))
                  .as(what)
                  .isEqualTo(Double.doubleToLongBits(want));
            } else {
              double unit = type == ElementType.F32 ? Math.ulp((float) want) : Math.ulp(want);
              assertThat(Math.abs(out.get(0) - want)).as(what).isLessThanOrEqualTo(2 * unit);
            }
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @CsvSource({"128", "256", "512", "64"})
  void everySpeciesGivesTheSameBits(int bitSize) {
    var shape = VectorShape.forBitSize(bitSize);
    VectorSpecies<Float> floats = VectorSpecies.of(float.class, shape);
    VectorSpecies<Double> doubles = VectorSpecies.of(double.class, shape);
    for (double x = -20; x < 20; x += 0.37) {
      FloatVector f = FloatVector.broadcast(floats, (float) x);
      assertThat(VectorMath.tanh(f).lane(0)).isEqualTo(applyFloat(VectorMath::tanh, x));
      assertThat(VectorMath.sin(f).lane(f.length() - 1)).isEqualTo(applyFloat(VectorMath::sin, x));
      FloatVector unit = f.mul(0.05f);
      assertThat(VectorMath.asin(unit).lane(0))
          .isEqualTo(applyFloat(VectorMath::asin, (float) x * 0.05f));
      assertThat(VectorMath.gelu(f).lane(0)).isEqualTo(applyFloat(VectorMath::gelu, x));
      assertThat(VectorMath.lgamma(f).lane(0)).isEqualTo(applyFloat(VectorMath::lgamma, x));
      DoubleVector d = DoubleVector.broadcast(doubles, x);
      assertThat(VectorMath.cosh(d).lane(0)).isEqualTo(apply(VectorMath::cosh, x));
      assertThat(VectorMath.cbrt(d).lane(0)).isEqualTo(apply(VectorMath::cbrt, x));
      assertThat(VectorMath.erf(d).lane(0)).isEqualTo(apply(VectorMath::erf, x));
      assertThat(VectorMath.expm1(d).lane(d.length() - 1)).isEqualTo(apply(VectorMath::expm1, x));
    }
  }
}
