package dev.lanewise.ffi;

/**
 * A LAPACK routine could not do what was asked: the matrix is singular or not positive definite, an
 * iteration did not converge, an operand holds a NaN. The contents of the outputs are those that
 * LAPACK documents for this case.
 */
public final class LapackException extends RuntimeException {
  private static final long serialVersionUID = 1L;

  private final String routine;
  private final int info;

  LapackException(String routine, int info, String meaning) {
    super("[" + routine + "] " + meaning + " (info " + info + ")");
    this.routine = routine;
    this.info = info;
  }

  /** The routine with its precision, such as {@code dgetrf}. */
  public String routine() {
    return routine;
  }

  /**
   * What LAPACK returned: {@code -i} for an argument, counted from 1 with the layout as the first;
   * {@code i > 0} for what the routine's documentation says, such as the index of a zero pivot.
   */
  public int info() {
    return info;
  }
}
