package dev.lanewise.ffi;

/** Which triangle of a triangular or symmetric matrix is read; the other is not touched. */
public enum Triangle {
  /** Row index at most the column index. */
  UPPER(121, 'U'),
  /** Row index at least the column index. */
  LOWER(122, 'L');

  private final int code;
  private final byte letter;

  Triangle(int code, char letter) {
    this.code = code;
    this.letter = (byte) letter;
  }

  /** The value of {@code enum CBLAS_UPLO}. */
  int code() {
    return code;
  }

  /** The character that LAPACK takes. */
  byte letter() {
    return letter;
  }
}
