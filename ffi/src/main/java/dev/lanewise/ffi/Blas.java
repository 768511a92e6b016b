package dev.lanewise.ffi;

import static dev.lanewise.ffi.Operand.F32;
import static dev.lanewise.ffi.Operand.F64;

import dev.lanewise.ffi.openblas.OpenBlas;
import java.lang.foreign.MemorySegment;

/**
 * Matrix products and triangular solves: level 3 of BLAS. {@link Blas1} and {@link Blas2} have the
 * other levels, {@link BlasExtensions} what OpenBLAS adds to them.
 *
 * <p>Conventions of all these classes:
 *
 * <ul>
 *   <li>Names are BLAS's: {@code s} before the routine's name is F32, {@code d} is F64.
 *   <li>Matrices are row-major. A leading dimension ({@code lda}, {@code ldb}, {@code ldc}) is the
 *       distance from one row to the next in elements, at least the number of columns.
 *   <li>An operand is a native segment and the byte in it at which its first element lies.
 *   <li>An output must not overlap an input; it may be uninitialised where {@code beta} is zero.
 *   <li>Extents may be zero; then nothing is read.
 *   <li>The calling thread does all the work.
 * </ul>
 *
 * <p>Every method checks its arguments before the call and throws {@link IllegalArgumentException}
 * for a negative extent, a leading dimension, stride or increment out of range, and an operand that
 * is on the heap, misaligned, too short, or read-only though written; {@link IllegalStateException}
 * for a closed segment and when no library is loaded ({@link NativeLibrary#isAvailable}); {@link
 * WrongThreadException} for one confined to another thread; {@link NullPointerException} for null.
 *
 * <p>Source of the definitions: the BLAS Technical Forum standard, 2001, chapter 2.
 */
public final class Blas {
  private static final int ROW_MAJOR = 101;

  private Blas() {}

