package dev.lanewise.bench.lab.accuracy;

import java.math.BigDecimal;
import java.math.BigInteger;
import java.math.MathContext;
import java.math.RoundingMode;

/**
 * Elementary functions of decimal numbers, with about fifty digits. Slow and meant to be obviously
 * right: series where they converge, and the textbook identities that bring arguments there (NIST
 * Digital Library of Mathematical Functions, chapter 4).
 */
final class Decimals {
  static final MathContext DIGITS = new MathContext(60);

  /** Enough to take multiples of pi from arguments up to 1e22 without losing digits. */
  private static final MathContext MANY_DIGITS = new MathContext(130);

  static final BigDecimal TWO = BigDecimal.valueOf(2);
  private static final BigDecimal HALF = new BigDecimal("0.5");
  private static final BigDecimal SMALL = new BigDecimal("0.001");
  private static final int EXP_HALVINGS = 12;
  private static final int ATAN_HALVINGS = 4;

  private static final BigDecimal LN2 =
      BigDecimal.valueOf(18)
          .multiply(inverseAtanh(26))
          .subtract(TWO.multiply(inverseAtanh(4801)))
          .add(BigDecimal.valueOf(8).multiply(inverseAtanh(8749)))
          .round(DIGITS);

  /** Machin's formula. */
  static final BigDecimal PI =
      BigDecimal.valueOf(16)
          .multiply(inverseAtan(5))
          .subtract(BigDecimal.valueOf(4).multiply(inverseAtan(239)));

  private Decimals() {}

  private static BigDecimal inverseAtanh(int x) {
    return inverseSeries(x, 1);
  }

  private static BigDecimal inverseAtan(int x) {
    return inverseSeries(x, -1);
  }

  /** {@code sum of sign^i / ((2i + 1) x^(2i + 1))}. */
  private static BigDecimal inverseSeries(int x, int sign) {
    BigDecimal square = BigDecimal.valueOf((long) x * x * sign);
    BigDecimal power = BigDecimal.ONE.divide(BigDecimal.valueOf(x), MANY_DIGITS);
    BigDecimal sum = BigDecimal.ZERO;
    for (int i = 0; counts(power, MANY_DIGITS); i++) {
      sum = sum.add(power.divide(BigDecimal.valueOf(2L * i + 1), MANY_DIGITS));
      power = power.divide(square, MANY_DIGITS);
    }
    return sum;
  }

  private static boolean counts(BigDecimal term, MathContext digits) {
    return term.signum() != 0 && term.precision() - term.scale() > -digits.getPrecision();
  }

  /** Whether a term still changes the digits of a sum. */
  static boolean counts(BigDecimal term, BigDecimal sum) {
    return term.signum() != 0
        && term.precision() - term.scale() > sum.precision() - sum.scale() - DIGITS.getPrecision();
  }

  static BigDecimal exp(BigDecimal x) {
    int power = x.divide(LN2, DIGITS).setScale(0, RoundingMode.HALF_EVEN).intValueExact();
    BigDecimal rest = x.subtract(LN2.multiply(BigDecimal.valueOf(power)), DIGITS);
    BigDecimal value =
        taylorExpm1(rest.multiply(HALF.pow(EXP_HALVINGS), DIGITS)).add(BigDecimal.ONE);
    for (int i = 0; i < EXP_HALVINGS; i++) {
      value = value.multiply(value, DIGITS);
    }
    BigDecimal scale = TWO.pow(Math.abs(power), DIGITS);
    return power >= 0 ? value.multiply(scale, DIGITS) : value.divide(scale, DIGITS);
  }

  static BigDecimal expm1(BigDecimal x) {
    return x.abs().compareTo(SMALL) < 0 ? taylorExpm1(x) : exp(x).subtract(BigDecimal.ONE);
  }

