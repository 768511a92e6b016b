package dev.lanewise.bench.lab.accuracy;

import dev.lanewise.bench.lab.suite.MathFunction;
import java.math.BigDecimal;

/**
 * What a function is, and where it is looked at.
 *
 * @param least argument in F64
 * @param most argument in F64
 * @param leastF32 the same in F32
 * @param mostF32 the same in F32
 */
record Reference(double least, double most, double leastF32, double mostF32) {
  private static final double ANY = 1e300;
  private static final double ANY_F32 = 1e37;
  private static final double TINY = 1e-300;
  private static final double TINY_F32 = 1e-37;

  /** The domain, as far as results are normal numbers. */
  static Reference of(MathFunction function) {
    return switch (function) {
      case EXP, LOGISTIC -> new Reference(-700, 700, -87, 87);
      case EXPM1, SINH, COSH -> new Reference(-700, 700, -87, 87);
      case LOG, RSQRT -> new Reference(TINY, ANY, TINY_F32, ANY_F32);
      case LOG1P -> new Reference(-1 + 1e-15, ANY, -1 + 1e-6, ANY_F32);
      case SIN, COS, TAN -> new Reference(-1e15, 1e15, -1e9, 1e9);
      case ASIN, ACOS -> new Reference(-1, 1, -1, 1);
      case ATAN, ASINH, CBRT -> new Reference(-ANY, ANY, -ANY_F32, ANY_F32);
      case TANH -> new Reference(-30, 30, -12, 12);
      case ACOSH -> new Reference(1 + 1e-15, ANY, 1 + 1e-6, ANY_F32);
      case ATANH, ERF_INV -> new Reference(-1 + 1e-15, 1 - 1e-15, -1 + 1e-6, 1 - 1e-6);
      case ERF -> new Reference(-6, 6, -4, 4);
      case ERFC -> new Reference(-6, 26, -4, 9);
      case LGAMMA, DIGAMMA -> new Reference(TINY, 1e15, TINY_F32, 1e9);
    };
  }

  /**
   * Whether a relative error means something there: zeros of the gamma functions are irrational.
   */
  static boolean isMeaningful(MathFunction function, double x) {
    return switch (function) {
      case LGAMMA -> Math.abs(x - 1) > 0.05 && Math.abs(x - 2) > 0.05;
      case DIGAMMA -> Math.abs(x - 1.4616321449683622) > 0.05;
      default -> true;
    };
  }

  /** The value with about fifty digits. */
  static BigDecimal value(MathFunction function, double argument) {
    BigDecimal x = new BigDecimal(argument);
    return switch (function) {
      case EXP -> Decimals.exp(x);
      case EXPM1 -> Decimals.expm1(x);
      case LOG -> Decimals.log(x);
      case LOG1P -> Decimals.log1p(x);
      case SIN -> Decimals.sin(x);
      case COS -> Decimals.cos(x);
      case TAN -> Decimals.tan(x);
      case ASIN -> Decimals.asin(x);
      case ACOS -> Decimals.acos(x);
      case ATAN -> Decimals.atan(x);
      case SINH -> Decimals.sinh(x);
      case COSH -> Decimals.cosh(x);
      case TANH -> Decimals.tanh(x);
      case ASINH -> Decimals.asinh(x);
      case ACOSH -> Decimals.acosh(x);
      case ATANH -> Decimals.atanh(x);
      case RSQRT -> BigDecimal.ONE.divide(x.sqrt(Decimals.DIGITS), Decimals.DIGITS);
      case CBRT -> Decimals.cbrt(x);
      case ERF -> SpecialDecimals.erf(x);
      case ERFC -> SpecialDecimals.erfc(x);
      case ERF_INV -> SpecialDecimals.erfInv(x);
      case LGAMMA -> SpecialDecimals.lgamma(x);
      case DIGAMMA -> SpecialDecimals.digamma(x);
      case LOGISTIC ->
          BigDecimal.ONE.divide(BigDecimal.ONE.add(Decimals.exp(x.negate())), Decimals.DIGITS);
    };
  }
}
