package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** The bits of {@link Gemm} do not depend on how C is cut, nor on which thread computes it. */
class GemmReproducibleTest {
  @ParameterizedTest
  @MethodSource("dev.lanewise.kernels.GemmTest#forms")
  void rowBandsGiveTheSameBits(boolean isFloat, boolean transposeA, boolean transposeB) {
    for (double[] factors : new double[][] {{1, 0}, {-0.3, 0.7}}) {
      try (Arena arena = Arena.ofConfined()) {
        GemmProblem problem =
            new GemmProblem(
                arena, isFloat, transposeA, transposeB, 61, 75, 1100, factors[0], factors[1], 21);
        MemorySegment whole = problem.fresh(arena);
        problem.multiply(whole);
        for (int band : new int[] {1, 2, 3, 5, 6, 11, 12, 13, 24, 60}) {
          MemorySegment cut = problem.fresh(arena);
          for (int row = 0; row < problem.m; row += band) {
            problem.multiply(cut, row, Math.min(band, problem.m - row), 0, problem.n);
          }
          problem.assertSameBits(cut, whole, "bands of " + band + " rows");
        }
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.lanewise.kernels.GemmTest#forms")
  void tilesGiveTheSameBits(boolean isFloat, boolean transposeA, boolean transposeB) {
    for (int k : new int[] {3, 16, 40, 300, 513}) {
      try (Arena arena = Arena.ofConfined()) {
        GemmProblem problem =
            new GemmProblem(arena, isFloat, transposeA, transposeB, 33, 70, k, 1, 0, 22);
        MemorySegment whole = problem.fresh(arena);
        problem.multiply(whole);
        for (int tile : new int[] {1, 4, 7, 8, 16, 17, 32}) {
          MemorySegment cut = problem.fresh(arena);
          for (int row = 0; row < problem.m; row += tile) {
            for (int column = 0; column < problem.n; column += tile) {
              problem.multiply(
                  cut,
                  row,
                  Math.min(tile, problem.m - row),
                  column,
                  Math.min(tile, problem.n - column));
            }
          }
          problem.assertSameBits(cut, whole, "tiles of " + tile);
        }
      }
    }
  }

  /** Strips of few columns take a way of their own if A is transposed. */
  @ParameterizedTest
  @MethodSource("dev.lanewise.kernels.GemmTest#forms")
  void stripsOfColumnsGiveTheSameBits(boolean isFloat, boolean transposeA, boolean transposeB) {
    for (int k : new int[] {1, 13, 128, 512}) {
      try (Arena arena = Arena.ofConfined()) {
        GemmProblem problem =
            new GemmProblem(arena, isFloat, transposeA, transposeB, 77, 40, k, 1, 0, 24);
        MemorySegment whole = problem.fresh(arena);
        problem.multiply(whole);
        for (int strip : new int[] {1, 2, 5, 8, 10, 12, 13, 16, 31}) {
          MemorySegment cut = problem.fresh(arena);
          for (int column = 0; column < problem.n; column += strip) {
            problem.multiply(cut, 0, problem.m, column, Math.min(strip, problem.n - column));
          }
          problem.assertSameBits(cut, whole, "strips of " + strip + " columns");
        }
      }
    }
  }

  @AfterEach
  void formsAreFree() {
    LoopForm.ADAPTIVE.fix();
  }

  /** The formula in the documentation of {@link Gemm}, bit for bit, with and without vectors. */
  @ParameterizedTest
  @MethodSource("dev.lanewise.kernels.GemmTest#forms")
  void everyElementIsOneChainOfFusedMultiplyAdds(
      boolean isFloat, boolean transposeA, boolean transposeB) {
    for (int k : new int[] {1, 2, 8, 65, 1100}) {
      try (Arena arena = Arena.ofConfined()) {
        GemmProblem problem =
            new GemmProblem(arena, isFloat, transposeA, transposeB, 15, 37, k, -0.3, 0.7, 23);
        LoopForm.SCALAR.fix();
        assertChains(problem, problem.fresh(arena));
        LoopForm.VECTOR.fix();
        assertChains(problem, problem.fresh(arena));
      }
    }
  }

  private static void assertChains(GemmProblem problem, MemorySegment c) {
    problem.multiply(c);
    for (int i = 0; i < problem.m; i++) {
      for (int j = 0; j < problem.n; j++) {
        assertThat(problem.c(c, i, j))
            .as("C[%d, %d] of %s", i, j, problem)
            .isEqualTo(problem.isFloat ? floatChain(problem, i, j) : doubleChain(problem, i, j));
      }
    }
  }

  private static double floatChain(GemmProblem problem, int i, int j) {
    float sum = (float) problem.beta * (float) problem.c(problem.c, i, j);
    for (int p = 0; p < problem.k; p++) {
      sum = Math.fma((float) problem.alpha * (float) problem.a(i, p), (float) problem.b(p, j), sum);
    }
    return sum;
  }

  private static double doubleChain(GemmProblem problem, int i, int j) {
    double sum = problem.beta * problem.c(problem.c, i, j);
    for (int p = 0; p < problem.k; p++) {
      sum = Math.fma(problem.alpha * problem.a(i, p), problem.b(p, j), sum);
    }
    return sum;
  }

  @Test
  void manyThreadsAtOnceGetTheSameBits() throws InterruptedException, ExecutionException {
    try (Arena arena = Arena.ofShared();
        ExecutorService threads = Executors.newVirtualThreadPerTaskExecutor();
        ExecutorService carriers = Executors.newFixedThreadPool(16)) {
      List<Future<?>> running = new ArrayList<>();
      for (int t = 0; t < 100; t++) {
        GemmProblem problem =
            new GemmProblem(
                arena, t % 2 == 0, t % 4 > 1, t % 8 > 3, 5 + t, 90 - t / 2, 40 + t, 1, 1, 100 + t);
        MemorySegment expected = problem.fresh(arena);
        problem.multiply(expected);
        Runnable task =
            () -> {
              for (int repeat = 0; repeat < 20; repeat++) {
                MemorySegment c = problem.fresh(Arena.ofAuto());
                problem.multiply(c);
                problem.assertSameBits(c, expected, "with other threads");
              }
            };
        running.add(threads.submit(task));
        running.add(carriers.submit(task));
      }
      for (Future<?> future : running) {
        future.get();
      }
    }
  }

  @ParameterizedTest
  @MethodSource("dev.lanewise.kernels.GemmTest#forms")
  void aBatchIsItsProducts(boolean isFloat, boolean transposeA, boolean transposeB) {
    for (int[] sizes : new int[][] {{8, 8, 8}, {1, 1, 1}, {4, 4, 4}, {13, 35, 20}, {3, 16, 600}}) {
      int batch = 5;
      int m = sizes[0];
      int n = sizes[1];
      int k = sizes[2];
      try (Arena arena = Arena.ofConfined()) {
        // Matrices of the batch stand one below the other in one tall product.
        GemmProblem a =
            new GemmProblem(arena, isFloat, transposeA, transposeB, m, n, k * batch, 1, 0, 31);
        GemmProblem c = new GemmProblem(arena, isFloat, false, false, m * batch, n, 1, 1, 0, 32);
        long strideA = transposeA ? (long) k * a.lda : k;
        long strideB = transposeB ? k : (long) k * a.ldb;
        long strideC = (long) m * c.ldc;
        MemorySegment actual = c.fresh(arena);
        batched(a, c, actual, batch, k, strideA, strideB, strideC);
        MemorySegment expected = c.fresh(arena);
        for (int i = 0; i < batch; i++) {
          single(a, c, expected, k, i * strideA, i * strideB, i * strideC);
        }
        a.assertSameBits(actual, expected, "batch of " + batch);
      }
    }
  }

  private static void batched(
      GemmProblem ab,
      GemmProblem c,
      MemorySegment target,
      int batch,
      int k,
      long strideA,
      long strideB,
      long strideC) {
    if (ab.isFloat) {
      Gemm.f32Batched(
          ab.transposeA,
          ab.transposeB,
          batch,
          ab.m,
          ab.n,
          k,
          1,
          ab.a,
          ab.aOffset,
          ab.lda,
          strideA,
          ab.b,
          ab.bOffset,
          ab.ldb,
          strideB,
          0,
          target,
          c.cOffset,
          c.ldc,
          strideC);
    } else {
      Gemm.f64Batched(
          ab.transposeA,
          ab.transposeB,
          batch,
          ab.m,
          ab.n,
          k,
          1,
          ab.a,
          ab.aOffset,
          ab.lda,
          strideA,
          ab.b,
          ab.bOffset,
          ab.ldb,
          strideB,
          0,
          target,
          c.cOffset,
          c.ldc,
          strideC);
    }
  }

  private static void single(
      GemmProblem ab, GemmProblem c, MemorySegment target, int k, long a, long b, long to) {
    int bytes = ab.elementBytes;
    if (ab.isFloat) {
      Gemm.f32(
          ab.transposeA,
          ab.transposeB,
          ab.m,
          ab.n,
          k,
          1,
          ab.a,
          ab.aOffset + a * bytes,
          ab.lda,
          ab.b,
          ab.bOffset + b * bytes,
          ab.ldb,
          0,
          target,
          c.cOffset + to * bytes,
          c.ldc);
    } else {
      Gemm.f64(
          ab.transposeA,
          ab.transposeB,
          ab.m,
          ab.n,
          k,
          1,
          ab.a,
          ab.aOffset + a * bytes,
          ab.lda,
          ab.b,
          ab.bOffset + b * bytes,
          ab.ldb,
          0,
          target,
          c.cOffset + to * bytes,
          c.ldc);
    }
  }

  @Test
  void aStrideOfZeroUsesTheSameOperandForTheWholeBatch() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 1, 2, 3, 4);
      MemorySegment b = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 10, 100);
      MemorySegment c = arena.allocate(6 * Double.BYTES, 8);
      Gemm.f64Batched(false, false, 3, 1, 1, 2, 1, a, 0, 2, 1, b, 0, 1, 0, 0, c, 0, 1, 2);
      assertThat(c.toArray(ValueLayout.JAVA_DOUBLE)).containsExactly(210, 0, 320, 0, 430, 0);
    }
  }
}
