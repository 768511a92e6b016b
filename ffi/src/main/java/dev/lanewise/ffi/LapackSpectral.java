package dev.lanewise.ffi;

import static dev.lanewise.ffi.Operand.F32;
import static dev.lanewise.ffi.Operand.F64;

import dev.lanewise.ffi.openblas.OpenBlas;
import java.lang.foreign.MemorySegment;

/**
 * Eigenvalues and singular values: the LAPACK routines that iterate. The conventions and the
 * exceptions are those of {@link Lapack}.
 *
 * <p>An output that is not asked for may be {@link MemorySegment#NULL} with offset 0 and leading
 * dimension 1.
 */
public final class LapackSpectral {
  private static final int ROW_MAJOR = 101;

  private LapackSpectral() {}

  /**
   * Eigenvalues of the symmetric A, given by one triangle, in ascending order, by divide and
   * conquer. A is overwritten: by orthonormal eigenvectors, one in each column, or by nothing of
   * use.
   *
   * @param vectors whether eigenvectors are wanted
   * @param n order of A
   * @param w receives n eigenvalues
   * @throws LapackException if the iteration does not converge
   */
  public static void ssyevd(
      boolean vectors,
      Triangle triangle,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment w,
      long wOffset) {
    String routine = "ssyevd";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_ssyevd(
            ROW_MAJOR,
            job(vectors),
            triangle.letter(),
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, n, n, lda, F32),
            lda,
            Operand.writableRun(routine, "w", w, wOffset, n, F32));
    Lapack.check(LapackRoutine.SYEVD, routine, info);
  }

  /** As {@link #ssyevd}, in double precision. */
  public static void dsyevd(
      boolean vectors,
      Triangle triangle,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment w,
      long wOffset) {
    String routine = "dsyevd";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    int info =
        OpenBlas.LAPACKE_dsyevd(
            ROW_MAJOR,
            job(vectors),
            triangle.letter(),
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, n, n, lda, F64),
            lda,
            Operand.writableRun(routine, "w", w, wOffset, n, F64));
    Lapack.check(LapackRoutine.SYEVD, routine, info);
  }

  /**
   * Singular values {@code A = U diag(s) V^T} in descending order, by divide and conquer. A is
   * overwritten.
   *
   * @param vectors how much of U and V^T is wanted
   * @param m rows of A
   * @param n columns of A
   * @param s receives min(m, n) singular values
   * @param u receives U: m x m for {@code ALL}, m x min(m, n) for {@code REDUCED}
   * @param vt receives V^T: n x n for {@code ALL}, min(m, n) x n for {@code REDUCED}
   * @throws LapackException if the iteration does not converge
   */
  public static void sgesdd(
      SingularVectors vectors,
      int m,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment s,
      long sOffset,
      MemorySegment u,
      long uOffset,
      int ldu,
      MemorySegment vt,
      long vtOffset,
      int ldvt) {
    String routine = "sgesdd";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int uRows = vectors == SingularVectors.NONE ? 0 : m;
    int uColumns = vectors.count(m, n, m);
    int vtRows = vectors.count(m, n, n);
    int vtColumns = vectors == SingularVectors.NONE ? 0 : n;
    int info =
        OpenBlas.LAPACKE_sgesdd(
            ROW_MAJOR,
            vectors.letter(),
            m,
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F32),
            lda,
            Operand.writableRun(routine, "s", s, sOffset, Math.min(m, n), F32),
            Operand.writableMatrix(routine, "u", u, uOffset, uRows, uColumns, ldu, F32),
            ldu,
            Operand.writableMatrix(routine, "vt", vt, vtOffset, vtRows, vtColumns, ldvt, F32),
            ldvt);
    Lapack.check(LapackRoutine.GESDD, routine, info);
  }

  /** As {@link #sgesdd}, in double precision. */
  public static void dgesdd(
      SingularVectors vectors,
      int m,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment s,
      long sOffset,
      MemorySegment u,
      long uOffset,
      int ldu,
      MemorySegment vt,
      long vtOffset,
      int ldvt) {
    String routine = "dgesdd";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "m", m);
    Operand.extent(routine, "n", n);
    int uRows = vectors == SingularVectors.NONE ? 0 : m;
    int uColumns = vectors.count(m, n, m);
    int vtRows = vectors.count(m, n, n);
    int vtColumns = vectors == SingularVectors.NONE ? 0 : n;
    int info =
        OpenBlas.LAPACKE_dgesdd(
            ROW_MAJOR,
            vectors.letter(),
            m,
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, m, n, lda, F64),
            lda,
            Operand.writableRun(routine, "s", s, sOffset, Math.min(m, n), F64),
            Operand.writableMatrix(routine, "u", u, uOffset, uRows, uColumns, ldu, F64),
            ldu,
            Operand.writableMatrix(routine, "vt", vt, vtOffset, vtRows, vtColumns, ldvt, F64),
            ldvt);
    Lapack.check(LapackRoutine.GESDD, routine, info);
  }

  /**
   * Eigenvalues and eigenvectors of a general square A, which is overwritten. Eigenvalue {@code j}
   * is {@code wr[j] + i wi[j]}; complex ones come in conjugate pairs, the one with positive
   * imaginary part first. The eigenvector of a real eigenvalue is column {@code j}; a pair {@code
   * j}, {@code j + 1} has the vectors {@code column j +- i column j+1}. Each has Euclidean norm 1.
   *
   * @param leftVectors whether the rows u with {@code u^H A = w u^H} are wanted
   * @param rightVectors whether the columns v with {@code A v = w v} are wanted
   * @param n order of A
   * @param wr receives n real parts
   * @param wi receives n imaginary parts
   * @param vl receives the left vectors, n x n
   * @param vr receives the right vectors, n x n
   * @throws LapackException if the iteration does not converge
   */
  public static void sgeev(
      boolean leftVectors,
      boolean rightVectors,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment wr,
      long wrOffset,
      MemorySegment wi,
      long wiOffset,
      MemorySegment vl,
      long vlOffset,
      int ldvl,
      MemorySegment vr,
      long vrOffset,
      int ldvr) {
    String routine = "sgeev";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    int left = leftVectors ? n : 0;
    int right = rightVectors ? n : 0;
    int info =
        OpenBlas.LAPACKE_sgeev(
            ROW_MAJOR,
            job(leftVectors),
            job(rightVectors),
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, n, n, lda, F32),
            lda,
            Operand.writableRun(routine, "wr", wr, wrOffset, n, F32),
            Operand.writableRun(routine, "wi", wi, wiOffset, n, F32),
            Operand.writableMatrix(routine, "vl", vl, vlOffset, left, left, ldvl, F32),
            ldvl,
            Operand.writableMatrix(routine, "vr", vr, vrOffset, right, right, ldvr, F32),
            ldvr);
    Lapack.check(LapackRoutine.GEEV, routine, info);
  }

  /** As {@link #sgeev}, in double precision. */
  public static void dgeev(
      boolean leftVectors,
      boolean rightVectors,
      int n,
      MemorySegment a,
      long aOffset,
      int lda,
      MemorySegment wr,
      long wrOffset,
      MemorySegment wi,
      long wiOffset,
      MemorySegment vl,
      long vlOffset,
      int ldvl,
      MemorySegment vr,
      long vrOffset,
      int ldvr) {
    String routine = "dgeev";
    NativeLibrary.requireLapack(routine);
    Operand.extent(routine, "n", n);
    int left = leftVectors ? n : 0;
    int right = rightVectors ? n : 0;
    int info =
        OpenBlas.LAPACKE_dgeev(
            ROW_MAJOR,
            job(leftVectors),
            job(rightVectors),
            n,
            Operand.writableMatrix(routine, "a", a, aOffset, n, n, lda, F64),
            lda,
            Operand.writableRun(routine, "wr", wr, wrOffset, n, F64),
            Operand.writableRun(routine, "wi", wi, wiOffset, n, F64),
            Operand.writableMatrix(routine, "vl", vl, vlOffset, left, left, ldvl, F64),
            ldvl,
            Operand.writableMatrix(routine, "vr", vr, vrOffset, right, right, ldvr, F64),
            ldvr);
    Lapack.check(LapackRoutine.GEEV, routine, info);
  }

  private static byte job(boolean vectors) {
    return (byte) (vectors ? 'V' : 'N');
  }
}
