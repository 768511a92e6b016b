package dev.lanewise.ffi;

import static dev.lanewise.ffi.Operand.F32;
import static dev.lanewise.ffi.Operand.F64;

import dev.lanewise.ffi.openblas.OpenBlas;
import java.lang.foreign.MemorySegment;

/**
 * Vectors: level 1 of BLAS. The conventions and the exceptions are those of {@link Blas}.
 *
 * <p>A vector is {@code n} elements, {@code inc} elements apart. Where two vectors meet, a negative
 * increment walks the same memory from its far end, and zero is refused; a routine with one vector
 * takes positive increments only.
 */
public final class Blas1 {
  private Blas1() {}

  /** The inner product, sum of {@code x[i] y[i]}; zero for {@code n = 0}. */
  public static float sdot(
      int n, MemorySegment x, long xOffset, int incx, MemorySegment y, long yOffset, int incy) {
    String routine = "sdot";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    return OpenBlas.cblas_sdot(
        n,
        Operand.vector(routine, "x", x, xOffset, n, incx, F32),
        incx,
        Operand.vector(routine, "y", y, yOffset, n, incy, F32),
        incy);
  }

  /** As {@link #sdot}, in double precision. */
  public static double ddot(
      int n, MemorySegment x, long xOffset, int incx, MemorySegment y, long yOffset, int incy) {
    String routine = "ddot";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    return OpenBlas.cblas_ddot(
        n,
        Operand.vector(routine, "x", x, xOffset, n, incx, F64),
        incx,
        Operand.vector(routine, "y", y, yOffset, n, incy, F64),
        incy);
  }

