package dev.lanewise.kernels.fft;

/**
 * Unevaluated sums of two doubles, some 106 bits: T. J. Dekker, "A floating-point technique for
 * extending the available precision", Numerische Mathematik 18, 1971.
 */
record DoubleDouble(double high, double low) {
  static final DoubleDouble ZERO = new DoubleDouble(0, 0);
  static final DoubleDouble ONE = new DoubleDouble(1, 0);
  static final DoubleDouble PI = new DoubleDouble(0x1.921fb54442d18p1, 0x1.1a62633145c07p-53);

  DoubleDouble plus(DoubleDouble other) {
    double sum = high + other.high;
    double back = sum - high;
    double error = (high - (sum - back)) + (other.high - back);
    return normal(sum, error + low + other.low);
  }

  DoubleDouble negated() {
    return new DoubleDouble(-high, -low);
  }

  DoubleDouble times(DoubleDouble other) {
    double product = high * other.high;
    double error = Math.fma(high, other.high, -product);
    return normal(product, error + high * other.low + low * other.high);
  }

  DoubleDouble times(double other) {
    return times(new DoubleDouble(other, 0));
  }

  DoubleDouble dividedBy(double divisor) {
    double quotient = high / divisor;
    double rest = Math.fma(-quotient, divisor, high) + low;
    return normal(quotient, rest / divisor);
  }

  private static DoubleDouble normal(double high, double low) {
    double sum = high + low;
    return new DoubleDouble(sum, low - (sum - high));
  }

  /**
   * The sine and cosine of {@code 2 pi k / n} by their series, at most pi/4 from a quarter turn.
   */
  static DoubleDouble[] root(int k, int n) {
    int quarter = (int) Math.round(4.0 * k / n);
    // 2 pi k / n - quarter pi / 2
    DoubleDouble angle = PI.times(4.0 * k - (double) quarter * n).dividedBy(2.0 * n);
    DoubleDouble square = angle.times(angle).negated();
    DoubleDouble sin = angle;
    DoubleDouble cos = ONE;
    DoubleDouble sinTerm = angle;
    DoubleDouble cosTerm = ONE;
    for (int j = 1; j < 16; j++) {
      cosTerm = cosTerm.times(square).dividedBy((2.0 * j - 1) * (2.0 * j));
      sinTerm = sinTerm.times(square).dividedBy((2.0 * j) * (2.0 * j + 1));
      cos = cos.plus(cosTerm);
      sin = sin.plus(sinTerm);
    }
    return switch (quarter & 3) {
      case 0 -> new DoubleDouble[] {sin, cos};
      case 1 -> new DoubleDouble[] {cos, sin.negated()};
      case 2 -> new DoubleDouble[] {sin.negated(), cos.negated()};
      default -> new DoubleDouble[] {cos.negated(), sin};
    };
  }
}
