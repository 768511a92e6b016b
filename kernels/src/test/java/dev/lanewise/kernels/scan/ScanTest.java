package dev.lanewise.kernels.scan;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Forms;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import java.util.function.DoubleUnaryOperator;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedClass;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.ValueSource;

@ParameterizedClass
@EnumSource(
    value = Forms.class,
    names = {"SCALAR", "VECTOR"})
class ScanTest {
  private static final ElementType[] TYPES = {
    ElementType.F32, ElementType.F64, ElementType.I32, ElementType.I64
  };

  ScanTest(Forms form) {
    form.fix();
  }

  @AfterAll
  static void release() {
    Forms.ADAPTIVE.fix();
  }

  private static double get(ElementType type, MemorySegment memory, long index) {
    return switch (type) {
      case F32 -> memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 4);
      case F64 -> memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 8);
      case I32 -> memory.get(ValueLayout.JAVA_INT_UNALIGNED, index * 4);
      default -> (double) memory.get(ValueLayout.JAVA_LONG_UNALIGNED, index * 8);
    };
  }

  private static void put(ElementType type, MemorySegment memory, long index, double value) {
    switch (type) {
      case F32 -> memory.set(ValueLayout.JAVA_FLOAT_UNALIGNED, index * 4, (float) value);
      case F64 -> memory.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * 8, value);
      case I32 -> memory.set(ValueLayout.JAVA_INT_UNALIGNED, index * 4, (int) value);
      default -> memory.set(ValueLayout.JAVA_LONG_UNALIGNED, index * 8, (long) value);
    }
  }

  private static double identity(Cumulation cumulation, ElementType type) {
    boolean real = type == ElementType.F32 || type == ElementType.F64;
    boolean narrow = type == ElementType.I32;
    return switch (cumulation) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> real ? Double.NEGATIVE_INFINITY : narrow ? Integer.MIN_VALUE : Long.MIN_VALUE;
      case MIN ->
          real ? Double.POSITIVE_INFINITY : narrow ? Integer.MAX_VALUE : (double) Long.MAX_VALUE;
      case LOG_SUM_EXP -> Double.NEGATIVE_INFINITY;
    };
  }

  /** Values whose sums, products and exponentials are exact enough to be compared as they are. */
  private static double value(SplittableRandom random, Cumulation cumulation) {
    return switch (cumulation) {
      case SUM, MAX, MIN -> random.nextInt(-1000, 1000);
      case PROD -> random.nextInt(8) == 0 ? -1 : 1;
      case LOG_SUM_EXP -> 0;
    };
  }

  private static double combine(Cumulation cumulation, double a, double b) {
    return switch (cumulation) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      // Of zeros: the logarithm of how many there are.
      case LOG_SUM_EXP -> Math.log(Math.exp(a) + 1);
    };
  }

  @ParameterizedTest
  @EnumSource
  void agreesWithTheDefinition(Cumulation cumulation) {
    for (long seed = 0; seed < 60; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ElementType type = TYPES[random.nextInt(4)];
      if (!cumulation.supports(type)) {
        continue;
      }
      int outer = 1 + random.nextInt(3);
      int n = random.nextInt(40);
      int inner = new int[] {1, 2, 7, 16, 17, 33, 64, 130, 300}[random.nextInt(9)];
      boolean exclusive = random.nextBoolean();
      boolean reverse = random.nextBoolean();
      ScanPlan plan = Scan.plan(cumulation, type, outer, n, inner, exclusive, reverse);
      int count = outer * n * inner;
      assertThat(plan.bytes()).isEqualTo((long) count * type.byteWidth());
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment in = arena.allocate(plan.bytes() + 4).asSlice(4);
        MemorySegment out = random.nextBoolean() ? in : arena.allocate(plan.bytes() + 4).asSlice(4);
        double[] expected = new double[count];
        for (int k = 0; k < count; k++) {
          put(type, in, k, value(random, cumulation));
        }
        for (int o = 0; o < outer; o++) {
          for (int c = 0; c < inner; c++) {
            double all = identity(cumulation, type);
            for (int k = 0; k < n; k++) {
              int at = (o * n + (reverse ? n - 1 - k : k)) * inner + c;
              double next = combine(cumulation, all, get(type, in, at));
              expected[at] = exclusive ? all : next;
              all = next;
            }
          }
        }
        long cut = random.nextLong(plan.units() + 1);
        plan.run(in, 0, out, 0, cut, plan.units());
        plan.run(in, 0, out, 0, 0, cut);
        for (int k = 0; k < count; k++) {
          double tolerance = cumulation == Cumulation.LOG_SUM_EXP ? 1e-6 : 0;
          double actual = get(type, out, k);
          assertThat(actual == expected[k] || Math.abs(actual - expected[k]) <= tolerance)
              .as("seed %d, %s, element %d: %s, not %s", seed, plan, k, actual, expected[k])
              .isTrue();
        }
      }
    }
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void sumsAndProductsKeepTheStatedBounds(ElementType type) {
    double u = type == ElementType.F32 ? 0x1p-24 : 0x1p-53;
    int n = 3000;
    int inner = 37;
    for (long seed = 0; seed < 2; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment in = arena.allocate(8L * n * inner, 8);
        MemorySegment out = arena.allocate(8L * n * inner, 8);
        for (int k = 0; k < n * inner; k++) {
          put(type, in, k, random.nextDouble(-1, 1) * Math.pow(2, random.nextInt(20)));
        }
        Scan.plan(Cumulation.SUM, type, 1, n, inner, false, false).run(in, 0, out, 0);
        for (int c : new int[] {0, 17, 36}) {
          BigDecimal exact = BigDecimal.ZERO;
          double absolute = 0;
          for (int k = 0; k < n; k++) {
            double x = get(type, in, (long) k * inner + c);
            exact = exact.add(new BigDecimal(x));
            absolute += Math.abs(x);
            double i = k + 1;
            double rest = type == ElementType.F32 ? i * 0x1p-53 : i * u * i * u;
            double bound = u * Math.abs(exact.doubleValue()) + rest * absolute;
            BigDecimal actual = new BigDecimal(get(type, out, (long) k * inner + c));
            assertThat(actual.subtract(exact).abs().doubleValue())
                .as("sum %d of column %d", k, c)
                .isLessThanOrEqualTo(bound * (1 + 1e-9));
          }
        }
        for (int k = 0; k < n * inner; k++) {
          put(type, in, k, random.nextDouble(0.9, 1.1));
        }
        Scan.plan(Cumulation.PROD, type, 1, n, inner, false, false).run(in, 0, out, 0);
        BigDecimal exact = BigDecimal.ONE;
        for (int k = 0; k < 300; k++) {
          exact = exact.multiply(new BigDecimal(get(type, in, (long) k * inner)));
          double i = k + 1;
          double bound = (type == ElementType.F32 ? u + i * 0x1p-53 : i * u) * exact.doubleValue();
          BigDecimal actual = new BigDecimal(get(type, out, (long) k * inner));
          assertThat(actual.subtract(exact).abs().doubleValue())
              .as("product %d", k)
              .isLessThanOrEqualTo(bound * (1 + 1e-9));
        }
      }
    }
  }

  @Test
  void sumsThatCancelKeepWhatPlainSumsLose() {
    assertThat(scan(Cumulation.SUM, ElementType.F64, 1, 1e100, 1, -1e100))
        .containsExactly(1, 1e100, 1e100, 2);
    assertThat(scan(Cumulation.SUM, ElementType.F32, 1, 1e9, 1, -1e9))
        .containsExactly(1, 1e9f, 1e9f, 2);
  }

  private static double[] scan(Cumulation cumulation, ElementType type, double... x) {
    // Two vectors of equal columns and one more, so that both loops run.
    int inner = 33;
    double[] result = new double[x.length];
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(8L * x.length * inner, 8);
      for (int k = 0; k < x.length * inner; k++) {
        put(type, memory, k, x[k / inner]);
      }
      Scan.plan(cumulation, type, 1, x.length, inner, false, false).run(memory, 0, memory, 0);
      for (int k = 0; k < x.length * inner; k++) {
        double value = get(type, memory, k);
        if (k % inner == 0) {
          result[k / inner] = value;
        }
        assertThat(Double.compare(value, result[k / inner])).as("column %d", k % inner).isZero();
      }
    }
    return result;
  }

  @ParameterizedTest
  @EnumSource(names = {"F32", "F64"})
  void specialValues(ElementType type) {
    double inf = Double.POSITIVE_INFINITY;
    double nan = Double.NaN;
    assertThat(scan(Cumulation.SUM, type, 1, inf, 2, -inf, 3))
        .containsExactly(1, inf, inf, nan, nan);
    assertThat(scan(Cumulation.SUM, type, 1, nan, 2)).containsExactly(1, nan, nan);
    assertThat(scan(Cumulation.MAX, type, -0.0, 0.0, -0.0)).containsExactly(-0.0, 0.0, 0.0);
    assertThat(scan(Cumulation.MIN, type, 0.0, -0.0, 0.0)).containsExactly(0.0, -0.0, -0.0);
    assertThat(scan(Cumulation.MAX, type, 1, nan, 5)).containsExactly(1, nan, nan);
    assertThat(scan(Cumulation.MIN, type, 1, nan, -inf)).containsExactly(1, nan, nan);
    assertThat(scan(Cumulation.PROD, type, 0, inf)).containsExactly(0, nan);
    assertThat(scan(Cumulation.LOG_SUM_EXP, type, -inf, -inf, 3, inf, 0))
        .containsExactly(-inf, -inf, 3, inf, inf);
    assertThat(scan(Cumulation.LOG_SUM_EXP, type, inf, inf, nan, 0))
        .containsExactly(inf, inf, nan, nan);
    assertThat(scan(Cumulation.LOG_SUM_EXP, type, 1, nan, inf)).containsExactly(1, nan, nan);
  }

  @Test
  void logSumExpKeepsItsBoundWhereExponentialsOverflow() {
    int n = 500;
    SplittableRandom random = new SplittableRandom(5);
    double[] x = new double[n];
    for (int k = 0; k < n; k++) {
      x[k] = random.nextDouble(-2000, 2000);
    }
    double[] y = scan(Cumulation.LOG_SUM_EXP, ElementType.F64, x);
    for (int k = 0; k < n; k++) {
      double largest = Double.NEGATIVE_INFINITY;
      for (int j = 0; j <= k; j++) {
        largest = Math.max(largest, x[j]);
      }
      double shift = largest;
      DoubleUnaryOperator term = value -> Math.exp(value - shift);
      double sum = 0;
      for (int j = 0; j <= k; j++) {
        sum += term.applyAsDouble(x[j]);
      }
      double exact = largest + Math.log(sum);
      double i = k + 1;
      // The reference has the same kind of error.
      double bound = (5 + Math.log(i)) * i * 0x1p-53 + 3 * 0x1p-53 * Math.abs(exact);
      assertThat(Math.abs(y[k] - exact)).as("element %d", k).isLessThanOrEqualTo(2 * bound);
    }
  }

  @Test
  void integersWrap() {
    assertThat(scan(Cumulation.SUM, ElementType.I32, Integer.MAX_VALUE, 1))
        .containsExactly(Integer.MAX_VALUE, Integer.MIN_VALUE);
    assertThat(scan(Cumulation.PROD, ElementType.I64, 1L << 40, 1L << 30))
        .containsExactly(1L << 40, 0);
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 5, 200})
  void segmentSumsAgreeWithTheDefinition(int inner) {
    for (long seed = 0; seed < 12; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      ElementType type = TYPES[(int) seed % 4];
      ElementType idType = random.nextBoolean() ? ElementType.I32 : ElementType.I64;
      int n = random.nextInt(200);
      int segments = 1 + random.nextInt(20);
      SegmentSum sum = new SegmentSum(type, idType, n, inner, segments);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment in = arena.allocate(8L * n * inner + 8, 8);
        MemorySegment ids = arena.allocate(8L * n + 8, 8);
        MemorySegment out = arena.allocate(8L * segments * inner, 8).fill((byte) 1);
        MemorySegment workspace = arena.allocate(sum.workspaceBytes() + 8, 8).fill((byte) -1);
        double[] expected = new double[segments * inner];
        for (int i = 0; i < n; i++) {
          int id = random.nextInt(segments);
          put(idType, ids, i, id);
          for (int c = 0; c < inner; c++) {
            double x = random.nextInt(-1000, 1000);
            put(type, in, (long) i * inner + c, x);
            expected[id * inner + c] += x;
          }
        }
        for (long unit = sum.units(); unit-- > 0; ) {
          sum.run(in, 0, ids, 0, out, 0, workspace, 0, unit, unit + 1);
        }
        for (int k = 0; k < expected.length; k++) {
          assertThat(get(type, out, k)).as("seed %d, element %d", seed, k).isEqualTo(expected[k]);
        }
      }
    }
  }

  @Test
  void segmentSumsKeepWhatPlainSumsLoseAndRefuseStrangeNumbers() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 1e100, 1, -1e100, 7);
      MemorySegment ids = arena.allocateFrom(ValueLayout.JAVA_INT, 1, 1, 1, 1, 0);
      MemorySegment out = arena.allocate(24, 8);
      SegmentSum sum = new SegmentSum(ElementType.F64, ElementType.I32, 5, 1, 3);
      MemorySegment memory = arena.allocate(sum.workspaceBytes(), 8);
      sum.run(in, 0, ids, 0, out, 0, memory, 0, 0, 1);
      assertThat(out.toArray(ValueLayout.JAVA_DOUBLE)).containsExactly(7, 2, 0);
      in.setAtIndex(ValueLayout.JAVA_DOUBLE, 0, Double.POSITIVE_INFINITY);
      sum.run(in, 0, ids, 0, out, 0, memory, 0, 0, 1);
      assertThat(out.toArray(ValueLayout.JAVA_DOUBLE))
          .containsExactly(7, Double.POSITIVE_INFINITY, 0);
      ids.setAtIndex(ValueLayout.JAVA_INT, 4, 3);
      assertThatThrownBy(() -> sum.run(in, 0, ids, 0, out, 0, memory, 0, 0, 1))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("[segmentSum] ids[4] is 3, there are 3 segments");
      ids.setAtIndex(ValueLayout.JAVA_INT, 4, -1);
      assertThatThrownBy(() -> sum.run(in, 0, ids, 0, out, 0, memory, 0, 0, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThat(out.get(ValueLayout.JAVA_DOUBLE, 0)).isEqualTo(7);
      assertThatThrownBy(() -> sum.run(in, 0, ids, 0, out, 0, out, 0, 0, 1))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> sum.run(in, 0, ids, 0, in, 0, memory, 0, 0, 1))
          .hasMessageContaining("overlap");
      assertThatThrownBy(() -> sum.run(in, 0, ids, 0, out, 0, memory, 0, 0, 2))
          .hasMessage("[segmentSum] units [0, 2) lie outside [0, 1)");
      assertThatThrownBy(() -> new SegmentSum(ElementType.F32, ElementType.F32, 1, 1, 1))
          .hasMessage("[segmentSum] segment numbers must be I32 or I64, got F32");
    }
  }

  @Test
  void refusesWhatItCannotScan() {
    assertThatThrownBy(
            () -> Scan.plan(Cumulation.LOG_SUM_EXP, ElementType.I32, 1, 1, 1, false, false))
        .hasMessage("[scan] LOG_SUM_EXP is not defined for I32");
    assertThatThrownBy(() -> Scan.plan(Cumulation.SUM, ElementType.BOOL, 1, 1, 1, false, false))
        .isInstanceOf(IllegalArgumentException.class);
    assertThatThrownBy(() -> Scan.plan(Cumulation.SUM, ElementType.F32, 1, -1, 1, false, false))
        .hasMessage("[scan] n must be at least 0, got -1");
    assertThatThrownBy(
            () -> Scan.plan(Cumulation.SUM, ElementType.F32, 1L << 40, 1L << 40, 1, false, false))
        .isInstanceOf(IllegalArgumentException.class);
    ScanPlan plan = Scan.plan(Cumulation.SUM, ElementType.F32, 2, 2, 2, false, false);
    assertThat(Scan.plan(Cumulation.SUM, ElementType.F32, 2, 0, 2, false, false).units()).isZero();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(48);
      plan.run(in, 0, in, 0);
      assertThatThrownBy(() -> plan.run(in, 0, in, 4))
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("overlap");
      assertThatThrownBy(() -> plan.run(in, 20, in, 20))
          .isInstanceOf(IndexOutOfBoundsException.class)
          .hasMessage("[scan] input needs 32 bytes from offset 20, its segment has 48 bytes");
      assertThatThrownBy(() -> plan.run(in, 0, in.asReadOnly(), 0))
          .hasMessage("[scan] output is read-only");
      assertThatThrownBy(() -> plan.run(in, 0, in, 0, 0, 3))
          .isInstanceOf(IndexOutOfBoundsException.class);
      assertThatThrownBy(() -> plan.run(MemorySegment.ofArray(new int[9]), 0, in, 0))
          .isInstanceOf(IllegalArgumentException.class);
    }
  }
}
