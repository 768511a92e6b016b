package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.BFloat16;
import java.math.BigDecimal;

/**
 * Conversion to BF16 from types that no F32 lies between: rounded once, to nearest, ties to even.
 */
final class NearestBFloat16 {
  /** What an infinite BF16 counts as in rounding: the number that would follow the largest. */
  private static final BigDecimal BEYOND = BigDecimal.TWO.pow(128);

  private NearestBFloat16() {}

  static double of(double x) {
    float narrowed = (float) x;
    if (narrowed == x || Double.isNaN(x)) {
      return BFloat16.toFloat(BFloat16.fromFloat(narrowed));
    }
    return Math.copySign(nearest(new BigDecimal(x), narrowed), x);
  }

  static double of(long x) {
    return nearest(BigDecimal.valueOf(x), (float) x);
  }

  /** Two roundings, to F32 and on, are a step away from the nearest at most. */
  private static double nearest(BigDecimal x, float narrowed) {
    short magnitude = BFloat16.fromFloat(Math.abs(narrowed));
    BigDecimal size = x.abs();
    short best = magnitude;
    for (int step = -1; step <= 1; step += 2) {
      short other = (short) (magnitude + step);
      if (other >= 0 && !Float.isNaN(BFloat16.toFloat(other))) {
        int closer = distance(size, other).compareTo(distance(size, best));
        if (closer < 0 || (closer == 0 && (other & 1) == 0)) {
          best = other;
        }
      }
    }
    return Math.copySign(BFloat16.toFloat(best), narrowed);
  }

  private static BigDecimal distance(BigDecimal size, short bits) {
    float value = BFloat16.toFloat(bits);
    return size.subtract(Float.isInfinite(value) ? BEYOND : new BigDecimal(value)).abs();
  }
}
