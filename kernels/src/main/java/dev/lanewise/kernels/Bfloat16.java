package dev.lanewise.kernels;

/**
 * Scalar conversions to and from BF16, the upper 16 bits of a binary32. All round to nearest, ties
 * to even, once; NaN stays NaN (quiet, with its sign), overflow gives infinity.
 */
public final class Bfloat16 {
  private static final int DROPPED_BITS = 16;
  private static final int QUIET_BIT = 0x40;

  private Bfloat16() {}

  /** Returns the value of a BF16, exactly. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << DROPPED_BITS);
  }

  /** Returns the BF16 nearest to a float. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> DROPPED_BITS) | QUIET_BIT);
    }
    int lastKept = (bits >>> DROPPED_BITS) & 1;
    return (short) ((bits + 0x7fff + lastKept) >>> DROPPED_BITS);
  }

  /** Returns the BF16 nearest to a double, without rounding twice. */
  public static short fromDouble(double value) {
    float nearest = (float) value;
    if (nearest == value || Float.isNaN(nearest) || Float.isInfinite(nearest)) {
      return fromFloat(nearest);
    }
    // Round to odd instead: the last bit of a float then says that something was cut off, and
    // 24 bits are enough above the 8 of a BF16 for the second rounding to be the only one.
    float towardZero =
        Math.abs((double) nearest) > Math.abs(value)
            ? Float.intBitsToFloat(Float.floatToRawIntBits(nearest) - 1)
            : nearest;
    return fromFloat(Float.intBitsToFloat(Float.floatToRawIntBits(towardZero) | 1));
  }

  /** Returns the BF16 nearest to a long, without rounding twice. */
  public static short fromLong(long value) {
    // 53 bits of a double: where there are more, fold the rest into the last bit that is kept.
    int dropped = Long.SIZE - 1 - Long.numberOfLeadingZeros(Math.abs(value)) - 52;
    if (dropped <= 0 || value == Long.MIN_VALUE) {
      return fromDouble((double) value);
    }
    long cut = (1L << dropped) - 1;
    long sticky = (value & cut) == 0 ? 0 : 1L << dropped;
    return fromDouble((double) ((value & ~cut) | sticky));
  }
}
