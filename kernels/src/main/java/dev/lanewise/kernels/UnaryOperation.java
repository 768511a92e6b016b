package dev.lanewise.kernels;

/**
 * The elementwise operations of one operand. What each computes for F32 and F64 is the function of
 * that name in {@link VectorMath}, with the errors and special values stated there.
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
  /** {@code 2^x}. */
  EXP2,
  /** {@code exp(x) - 1}. */
  EXPM1,
  LOG,
  /** The logarithm to base 2. */
  LOG2,
  /** The logarithm to base 10. */
  LOG10,
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
  /** {@code 1 / sqrt(x)}. */
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
  /** {@code log(1 + exp(x))}. */
  SOFTPLUS,
  /** {@code x / (1 + exp(-x))}. */
  SILU,
  /** {@code x (1 + erf(x / sqrt(2))) / 2}. */
  GELU,
  /** {@code x (1 + tanh(sqrt(2 / pi) (x + 0.044715 x^3))) / 2}. */
  GELU_TANH,
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
