package dev.lanewise.bench.lab.accuracy;

import static dev.lanewise.bench.lab.accuracy.Decimals.DIGITS;
import static dev.lanewise.bench.lab.accuracy.Decimals.TWO;
import static dev.lanewise.bench.lab.accuracy.Decimals.exp;
import static dev.lanewise.bench.lab.accuracy.Decimals.log;

import dev.lanewise.kernels.ScalarMath;
import java.math.BigDecimal;
import java.math.BigInteger;
import java.util.ArrayList;
import java.util.List;

/**
 * The error function, the gamma function's logarithm, and their kin, with about fifty digits (NIST
 * Digital Library of Mathematical Functions, chapters 5 and 7).
 */
final class SpecialDecimals {
  private static final BigDecimal ROOT_OF_PI = Decimals.PI.sqrt(DIGITS);

  /** Beyond it the continued fraction is quick, before it the series is. */
  private static final BigDecimal SERIES_END = BigDecimal.valueOf(3);

  private static final int FRACTIONS = 600;

  /** From here on Stirling's series has more digits than are asked for. */
  private static final int STIRLING = 60;

  private static final int BERNOULLI_NUMBERS = 22;
  private static final List<BigDecimal> BERNOULLI = bernoulli();

  private SpecialDecimals() {}

  /** {@code 2 / sqrt(pi) exp(-x^2) sum of 2^n x^(2n + 1) / (2n + 1)!!}, DLMF 7.6.2. */
  static BigDecimal erf(BigDecimal x) {
    if (x.abs().compareTo(SERIES_END) > 0) {
      BigDecimal rest = BigDecimal.ONE.subtract(erfc(x.abs()), DIGITS);
      return x.signum() < 0 ? rest.negate() : rest;
    }
    BigDecimal square = TWO.multiply(x.multiply(x, DIGITS));
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int n = 1; Decimals.counts(term, sum); n++) {
      term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf(2L * n + 1), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum.multiply(slope(x), DIGITS);
  }

  /** The derivative of erf. */
  private static BigDecimal slope(BigDecimal x) {
    return TWO.multiply(exp(x.multiply(x, DIGITS).negate())).divide(ROOT_OF_PI, DIGITS);
  }

  /** DLMF 7.9.1, from the far end. */
  static BigDecimal erfc(BigDecimal x) {
    if (x.compareTo(SERIES_END) <= 0) {
      return BigDecimal.ONE.subtract(erf(x), DIGITS);
    }
    BigDecimal fraction = x;
    for (int i = FRACTIONS; i > 0; i--) {
      fraction = x.add(BigDecimal.valueOf(0.5 * i).divide(fraction, DIGITS), DIGITS);
    }
    return exp(x.multiply(x, DIGITS).negate())
        .divide(ROOT_OF_PI.multiply(fraction, DIGITS), DIGITS);
  }

  /** By Newton's iteration, on the complement where erf is near one. */
  static BigDecimal erfInv(BigDecimal y) {
    BigDecimal size = y.abs();
    BigDecimal rest = BigDecimal.ONE.subtract(size);
    BigDecimal x = BigDecimal.valueOf(ScalarMath.erfInv(size.doubleValue()));
    for (int i = 0; i < 3 && x.signum() != 0; i++) {
      BigDecimal distance =
          x.compareTo(BigDecimal.ONE) > 0 ? rest.subtract(erfc(x), DIGITS) : erf(x).subtract(size);
      x = x.subtract(distance.divide(slope(x), DIGITS), DIGITS);
    }
    return y.signum() < 0 ? x.negate() : x;
  }

  /** Stirling's series, DLMF 5.11.1, after a shift; of positive numbers. */
  static BigDecimal lgamma(BigDecimal x) {
    BigDecimal product = BigDecimal.ONE;
    BigDecimal z = x;
    while (z.compareTo(BigDecimal.valueOf(STIRLING)) < 0) {
      product = product.multiply(z, DIGITS);
      z = z.add(BigDecimal.ONE, DIGITS);
    }
    BigDecimal half = new BigDecimal("0.5");
    BigDecimal sum =
        z.subtract(half)
            .multiply(log(z), DIGITS)
            .subtract(z, DIGITS)
            .add(half.multiply(log(TWO.multiply(Decimals.PI))), DIGITS);
    BigDecimal square = z.multiply(z, DIGITS);
    BigDecimal power = z;
    for (int k = 1; k <= BERNOULLI.size(); k++) {
      BigDecimal below = BigDecimal.valueOf(2L * k * (2L * k - 1)).multiply(power);
      sum = sum.add(BERNOULLI.get(k - 1).divide(below, DIGITS), DIGITS);
      power = power.multiply(square, DIGITS);
    }
    return sum.subtract(log(product), DIGITS);
  }

  /** DLMF 5.11.2, after a shift; of positive numbers. */
  static BigDecimal digamma(BigDecimal x) {
    BigDecimal shift = BigDecimal.ZERO;
    BigDecimal z = x;
    while (z.compareTo(BigDecimal.valueOf(STIRLING)) < 0) {
      shift = shift.add(BigDecimal.ONE.divide(z, DIGITS), DIGITS);
      z = z.add(BigDecimal.ONE, DIGITS);
    }
    BigDecimal sum = log(z).subtract(BigDecimal.ONE.divide(TWO.multiply(z), DIGITS), DIGITS);
    BigDecimal square = z.multiply(z, DIGITS);
    BigDecimal power = square;
    for (int k = 1; k <= BERNOULLI.size(); k++) {
      BigDecimal below = BigDecimal.valueOf(2L * k).multiply(power);
      sum = sum.subtract(BERNOULLI.get(k - 1).divide(below, DIGITS), DIGITS);
      power = power.multiply(square, DIGITS);
    }
    return sum.subtract(shift, DIGITS);
  }

  /**
   * The numbers B2, B4, ... from the tangent numbers T, which are whole: {@code B2n = (-1)^(n - 1)
   * 2n T / (4^n (4^n - 1))}, DLMF 24.15.4; T after D. Knuth and T. Buckholtz, "Computation of
   * tangent, Euler, and Bernoulli numbers", Mathematics of Computation 21, 1967.
   */
  private static List<BigDecimal> bernoulli() {
    BigInteger[] tangents = new BigInteger[BERNOULLI_NUMBERS + 1];
    tangents[1] = BigInteger.ONE;
    for (int k = 2; k <= BERNOULLI_NUMBERS; k++) {
      tangents[k] = tangents[k - 1].multiply(BigInteger.valueOf(k - 1));
    }
    for (int k = 2; k <= BERNOULLI_NUMBERS; k++) {
      for (int j = k; j <= BERNOULLI_NUMBERS; j++) {
        tangents[j] =
            tangents[j - 1]
                .multiply(BigInteger.valueOf(j - k))
                .add(tangents[j].multiply(BigInteger.valueOf(j - k + 2)));
      }
    }
    List<BigDecimal> numbers = new ArrayList<>();
    for (int n = 1; n <= BERNOULLI_NUMBERS; n++) {
      BigInteger four = BigInteger.ONE.shiftLeft(2 * n);
      BigDecimal above = new BigDecimal(tangents[n].multiply(BigInteger.valueOf(2L * n)));
      BigDecimal number =
          above.divide(new BigDecimal(four.multiply(four.subtract(BigInteger.ONE))), DIGITS);
      numbers.add(n % 2 == 1 ? number : number.negate());
    }
    return numbers;
  }
}
