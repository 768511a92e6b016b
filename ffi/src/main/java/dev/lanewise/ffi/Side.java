package dev.lanewise.ffi;

/** On which side of the product the triangular or symmetric operand stands. */
public enum Side {
  /** {@code A B}: the operand has as many rows as the result. */
  LEFT(141),
  /** {@code B A}: the operand has as many rows as the result has columns. */
  RIGHT(142);

  private final int code;

  Side(int code) {
    this.code = code;
  }

  /** The value of {@code enum CBLAS_SIDE}. */
  int code() {
    return code;
  }

  /** The order of the square operand beside a result of the given extents. */
  int order(int rows, int columns) {
    return this == LEFT ? rows : columns;
  }
}
