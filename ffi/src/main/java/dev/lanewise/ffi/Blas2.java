package dev.lanewise.ffi;

import static dev.lanewise.ffi.Operand.F32;
import static dev.lanewise.ffi.Operand.F64;

import dev.lanewise.ffi.openblas.OpenBlas;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A matrix and a vector: level 2 of BLAS. The conventions and the exceptions are those of {@link
 * Blas}, increments as in {@link Blas1} where two vectors meet.
 */
public final class Blas2 {
  private static final int ROW_MAJOR = 101;

  private Blas2() {}

  /**
   * {@code y = alpha op(A) x + beta y}.
   *
   * @param transA {@code op(A)} is A or its transpose
   * @param m rows of A as it lies in memory
   * @param n columns of A as it lies in memory
   * @param x as many elements as {@code op(A)} has columns
   * @param y as many elements as {@code op(A)} has rows
   */
  public static void sgemv(
      Transpose transA,
      int m,
      int n,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment x,
      long xOffset,
      int incx,
      float beta,
      MemorySegment y,
      long yOffset,
      int incy) {
    String routine = "sgemv";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int yLength = transA.rows(m, n);
    int xLength = transA.columns(m, n);
    MemorySegment checkedA = Operand.matrix(routine, "a", a, aOffset, m, n, lda, F32);
    MemorySegment checkedX = Operand.vector(routine, "x", x, xOffset, xLength, incx, F32);
    MemorySegment checkedY = Operand.writableVector(routine, "y", y, yOffset, yLength, incy, F32);
    if (xLength == 0) {
      // BLAS returns at once from an empty matrix, leaving beta out.
      scale(yLength, beta, checkedY, incy);
      return;
    }
    OpenBlas.cblas_sgemv(
        ROW_MAJOR, transA.code(), m, n, alpha, checkedA, lda, checkedX, incx, beta, checkedY, incy);
  }

  /** As {@link #sgemv}, in double precision. */
  public static void dgemv(
      Transpose transA,
      int m,
      int n,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment x,
      long xOffset,
      int incx,
      double beta,
      MemorySegment y,
      long yOffset,
      int incy) {
    String routine = "dgemv";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int yLength = transA.rows(m, n);
    int xLength = transA.columns(m, n);
    MemorySegment checkedA = Operand.matrix(routine, "a", a, aOffset, m, n, lda, F64);
    MemorySegment checkedX = Operand.vector(routine, "x", x, xOffset, xLength, incx, F64);
    MemorySegment checkedY = Operand.writableVector(routine, "y", y, yOffset, yLength, incy, F64);
    if (xLength == 0) {
      // BLAS returns at once from an empty matrix, leaving beta out.
      scale(yLength, beta, checkedY, incy);
      return;
    }
    OpenBlas.cblas_dgemv(
        ROW_MAJOR, transA.code(), m, n, alpha, checkedA, lda, checkedX, incx, beta, checkedY, incy);
  }

