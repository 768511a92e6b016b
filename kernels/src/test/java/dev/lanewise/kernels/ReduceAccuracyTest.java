package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.math.BigDecimal;
import java.util.SplittableRandom;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** The error bound that {@link Reduce} states, against exact sums. */
@InBothForms
class ReduceAccuracyTest {
  ReduceAccuracyTest(LoopForm form) {
    form.fix();
  }

  @ParameterizedTest
  @ValueSource(ints = {1, 10, 100, 1000, 4096, 4097, 100_000, 1_000_000})
  void sumsOfFloatsKeepTheStatedBound(int n) {
    for (long seed = 0; seed < 4; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment in = arena.allocate(4L * n, 4);
        MemorySegment out = arena.allocate(4, 4);
        double exact = 0;
        double absolute = 0;
        for (int i = 0; i < n; i++) {
          // Multiples of 2^-24 below 2: the sums below are exact in a double.
          float x =
              random.nextInt(1 << 24) * (seed < 2 ? 0x1p-23f : (i & 1) == 0 ? 0x1p-23f : -0x1p-23f);
          in.setAtIndex(ValueLayout.JAVA_FLOAT, i, x);
          exact += x;
          absolute += Math.abs(x);
        }
        Reduce.plan(Reduction.SUM, ElementType.F32, new long[] {n}, 0).run(in, 0, out, 0);
        double error = Math.abs(out.get(ValueLayout.JAVA_FLOAT, 0) - exact);
        assertThat(error)
            .as("rows, n %d, seed %d", n, seed)
            .isLessThanOrEqualTo(
                bound(depth(n, FloatVector.SPECIES_PREFERRED.length()), 0x1p-24) * absolute);
        // The same numbers as one column beside a column of zeros.
        MemorySegment two = arena.allocate(8L * n, 4);
        for (int i = 0; i < n; i++) {
          two.setAtIndex(ValueLayout.JAVA_FLOAT, 2L * i, in.getAtIndex(ValueLayout.JAVA_FLOAT, i));
        }
        MemorySegment pair = arena.allocate(8, 4);
        Reduce.plan(Reduction.SUM, ElementType.F32, new long[] {n, 2}, 0).run(two, 0, pair, 0);
        error = Math.abs(pair.get(ValueLayout.JAVA_FLOAT, 0) - exact);
        assertThat(error)
            .as("columns, n %d, seed %d", n, seed)
            .isLessThanOrEqualTo(bound(36 * levels(n, 128), 0x1p-24) * absolute);
        assertThat(pair.get(ValueLayout.JAVA_FLOAT, 4)).isZero();
      }
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {1000, 4097, 50_000})
  void sumsOfDoublesKeepTheStatedBound(int n) {
    SplittableRandom random = new SplittableRandom(n);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(8L * n, 8);
      MemorySegment out = arena.allocate(8, 8);
      BigDecimal exact = BigDecimal.ZERO;
      double absolute = 0;
      for (int i = 0; i < n; i++) {
        double x = random.nextDouble() - 0.25;
        in.setAtIndex(ValueLayout.JAVA_DOUBLE, i, x);
        exact = exact.add(new BigDecimal(x));
        absolute += Math.abs(x);
      }
      Reduce.plan(Reduction.SUM, ElementType.F64, new long[] {n}, 0).run(in, 0, out, 0);
      double error =
          new BigDecimal(out.get(ValueLayout.JAVA_DOUBLE, 0)).subtract(exact).abs().doubleValue();
      assertThat(error)
          .isLessThanOrEqualTo(
              bound(depth(n, DoubleVector.SPECIES_PREFERRED.length()), 0x1p-53) * absolute);
    }
  }

  /** A plain running sum of a million ones and tenths is a thousand times worse than this. */
  @ParameterizedTest
  @ValueSource(ints = {1 << 20, 1 << 22})
  void aLongSumOfTenthsStaysWithinAFewUlps(int n) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(4L * n, 4);
      MemorySegment out = arena.allocate(4, 4);
      for (int i = 0; i < n; i++) {
        in.setAtIndex(ValueLayout.JAVA_FLOAT, i, 0.1f);
      }
      Reduce.plan(Reduction.SUM, ElementType.F32, new long[] {n}, 0).run(in, 0, out, 0);
      double exact = n * (double) 0.1f;
      assertThat(Math.abs(out.get(ValueLayout.JAVA_FLOAT, 0) - exact) / exact)
          .isLessThan(16 * 0x1p-24);
    }
  }

  private static int levels(long n, long block) {
    int levels = 1;
    for (long left = n; left > block; left = Math.ceilDiv(left, block)) {
      levels++;
    }
    return levels;
  }

  private static int depth(int n, int lanes) {
    int log = Integer.numberOfTrailingZeros(lanes);
    return (512 / lanes + log + 11) * levels(n, 4096);
  }

  private static double bound(int additions, double u) {
    return additions * u / (1 - additions * u);
  }
}
