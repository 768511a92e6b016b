package dev.lanewise.graph.ir;

/** One operand, elementwise; the result has the operand's shape. */
public enum Unary implements Op {
  /** {@code -x}. */
  NEG,
  /** {@code |x|}; two's complement's least integer stays itself. */
  ABS,
  /** -1, 0 or 1; zeros keep their sign and NaN stays NaN. */
  SIGN,
  /** The largest integral value not above x. */
  FLOOR,
  /** The least integral value not below x. */
  CEIL,
  /** The nearest integral value, ties to even. */
  ROUND,
  /** {@code e^x}. */
  EXP,
  /** {@code e^x - 1}, accurate near zero. */
  EXPM1,
  /** The natural logarithm. */
  LOG,
  /** {@code log(1 + x)}, accurate near zero. */
  LOG1P,
  /** The sine of an angle in radians. */
  SIN,
  /** The cosine of an angle in radians. */
  COS,
  /** The tangent of an angle in radians. */
  TAN,
  /** The arc sine, in radians. */
  ASIN,
  /** The arc cosine, in radians. */
  ACOS,
  /** The arc tangent, in radians. */
  ATAN,
  /** The hyperbolic sine. */
  SINH,
  /** The hyperbolic cosine. */
  COSH,
  /** The hyperbolic tangent. */
  TANH,
  /** The inverse hyperbolic sine. */
  ASINH,
  /** The inverse hyperbolic cosine. */
  ACOSH,
  /** The inverse hyperbolic tangent. */
  ATANH,
  /** The square root. */
  SQRT,
  /** {@code 1 / sqrt(x)}. */
  RSQRT,
  /** The cube root. */
  CBRT,
  /** The error function. */
  ERF,
  /** {@code 1 - erf(x)}, accurate for large x. */
  ERFC,
  /** The inverse of the error function. */
  ERF_INV,
  /** {@code log |gamma(x)|}. */
  LGAMMA,
  /** The derivative of {@code lgamma}. */
  DIGAMMA,
  /** {@code 1 / (1 + e^-x)}. */
  LOGISTIC,
  /** Negation of truth values, or of every bit of an integer. */
  NOT,
  /** Whether x is neither infinite nor NaN; the result is {@link DType#BOOL}. */
  IS_FINITE;

  @Override
  public String mnemonic() {
    return Op.camelCase(name());
  }

  /** Whether operands of the given type are taken. */
  public boolean accepts(DType dtype) {
    return switch (this) {
      case NEG, ABS, SIGN -> dtype.isNumeric();
      case NOT -> !dtype.isFloating();
      case FLOOR,
          CEIL,
          ROUND,
          EXP,
          EXPM1,
          LOG,
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
          RSQRT,
          CBRT,
          ERF,
          ERFC,
          ERF_INV,
          LGAMMA,
          DIGAMMA,
          LOGISTIC,
          IS_FINITE ->
          dtype.isFloating();
    };
  }
}
