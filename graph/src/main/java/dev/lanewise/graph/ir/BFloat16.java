package dev.lanewise.graph.ir;

/** Conversion between binary32 and bfloat16, its upper half. */
public final class BFloat16 {
  private BFloat16() {}

  /** Rounds to the nearest bfloat16, ties to even; every NaN becomes a quiet NaN of its sign. */
  public static short fromFloat(float value) {
    int bits = Float.floatToRawIntBits(value);
    if (Float.isNaN(value)) {
      return (short) ((bits >>> 16) | 0x0040);
    }
    int roundingBias = 0x7fff + ((bits >>> 16) & 1);
    return (short) ((bits + roundingBias) >>> 16);
  }

  /** Widens exactly. */
  public static float toFloat(short bits) {
    return Float.intBitsToFloat(bits << 16);
  }
}
