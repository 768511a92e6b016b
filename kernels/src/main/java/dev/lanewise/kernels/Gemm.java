package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * Products of dense matrices in row-major order: {@code C = alpha op(A) op(B) + beta C}, where
 * op(X) is X or its transpose.
 *
 * <p>op(A) is {@code m x k}, op(B) is {@code k x n} and C is {@code m x n}. The leading dimension
 * of a matrix is the number of elements between two rows as they are stored, so it is at least the
 * number of stored columns. As in BLAS, {@code beta = 0} overwrites C without reading it, and
 * {@code alpha = 0} or {@code k = 0} leaves {@code beta C} without reading A or B. NaN and
 * infinities in A and B go where IEEE 754 sends them.
 *
 * <p><b>Reproducible.</b> An element of C starts from {@code beta c} (from zero if {@code beta =
 * 0}) and takes one chain of fused multiply-adds in ascending k, {@code c = fma(alpha a[k], b[k],
 * c)}, where {@code beta c} and {@code alpha a[k]} are rounded. So the bits of an element depend on
 * the values in its row of op(A) and its column of op(B) alone: not on m, n, leading dimensions,
 * transposes, lane count, threads, nor on whether C is computed by one call or by many, in bands or
 * in tiles. (A NaN is a NaN everywhere, but its payload is not promised.) The error of an element
 * is at most about {@code k u (|alpha| |A| |B| + |beta| |C|)} with {@code u} = 2^-24 in F32 and
 * 2^-53 in F64.
 *
 * <p><b>Speed.</b> B is read in place or packed, by size; op(A) is packed, all at once or block by
 * block. Where A is transposed and C has few columns, with {@code alpha = 1} and {@code beta = 0},
 * A is read in place instead and blocks of C are computed transposed. Products no wider than a
 * vector with {@code beta = 0} are computed without packing if B has room for a full vector behind
 * its last row, so pad buffers to 64 bytes.
 *
 * <p><b>Start.</b> The first products are computed without vectors, while a daemon thread has C2
 * compile the micro-kernels that they asked for; this changes nothing but the speed.
 *
 * <p><b>Threads.</b> A call runs on the thread that makes it. Any number of threads may multiply at
 * once; workspaces come from a pool and a steady load allocates nothing. To split a product, give
 * each thread a band of rows of C. Every band packs B for itself unless it reads it in place, so
 * let bands have a few hundred rows, best a multiple of 12.
 */
public final class Gemm {
  private static final GemmPool FLOATS = new GemmPool(GemmFloats.INSTANCE);
  private static final GemmPool DOUBLES = new GemmPool(GemmDoubles.INSTANCE);

  private Gemm() {}

  /**
   * {@code C = alpha op(A) op(B) + beta C} in F32.
   *
   * @param transposeA whether op(A) is the transpose of the stored A
   * @param transposeB whether op(B) is the transpose of the stored B
   * @param m rows of op(A) and of C
   * @param n columns of op(B) and of C
   * @param k columns of op(A) and rows of op(B)
   * @param alpha factor of the product; if it is zero, A and B are not read
   * @param a native segment that holds A, {@code m x k}, or {@code k x m} if transposed
   * @param aOffset byte offset of A in its segment
   * @param lda elements between two stored rows of A
   * @param b native segment that holds B, {@code k x n}, or {@code n x k} if transposed
   * @param bOffset byte offset of B in its segment
   * @param ldb elements between two stored rows of B
   * @param beta factor of the old C; if it is zero, C is not read
   * @param c writable native segment that holds C, {@code m x n}, apart from A and B
   * @param cOffset byte offset of C in its segment
   * @param ldc elements between two rows of C
   * @throws IllegalArgumentException if a size is negative, a leading dimension is shorter than a
   *     row, a segment is on the heap, or {@code c} is read-only
   * @throws IndexOutOfBoundsException if a matrix reaches outside its segment
   */
  public static void f32(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb,
      float beta,
      MemorySegment c,
      long cOffset,
      int ldc) {
    f32Batched(
        transposeA,
        transposeB,
        1,
        m,
        n,
        k,
        alpha,
        a,
        aOffset,
        lda,
        0,
        b,
        bOffset,
        ldb,
        0,
        beta,
        c,
        cOffset,
        ldc,
        0);
  }

