package dev.lanewise.kernels;

/** The logarithm of the gamma function and its derivatives, scalar. */
final class Gamma {
  private static final double HALF_LOG_2PI = 0x1.d67f1c864beb5p-1;
  private static final double LOG_PI = 0x1.250d048e7a1bdp0;

  /** The positive zero of digamma, and what that rounds off. */
  private static final double DIGAMMA_ZERO = 0x1.762d86356be3fp0;

  private static final double DIGAMMA_ZERO_LOW = 0x1.b86a722197829p-54;

  /** From here on the asymptotic series below have converged. */
  private static final double ASYMPTOTIC = 10;

  /** {@code B(2k) / (2k (2k - 1))}, Stirling's series: k from 1. */
  private static final double[] STIRLING = {
    1.0 / 12, -1.0 / 360, 1.0 / 1260, -1.0 / 1680, 1.0 / 1188, -691.0 / 360360, 1.0 / 156
  };

  /** {@code B(2k) / 2k}: k from 1. */
  private static final double[] DIGAMMA = {
    1.0 / 12, -1.0 / 120, 1.0 / 252, -1.0 / 240, 1.0 / 132, -691.0 / 32760, 1.0 / 12, -3617.0 / 8160
  };

  /** {@code B(2k) / (2k)!}, the Euler-Maclaurin formula: k from 1. */
  private static final double[] EULER_MACLAURIN = {
    1.0 / 12,
    -1.0 / 720,
    1.0 / 30240,
    -1.0 / 1209600,
    1.0 / 47900160,
    -691.0 / 1307674368000.0,
    1.0 / 74724249600.0,
    -3617.0 / 10670622842880000.0,
    43867.0 / 5109094217170944000.0
  };

  /** The largest n whose factorial is a double. */
  private static final int LARGEST_FACTORIAL = 170;

  /** Below, polygamma is reflected; above, the terms at negative arguments are simply added. */
  private static final double REFLECT_BELOW = -20;

  private Gamma() {}

  static double logGamma(double x) {
    if (Double.isNaN(x)) {
      return x;
    }
    if (Double.isInfinite(x) || isPole(x)) {
      return Double.POSITIVE_INFINITY;
    }
    if (x >= -0.5) {
      return logGammaRight(x);
    }
    // gamma(x) gamma(-x) = -pi / (x sin(pi x))
    return LOG_PI - Math.log(Math.abs(x * sinPi(x))) - logGammaRight(-x);
  }

  private static boolean isPole(double x) {
    return x <= 0 && x == Math.rint(x);
  }

  /** {@code sin(pi x)}, from the exact distance to the nearest integer. */
  private static double sinPi(double x) {
    double nearest = Math.rint(x);
    double sine = Math.sin(Math.PI * (x - nearest));
    return Math.rint(nearest / 2) * 2 == nearest ? sine : -sine;
  }

  private static double logGammaRight(double x) {
    if (x < 0.5) {
      return (x * aroundTwo(x) - Math.log1p(x)) - Math.log(Math.abs(x));
    }
    if (x < 1.5) {
      double t = x - 1;
      return t * aroundTwo(t) - Math.log1p(t);
    }
    if (x < ASYMPTOTIC) {
      double product = 1;
      double t = x - 2;
      while (t > 0.5) {
        product *= t + 1;
        t -= 1;
      }
      return Math.log(product) + t * aroundTwo(t);
    }
    double series = HALF_LOG_2PI - 0.5 + series(STIRLING, 1 / (x * x)) / x;
    return (x - 0.5) * (Math.log(x) - 1) + series;
  }

  /** {@code c[0] + c[1] z + ...} */
  private static double series(double[] coefficients, double z) {
    double sum = 0;
    for (int k = coefficients.length - 1; k >= 0; k--) {
      sum = Math.fma(sum, z, coefficients[k]);
    }
    return sum;
  }