  /**
   * {@code A += alpha x y^T}.
   *
   * @param m rows of A, elements of x
   * @param n columns of A, elements of y
   */
  public static void sger(
      int m,
      int n,
      float alpha,
      MemorySegment x,
      long xOffset,
      int incx,
      MemorySegment y,
      long yOffset,
      int incy,
      MemorySegment a,
      long aOffset,
      int lda) {
    String routine = "sger";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_sger(
        ROW_MAJOR,
        m,
        n,
        alpha,
        Operand.vector(routine, "x", x, xOffset, m, incx, F32),
        incx,
        Operand.vector(routine, "y", y, yOffset, n, incy, F32),
        incy,
        Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F32),
        lda);
  }

  /** As {@link #sger}, in double precision. */
  public static void dger(
      int m,
      int n,
      double alpha,
      MemorySegment x,
      long xOffset,
      int incx,
      MemorySegment y,
      long yOffset,
      int incy,
      MemorySegment a,
      long aOffset,
      int lda) {
    String routine = "dger";
    NativeLibrary.require(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_dger(
        ROW_MAJOR,
        m,
        n,
        alpha,
        Operand.vector(routine, "x", x, xOffset, m, incx, F64),
        incx,
        Operand.vector(routine, "y", y, yOffset, n, incy, F64),
        incy,
        Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F64),
        lda);
  }

  /** {@code y = alpha A x + beta y} with A symmetric, of order {@code n}, given by one triangle. */
  public static void ssymv(
      Triangle triangle,
      int n,
      float alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment x,
      long xOffset,
      int incx,
      float beta,
      MemorySegment y,
      long yOffset,
      int incy) {
    String routine = "ssymv";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_ssymv(
        ROW_MAJOR,
        triangle.code(),
        n,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, n, n, lda, F32),
        lda,
        Operand.vector(routine, "x", x, xOffset, n, incx, F32),
        incx,
        beta,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F32),
        incy);
  }

  /** As {@link #ssymv}, in double precision. */
  public static void dsymv(
      Triangle triangle,
      int n,
      double alpha,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment x,
      long xOffset,
      int incx,
      double beta,
      MemorySegment y,
      long yOffset,
      int incy) {
    String routine = "dsymv";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_dsymv(
        ROW_MAJOR,
        triangle.code(),
        n,
        alpha,
        Operand.matrix(routine, "a", a, aOffset, n, n, lda, F64),
        lda,
        Operand.vector(routine, "x", x, xOffset, n, incx, F64),
        incx,
        beta,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F64),
        incy);
  }

  /** {@code x = op(A) x} with A triangular of order {@code n}. */
  public static void strmv(
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment x,
      long xOffset,
      int incx) {
    String routine = "strmv";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_strmv(
        ROW_MAJOR,
        triangle.code(),
        transA.code(),
        diagonal.code(),
        n,
        Operand.matrix(routine, "a", a, aOffset, n, n, lda, F32),
        lda,
        Operand.writableVector(routine, "x", x, xOffset, n, incx, F32),
        incx);
  }

  /** As {@link #strmv}, in double precision. */
  public static void dtrmv(
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment x,
      long xOffset,
      int incx) {
    String routine = "dtrmv";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_dtrmv(
        ROW_MAJOR,
        triangle.code(),
        transA.code(),
        diagonal.code(),
        n,
        Operand.matrix(routine, "a", a, aOffset, n, n, lda, F64),
        lda,
        Operand.writableVector(routine, "x", x, xOffset, n, incx, F64),
        incx);
  }

  /**
   * Solves {@code op(A) x' = x} with A triangular of order {@code n}; x' takes the place of x. A
   * zero on the diagonal is not looked for and gives infinities or NaN.
   */
  public static void strsv(
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment x,
      long xOffset,
      int incx) {
    String routine = "strsv";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_strsv(
        ROW_MAJOR,
        triangle.code(),
        transA.code(),
        diagonal.code(),
        n,
        Operand.matrix(routine, "a", a, aOffset, n, n, lda, F32),
        lda,
        Operand.writableVector(routine, "x", x, xOffset, n, incx, F32),
        incx);
  }

  /** As {@link #strsv}, in double precision. */
  public static void dtrsv(
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment x,
      long xOffset,
      int incx) {
    String routine = "dtrsv";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_dtrsv(
        ROW_MAJOR,
        triangle.code(),
        transA.code(),
        diagonal.code(),
        n,
        Operand.matrix(routine, "a", a, aOffset, n, n, lda, F64),
        lda,
        Operand.writableVector(routine, "x", x, xOffset, n, incx, F64),
        incx);
  }

  /** {@code y *= beta}, where zero overwrites whatever is there. */
  private static void scale(int n, float beta, MemorySegment y, int incy) {
    long step = Math.abs((long) incy);
    for (int i = 0; i < n; i++) {
      float old = y.getAtIndex(ValueLayout.JAVA_FLOAT, i * step);
      y.setAtIndex(ValueLayout.JAVA_FLOAT, i * step, beta == 0 ? 0 : beta * old);
    }
  }

  /** As {@code scale} above, in double precision. */
  private static void scale(int n, double beta, MemorySegment y, int incy) {
    long step = Math.abs((long) incy);
    for (int i = 0; i < n; i++) {
      double old = y.getAtIndex(ValueLayout.JAVA_DOUBLE, i * step);
      y.setAtIndex(ValueLayout.JAVA_DOUBLE, i * step, beta == 0 ? 0 : beta * old);
    }
  }
}
