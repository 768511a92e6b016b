package dev.lanewise.kernels;

/**
 * The elementwise operations of one operand. What each computes for F32 and F64 is {@link
 * ScalarMath}'s or {@link Math}'s function of that name, with errors as stated in {@link
 * VectorMath} where the operation runs in vector lanes.
 */
public enum UnaryOperation {
  /** {@code -x}; changes the sign bit of NaN and zero, wraps for the smallest integer. */
  NEG,
  /** {@code |x|}; the smallest integer stays as it is. */
  ABS,
  /** -1, 0 or 1; NaN for NaN, and the zero itself for a zero. */
  SIGN,
  /** The largest integer not above x. */
  FLOOR,
  /** The smallest integer not below x. */
  CEIL,
  /** The nearest integer, ties to even. */
  ROUND,
  EXP,
  /** {@code exp(x) - 1}. */
  EXPM1,
  LOG,
  /** {@code log(1 + x)}. */
  LOG1P,
  SIN,
  COS,
  TAN,
  ASIN,
  ACOS,
  ATAN,
  SINH,
  COSH,
  TANH,
  ASINH,
  ACOSH,
  ATANH,
  SQRT,
  /** {@code 1 / sqrt(x)}, two roundings. */
  RSQRT,
  CBRT,
  /** The error function. */
  ERF,
  /** {@code 1 - erf(x)}. */
  ERFC,
  /** The inverse of {@link #ERF}. */
  ERF_INV,
  /** {@code log |gamma(x)|}. */
  LGAMMA,
  /** The derivative of {@link #LGAMMA}. */
  DIGAMMA,
  /** {@code 1 / (1 + exp(-x))}. */
  LOGISTIC,
  /** Every bit inverted for integers, logical negation for BOOL. */
  NOT,
  /** True unless x is NaN or infinite; the result is BOOL. */
  IS_FINITE;

  /** True if there is a kernel for operands of this type. */
  public boolean supports(ElementType type) {
    return UnaryTable.row(this).supports(type);
  }

  /** Returns the element type of the result: BOOL for a predicate, otherwise the operand's. */
  public ElementType resultType(ElementType operand) {
    return this == IS_FINITE ? ElementType.BOOL : operand;
  }
}
