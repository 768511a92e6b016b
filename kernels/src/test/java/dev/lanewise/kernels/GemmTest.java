package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** {@link Gemm} against a naive product: values, special values, sizes at every edge. */
@InBothForms
class GemmTest {
  private static final double[] FACTORS = {0, 1, -0.5};

  GemmTest(LoopForm form) {
    form.fix();
  }

  /** Element type and the two transposes. */
  static Stream<Arguments> forms() {
    return Stream.of(true, false)
        .flatMap(
            isFloat ->
                Stream.of(true, false)
                    .flatMap(
                        transposeA ->
                            Stream.of(true, false)
                                .map(transposeB -> Arguments.of(isFloat, transposeA, transposeB))));
  }

  private static int[] sizes(boolean isFloat) {
    int lanes =
        isFloat ? FloatVector.SPECIES_PREFERRED.length() : DoubleVector.SPECIES_PREFERRED.length();
    return new int[] {0, 1, 2, 3, lanes - 1, lanes, lanes + 1, 2 * lanes + 1, 12, 37};
  }

  @ParameterizedTest
  @MethodSource("forms")
  void agreesWithTheNaiveProductAtEverySmallSize(
      boolean isFloat, boolean transposeA, boolean transposeB) {
    int[] sizes = sizes(isFloat);
    long seed = 0;
    for (int m : sizes) {
      for (int n : sizes) {
        for (int k : sizes) {
          check(isFloat, transposeA, transposeB, m, n, k, seed++);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void agreesWithTheNaiveProductAcrossCacheBlocks(
      boolean isFloat, boolean transposeA, boolean transposeB) {
    // Past one part of the sum, one range of columns, one range of rows; primes and powers of two.
    int[][] sizes = {
      {128, 10, 784}, {64, 64, 64}, {26, 263, 521}, {13, 17, 2053}, {1033, 19, 23}, {25, 521, 1021}
    };
    for (int i = 0; i < sizes.length; i++) {
      check(isFloat, transposeA, transposeB, sizes[i][0], sizes[i][1], sizes[i][2], 5000 + i);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void agreesWithTheNaiveProductAtRandomSizes(
      boolean isFloat, boolean transposeA, boolean transposeB) {
    SplittableRandom random = new SplittableRandom(7);
    for (int i = 0; i < 60; i++) {
      int m = random.nextInt(1, 70);
      int n = random.nextInt(1, 70);
      int k = random.nextInt(1, 70);
      check(isFloat, transposeA, transposeB, m, n, k, 9000 + i);
    }
  }

  private static void check(
      boolean isFloat, boolean transposeA, boolean transposeB, int m, int n, int k, long seed) {
    try (Arena arena = Arena.ofConfined()) {
      double alpha = FACTORS[(int) (seed % 3)];
      double beta = FACTORS[(int) (seed / 3 % 3)];
      GemmProblem problem =
          new GemmProblem(arena, isFloat, transposeA, transposeB, m, n, k, alpha, beta, seed);
      MemorySegment c = problem.fresh(arena);
      problem.multiply(c);
      problem.assertProduct(c);
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void doesNotReadCWhenBetaIsZero(boolean isFloat, boolean transposeA, boolean transposeB) {
    for (int k : new int[] {0, 5, 700}) {
      for (double alpha : FACTORS) {
        try (Arena arena = Arena.ofConfined()) {
          GemmProblem problem =
              new GemmProblem(arena, isFloat, transposeA, transposeB, 14, 35, k, alpha, 0, 11);
          MemorySegment c = problem.fresh(arena);
          for (int i = 0; i < problem.m; i++) {
            for (int j = 0; j < problem.n; j++) {
              problem.set(c, problem.cOffset + problem.at(i, j, problem.ldc), Double.NaN);
            }
          }
          problem.multiply(c);
          problem.assertProduct(c);
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("forms")
  void doesNotReadOperandsWhenAlphaIsZero(boolean isFloat, boolean transposeA, boolean transposeB) {
    try (Arena arena = Arena.ofConfined()) {
      GemmProblem problem =
          new GemmProblem(arena, isFloat, transposeA, transposeB, 9, 21, 6, 0, -0.5, 12);
      MemorySegment c = problem.fresh(arena);
      problem.set(problem.a, problem.aOffset, Double.NaN);
      problem.set(problem.b, problem.bOffset, Double.POSITIVE_INFINITY);
      problem.multiply(c);
      for (int i = 0; i < problem.m; i++) {
        for (int j = 0; j < problem.n; j++) {
          assertThat(problem.c(c, i, j)).isEqualTo(-0.5 * problem.c(problem.c, i, j));
        }
      }
    }
  }

  /** A NaN or infinity in A spoils its row of C and nothing else; one in B spoils its column. */
  @ParameterizedTest
  @MethodSource("forms")
  void keepsSpecialValuesInTheirRowAndColumn(
      boolean isFloat, boolean transposeA, boolean transposeB) {
    for (int n : new int[] {1, 10, 16, 33}) {
      try (Arena arena = Arena.ofConfined()) {
        int m = 14;
        int k = 7;
        int row = 12;
        int column = n - 1;
        GemmProblem problem =
            new GemmProblem(arena, isFloat, transposeA, transposeB, m, n, k, 1, 0, 13);
        long inA = transposeA ? problem.at(2, row, problem.lda) : problem.at(row, 2, problem.lda);
        long inB =
            transposeB ? problem.at(column, 3, problem.ldb) : problem.at(3, column, problem.ldb);
        problem.set(problem.a, problem.aOffset + inA, Double.POSITIVE_INFINITY);
        problem.set(problem.b, problem.bOffset + inB, Double.NaN);
        MemorySegment c = problem.fresh(arena);
        problem.multiply(c);
        for (int i = 0; i < m; i++) {
          for (int j = 0; j < n; j++) {
            double value = problem.c(c, i, j);
            if (j == column) {
              assertThat(value).as("C[%d, %d] of %s", i, j, problem).isNaN();
            } else if (i == row) {
              assertThat(value)
                  .as("C[%d, %d] of %s", i, j, problem)
                  .isEqualTo(Math.copySign(Double.POSITIVE_INFINITY, problem.b(2, j)));
            } else {
              assertThat(value).as("C[%d, %d] of %s", i, j, problem).isFinite();
            }
          }
        }
      }
    }
  }

  @Test
  void countsSixteenMillionExactly() {
    // F32 counts exactly to 2^24; a chain that lost or repeated a step would not end there.
    int k = 1 << 13;
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment ones = arena.allocate(4L * k * 40, 64);
      for (long i = 0; i < k * 40L; i++) {
        ones.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1);
      }
      MemorySegment c = arena.allocate(4L * 40 * 40, 64);
      Gemm.f32(false, true, 40, 40, k, 2048, ones, 0, k, ones, 0, k, 0, c, 0, 40);
      for (long i = 0; i < 1600; i++) {
        assertThat(c.getAtIndex(ValueLayout.JAVA_FLOAT, i)).isEqualTo(0x1p24f);
      }
    }
  }
}
