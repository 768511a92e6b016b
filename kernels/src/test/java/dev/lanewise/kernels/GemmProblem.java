package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * A random product with its operands, for the tests of {@link Gemm}. Matrices have rows longer than
 * they need and stand apart from the start of their segment, so that a kernel which reads or writes
 * between rows is found out: the gaps hold NaN, and those of C must keep it.
 */
final class GemmProblem {
  final boolean isFloat;
  final boolean transposeA;
  final boolean transposeB;
  final int m;
  final int n;
  final int k;
  final double alpha;
  final double beta;
  final long seed;
  final int elementBytes;
  final int lda;
  final int ldb;
  final int ldc;
  final long aOffset;
  final long bOffset;
  final long cOffset;
  final MemorySegment a;
  final MemorySegment b;

  /** C before the product; {@link #fresh} makes copies of it. */
  final MemorySegment c;

  GemmProblem(
      Arena arena,
      boolean isFloat,
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      double beta,
      long seed) {
    this.isFloat = isFloat;
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.m = m;
    this.n = n;
    this.k = k;
    this.alpha = alpha;
    this.beta = beta;
    this.seed = seed;
    elementBytes = isFloat ? Float.BYTES : Double.BYTES;
    SplittableRandom random = new SplittableRandom(seed);
    lda = (transposeA ? m : k) + random.nextInt(4);
    ldb = (transposeB ? k : n) + random.nextInt(4);
    ldc = n + random.nextInt(4);
    aOffset = random.nextInt(5) * (long) elementBytes;
    bOffset = random.nextInt(5) * (long) elementBytes;
    cOffset = random.nextInt(5) * (long) elementBytes;
    a = matrix(arena, random, aOffset, transposeA ? k : m, transposeA ? m : k, lda);
    b = matrix(arena, random, bOffset, transposeB ? n : k, transposeB ? k : n, ldb);
    c = matrix(arena, random, cOffset, m, n, ldc);
  }

  /** A segment that ends with the last element of the matrix. */
  private MemorySegment matrix(
      Arena arena, SplittableRandom random, long offset, int rows, int columns, int leading) {
    long elements = rows == 0 || columns == 0 ? 0 : (rows - 1L) * leading + columns;
    MemorySegment segment = arena.allocate(offset + elements * elementBytes, elementBytes);
    for (long i = 0; i < segment.byteSize() / elementBytes; i++) {
      set(segment, i * elementBytes, Double.NaN);
    }
    for (int i = 0; i < rows; i++) {
      for (int j = 0; j < columns; j++) {
        set(segment, offset + at(i, j, leading), random.nextDouble(-1, 1));
      }
    }
    return segment;
  }

  long at(int row, int column, int leading) {
    return (row * (long) leading + column) * elementBytes;
  }

  double get(MemorySegment segment, long at) {
    return isFloat
        ? segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at)
        : segment.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
  }

  void set(MemorySegment segment, long at, double value) {
    if (isFloat) {
      segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) value);
    } else {
      segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, value);
    }
  }

  double a(int i, int p) {
    return get(a, aOffset + (transposeA ? at(p, i, lda) : at(i, p, lda)));
  }

  double b(int p, int j) {
    return get(b, bOffset + (transposeB ? at(j, p, ldb) : at(p, j, ldb)));
  }

  double c(MemorySegment segment, int i, int j) {
    return get(segment, cOffset + at(i, j, ldc));
  }

  MemorySegment fresh(Arena arena) {
    return arena.allocate(c.byteSize(), elementBytes).copyFrom(c);
  }

  /** Computes the whole product into {@code target}. */
  void multiply(MemorySegment target) {
    multiply(target, 0, m, 0, n);
  }

  /** Computes a tile of the product into its place in {@code target}. */
  void multiply(MemorySegment target, int row, int rows, int column, int columns) {
    long aAt = aOffset + (transposeA ? at(0, row, lda) : at(row, 0, lda));
    long bAt = bOffset + (transposeB ? at(column, 0, ldb) : at(0, column, ldb));
    long cAt = cOffset + at(row, column, ldc);
    if (isFloat) {
      Gemm.f32(
          transposeA,
          transposeB,
          rows,
          columns,
          k,
          (float) alpha,
          a,
          aAt,
          lda,
          b,
          bAt,
          ldb,
          (float) beta,
          target,
          cAt,
          ldc);
    } else {
      Gemm.f64(
          transposeA,
          transposeB,
          rows,
          columns,
          k,
          alpha,
          a,
          aAt,
          lda,
          b,
          bAt,
          ldb,
          beta,
          target,
          cAt,
          ldc);
    }
  }

  /** Compares with a naive product in double: within the rounding of one chain over k. */
  void assertProduct(MemorySegment actual) {
    double epsilon = isFloat ? 0x1p-24 : 0x1p-53;
    for (int i = 0; i < m; i++) {
      for (int j = 0; j < n; j++) {
        double sum = 0;
        double size = 0;
        for (int p = 0; p < k; p++) {
          sum += a(i, p) * b(p, j);
          size += Math.abs(a(i, p) * b(p, j));
        }
        double old = beta == 0 ? 0 : beta * c(c, i, j);
        double expected = alpha * sum + old;
        double bound = 2 * (k + 3) * epsilon * (Math.abs(alpha) * size + Math.abs(old));
        double error = Math.abs(c(actual, i, j) - expected);
        if (!(error <= bound)) {
          assertThat(c(actual, i, j))
              .as("C[%d, %d] of %s, error %g over the bound %g", i, j, this, error, bound)
              .isEqualTo(expected);
        }
      }
    }
    assertGapsKept(actual);
  }

  /** Nothing before C, or between its rows, has been written. */
  private void assertGapsKept(MemorySegment actual) {
    if (m == 0 || n == 0) {
      assertThat(actual.mismatch(c)).as("%s", this).isEqualTo(-1);
      return;
    }
    for (long at = 0; at < cOffset; at += elementBytes) {
      assertThat(get(actual, at)).as("before C of %s", this).isNaN();
    }
    for (int i = 0; i + 1 < m; i++) {
      for (int j = n; j < ldc; j++) {
        assertThat(c(actual, i, j)).as("after row %d of C of %s", i, this).isNaN();
      }
    }
  }

  void assertSameBits(MemorySegment actual, MemorySegment expected, String how) {
    assertThat(actual.mismatch(expected)).as("%s: %s", how, this).isEqualTo(-1);
  }

  @Override
  public String toString() {
    return "%s%s%s %dx%dx%d, alpha %s, beta %s, seed %d"
        .formatted(
            isFloat ? "F32" : "F64",
            transposeA ? " A'" : "",
            transposeB ? " B'" : "",
            m,
            n,
            k,
            alpha,
            beta,
            seed);
  }
}
