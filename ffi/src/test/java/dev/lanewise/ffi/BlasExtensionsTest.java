package dev.lanewise.ffi;

import static dev.lanewise.ffi.Reference.multiplyAdd;
import static dev.lanewise.ffi.Reference.op;
import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.EnumSource;
import org.junit.jupiter.params.provider.MethodSource;

class BlasExtensionsTest {
  static Stream<Arguments> batches() {
    int[][] extents = {
      {2, 3, 4, 0},
      {0, 3, 4, 3},
      {2, 0, 4, 3},
      {2, 3, 0, 3},
      {1, 1, 1, 1},
      {2, 3, 4, 5},
      {8, 8, 8, 100},
      {17, 33, 65, 3}
    };
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(extents).map(e -> Arguments.of(p, e[0], e[1], e[2], e[3])));
  }

  static Stream<Arguments> rectangles() {
    int[][] extents = {{0, 0}, {0, 3}, {3, 0}, {1, 1}, {2, 3}, {17, 33}, {130, 64}};
    return Stream.of(Precision.values())
        .flatMap(p -> Stream.of(extents).map(e -> Arguments.of(p, e[0], e[1])));
  }

  /** Each operand is one tall matrix: its items are blocks of rows, one row of NaN between them. */
  @ParameterizedTest
  @MethodSource("batches")
  void gemmBatchStrided(Precision precision, int m, int n, int k, int count) {
    SplittableRandom random = new SplittableRandom(31);
    for (Transpose transA : Transpose.values()) {
      for (Transpose transB : Transpose.values()) {
        for (double beta : new double[] {0, -0.5}) {
          try (Arena arena = Arena.ofConfined()) {
            Batch a = new Batch(arena, precision, transA.rows(m, k), transA.columns(m, k), count);
            Batch b = new Batch(arena, precision, transB.rows(k, n), transB.columns(k, n), count);
            Batch c = new Batch(arena, precision, m, n, count);
            a.fill(random);
            b.fill(random);
            if (beta != 0) {
              c.fill(random);
            }
            double[][][] expected = new double[count][][];
            for (int i = 0; i < count; i++) {
              expected[i] =
                  multiplyAdd(
                      1.5,
                      op(transA, a.item(i), m, k),
                      op(transB, b.item(i), k, n),
                      beta,
                      c.item(i),
                      k);
            }
            call(precision, transA, transB, m, n, k, a, b, beta, c);
            c.assertIs(expected, 4 + 2 * k, transA + " " + transB + " beta " + beta);
          }
        }
      }
    }
  }

  /**
   * Tells when to see whether cblas_?gemm_batch_strided can be called: OpenBLAS 5980 is in then.
   */
  @Test
  void theBatchIsALoopBecauseOfAFaultInThisVersion() {
    assertThat(NativeLibrary.configuration().orElseThrow()).startsWith("OpenBLAS 0.3.31 ");
  }

  @ParameterizedTest
  @EnumSource(Precision.class)
  void aStrideOfZeroUsesTheSameMatrix(Precision precision) {
    SplittableRandom random = new SplittableRandom(32);
    try (Arena arena = Arena.ofConfined()) {
      Batch a = new Batch(arena, precision, 3, 4, 1);
      Batch b = new Batch(arena, precision, 4, 5, 6);
      Batch c = new Batch(arena, precision, 3, 5, 6);
      a.fill(random);
      b.fill(random);
      double[][][] expected = new double[6][][];
      for (int i = 0; i < 6; i++) {
        expected[i] = multiplyAdd(1.5, a.item(0), b.item(i), 0, c.item(i), 4);
      }
      a.stride = 0;
      call(precision, Transpose.NO, Transpose.NO, 3, 5, 4, a, b, 0, c);
      c.assertIs(expected, 16, "A shared");
    }
  }

  @ParameterizedTest
  @MethodSource("rectangles")
  void omatcopyScalesAndTransposes(Precision precision, int rows, int columns) {
    SplittableRandom random = new SplittableRandom(33);
    for (Transpose trans : Transpose.values()) {
      for (double alpha : new double[] {0, 1, -1.5}) {
        try (Arena arena = Arena.ofConfined()) {
          TestMatrix a = TestMatrix.random(arena, precision, rows, columns, 2, random);
          int bRows = trans.rows(rows, columns);
          int bColumns = trans.columns(rows, columns);
          TestMatrix b = new TestMatrix(arena, precision, bRows, bColumns, 1);
          double[][] expected = op(trans, a.values(), bRows, bColumns);
          for (double[] row : expected) {
            for (int j = 0; j < row.length; j++) {
              row[j] *= alpha;
            }
          }
          if (precision == Precision.SINGLE) {
            BlasExtensions.somatcopy(
                trans,
                rows,
                columns,
                (float) alpha,
                a.segment,
                a.offset,
                a.ld,
                b.segment,
                b.offset,
                b.ld);
          } else {
            BlasExtensions.domatcopy(
                trans, rows, columns, alpha, a.segment, a.offset, a.ld, b.segment, b.offset, b.ld);
          }
          b.assertIs(expected, 1, trans + " alpha " + alpha);
        }
      }
    }
  }

  private static void call(
      Precision precision,
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      Batch a,
      Batch b,
      double beta,
      Batch c) {
    if (precision == Precision.SINGLE) {
      BlasExtensions.sgemmBatchStrided(
          transA,
          transB,
          m,
          n,
          k,
          1.5f,
          a.segment,
          a.offset,
          a.ld,
          a.stride,
          b.segment,
          b.offset,
          b.ld,
          b.stride,
          (float) beta,
          c.segment,
          c.offset,
          c.ld,
          c.stride,
          c.count);
    } else {
      BlasExtensions.dgemmBatchStrided(
          transA, transB, m, n, k, 1.5, a.segment, a.offset, a.ld, a.stride, b.segment, b.offset,
          b.ld, b.stride, beta, c.segment, c.offset, c.ld, c.stride, c.count);
    }
  }

  /** Equal matrices at equal distances, with NaN between rows and between matrices. */
  private static final class Batch {
    private final Precision precision;
    private final int rows;
    private final int columns;
    private final int ld;
    private final int count;
    private final MemorySegment segment;
    private final long offset;
    private int stride;

    Batch(Arena arena, Precision precision, int rows, int columns, int count) {
      this.precision = precision;
      this.rows = rows;
      this.columns = columns;
      this.count = count;
      this.ld = Math.max(1, columns + 2);
      this.stride = (rows + 1) * ld;
      this.offset = 3L * precision.bytes;
      long one = rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
      long all = one == 0 || count == 0 ? 0 : (count - 1L) * stride + one;
      this.segment = arena.allocate(offset + all * precision.bytes, 64);
      for (long i = 0; i < segment.byteSize() / precision.bytes; i++) {
        precision.set(segment, 0, i, Double.NaN);
      }
    }

    void fill(SplittableRandom random) {
      for (int item = 0; item < count; item++) {
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            precision.set(segment, offset, at(item, i, j), random.nextDouble(-1, 1));
          }
        }
      }
    }

    double[][] item(int item) {
      double[][] values = new double[rows][columns];
      for (int i = 0; i < rows; i++) {
        for (int j = 0; j < columns; j++) {
          values[i][j] = precision.get(segment, offset, at(item, i, j));
        }
      }
      return values;
    }

    void assertIs(double[][][] expected, double epsilons, String what) {
      for (int item = 0; item < count; item++) {
        for (int i = 0; i < rows; i++) {
          for (int j = 0; j < columns; j++) {
            double difference =
                Math.abs(precision.get(segment, offset, at(item, i, j)) - expected[item][i][j]);
            assertThat(difference)
                .as("%s, item %d, element %d, %d", what, item, i, j)
                .isLessThanOrEqualTo(epsilons * precision.epsilon);
          }
        }
      }
      long head = offset / precision.bytes;
      for (long at = 0; at < segment.byteSize() / precision.bytes; at++) {
        long inItem = at < head ? -1 : (at - head) % stride;
        if (inItem < 0 || inItem >= (long) rows * ld || inItem % ld >= columns) {
          assertThat(precision.get(segment, 0, at)).as("%s, outside, element %d", what, at).isNaN();
        }
      }
    }

    private long at(int item, int i, int j) {
      return (long) item * stride + (long) i * ld + j;
    }
  }
}