  /** {@code y += alpha x}. */
  public static void saxpy(
      int n,
      float alpha,
      MemorySegment x,
      long xOffset,
      int incx,
      MemorySegment y,
      long yOffset,
      int incy) {
    String routine = "saxpy";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_saxpy(
        n,
        alpha,
        Operand.vector(routine, "x", x, xOffset, n, incx, F32),
        incx,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F32),
        incy);
  }

  /** As {@link #saxpy}, in double precision. */
  public static void daxpy(
      int n,
      double alpha,
      MemorySegment x,
      long xOffset,
      int incx,
      MemorySegment y,
      long yOffset,
      int incy) {
    String routine = "daxpy";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_daxpy(
        n,
        alpha,
        Operand.vector(routine, "x", x, xOffset, n, incx, F64),
        incx,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F64),
        incy);
  }

  /** {@code y = x}. */
  public static void scopy(
      int n, MemorySegment x, long xOffset, int incx, MemorySegment y, long yOffset, int incy) {
    String routine = "scopy";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_scopy(
        n,
        Operand.vector(routine, "x", x, xOffset, n, incx, F32),
        incx,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F32),
        incy);
  }

  /** As {@link #scopy}, in double precision. */
  public static void dcopy(
      int n, MemorySegment x, long xOffset, int incx, MemorySegment y, long yOffset, int incy) {
    String routine = "dcopy";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_dcopy(
        n,
        Operand.vector(routine, "x", x, xOffset, n, incx, F64),
        incx,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F64),
        incy);
  }

  /** Exchanges x and y. */
  public static void sswap(
      int n, MemorySegment x, long xOffset, int incx, MemorySegment y, long yOffset, int incy) {
    String routine = "sswap";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_sswap(
        n,
        Operand.writableVector(routine, "x", x, xOffset, n, incx, F32),
        incx,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F32),
        incy);
  }

  /** As {@link #sswap}, in double precision. */
  public static void dswap(
      int n, MemorySegment x, long xOffset, int incx, MemorySegment y, long yOffset, int incy) {
    String routine = "dswap";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_dswap(
        n,
        Operand.writableVector(routine, "x", x, xOffset, n, incx, F64),
        incx,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F64),
        incy);
  }

  /** Rotates every pair: {@code x' = c x + s y}, {@code y' = c y - s x}. */
  public static void srot(
      int n,
      MemorySegment x,
      long xOffset,
      int incx,
      MemorySegment y,
      long yOffset,
      int incy,
      float c,
      float s) {
    String routine = "srot";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_srot(
        n,
        Operand.writableVector(routine, "x", x, xOffset, n, incx, F32),
        incx,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F32),
        incy,
        c,
        s);
  }

  /** As {@link #srot}, in double precision. */
  public static void drot(
      int n,
      MemorySegment x,
      long xOffset,
      int incx,
      MemorySegment y,
      long yOffset,
      int incy,
      double c,
      double s) {
    String routine = "drot";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    OpenBlas.cblas_drot(
        n,
        Operand.writableVector(routine, "x", x, xOffset, n, incx, F64),
        incx,
        Operand.writableVector(routine, "y", y, yOffset, n, incy, F64),
        incy,
        c,
        s);
  }

  /** {@code x *= alpha}. */
  public static void sscal(int n, float alpha, MemorySegment x, long xOffset, int incx) {
    String routine = "sscal";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    Operand.positive(routine, "incx", incx);
    OpenBlas.cblas_sscal(
        n, alpha, Operand.writableVector(routine, "x", x, xOffset, n, incx, F32), incx);
  }

  /** As {@link #sscal}, in double precision. */
  public static void dscal(int n, double alpha, MemorySegment x, long xOffset, int incx) {
    String routine = "dscal";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    Operand.positive(routine, "incx", incx);
    OpenBlas.cblas_dscal(
        n, alpha, Operand.writableVector(routine, "x", x, xOffset, n, incx, F64), incx);
  }

  /** The Euclidean norm, without overflow on the way; zero for {@code n = 0}. */
  public static float snrm2(int n, MemorySegment x, long xOffset, int incx) {
    String routine = "snrm2";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    Operand.positive(routine, "incx", incx);
    return OpenBlas.cblas_snrm2(n, Operand.vector(routine, "x", x, xOffset, n, incx, F32), incx);
  }

  /** As {@link #snrm2}, in double precision. */
  public static double dnrm2(int n, MemorySegment x, long xOffset, int incx) {
    String routine = "dnrm2";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    Operand.positive(routine, "incx", incx);
    return OpenBlas.cblas_dnrm2(n, Operand.vector(routine, "x", x, xOffset, n, incx, F64), incx);
  }

  /** The sum of absolute values; zero for {@code n = 0}. */
  public static float sasum(int n, MemorySegment x, long xOffset, int incx) {
    String routine = "sasum";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    Operand.positive(routine, "incx", incx);
    return OpenBlas.cblas_sasum(n, Operand.vector(routine, "x", x, xOffset, n, incx, F32), incx);
  }

  /** As {@link #sasum}, in double precision. */
  public static double dasum(int n, MemorySegment x, long xOffset, int incx) {
    String routine = "dasum";
    NativeLibrary.require(routine);
    Operand.extent(routine, "n", n);
    Operand.positive(routine, "incx", incx);
    return OpenBlas.cblas_dasum(n, Operand.vector(routine, "x", x, xOffset, n, incx, F64), incx);
  }

  /**
   * The index, from 0, of the first element of largest absolute value. Unspecified if there is a
   * NaN.
   *
   * @throws IllegalArgumentException also if {@code n} is zero: there is no such element
   */
  public static int isamax(int n, MemorySegment x, long xOffset, int incx) {
    String routine = "isamax";
    NativeLibrary.require(routine);
    Operand.positive(routine, "n", n);
    Operand.positive(routine, "incx", incx);
    return Math.toIntExact(
        OpenBlas.cblas_isamax(n, Operand.vector(routine, "x", x, xOffset, n, incx, F32), incx));
  }

  /** As {@link #isamax}, in double precision. */
  public static int idamax(int n, MemorySegment x, long xOffset, int incx) {
    String routine = "idamax";
    NativeLibrary.require(routine);
    Operand.positive(routine, "n", n);
    Operand.positive(routine, "incx", incx);
    return Math.toIntExact(
        OpenBlas.cblas_idamax(n, Operand.vector(routine, "x", x, xOffset, n, incx, F64), incx));
  }
}
