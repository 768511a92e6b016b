package dev.lanewise.ffi;

/**
 * The LAPACK routines of {@link Lapack}: what their arguments are called and what a positive {@code
 * info} means. Source: LAPACK Users' Guide, third edition, and the routines' own documentation.
 */
enum LapackRoutine {
  GETRF("layout m n a lda ipiv", "U(%1$d,%1$d) is exactly zero: the matrix is singular"),
  GETRS("layout trans n nrhs a lda ipiv b ldb", ""),
  GETRI("layout n a lda ipiv", "U(%1$d,%1$d) is exactly zero: the matrix has no inverse"),
  POTRF("layout uplo n a lda", "the leading minor of order %1$d is not positive definite"),
  POTRS("layout uplo n nrhs a lda b ldb", ""),
  TRTRS(
      "layout uplo trans diag n nrhs a lda b ldb",
      "A(%1$d,%1$d) is exactly zero: the matrix is singular"),
  GEQRF("layout m n a lda tau", ""),
  ORGQR("layout m n k a lda tau", ""),
  SYEVD(
      "layout jobz uplo n a lda w",
      "the eigenvalues failed to converge (%1$d of the tridiagonal form)"),
  GESDD("layout jobz m n a lda s u ldu vt ldvt", "the singular values failed to converge"),
  GEEV(
      "layout jobvl jobvr n a lda wr wi vl ldvl vr ldvr",
      "the eigenvalues failed to converge; only those after the first %1$d are right"),
  GELS(
      "layout trans m n nrhs a lda b ldb",
      "diagonal element %1$d of the triangular factor is zero: A has not full rank");

  /** LAPACKE could not allocate the routine's workspace. */
  private static final int NO_WORKSPACE = -1010;

  /** LAPACKE could not allocate the copy that it makes of a row-major matrix. */
  private static final int NO_COPY = -1011;

  private final String arguments;
  private final String failure;

  LapackRoutine(String arguments, String failure) {
    this.arguments = arguments;
    this.failure = failure;
  }

  /** What an {@code info} other than zero says. */
  String meaning(int info) {
    if (info == NO_WORKSPACE || info == NO_COPY) {
      return "there is not enough native memory for its workspace";
    }
    if (info < 0) {
      String[] names = arguments.split(" ", -1);
      // Extents are checked before the call, so what LAPACKE finds wrong is a NaN.
      return -info <= names.length
          ? "argument " + -info + ", " + names[-info - 1] + ", holds a NaN or is illegal"
          : "argument " + -info + " is illegal";
    }
    return failure.isEmpty() ? "it failed with info " + info : failure.formatted(info);
  }
}
