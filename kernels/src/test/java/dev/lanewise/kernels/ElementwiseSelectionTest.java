package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import jdk.incubator.vector.VectorShape;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

/** Comparison, select, clamp, conversion, fill and iota. */
@InBothForms
class ElementwiseSelectionTest {
  private static final long SEED = 77;

  ElementwiseSelectionTest(LoopForm form) {
    form.fix();
  }

  static Stream<Arguments> comparisons() {
    return Stream.of(Comparison.values())
        .flatMap(
            comparison ->
                Stream.of(ElementType.values())
                    .filter(comparison::supports)
                    .map(type -> Arguments.of(comparison, type)));
  }

  @ParameterizedTest(name = "{0} of {1}")
  @MethodSource("comparisons")
  void comparisonAgreesWithItsMeaning(Comparison comparison, ElementType type) {
    BinaryKernel kernel = Elementwise.compare(comparison, type);
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      for (int n : ElementwiseTest.sizes()) {
        var a = new ElementwiseElements(arena, type, Math.max(n, 1), 3).randomize(random);
        var b = new ElementwiseElements(arena, type, Math.max(n, 1), 0).randomize(random);
        for (int strides = 0; strides < 4; strides++) {
          int s = strides & 1;
          int t = strides >> 1;
          var out = new ElementwiseElements(arena, ElementType.BOOL, n, 5);
          kernel.apply(a.memory, 3, s, b.memory, 0, t, out.memory, 5, n);
          for (int i = 0; i < n; i++) {
            checkComparison(comparison, a, i * s, b, i * t, out.bits(i));
          }
        }
      }
    }
  }

  private static void checkComparison(
      Comparison comparison,
      ElementwiseElements a,
      int i,
      ElementwiseElements b,
      int j,
      long actual) {
    boolean expected =
        Scalars.isFloating(a.type)
            ? ElementwiseReference.compare(comparison, a.get(i), b.get(j))
            : ElementwiseReference.compare(comparison, a.getInteger(i), b.getInteger(j));
    assertThat(actual)
        .as("%s(%s, %s), seed %d", comparison, a.get(i), b.get(j), SEED)
        .isEqualTo(expected ? 1 : 0);
  }

  /** Where a machine has no vector of so few bytes, another loop does the work. */
  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "F64", "I32", "I64"})
  void narrowMachinesGetTheSameResults(ElementType type) {
    SplittableRandom random = new SplittableRandom(SEED);
    VectorShape narrow = VectorShape.S_128_BIT;
    try (Arena arena = Arena.ofConfined()) {
      int n = 101;
      var a = new ElementwiseElements(arena, type, n, 0).randomize(random);
      var b = new ElementwiseElements(arena, type, n, 0).randomize(random);
      var condition = new ElementwiseElements(arena, ElementType.BOOL, n, 0).randomize(random);
      var out = new ElementwiseElements(arena, ElementType.BOOL, n, 0);
      for (Comparison comparison : Comparison.values()) {
        ComparisonTable.comparison(comparison, type, narrow, false, true)
            .run(a.memory, 0, b.memory, 0, out.memory, 0, n);
        for (int i = 0; i < n; i++) {
          checkComparison(comparison, a, i, b, 0, out.bits(i));
        }
      }
      var selected = new ElementwiseElements(arena, type, n, 0);
      ComparisonTable.select(type, narrow, false, true, false)
          .run(condition.memory, 0, a.memory, 0, b.memory, 0, selected.memory, 0, n);
      for (int i = 0; i < n; i++) {
        long expected = condition.getInteger(i) == 1 ? a.bits(0) : b.bits(i);
        assertThat(selected.bits(i)).as("select, seed %d", SEED).isEqualTo(expected);
      }
      if (UnaryOperation.IS_FINITE.supports(type)) {
        UnaryLoop loop = UnaryTable.row(UnaryOperation.IS_FINITE).loop(type, narrow);
        assertThat(loop).isNotNull();
        loop.run(a.memory, 0, out.memory, 0, n);
        for (int i = 0; i < n; i++) {
          assertThat(out.bits(i)).isEqualTo(Double.isFinite(a.get(i)) ? 1 : 0);
        }
      }
      for (ElementType to : ElementType.values()) {
        checkConversion(ConversionTable.loop(type, to, narrow), a, to, arena);
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(ElementType.class)
  void selectMovesBits(ElementType type) {
    TernaryKernel kernel = Elementwise.select(type);
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      for (int n : ElementwiseTest.sizes()) {
        int m = Math.max(n, 1);
        var condition = new ElementwiseElements(arena, ElementType.BOOL, m, 1).randomize(random);
        var b = new ElementwiseElements(arena, type, m, 2).randomize(random);
        var c = new ElementwiseElements(arena, type, m, 0).randomize(random);
        for (int strides = 0; strides < 8; strides++) {
          int r = strides & 1;
          int s = (strides >> 1) & 1;
          int t = strides >> 2;
          var out = new ElementwiseElements(arena, type, n, 6);
          kernel.apply(condition.memory, 1, r, b.memory, 2, s, c.memory, 0, t, out.memory, 6, n);
          for (int i = 0; i < n; i++) {
            long expected = condition.getInteger(i * r) == 1 ? b.bits(i * s) : c.bits(i * t);
            assertThat(out.bits(i)).as("strides %d, seed %d", strides, SEED).isEqualTo(expected);
          }
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "F64", "I32", "I64"})
  void clampKeepsBetween(ElementType type) {
    TernaryKernel kernel = Elementwise.clamp(type);
    SplittableRandom random = new SplittableRandom(SEED);
    try (Arena arena = Arena.ofConfined()) {
      for (int n : ElementwiseTest.sizes()) {
        int m = Math.max(n, 1);
        var low = new ElementwiseElements(arena, type, m, 1).randomize(random);
        var x = new ElementwiseElements(arena, type, m, 2).randomize(random);
        var high = new ElementwiseElements(arena, type, m, 0).randomize(random);
        for (int strides = 0; strides < 8; strides++) {
          int r = strides & 1;
          int s = (strides >> 1) & 1;
          int t = strides >> 2;
          var out = new ElementwiseElements(arena, type, n, 6);
          kernel.apply(low.memory, 1, r, x.memory, 2, s, high.memory, 0, t, out.memory, 6, n);
          for (int i = 0; i < n; i++) {
            checkClamp(low, i * r, x, i * s, high, i * t, out, i);
          }
        }
      }
    }
  }

  private static void checkClamp(
      ElementwiseElements low,
      int i,
      ElementwiseElements x,
      int j,
      ElementwiseElements high,
      int k,
      ElementwiseElements out,
      int at) {
    if (Scalars.isFloating(x.type)) {
      double expected = Math.min(Math.max(x.get(j), low.get(i)), high.get(k));
      assertThat(Double.doubleToLongBits(out.get(at)))
          .as("clamp(%s, %s, %s)", low.get(i), x.get(j), high.get(k))
          .isEqualTo(Double.doubleToLongBits(expected));
    } else {
      long expected = Math.min(Math.max(x.getInteger(j), low.getInteger(i)), high.getInteger(k));
      assertThat(out.getInteger(at)).isEqualTo(expected);
    }
  }

  static Stream<Arguments> conversions() {
    return Stream.of(ElementType.values())
        .flatMap(from -> Stream.of(ElementType.values()).map(to -> Arguments.of(from, to)));
  }

  @ParameterizedTest(name = "{0} to {1}")
  @MethodSource("conversions")
  void conversionAgreesWithItsMeaning(ElementType from, ElementType to) {
    SplittableRandom random = new SplittableRandom(SEED);
    UnaryKernel kernel = Elementwise.convert(from, to);
    try (Arena arena = Arena.ofConfined()) {
      for (int n : ElementwiseTest.sizes()) {
        var in = new ElementwiseElements(arena, from, n, n % 5).randomize(random);
        checkConversion(
            (a, aAt, out, outAt, count) -> kernel.apply(a, aAt + in.offset, out, outAt, count),
            in,
            to,
            arena);
      }
    }
  }

  private static void checkConversion(
      UnaryLoop loop, ElementwiseElements in, ElementType to, Arena arena) {
    var out = new ElementwiseElements(arena, to, in.n, 0);
    loop.run(in.memory, 0, out.memory, 0, in.n);
    for (int i = 0; i < in.n; i++) {
      long expected =
          Scalars.isFloating(in.type) ? convert(in.get(i), to) : convert(in.getInteger(i), to);
      assertThat(out.bits(i))
          .as("%s %s to %s, seed %d", in.type, in.get(i), to, SEED)
          .isEqualTo(expected);
    }
  }

  private static long convert(double x, ElementType to) {
    return switch (to) {
      case F32 -> Float.floatToIntBits((float) x);
      case F64 -> Double.doubleToLongBits(x);
      case BF16 -> Float.floatToIntBits(nearestBfloat16(x));
      case I32 -> (int) x;
      case I64 -> (long) x;
      case BOOL -> x != 0 ? 1 : 0;
    };
  }

  private static long convert(long x, ElementType to) {
    return switch (to) {
      case F32 -> Float.floatToIntBits((float) x);
      case F64 -> Double.doubleToLongBits((double) x);
      case BF16 -> Float.floatToIntBits(nearestBfloat16(new BigDecimal(x)));
      case I32 -> (int) x;
      case I64 -> x;
      case BOOL -> x != 0 ? 1 : 0;
    };
  }

  private static float nearestBfloat16(double x) {
    return Double.isFinite(x) && x != 0 ? nearestBfloat16(new BigDecimal(x)) : (float) x;
  }

  /** Chooses between the two neighbours by exact distance; ties to the even one. */
  private static float nearestBfloat16(BigDecimal x) {
    int sign = x.signum() < 0 ? Integer.MIN_VALUE : 0;
    BigDecimal size = x.abs();
    // Positive floats are ordered as their bits: search the upper halves.
    int low = 0;
    int high = 0x7f80;
    while (high - low > 1) {
      int middle = (low + high) >>> 1;
      if (upperHalf(middle).compareTo(size) <= 0) {
        low = middle;
      } else {
        high = middle;
      }
    }
    int order = size.subtract(upperHalf(low)).compareTo(upperHalf(high).subtract(size));
    int nearest = order < 0 || (order == 0 && low % 2 == 0) ? low : high;
    return Float.intBitsToFloat((nearest << 16) | sign);
  }

  private static BigDecimal upperHalf(int bits) {
    // What would follow the largest number stands in for infinity.
    return bits == 0x7f80
        ? BigDecimal.TWO.pow(128)
        : new BigDecimal(Float.intBitsToFloat(bits << 16));
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(ElementType.class)
  void fillWritesTheElementAndNothingElse(ElementType type) {
    try (Arena arena = Arena.ofConfined()) {
      for (int n : ElementwiseTest.sizes()) {
        var out = new ElementwiseElements(arena, type, n + 2, 3);
        out.memory.fill((byte) 0x55);
        int width = type.byteWidth();
        Elementwise.fill(type, type.encode(1), out.memory, 3L + width, n);
        for (int i = 1; i <= n; i++) {
          assertThat(out.get(i)).isEqualTo(1);
        }
        for (int i = 0; i < width; i++) {
          assertThat(out.memory.get(ValueLayout.JAVA_BYTE, 3L + i)).isEqualTo((byte) 0x55);
          long behind = 3L + (n + 1L) * width + i;
          assertThat(out.memory.get(ValueLayout.JAVA_BYTE, behind)).isEqualTo((byte) 0x55);
        }
      }
    }
  }

  @ParameterizedTest(name = "{0}")
  @EnumSource(
      value = ElementType.class,
      names = {"F32", "F64", "BF16", "I32", "I64"})
  void iotaCountsFromItsStart(ElementType type) {
    try (Arena arena = Arena.ofConfined()) {
      int n = 1000;
      var out = new ElementwiseElements(arena, type, n, 1);
      Elementwise.iota(type, -300, out.memory, 1, n);
      for (int i = 0; i < n; i++) {
        double expected = type == ElementType.BF16 ? nearestBfloat16(i - 300) : i - 300;
        assertThat(out.get(i)).isEqualTo(expected);
      }
    }
  }
}