  /**
   * {@code C[i] = alpha op(A[i]) op(B[i]) + beta C[i]} in F32 for {@code i} from 0 to {@code batch
   * - 1}, with matrices at constant distances.
   *
   * @param transposeA whether op(A) is the transpose of the stored A
   * @param transposeB whether op(B) is the transpose of the stored B
   * @param batch number of products
   * @param m rows of op(A) and of C
   * @param n columns of op(B) and of C
   * @param k columns of op(A) and rows of op(B)
   * @param alpha factor of the products; if it is zero, A and B are not read
   * @param a native segment that holds every A
   * @param aOffset byte offset of the first A in its segment
   * @param lda elements between two stored rows of an A
   * @param strideA elements between two A; 0 uses the same A throughout
   * @param b native segment that holds every B
   * @param bOffset byte offset of the first B in its segment
   * @param ldb elements between two stored rows of a B
   * @param strideB elements between two B; 0 uses the same B throughout
   * @param beta factor of the old C; if it is zero, C is not read
   * @param c writable native segment that holds every C, apart from A, B and each other
   * @param cOffset byte offset of the first C in its segment
   * @param ldc elements between two rows of a C
   * @param strideC elements between two C, not 0 if there is more than one
   * @throws IllegalArgumentException if a size or stride is negative, a leading dimension is
   *     shorter than a row, every C is the same, a segment is on the heap, or {@code c} is
   *     read-only
   * @throws IndexOutOfBoundsException if a matrix reaches outside its segment
   */
  public static void f32Batched(
      boolean transposeA,
      boolean transposeB,
      int batch,
      int m,
      int n,
      int k,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      long strideA,
      MemorySegment b,
      long bOffset,
      int ldb,
      long strideB,
      float beta,
      MemorySegment c,
      long cOffset,
      int ldc,
      long strideC) {
    GemmChecks.sizes(batch, m, n, k);
    GemmChecks.matrix(
        'A', a, aOffset, transposeA ? k : m, transposeA ? m : k, lda, batch, strideA, 4);
    GemmChecks.matrix(
        'B', b, bOffset, transposeB ? n : k, transposeB ? k : n, ldb, batch, strideB, 4);
    GemmChecks.matrix('C', c, cOffset, m, n, ldc, batch, strideC, 4);
    GemmChecks.destination(c, batch, strideC);
    if (batch == 0 || m == 0 || n == 0) {
      return;
    }
    long bEnd = bOffset + ((batch - 1) * strideB + (k - 1L) * ldb + n) * 4;
    GemmBlocked product = FLOATS.take();
    try {
      if (alpha != 0 && GemmTinyFloats.fits(transposeB, m, n, k, beta, b, bEnd)) {
        long aRow = (transposeA ? 1 : lda) * 4L;
        long aStep = (transposeA ? lda : 1) * 4L;
        for (int i = 0; i < batch; i++) {
          GemmTinyFloats.multiply(
              m,
              n,
              k,
              alpha,
              a,
              aOffset + i * strideA * 4,
              aRow,
              aStep,
              b,
              bOffset + i * strideB * 4,
              ldb * 4L,
              c,
              cOffset + i * strideC * 4,
              ldc * 4L,
              product.block());
        }
        return;
      }
      product.form(transposeA, transposeB, alpha, beta);
      product.operands(a, lda, b, ldb, c, ldc);
      for (int i = 0; i < batch; i++) {
        product.multiply(
            m,
            n,
            k,
            aOffset + i * strideA * 4,
            bOffset + i * strideB * 4,
            cOffset + i * strideC * 4);
      }
    } finally {
      product.forget();
      FLOATS.giveBack(product);
    }
  }

  /**
   * {@code C = alpha op(A) op(B) + beta C} in F64.
   *
   * @param transposeA whether op(A) is the transpose of the stored A
   * @param transposeB whether op(B) is the transpose of the stored B
   * @param m rows of op(A) and of C
   * @param n columns of op(B) and of C
   * @param k columns of op(A) and rows of op(B)
   * @param alpha factor of the product; if it is zero, A and B are not read
   * @param a native segment that holds A, {@code m x k}, or {@code k x m} if transposed
   * @param aOffset byte offset of A in its segment
   * @param lda elements between two stored rows of A
   * @param b native segment that holds B, {@code k x n}, or {@code n x k} if transposed
   * @param bOffset byte offset of B in its segment
   * @param ldb elements between two stored rows of B
   * @param beta factor of the old C; if it is zero, C is not read
   * @param c writable native segment that holds C, {@code m x n}, apart from A and B
   * @param cOffset byte offset of C in its segment
   * @param ldc elements between two rows of C
   * @throws IllegalArgumentException if a size is negative, a leading dimension is shorter than a
   *     row, a segment is on the heap, or {@code c} is read-only
   * @throws IndexOutOfBoundsException if a matrix reaches outside its segment
   */
  public static void f64(
      boolean transposeA,
      boolean transposeB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb,
      double beta,
      MemorySegment c,
      long cOffset,
      int ldc) {
    f64Batched(
        transposeA,
        transposeB,
        1,
        m,
        n,
        k,
        alpha,
        a,
        aOffset,
        lda,
        0,
        b,
        bOffset,
        ldb,
        0,
        beta,
        c,
        cOffset,
        ldc,
        0);
  }