  /**
   * {@code C = alpha op(A) op(B) + beta C}.
   *
   * @param transA {@code op(A)} is A or its transpose
   * @param transB {@code op(B)} is B or its transpose
   * @param m rows of {@code op(A)} and C
   * @param n columns of {@code op(B)} and C
   * @param k columns of {@code op(A)}, rows of {@code op(B)}
   */
  public static void sgemm(
      Transpose transA,
      Transpose transB,
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
    String routine = "sgemm";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "k", k);
    int aRows = transA.rows(m, k);
    int aColumns = transA.columns(m, k);
    int bRows = transB.rows(k, n);
    int bColumns = transB.columns(k, n);
    OpenBlas.cblas_sgemm(
        ROW_MAJOR,
        transA.code(),
        transB.code(),
        m,
        n,
        k,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, aRows, aColumns, lda, F32),
        lda,
        Operand.matrix(routine, "b", b, bOffset, bRows, bColumns, ldb, F32),
        ldb,
        beta,
        Operand.writableMatrix(routine, "c", c, cOffset, m, n, ldc, F32),
        ldc);
  }

  /** As {@link #sgemm}, in double precision. */
  public static void dgemm(
      Transpose transA,
      Transpose transB,
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
    String routine = "dgemm";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "k", k);
    int aRows = transA.rows(m, k);
    int aColumns = transA.columns(m, k);
    int bRows = transB.rows(k, n);
    int bColumns = transB.columns(k, n);
    OpenBlas.cblas_dgemm(
        ROW_MAJOR,
        transA.code(),
        transB.code(),
        m,
        n,
        k,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, aRows, aColumns, lda, F64),
        lda,
        Operand.matrix(routine, "b", b, bOffset, bRows, bColumns, ldb, F64),
        ldb,
        beta,
        Operand.writableMatrix(routine, "c", c, cOffset, m, n, ldc, F64),
        ldc);
  }

  /**
   * {@code C = alpha A B + beta C} or {@code C = alpha B A + beta C}, A symmetric and given by one
   * triangle.
   *
   * @param side where A stands
   * @param m rows of B and C
   * @param n columns of B and C
   */
  public static void ssymm(
      Side side,
      Triangle triangle,
      int m,
      int n,
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
    String routine = "ssymm";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int order = side.order(m, n);
    OpenBlas.cblas_ssymm(
        ROW_MAJOR,
        side.code(),
        triangle.code(),
        m,
        n,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, order, order, lda, F32),
        lda,
        Operand.matrix(routine, "b", b, bOffset, m, n, ldb, F32),
        ldb,
        beta,
        Operand.writableMatrix(routine, "c", c, cOffset, m, n, ldc, F32),
        ldc);
  }

  /** As {@link #ssymm}, in double precision. */
  public static void dsymm(
      Side side,
      Triangle triangle,
      int m,
      int n,
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
    String routine = "dsymm";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int order = side.order(m, n);
    OpenBlas.cblas_dsymm(
        ROW_MAJOR,
        side.code(),
        triangle.code(),
        m,
        n,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, order, order, lda, F64),
        lda,
        Operand.matrix(routine, "b", b, bOffset, m, n, ldb, F64),
        ldb,
        beta,
        Operand.writableMatrix(routine, "c", c, cOffset, m, n, ldc, F64),
        ldc);
  }

  /**
   * {@code C = alpha op(A) op(A)^T + beta C}; only one triangle of C is read and written.
   *
   * @param transA {@code op(A)} is A or its transpose
   * @param n rows of {@code op(A)}, order of C
   * @param k columns of {@code op(A)}
   */
  public static void ssyrk(
      Triangle triangle,
      Transpose transA,
      int n,
      int k,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      float beta,
      MemorySegment c,
      long cOffset,
      int ldc) {
    String routine = "ssyrk";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "k", k);
    int aRows = transA.rows(n, k);
    int aColumns = transA.columns(n, k);
    OpenBlas.cblas_ssyrk(
        ROW_MAJOR,
        triangle.code(),
        transA.code(),
        n,
        k,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, aRows, aColumns, lda, F32),
        lda,
        beta,
        Operand.writableMatrix(routine, "c", c, cOffset, n, n, ldc, F32),
        ldc);
  }

  /** As {@link #ssyrk}, in double precision. */
  public static void dsyrk(
      Triangle triangle,
      Transpose transA,
      int n,
      int k,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      double beta,
      MemorySegment c,
      long cOffset,
      int ldc) {
    String routine = "dsyrk";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "k", k);
    int aRows = transA.rows(n, k);
    int aColumns = transA.columns(n, k);
    OpenBlas.cblas_dsyrk(
        ROW_MAJOR,
        triangle.code(),
        transA.code(),
        n,
        k,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, aRows, aColumns, lda, F64),
        lda,
        beta,
        Operand.writableMatrix(routine, "c", c, cOffset, n, n, ldc, F64),
        ldc);
  }

  /**
   * {@code B = alpha op(A) B} or {@code B = alpha B op(A)}, A triangular.
   *
   * @param side where A stands
   * @param m rows of B
   * @param n columns of B
   */
  public static void strmm(
      Side side,
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int m,
      int n,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "strmm";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int order = side.order(m, n);
    OpenBlas.cblas_strmm(
        ROW_MAJOR,
        side.code(),
        triangle.code(),
        transA.code(),
        diagonal.code(),
        m,
        n,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, order, order, lda, F32),
        lda,
        Operand.writableMatrix(routine, "b", b, bOffset, m, n, ldb, F32),
        ldb);
  }

  /** As {@link #strmm}, in double precision. */
  public static void dtrmm(
      Side side,
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int m,
      int n,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "dtrmm";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int order = side.order(m, n);
    OpenBlas.cblas_dtrmm(
        ROW_MAJOR,
        side.code(),
        triangle.code(),
        transA.code(),
        diagonal.code(),
        m,
        n,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, order, order, lda, F64),
        lda,
        Operand.writableMatrix(routine, "b", b, bOffset, m, n, ldb, F64),
        ldb);
  }

  /**
   * Solves {@code op(A) X = alpha B} or {@code X op(A) = alpha B}, A triangular; X takes the place
   * of B. A zero on the diagonal is not looked for and gives infinities or NaN.
   *
   * @param side where A stands
   * @param m rows of B
   * @param n columns of B
   */
  public static void strsm(
      Side side,
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int m,
      int n,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "strsm";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int order = side.order(m, n);
    OpenBlas.cblas_strsm(
        ROW_MAJOR,
        side.code(),
        triangle.code(),
        transA.code(),
        diagonal.code(),
        m,
        n,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, order, order, lda, F32),
        lda,
        Operand.writableMatrix(routine, "b", b, bOffset, m, n, ldb, F32),
        ldb);
  }

  /** As {@link #strsm}, in double precision. */
  public static void dtrsm(
      Side side,
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int m,
      int n,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "dtrsm";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int order = side.order(m, n);
    OpenBlas.cblas_dtrsm(
        ROW_MAJOR,
        side.code(),
        triangle.code(),
        transA.code(),
        diagonal.code(),
        m,
        n,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, order, order, lda, F64),
        lda,
        Operand.writableMatrix(routine, "b", b, bOffset, m, n, ldb, F64),
        ldb);
  }
}
