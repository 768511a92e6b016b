package dev.lanewise.ffi;

import static dev.lanewise.ffi.Operand.F32;
import static dev.lanewise.ffi.Operand.F64;
import static dev.lanewise.ffi.Operand.I32;

import dev.lanewise.ffi.openblas.OpenBlas;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Linear systems and least squares by factorisation: the LAPACK routines that finish in a known
 * number of steps. {@link LapackSpectral} has the iterative ones.
 *
 * <p>The conventions and the exceptions are those of {@link Blas}, and names are LAPACK's. Besides,
 * {@link IllegalStateException} is thrown if the library in use was built without LAPACK, and
 * {@link LapackException} if the routine fails, also for a NaN in an operand. LAPACK allocates a
 * column-major copy of each matrix and a workspace in native memory for the time of a call.
 *
 * <p>Pivots are LAPACK's: I32 and counted from 1; row {@code i} was exchanged with row {@code
 * ipiv[i]}, in this order.
 *
 * <p>Source: LAPACK Users' Guide, third edition, 1999.
 */
public final class Lapack {
  private static final int ROW_MAJOR = 101;

  private Lapack() {}

  /**
   * Factorises {@code A = P L U} with partial pivoting, L with ones on its diagonal; L and U take
   * the place of A.
   *
   * @param m rows of A
   * @param n columns of A
   * @param ipiv receives min(m, n) pivots, I32
   * @throws LapackException if U is singular; the factorisation is complete all the same
   */
  public static void sgetrf(
      int m, int n, MemorySegment a, long aOffset, int lda, MemorySegment ipiv, long ipivOffset) {
    String routine = "sgetrf";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_sgetrf(
            ROW_MAJOR,
            m,
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F32),
            lda,
            Operand.writableRun(routine, "ipiv", ipiv, ipivOffset, Math.min(m, n), I32));
    check(LapackRoutine.GETRF, routine, info);
  }

  /** As {@link #sgetrf}, in double precision. */
  public static void dgetrf(
      int m, int n, MemorySegment a, long aOffset, int lda, MemorySegment ipiv, long ipivOffset) {
    String routine = "dgetrf";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_dgetrf(
            ROW_MAJOR,
            m,
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F64),
            lda,
            Operand.writableRun(routine, "ipiv", ipiv, ipivOffset, Math.min(m, n), I32));
    check(LapackRoutine.GETRF, routine, info);
  }

  /**
   * Solves {@code op(A) X = B} from the factorisation by {@link #sgetrf}; X takes the place of B.
   *
   * @param transA {@code op(A)} is A or its transpose
   * @param n order of A, rows of B
   * @param nrhs columns of B
   * @param ipiv n pivots, I32; each is checked to lie in 1..n
   */
  public static void sgetrs(
      Transpose transA,
      int n,
      int nrhs,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment ipiv,
      long ipivOffset,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "sgetrs";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "nrhs", nrhs);
    int info =
        OpenBlas.LAPACKE_sgetrs(
            ROW_MAJOR,
            transA.letter(),
            n,
            nrhs,
            Operand.matrix(routine, "a", a, aOffset, n, n, lda, F32),
            lda,
            pivots(routine, ipiv, ipivOffset, n),
            Operand.writableMatrix(routine, "b", b, bOffset, n, nrhs, ldb, F32),
            ldb);
    check(LapackRoutine.GETRS, routine, info);
  }

  /** As {@link #sgetrs}, in double precision. */
  public static void dgetrs(
      Transpose transA,
      int n,
      int nrhs,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment ipiv,
      long ipivOffset,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "dgetrs";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "nrhs", nrhs);
    int info =
        OpenBlas.LAPACKE_dgetrs(
            ROW_MAJOR,
            transA.letter(),
            n,
            nrhs,
            Operand.matrix(routine, "a", a, aOffset, n, n, lda, F64),
            lda,
            pivots(routine, ipiv, ipivOffset, n),
            Operand.writableMatrix(routine, "b", b, bOffset, n, nrhs, ldb, F64),
            ldb);
    check(LapackRoutine.GETRS, routine, info);
  }

  /**
   * Inverts A from its factorisation by {@link #sgetrf}; the inverse takes its place.
   *
   * @param n order of A
   * @param ipiv n pivots, I32; each is checked to lie in 1..n
   * @throws LapackException if A is singular
   */
  public static void sgetri(
      int n, MemorySegment a, long aOffset, int lda, MemorySegment ipiv, long ipivOffset) {
    String routine = "sgetri";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_sgetri(
            ROW_MAJOR,
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, n, n, lda, F32),
            lda,
            pivots(routine, ipiv, ipivOffset, n));
    check(LapackRoutine.GETRI, routine, info);
  }

  /** As {@link #sgetri}, in double precision. */
  public static void dgetri(
      int n, MemorySegment a, long aOffset, int lda, MemorySegment ipiv, long ipivOffset) {
    String routine = "dgetri";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_dgetri(
            ROW_MAJOR,
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, n, n, lda, F64),
            lda,
            pivots(routine, ipiv, ipivOffset, n));
    check(LapackRoutine.GETRI, routine, info);
  }

  /**
   * Cholesky: factorises the symmetric positive definite A, given by one triangle, into {@code U^T
   * U} or {@code L L^T}; the factor takes the place of that triangle.
   *
   * @param n order of A
   * @throws LapackException if A is not positive definite
   */
  public static void spotrf(Triangle triangle, int n, MemorySegment a, long aOffset, int lda) {
    String routine = "spotrf";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_spotrf(
            ROW_MAJOR,
            triangle.letter(),
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, n, n, lda, F32),
            lda);
    check(LapackRoutine.POTRF, routine, info);
  }

  /** As {@link #spotrf}, in double precision. */
  public static void dpotrf(Triangle triangle, int n, MemorySegment a, long aOffset, int lda) {
    String routine = "dpotrf";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_dpotrf(
            ROW_MAJOR,
            triangle.letter(),
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, n, n, lda, F64),
            lda);
    check(LapackRoutine.POTRF, routine, info);
  }

  /**
   * Solves {@code A X = B} from the factorisation by {@link #spotrf}; X takes the place of B.
   *
   * @param n order of A, rows of B
   * @param nrhs columns of B
   */
  public static void spotrs(
      Triangle triangle,
      int n,
      int nrhs,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "spotrs";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "nrhs", nrhs);
    int info =
        OpenBlas.LAPACKE_spotrs(
            ROW_MAJOR,
            triangle.letter(),
            n,
            nrhs,
            Operand.matrix(routine, "a", a, aOffset, n, n, lda, F32),
            lda,
            Operand.writableMatrix(routine, "b", b, bOffset, n, nrhs, ldb, F32),
            ldb);
    check(LapackRoutine.POTRS, routine, info);
  }

  /** As {@link #spotrs}, in double precision. */
  public static void dpotrs(
      Triangle triangle,
      int n,
      int nrhs,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "dpotrs";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "nrhs", nrhs);
    int info =
        OpenBlas.LAPACKE_dpotrs(
            ROW_MAJOR,
            triangle.letter(),
            n,
            nrhs,
            Operand.matrix(routine, "a", a, aOffset, n, n, lda, F64),
            lda,
            Operand.writableMatrix(routine, "b", b, bOffset, n, nrhs, ldb, F64),
            ldb);
    check(LapackRoutine.POTRS, routine, info);
  }

  /**
   * Solves {@code op(A) X = B} with A triangular; X takes the place of B.
   *
   * @param transA {@code op(A)} is A or its transpose
   * @param n order of A, rows of B
   * @param nrhs columns of B
   * @throws LapackException if A has a zero on its diagonal; B is then unchanged
   */
  public static void strtrs(
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int n,
      int nrhs,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "strtrs";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "nrhs", nrhs);
    int info =
        OpenBlas.LAPACKE_strtrs(
            ROW_MAJOR,
            triangle.letter(),
            transA.letter(),
            diagonal.letter(),
            n,
            nrhs,
            Operand.matrix(routine, "a", a, aOffset, n, n, lda, F32),
            lda,
            Operand.writableMatrix(routine, "b", b, bOffset, n, nrhs, ldb, F32),
            ldb);
    check(LapackRoutine.TRTRS, routine, info);
  }

  /** As {@link #strtrs}, in double precision. */
  public static void dtrtrs(
      Triangle triangle,
      Transpose transA,
      Diagonal diagonal,
      int n,
      int nrhs,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "dtrtrs";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "nrhs", nrhs);
    int info =
        OpenBlas.LAPACKE_dtrtrs(
            ROW_MAJOR,
            triangle.letter(),
            transA.letter(),
            diagonal.letter(),
            n,
            nrhs,
            Operand.matrix(routine, "a", a, aOffset, n, n, lda, F64),
            lda,
            Operand.writableMatrix(routine, "b", b, bOffset, n, nrhs, ldb, F64),
            ldb);
    check(LapackRoutine.TRTRS, routine, info);
  }

  /**
   * Factorises {@code A = Q R}. R takes the place of A's upper triangle; the rest of A and {@code
   * tau} hold the reflectors that make Q.
   *
   * @param m rows of A
   * @param n columns of A
   * @param tau receives min(m, n) elements
   */
  public static void sgeqrf(
      int m, int n, MemorySegment a, long aOffset, int lda, MemorySegment tau, long tauOffset) {
    String routine = "sgeqrf";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_sgeqrf(
            ROW_MAJOR,
            m,
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F32),
            lda,
            Operand.writableRun(routine, "tau", tau, tauOffset, Math.min(m, n), F32));
    check(LapackRoutine.GEQRF, routine, info);
  }

  /** As {@link #sgeqrf}, in double precision. */
  public static void dgeqrf(
      int m, int n, MemorySegment a, long aOffset, int lda, MemorySegment tau, long tauOffset) {
    String routine = "dgeqrf";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_dgeqrf(
            ROW_MAJOR,
            m,
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F64),
            lda,
            Operand.writableRun(routine, "tau", tau, tauOffset, Math.min(m, n), F64));
    check(LapackRoutine.GEQRF, routine, info);
  }

  /**
   * The first {@code n} columns of the Q that {@link #sgeqrf} left in A and {@code tau}; they take
   * the place of A.
   *
   * @param m rows of Q
   * @param n columns of Q, at most m
   * @param k number of reflectors, at most n
   * @param tau k elements
   */
  public static void sorgqr(
      int m,
      int n,
      int k,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment tau,
      long tauOffset) {
    String routine = "sorgqr";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "k", k);
    Operand.atMost(routine, "n", n, "m", m);
    Operand.atMost(routine, "k", k, "n", n);
    int info =
        OpenBlas.LAPACKE_sorgqr(
            ROW_MAJOR,
            m,
            n,
            k,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F32),
            lda,
            Operand.part(routine, "tau", tau, tauOffset, k, F32));
    check(LapackRoutine.ORGQR, routine, info);
  }

  /** As {@link #sorgqr}, in double precision. */
  public static void dorgqr(
      int m,
      int n,
      int k,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment tau,
      long tauOffset) {
    String routine = "dorgqr";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "k", k);
    Operand.atMost(routine, "n", n, "m", m);
    Operand.atMost(routine, "k", k, "n", n);
    int info =
        OpenBlas.LAPACKE_dorgqr(
            ROW_MAJOR,
            m,
            n,
            k,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F64),
            lda,
            Operand.part(routine, "tau", tau, tauOffset, k, F64));
    check(LapackRoutine.ORGQR, routine, info);
  }

  /**
   * Least squares: the X that minimises {@code |B - op(A) X|} for each column, or of least norm if
   * {@code op(A)} has fewer rows than columns. A is overwritten by its factorisation.
   *
   * @param transA {@code op(A)} is A or its transpose
   * @param m rows of A as it lies in memory
   * @param n columns of A as it lies in memory
   * @param nrhs columns of B
   * @param b max(m, n) rows: B on entry, X on return, each in as many of the first rows as it has
   * @throws LapackException if A has not full rank
   */
  public static void sgels(
      Transpose transA,
      int m,
      int n,
      int nrhs,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "sgels";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "nrhs", nrhs);
    int info =
        OpenBlas.LAPACKE_sgels(
            ROW_MAJOR,
            transA.letter(),
            m,
            n,
            nrhs,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F32),
            lda,
            Operand.writableMatrix(routine, "b", b, bOffset, Math.max(m, n), nrhs, ldb, F32),
            ldb);
    check(LapackRoutine.GELS, routine, info);
  }

  /** As {@link #sgels}, in double precision. */
  public static void dgels(
      Transpose transA,
      int m,
      int n,
      int nrhs,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment b,
      long bOffset,
      int ldb) {
    String routine = "dgels";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    Operand.extent(routine, "nrhs", nrhs);
    int info =
        OpenBlas.LAPACKE_dgels(
            ROW_MAJOR,
            transA.letter(),
            m,
            n,
            nrhs,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F64),
            lda,
            Operand.writableMatrix(routine, "b", b, bOffset, Math.max(m, n), nrhs, ldb, F64),
            ldb);
    check(LapackRoutine.GELS, routine, info);
  }

  /** Turns an {@code info} other than zero into an exception that says what it means. */
  static void check(LapackRoutine kind, String routine, int info) {
    if (info != 0) {
      throw new LapackException(routine, info, kind.meaning(info));
    }
  }

  /** LAPACK exchanges rows as the pivots say and looks at none of them first. */
  private static MemorySegment pivots(String routine, MemorySegment ipiv, long offset, int n) {
    MemorySegment checked = Operand.part(routine, "ipiv", ipiv, offset, n, I32);
    for (int i = 0; i < n; i++) {
      int pivot = checked.getAtIndex(ValueLayout.JAVA_INT, i);
      if (pivot < 1 || pivot > n) {
        throw new IllegalArgumentException(
            "[" + routine + "] ipiv[" + i + "] must lie in 1.." + n + ", was " + pivot);
      }
    }
    return checked;
  }
}
