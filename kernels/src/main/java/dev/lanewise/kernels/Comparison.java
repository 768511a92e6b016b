package dev.lanewise.kernels;

/**
 * The comparisons of two operands of one type; the result is BOOL. Every comparison with NaN is
 * false but {@link #NE}; the zeros are equal; false is below true.
 */
public enum Comparison {
  /** {@code a == b}. */
  EQ,
  /** {@code a != b}. */
  NE,
  /** {@code a < b}. */
  LT,
  /** {@code a <= b}. */
  LE,
  /** {@code a > b}. */
  GT,
  /** {@code a >= b}. */
  GE;

  /** True if there is a kernel for operands of this type: all but the storage type BF16. */
  public boolean supports(ElementType type) {
    return type != ElementType.BF16;
  }
}
