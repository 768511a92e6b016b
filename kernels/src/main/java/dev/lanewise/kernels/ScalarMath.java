package dev.lanewise.kernels;

/**
 * Scalar functions of double precision that {@link Math} does not have. They are the specification
 * of the kernels of those names: F64 kernels return the same bits, F32 kernels the same rounded.
 *
 * <p>Errors are the largest seen against tables computed with 50 digits.
 */
public final class ScalarMath {
  private ScalarMath() {}

  private static final double LN2 = 0x1.62e42fefa39efp-1;

  /** From here on, {@code x^2 + 1} is {@code x^2}. */
  private static final double SQUARE_ONLY = 0x1p28;

  /**
   * Returns the logistic function {@code 1 / (1 + exp(-x))}, from an exponential that cannot
   * overflow. Error: at most 1.5 ULP.
   */
  public static double logistic(double x) {
    double e = Math.exp(-Math.abs(x));
    return (x < 0 ? e : 1) / (1 + e);
  }

  /**
   * Returns the inverse hyperbolic sine, {@code log(x + sqrt(x^2 + 1))}, as {@code log1p(x + x^2 /
   * (1 + sqrt(x^2 + 1)))} for precision near 0. Error: at most 1.5 ULP.
   */
  public static double asinh(double x) {
    double size = Math.abs(x);
    double y;
    if (size > SQUARE_ONLY) {
      y = Math.log(size) + LN2;
    } else {
      double square = size * size;
      y = Math.log1p(size + square / (1 + Math.sqrt(square + 1)));
    }
    return Math.copySign(y, x);
  }

  /**
   * Returns the inverse hyperbolic cosine, {@code log(x + sqrt(x^2 - 1))}, as {@code log1p(t +
   * sqrt(2t + t^2))} with {@code t = x - 1}; NaN below 1. Error: at most 1.5 ULP.
   */
  public static double acosh(double x) {
    if (x > SQUARE_ONLY) {
      return Math.log(x) + LN2;
    }
    if (!(x >= 1)) {
      return Double.NaN;
    }
    double t = x - 1;
    return Math.log1p(t + Math.sqrt(2 * t + t * t));
  }

  /**
   * Returns the inverse hyperbolic tangent, {@code log((1 + x) / (1 - x)) / 2}, as {@code log1p(2x
   * / (1 - x)) / 2} of the absolute value; NaN outside [-1, 1]. Error: at most 1.5 ULP.
   */
  public static double atanh(double x) {
    double size = Math.abs(x);
    return Math.copySign(0.5 * Math.log1p(2 * size / (1 - size)), x);
  }

  /** Returns the error function. Error: at most 1.0 ULP. */
  public static double erf(double x) {
    return ErrorFunction.erf(x);
  }

  /** Returns {@code 1 - erf(x)}, precise where that is small. Error: at most 2.5 ULP. */
  public static double erfc(double x) {
    return ErrorFunction.erfc(x);
  }

  /**
   * Returns the inverse of the error function: NaN outside [-1, 1], infinite at its ends. Error: at
   * most 1.5 ULP.
   */
  public static double erfInv(double y) {
    return ErrorFunction.inverse(y);
  }

  /**
   * Returns {@code log|gamma(x)|}: infinity at 0, at negative integers and at both infinities.
   * Error: at most 2.5 ULP for positive x; for negative x at most 2 ULP of the larger of the result
   * and 1, since the zeros there are irrational.
   */
  public static double lgamma(double x) {
    return Gamma.logGamma(x);
  }

  /**
   * Returns the digamma function, the derivative of {@link #lgamma}: negative infinity at +0,
   * positive infinity at -0, NaN at negative integers and negative infinity. Error: at most 7 ULP
   * of the larger of the result and 1.
   */
  public static double digamma(double x) {
    return Gamma.digamma(x);
  }

  /**
   * Returns the polygamma function, the n-th derivative of {@link #digamma}. At 0 and the negative
   * integers it is infinity for odd n; for even n it is infinite at the zeros with the sign of the
   * side, and NaN at negative integers. Relative error: at most 2^-48 for n up to 20 and positive
   * x.
   *
   * @param n the order, 0 or more
   * @throws IllegalArgumentException if the order is negative
   */
  public static double polygamma(int n, double x) {
    return Gamma.polygamma(n, x);
  }
}
