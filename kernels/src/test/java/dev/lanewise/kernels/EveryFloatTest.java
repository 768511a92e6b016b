package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Set;
import java.util.stream.Stream;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * The F32 functions of one operand against the F64 function, whose error is a few billionths of a
 * float's ULP, on every float, or on one in {@code lanewise.math.stride} of them. Where the result
 * is not a finite number other than zero, it has to be the F64 result rounded.
 */
@Tag("accuracy")
class EveryFloatTest {
  /** A prime number of floats apart, so that all exponents and low bits are met. */
  private static final int STRIDE = Integer.getInteger("lanewise.math.stride", 20_011);

  private static final boolean REPORT = Boolean.getBoolean("lanewise.math.report");
  private static final int BLOCK = 1 << 14;
  private static final long FLOATS = 1L << Integer.SIZE;

  /** Their negative arguments are computed by scalar functions that are tested elsewhere. */
  private static final Set<VectorFunction> POSITIVE =
      Set.of(VectorFunction.LGAMMA, VectorFunction.DIGAMMA);

  static Stream<VectorFunction> functions() {
    return Stream.of(VectorFunction.values()).filter(function -> function.unary() != null);
  }

  @ParameterizedTest
  @MethodSource("functions")
  void isWithinItsBound(VectorFunction function) {
    UnaryOperation operation = function.unary();
    if (operation == null) {
      throw new IllegalArgumentException("two operands: " + function);
    }
    UnaryKernel single = Elementwise.unary(operation, ElementType.F32);
    UnaryKernel wide = Elementwise.unary(operation, ElementType.F64);
    UnaryKernel widen = Elementwise.convert(ElementType.F32, ElementType.F64);
    double worst = 0;
    float where = 0;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment x = arena.allocate(ValueLayout.JAVA_FLOAT, BLOCK);
      MemorySegment y = arena.allocate(ValueLayout.JAVA_FLOAT, BLOCK);
      MemorySegment exact = arena.allocate(ValueLayout.JAVA_DOUBLE, BLOCK);
      long end = POSITIVE.contains(function) ? FLOATS / 2 : FLOATS;
      for (long bits = 0; bits < end; bits += (long) BLOCK * STRIDE) {
        for (int i = 0; i < BLOCK; i++) {
          long at = Math.min(bits + (long) i * STRIDE, end - 1);
          x.setAtIndex(ValueLayout.JAVA_INT, i, (int) at);
        }
        single.apply(x, 0, y, 0, BLOCK);
        widen.apply(x, 0, exact, 0, BLOCK);
        wide.apply(exact, 0, exact, 0, BLOCK);
        for (int i = 0; i < BLOCK; i++) {
          double error =
              error(
                  y.getAtIndex(ValueLayout.JAVA_FLOAT, i),
                  exact.getAtIndex(ValueLayout.JAVA_DOUBLE, i));
          if (error > worst) {
            worst = error;
            where = x.getAtIndex(ValueLayout.JAVA_FLOAT, i);
          }
        }
      }
    }
    if (REPORT) {
      System.out.printf("%s: %.4f ULP at %s%n", function.label(), worst, where);
    }
    assertThat(worst)
        .as("%s(%s)", function.label(), where)
        .isLessThanOrEqualTo(function.ulps(ElementType.F32));
  }

  private static double error(float actual, double exact) {
    float rounded = (float) exact;
    if (Float.floatToIntBits(actual) == Float.floatToIntBits(rounded)) {
      return Float.isFinite(rounded) ? Math.abs(actual - exact) / Math.ulp(rounded) : 0;
    }
    boolean comparable = Float.isFinite(actual) && Float.isFinite(rounded);
    if (!comparable || (actual == 0 && rounded == 0)) {
      return Double.POSITIVE_INFINITY;
    }
    return Math.abs(actual - exact) / Math.ulp(rounded);
  }
}