  /**
   * Between 1 and 2 a polynomial times the distance from the zero, up to 10 by recurrence, above by
   * the asymptotic series; reflected below 0.
   */
  static double digamma(double x) {
    if (x == 0) {
      return Math.copySign(Double.POSITIVE_INFINITY, -x);
    }
    if (x < 0) {
      double nearest = Math.rint(x);
      return nearest == x
          ? Double.NaN
          : digamma(1 - x) - Math.PI / Math.tan(Math.PI * (x - nearest));
    }
    if (x >= ASYMPTOTIC) {
      double z = 1 / (x * x);
      return Math.log(x) - 0.5 / x - z * series(DIGAMMA, z);
    }
    if (x < 1) {
      return (x - (DIGAMMA_ZERO - 1) - DIGAMMA_ZERO_LOW) * digammaQuotient(x - 0.5) - 1 / x;
    }
    double sum = 0;
    double y = x;
    while (y >= 2) {
      y -= 1;
      sum += 1 / y;
    }
    return sum + (y - DIGAMMA_ZERO - DIGAMMA_ZERO_LOW) * digammaQuotient(y - 1.5);
  }

  /**
   * {@code digamma(1.5 + t)} divided by the distance from its zero, {@code |t| <= 1/2}; Remez
   * exchange, relative error 2^-61.
   */
  private static double digammaQuotient(double t) {
    double p = -0x1.6b14a4c48d5ebp-14;
    p = Math.fma(p, t, 0x1.00b90b0ae3013p-13);
    p = Math.fma(p, t, -0x1.c47294e0238c7p-15);
    p = Math.fma(p, t, 0x1.80276caf87da2p-14);
    p = Math.fma(p, t, -0x1.d25be61b69472p-13);
    p = Math.fma(p, t, 0x1.56c582bc141dbp-12);
    p = Math.fma(p, t, -0x1.e09f5ea4ed8fap-12);
    p = Math.fma(p, t, 0x1.69ba98ab4028cp-11);
    p = Math.fma(p, t, -0x1.115110618c4dbp-10);
    p = Math.fma(p, t, 0x1.99e1abb8e4f6fp-10);
    p = Math.fma(p, t, -0x1.334fa5de96462p-9);
    p = Math.fma(p, t, 0x1.cd1f26e4bf1fbp-9);
    p = Math.fma(p, t, -0x1.5a08154c93642p-8);
    p = Math.fma(p, t, 0x1.03c0b2b5bd408p-7);
    p = Math.fma(p, t, -0x1.863558b3ee2d3p-7);
    p = Math.fma(p, t, 0x1.256471563b2f6p-6);
    p = Math.fma(p, t, -0x1.b9f8b151d9da4p-6);
    p = Math.fma(p, t, 0x1.4de9aa1802d7p-5);
    p = Math.fma(p, t, -0x1.fb44202993d6dp-5);
    p = Math.fma(p, t, 0x1.8512e59037ebcp-4);
    p = Math.fma(p, t, -0x1.2feeeb98a7e67p-3);
    p = Math.fma(p, t, 0x1.eca189b8e6f7bp-3);
    p = Math.fma(p, t, -0x1.b1cb63005ee96p-2);
    p = Math.fma(p, t, 0x1.e6f0cbb873616p-1);
    return p;
  }

  /** {@code (-1)^(n+1) n! zeta(n + 1, x)} for n above 0, with Hurwitz's zeta function. */
  static double polygamma(int n, double x) {
    if (n < 0) {
      throw new IllegalArgumentException("[polygamma] order must not be negative, got " + n);
    }
    if (n == 0) {
      return digamma(x);
    }
    double sign = n % 2 == 0 ? -1 : 1;
    if (x == Double.NEGATIVE_INFINITY) {
      return Double.NaN;
    }
    if (isPole(x)) {
      boolean oneSign = n % 2 == 1;
      return oneSign
          ? Double.POSITIVE_INFINITY
          : x == 0 ? Math.copySign(Double.POSITIVE_INFINITY, -x) : Double.NaN;
    }
    if (x > 0 || Double.isNaN(x)) {
      return sign * factorialZeta(n, x);
    }
    if (x > REFLECT_BELOW) {
      double factorial = factorial(n);
      double sum = 0;
      double y = x;
      while (y < 0) {
        sum += factorial * Math.pow(y, -(n + 1.0));
        y += 1;
      }
      return sign * (sum + factorialZeta(n, y));
    }
    // The sum over all integers, less the part right of x: both at positive arguments.
    double fraction = x - Math.floor(x);
    double left = factorialZeta(n, 1 - fraction) - factorialZeta(n, 1 - x);
    return sign * (factorialZeta(n, fraction) + (n % 2 == 1 ? left : -left));
  }

