package dev.lanewise.kernels;

/** The elementwise operations of two operands of one type whose result has that type too. */
public enum BinaryOperation {
  /** {@code a + b}; integers wrap. */
  ADD,
  /** {@code a - b}; integers wrap. */
  SUB,
  /** {@code a * b}; integers wrap. */
  MUL,
  /** {@code a / b}; integers truncate, x / 0 is -1, the smallest integer / -1 is itself. */
  DIV,
  /** The remainder of the truncated quotient, as Java's {@code %}; an integer x rem 0 is x. */
  REM,
  /** {@link Math#pow}. */
  POW,
  /** The larger, as {@link Math#max}: NaN if either is NaN, and +0 is above -0. */
  MAX,
  /** The smaller, as {@link Math#min}: NaN if either is NaN, and -0 is below +0. */
  MIN,
  /** {@link Math#atan2}: a is the ordinate, b the abscissa. */
  ATAN2,
  /** Bit by bit for integers, logical for BOOL. */
  AND,
  /** Bit by bit for integers, logical for BOOL. */
  OR,
  /** Bit by bit for integers, logical for BOOL. */
  XOR,
  /** {@code a << b}; 0 if b is negative or not below the width. */
  SHIFT_LEFT,
  /** {@code a >> b}; all sign bits if b is negative or not below the width. */
  SHIFT_RIGHT_ARITHMETIC,
  /** {@code a >>> b}; 0 if b is negative or not below the width. */
  SHIFT_RIGHT_LOGICAL,
  /** The number next to a in the direction of b, as {@link Math#nextAfter}. */
  NEXT_AFTER;

  /** True if there is a kernel for operands of this type. */
  public boolean supports(ElementType type) {
    return BinaryTable.row(this).supports(type);
  }
}
