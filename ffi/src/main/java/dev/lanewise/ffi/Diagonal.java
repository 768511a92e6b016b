package dev.lanewise.ffi;

/** Whether the diagonal of a triangular matrix is read or taken to be ones. */
public enum Diagonal {
  /** Read from memory. */
  STORED(131, 'N'),
  /** All ones, whatever lies in memory. */
  UNIT(132, 'U');

  private final int code;
  private final byte letter;

  Diagonal(int code, char letter) {
    this.code = code;
    this.letter = (byte) letter;
  }

  /** The value of {@code enum CBLAS_DIAG}. */
  int code() {
    return code;
  }

  /** The character that LAPACK takes. */
  byte letter() {
    return letter;
  }
}
