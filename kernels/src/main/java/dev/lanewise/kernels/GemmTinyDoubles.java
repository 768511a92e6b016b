package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Products in F64 that are no wider than a vector and so small that taking a workspace and packing
 * would cost more than they do: 8 x 8 x 8 takes about 50 ns here and 115 packed. {@link
 * GemmTinyFloats} is the same in F32.
 */
final class GemmTinyDoubles {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final ValueLayout.OfDouble ELEMENT = ValueLayout.JAVA_DOUBLE_UNALIGNED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private static final long VECTOR = SPECIES.vectorByteSize();

  /** Most elements of op(A). */
  private static final int MOST = 1024;

  private GemmTinyDoubles() {}

  /**
   * Whether a product is computed here: B is not transposed, C is overwritten, and full vectors may
   * be read from every row of B, up to {@code bEnd}, without leaving its segment.
   */
  static boolean fits(
      boolean transposeB, int m, int n, int k, double beta, MemorySegment b, long bEnd) {
    return !transposeB
        && n <= SPECIES.length()
        && beta == 0
        && (long) m * k <= MOST
        && bEnd + (SPECIES.length() - n) * (long) Double.BYTES <= b.byteSize();
  }

  /**
   * Computes one product; B is not transposed.
   *
   * @param aRow bytes between two rows of op(A)
   * @param aStep bytes between two columns of op(A)
   * @param bRow bytes between two rows of B, likewise {@code cRow}
   * @param block scratch for four vectors, if C is narrower than one; its ragged rows go there
   *     first, because masked stores may box
   */
  static void multiply(
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      long aAt,
      long aRow,
      long aStep,
      MemorySegment b,
      long bAt,
      long bRow,
      MemorySegment c,
      long cAt,
      long cRow,
      MemorySegment block) {
    int row = 0;
    if (n == SPECIES.length()) {
      for (; row + 4 <= m; row += 4) {
        fourRows(
            k, alpha, a, aAt + row * aRow, aRow, aStep, b, bAt, bRow, c, cAt + row * cRow, cRow);
      }
      for (; row < m; row++) {
        oneRow(k, alpha, a, aAt + row * aRow, aStep, b, bAt, bRow, c, cAt + row * cRow);
      }
      return;
    }
    int bytes = n * Double.BYTES;
    for (; row + 4 <= m; row += 4) {
      fourRows(k, alpha, a, aAt + row * aRow, aRow, aStep, b, bAt, bRow, block, 0, VECTOR);
      GemmEdges.copyRows(block, 0, VECTOR, 4, bytes, c, cAt + row * cRow, cRow);
    }
    for (; row < m; row++) {
      oneRow(k, alpha, a, aAt + row * aRow, aStep, b, bAt, bRow, block, 0);
      GemmEdges.copyRows(block, 0, VECTOR, 1, bytes, c, cAt + row * cRow, cRow);
    }
  }

  private static void fourRows(
      int k,
      double alpha,
      MemorySegment a,
      long aAt,
      long aRow,
      long aStep,
      MemorySegment b,
      long bAt,
      long bRow,
      MemorySegment c,
      long cAt,
      long cRow) {
    DoubleVector c0 = DoubleVector.zero(SPECIES);
    DoubleVector c1 = c0;
    DoubleVector c2 = c0;
    DoubleVector c3 = c0;
    for (int p = 0; p < k; p++) {
      DoubleVector v = DoubleVector.fromMemorySegment(SPECIES, b, bAt, ORDER);
      c0 = v.fma(DoubleVector.broadcast(SPECIES, alpha * a.get(ELEMENT, aAt)), c0);
      c1 = v.fma(DoubleVector.broadcast(SPECIES, alpha * a.get(ELEMENT, aAt + aRow)), c1);
      c2 = v.fma(DoubleVector.broadcast(SPECIES, alpha * a.get(ELEMENT, aAt + 2 * aRow)), c2);
      c3 = v.fma(DoubleVector.broadcast(SPECIES, alpha * a.get(ELEMENT, aAt + 3 * aRow)), c3);
      aAt += aStep;
      bAt += bRow;
    }
    c0.intoMemorySegment(c, cAt, ORDER);
    c1.intoMemorySegment(c, cAt + cRow, ORDER);
    c2.intoMemorySegment(c, cAt + 2 * cRow, ORDER);
    c3.intoMemorySegment(c, cAt + 3 * cRow, ORDER);
  }

  private static void oneRow(
      int k,
      double alpha,
      MemorySegment a,
      long aAt,
      long aStep,
      MemorySegment b,
      long bAt,
      long bRow,
      MemorySegment c,
      long cAt) {
    DoubleVector sum = DoubleVector.zero(SPECIES);
    for (int p = 0; p < k; p++) {
      DoubleVector v = DoubleVector.fromMemorySegment(SPECIES, b, bAt, ORDER);
      sum = v.fma(DoubleVector.broadcast(SPECIES, alpha * a.get(ELEMENT, aAt)), sum);
      aAt += aStep;
      bAt += bRow;
    }
    sum.intoMemorySegment(c, cAt, ORDER);
  }
}
