package dev.lanewise.ffi;

import static dev.lanewise.ffi.Operand.F32;
import static dev.lanewise.ffi.Operand.F64;

import dev.lanewise.ffi.openblas.OpenBlas;
import java.lang.foreign.MemorySegment;

/**
 * What OpenBLAS adds to BLAS: a batch of products, and a copy that scales and transposes. The
 * conventions and the exceptions are those of {@link Blas}.
 *
 * <p>A batch is a loop of {@code cblas_?gemm} here. The batched routine of OpenBLAS 0.3.31 takes an
 * offset in its table of small kernels for an address and kills the JVM (OpenBLAS pull request
 * 5980), and its builds for Windows do not have it.
 */
public final class BlasExtensions {
  private static final int ROW_MAJOR = 101;

  private BlasExtensions() {}

  /**
   * {@code count} products {@code C = alpha op(A) op(B) + beta C}, each as {@link Blas#sgemm}.
   * Strides are in elements from the start of one matrix to that of the next; zero for A or B uses
   * the same matrix every time.
   *
   * @param stridec at least the elements that one C spans: they must not overlap
   */
  public static void sgemmBatchStrided(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      int stridea,
      MemorySegment b,
      long bOffset,
      int ldb,
      int strideb,
      float beta,
      MemorySegment c,
      long cOffset,
      int ldc,
      int stridec,
      int count) {
    String routine = "sgemmBatchStrided";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "k", k);
    Operand.extent(routine, "count", count);
    int aRows = transA.rows(m, k);
    int aColumns = transA.columns(m, k);
    int bRows = transB.rows(k, n);
    int bColumns = transB.columns(k, n);
    MemorySegment checkedA =
        Operand.batch(routine, "a", a, aOffset, aRows, aColumns, lda, stridea, count, F32);
    MemorySegment checkedB =
        Operand.batch(routine, "b", b, bOffset, bRows, bColumns, ldb, strideb, count, F32);
    MemorySegment checkedC =
        Operand.writableBatch(routine, "c", c, cOffset, m, n, ldc, stridec, count, F32);
    for (int i = 0; i < count; i++) {
      OpenBlas.cblas_sgemm(
          ROW_MAJOR,
          transA.code(),
          transB.code(),
          m,
          n,
          k,
          alpha,
          Operand.item(checkedA, i, stridea, F32),
          lda,
          Operand.item(checkedB, i, strideb, F32),
          ldb,
          beta,
          Operand.item(checkedC, i, stridec, F32),
          ldc);
    }
  }

  /** As {@link #sgemmBatchStrided}, in double precision. */
  public static void dgemmBatchStrided(
      Transpose transA,
      Transpose transB,
      int m,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      int stridea,
      MemorySegment b,
      long bOffset,
      int ldb,
      int strideb,
      double beta,
      MemorySegment c,
      long cOffset,
      int ldc,
      int stridec,
      int count) {
    String routine = "dgemmBatchStrided";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "k", k);
    Operand.extent(routine, "count", count);
    int aRows = transA.rows(m, k);
    int aColumns = transA.columns(m, k);
    int bRows = transB.rows(k, n);
    int bColumns = transB.columns(k, n);
    MemorySegment checkedA =
        Operand.batch(routine, "a", a, aOffset, aRows, aColumns, lda, stridea, count, F64);
    MemorySegment checkedB =
        Operand.batch(routine, "b", b, bOffset, bRows, bColumns, ldb, strideb, count, F64);
    MemorySegment checkedC =
        Operand.writableBatch(routine, "c", c, cOffset, m, n, ldc, stridec, count, F64);
    for (int i = 0; i < count; i++) {
      OpenBlas.cblas_dgemm(
          ROW_MAJOR,
          transA.code(),
          transB.code(),
          m,
          n,
          k,
          alpha,
          Operand.item(checkedA, i, stridea, F64),
          lda,
          Operand.item(checkedB, i, strideb, F64),
          ldb,
          beta,
          Operand.item(checkedC, i, stridec, F64),
          ldc);
    }
  }

  /**
   * {@code B = alpha op(A)}, out of place.
   *
   * @param transA {@code op(A)} is A or its transpose
   * @param rows rows of A as it lies in memory
   * @param columns columns of A as it lies in memory
   */
  public static void somatcopy(
      Transpose transA,
      int rows,
      int columns,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "somatcopy";
    NativeLibrary.require(routine);
    Operand.extent(routine, "rows", rows);
    Operand.extent(routine, "columns", columns);
    int bRows = transA.rows(rows, columns);
    int bColumns = transA.columns(rows, columns);
    MemorySegment checkedA = Operand.matrix(routine, "a", a, aOffset, rows, columns, lda, F32);
    MemorySegment checkedB =
        Operand.writableMatrix(routine, "b", b, bOffset, bRows, bColumns, ldb, F32);
    if (rows == 0 || columns == 0) {
      // OpenBLAS calls an empty matrix an illegal argument here.
      return;
    }
    OpenBlas.cblas_somatcopy(
        ROW_MAJOR, transA.code(), rows, columns, alpha, checkedA, lda, checkedB, ldb);
  }

  /** As {@link #somatcopy}, in double precision. */
  public static void domatcopy(
      Transpose transA,
      int rows,
      int columns,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "domatcopy";
    NativeLibrary.require(routine);
    Operand.extent(routine, "rows", rows);
    Operand.extent(routine, "columns", columns);
    int bRows = transA.rows(rows, columns);
    int bColumns = transA.columns(rows, columns);
    MemorySegment checkedA = Operand.matrix(routine, "a", a, aOffset, rows, columns, lda, F64);
    MemorySegment checkedB =
        Operand.writableMatrix(routine, "b", b, bOffset, bRows, bColumns, ldb, F64);
    if (rows == 0 || columns == 0) {
      // OpenBLAS calls an empty matrix an illegal argument here.
      return;
    }
    OpenBlas.cblas_domatcopy(
        ROW_MAJOR, transA.code(), rows, columns, alpha, checkedA, lda, checkedB, ldb);
  }
}