  private static BigDecimal taylorExpm1(BigDecimal x) {
    BigDecimal term = x;
    BigDecimal sum = x;
    for (int i = 2; counts(term, sum); i++) {
      term = term.multiply(x, DIGITS).divide(BigDecimal.valueOf(i), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  /** By Halley's iteration, which triples the digits: 16, 48, more than there are. */
  static BigDecimal log(BigDecimal x) {
    int power = exponent(x);
    BigDecimal scale = TWO.pow(Math.abs(power), DIGITS);
    BigDecimal m = power >= 0 ? x.divide(scale, DIGITS) : x.multiply(scale, DIGITS);
    BigDecimal y = BigDecimal.valueOf(Math.log(m.doubleValue()));
    for (int i = 0; i < 3; i++) {
      BigDecimal e = exp(y);
      y = y.add(TWO.multiply(m.subtract(e, DIGITS)).divide(m.add(e, DIGITS), DIGITS), DIGITS);
    }
    return y.add(LN2.multiply(BigDecimal.valueOf(power)), DIGITS);
  }

  /** A power of two that is near; 0 near one, so that nothing is lost there. */
  private static int exponent(BigDecimal x) {
    BigInteger whole = x.signum() > 0 ? x.toBigInteger() : BigInteger.ZERO;
    if (whole.bitLength() > 1) {
      return whole.bitLength();
    }
    return x.compareTo(HALF) > 0 ? 0 : -BigDecimal.ONE.divide(x, DIGITS).toBigInteger().bitLength();
  }

  static BigDecimal log1p(BigDecimal x) {
    if (x.abs().compareTo(SMALL) >= 0) {
      return log(BigDecimal.ONE.add(x));
    }
    BigDecimal power = x;
    BigDecimal sum = x;
    for (int i = 2; counts(power, sum); i++) {
      power = power.multiply(x, DIGITS).negate();
      sum = sum.add(power.divide(BigDecimal.valueOf(i), DIGITS), DIGITS);
    }
    return sum;
  }

  static BigDecimal sin(BigDecimal x) {
    return quadrant(x, 0);
  }

  static BigDecimal cos(BigDecimal x) {
    return quadrant(x, 1);
  }

  static BigDecimal tan(BigDecimal x) {
    return sin(x).divide(cos(x), DIGITS);
  }

  /** The sine of {@code x + turns pi / 2}. */
  private static BigDecimal quadrant(BigDecimal x, int turns) {
    BigDecimal quarter = PI.divide(TWO, MANY_DIGITS);
    BigInteger count =
        x.divide(quarter, MANY_DIGITS).setScale(0, RoundingMode.HALF_EVEN).toBigInteger();
    BigDecimal rest =
        x.subtract(quarter.multiply(new BigDecimal(count), MANY_DIGITS), MANY_DIGITS).round(DIGITS);
    int at = count.add(BigInteger.valueOf(turns)).mod(BigInteger.valueOf(4)).intValue();
    BigDecimal value = at % 2 == 0 ? taylor(rest, rest, 2) : taylor(BigDecimal.ONE, rest, 1);
    return at >= 2 ? value.negate() : value;
  }

  /** {@code first - first x^2 / (from (from + 1)) + ...}. */
  private static BigDecimal taylor(BigDecimal first, BigDecimal x, int from) {
    BigDecimal square = x.multiply(x, DIGITS).negate();
    BigDecimal term = first;
    BigDecimal sum = first;
    for (int i = from; counts(term, sum); i += 2) {
      term = term.multiply(square, DIGITS).divide(BigDecimal.valueOf((long) i * (i + 1)), DIGITS);
      sum = sum.add(term, DIGITS);
    }
    return sum;
  }

  static BigDecimal atan(BigDecimal x) {
    if (x.abs().compareTo(BigDecimal.ONE) > 0) {
      BigDecimal rest = atan(BigDecimal.ONE.divide(x, DIGITS));
      BigDecimal quarter = PI.divide(TWO, DIGITS);
      return (x.signum() > 0 ? quarter : quarter.negate()).subtract(rest, DIGITS);
    }
    BigDecimal y = x;
    for (int i = 0; i < ATAN_HALVINGS; i++) {
      y = y.divide(BigDecimal.ONE.add(onePlusSquare(y)), DIGITS);
    }
    BigDecimal square = y.multiply(y, DIGITS).negate();
    BigDecimal power = y;
    BigDecimal sum = y;
    for (int i = 3; counts(power, sum); i += 2) {
      power = power.multiply(square, DIGITS);
      sum = sum.add(power.divide(BigDecimal.valueOf(i), DIGITS), DIGITS);
    }
    return sum.multiply(TWO.pow(ATAN_HALVINGS), DIGITS);
  }

  /** {@code sqrt(1 + y^2)}. */
  private static BigDecimal onePlusSquare(BigDecimal y) {
    return BigDecimal.ONE.add(y.multiply(y, DIGITS), DIGITS).sqrt(DIGITS);
  }

  static BigDecimal asin(BigDecimal x) {
    BigDecimal rest = BigDecimal.ONE.subtract(x).multiply(BigDecimal.ONE.add(x));
    return rest.signum() == 0
        ? PI.multiply(HALF, DIGITS).multiply(BigDecimal.valueOf(x.signum()))
        : atan(x.divide(rest.sqrt(DIGITS), DIGITS));
  }

  static BigDecimal acos(BigDecimal x) {
    BigDecimal below = BigDecimal.ONE.add(x);
    if (below.signum() == 0) {
      return PI.round(DIGITS);
    }
    BigDecimal square = BigDecimal.ONE.subtract(x).divide(below, DIGITS);
    return TWO.multiply(atan(square.sqrt(DIGITS)));
  }

  static BigDecimal sinh(BigDecimal x) {
    BigDecimal e = expm1(x);
    return e.add(e.divide(e.add(BigDecimal.ONE), DIGITS), DIGITS).multiply(HALF);
  }

  static BigDecimal cosh(BigDecimal x) {
    BigDecimal e = exp(x);
    return e.add(BigDecimal.ONE.divide(e, DIGITS), DIGITS).multiply(HALF);
  }

  static BigDecimal tanh(BigDecimal x) {
    BigDecimal e = expm1(TWO.multiply(x));
    return e.divide(e.add(TWO), DIGITS);
  }

  static BigDecimal asinh(BigDecimal x) {
    BigDecimal size = x.abs();
    BigDecimal square = size.multiply(size, DIGITS);
    BigDecimal value =
        log1p(size.add(square.divide(BigDecimal.ONE.add(onePlusSquare(size)), DIGITS), DIGITS));
    return x.signum() < 0 ? value.negate() : value;
  }

  static BigDecimal acosh(BigDecimal x) {
    BigDecimal t = x.subtract(BigDecimal.ONE);
    return log1p(t.add(t.multiply(t.add(TWO), DIGITS).sqrt(DIGITS), DIGITS));
  }

  static BigDecimal atanh(BigDecimal x) {
    return HALF.multiply(log1p(TWO.multiply(x).divide(BigDecimal.ONE.subtract(x), DIGITS)), DIGITS);
  }

  static BigDecimal cbrt(BigDecimal x) {
    BigDecimal y = BigDecimal.valueOf(Math.cbrt(x.doubleValue()));
    BigDecimal three = BigDecimal.valueOf(3);
    for (int i = 0; i < 3 && y.signum() != 0; i++) {
      BigDecimal square = y.multiply(y, DIGITS);
      BigDecimal distance = square.multiply(y, DIGITS).subtract(x, DIGITS);
      y = y.subtract(distance.divide(three.multiply(square), DIGITS), DIGITS);
    }
    return y;
  }
}
