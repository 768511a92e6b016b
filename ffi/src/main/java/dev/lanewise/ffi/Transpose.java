package dev.lanewise.ffi;

/** Whether an operand enters a product as it lies in memory or transposed. */
public enum Transpose {
  /** As it lies in memory. */
  NO(111, 'N'),
  /** Transposed. */
  YES(112, 'T');

  private final int code;
  private final byte letter;

  Transpose(int code, char letter) {
    this.code = code;
    this.letter = (byte) letter;
  }

  /** The value of {@code enum CBLAS_TRANSPOSE}. */
  int code() {
    return code;
  }

  /** The character that LAPACK takes. */
  byte letter() {
    return letter;
  }

  /** Of the two extents of the transformed operand, rows and columns, the rows it has in memory. */
  int rows(int rows, int columns) {
    return this == NO ? rows : columns;
  }

  /** As {@link #rows}: the columns in memory. */
  int columns(int rows, int columns) {
    return this == NO ? columns : rows;
  }
}