  private static double factorial(int n) {
    double product = 1;
    for (int k = 2; k <= n && k <= LARGEST_FACTORIAL + 1; k++) {
      product *= k;
    }
    return product;
  }

  /** {@code n! zeta(n + 1, x)} for positive x and n. */
  private static double factorialZeta(int n, double x) {
    if (n <= LARGEST_FACTORIAL) {
      double y = factorial(n) * zeta(n, x, 1);
      if (y >= Double.MIN_NORMAL && y < Double.POSITIVE_INFINITY) {
        return y;
      }
    }
    if (Double.isInfinite(x)) {
      return 0;
    }
    // One factor may overflow or underflow where the product does not.
    double log = logGamma(n + 1.0) - n * Math.log(x) + Math.log(zeta(n, x, x));
    return Math.exp(log);
  }

  /**
   * {@code unit^n zeta(n + 1, x)} by the Euler-Maclaurin formula, begun where its terms fall off.
   *
   * @param unit what powers are taken relative to: with x itself, none overflows or underflows
   */
  private static double zeta(int n, double x, double unit) {
    double sum = 0;
    double a = x;
    while (a < ASYMPTOTIC + n) {
      sum += Math.pow(a / unit, -n) / a;
      a += 1;
    }
    double bracket = 1.0 / n + 0.5 / a;
    double rising = 1 / a;
    for (int k = 0; k < EULER_MACLAURIN.length; k++) {
      rising *= (n + 2.0 * k + 1) / a;
      bracket += EULER_MACLAURIN[k] * rising;
      rising *= (n + 2.0 * k + 2) / a;
    }
    return sum + Math.pow(a / unit, -n) * bracket;
  }

  /** {@code (lgamma(2 + t)) / t} for {@code |t| <= 1/2}; Remez exchange, relative error 2^-59. */
  private static double aroundTwo(double t) {
    double p = -0x1.33b5c4e9e0bc8p-23;
    p = Math.fma(p, t, 0x1.2b070e4b11f1p-22);
    p = Math.fma(p, t, -0x1.c3067616e8939p-22);
    p = Math.fma(p, t, 0x1.ee1793fe2eab1p-21);
    p = Math.fma(p, t, -0x1.131ceaa96f75cp-19);
    p = Math.fma(p, t, 0x1.263ea6b9d9c52p-18);
    p = Math.fma(p, t, -0x1.3ca9409fd3d52p-17);
    p = Math.fma(p, t, 0x1.5806f529baaa6p-16);
    p = Math.fma(p, t, -0x1.78defda27954cp-15);
    p = Math.fma(p, t, 0x1.a127dc279ffb7p-14);
    p = Math.fma(p, t, -0x1.d3fd4943b265p-13);
    p = Math.fma(p, t, 0x1.0b36af3681147p-11);
    p = Math.fma(p, t, -0x1.38ac5c309c90ep-10);
    p = Math.fma(p, t, 0x1.7add6eae558b5p-9);
    p = Math.fma(p, t, -0x1.e404fc21888a1p-8);
    p = Math.fma(p, t, 0x1.51322ac7d8009p-6);
    p = Math.fma(p, t, -0x1.13e001a557616p-4);
    p = Math.fma(p, t, 0x1.4a34cc4a60fa7p-2);
    p = Math.fma(p, t, 0x1.b0ee6072093cep-2);
    return p;
  }
}