  /**
   * {@code C[i] = alpha op(A[i]) op(B[i]) + beta C[i]} in F64 for {@code i} from 0 to {@code batch
   * - 1}, with matrices at constant distances.
   *
   * @param transposeA whether op(A) is the transpose of the stored A
   * @param transposeB whether op(B) is the transpose of the stored B
   * @param batch number of products
   * @param m rows of op(A) and of C
   * @param n columns of op(B) and of C
   * @param k columns of op(A) and rows of op(B)
   * @param alpha factor of the products; if it is zero, A and B are not read
   * @param a native segment that holds every A
   * @param aOffset byte offset of the first A in its segment
   * @param lda elements between two stored rows of an A
   * @param strideA elements between two A; 0 uses the same A throughout
   * @param b native segment that holds every B
   * @param bOffset byte offset of the first B in its segment
   * @param ldb elements between two stored rows of a B
   * @param strideB elements between two B; 0 uses the same B throughout
   * @param beta factor of the old C; if it is zero, C is not read
   * @param c writable native segment that holds every C, apart from A, B and each other
   * @param cOffset byte offset of the first C in its segment
   * @param ldc elements between two rows of a C
   * @param strideC elements between two C, not 0 if there is more than one
   * @throws IllegalArgumentException if a size or stride is negative, a leading dimension is
   *     shorter than a row, every C is the same, a segment is on the heap, or {@code c} is
   *     read-only
   * @throws IndexOutOfBoundsException if a matrix reaches outside its segment
   */
  public static void f64Batched(
      boolean transposeA,
      boolean transposeB,
      int batch,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      long strideA,
      MemorySegment b,
      long bOffset,
      int ldb,
      long strideB,
      double beta,
      MemorySegment c,
      long cOffset,
      int ldc,
      long strideC) {
    GemmChecks.sizes(batch, m, n, k);
    GemmChecks.matrix(
        'A', a, aOffset, transposeA ? k : m, transposeA ? m : k, lda, batch, strideA, 8);
    GemmChecks.matrix(
        'B', b, bOffset, transposeB ? n : k, transposeB ? k : n, ldb, batch, strideB, 8);
    GemmChecks.matrix('C', c, cOffset, m, n, ldc, batch, strideC, 8);
    GemmChecks.destination(c, batch, strideC);
    if (batch == 0 || m == 0 || n == 0) {
      return;
    }
    long bEnd = bOffset + ((batch - 1) * strideB + (k - 1L) * ldb + n) * 8;
    GemmBlocked product = DOUBLES.take();
    try {
      if (alpha != 0 && GemmTinyDoubles.fits(transposeB, m, n, k, beta, b, bEnd)) {
        long aRow = (transposeA ? 1 : lda) * 8L;
        long aStep = (transposeA ? lda : 1) * 8L;
        for (int i = 0; i < batch; i++) {
          GemmTinyDoubles.multiply(
              m,
              n,
              k,
              alpha,
              a,
              aOffset + i * strideA * 8,
              aRow,
              aStep,
              b,
              bOffset + i * strideB * 8,
              ldb * 8L,
              c,
              cOffset + i * strideC * 8,
              ldc * 8L,
              product.block());
        }
        return;
      }
      product.form(transposeA, transposeB, alpha, beta);
      product.operands(a, lda, b, ldb, c, ldc);
      for (int i = 0; i < batch; i++) {
        product.multiply(
            m,
            n,
            k,
            aOffset + i * strideA * 8,
            bOffset + i * strideB * 8,
            cOffset + i * strideC * 8);
      }
    } finally {
      product.forget();
      DOUBLES.giveBack(product);
    }
  }
}
