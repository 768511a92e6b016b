package dev.lanewise.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * log and log1p for F32 lanes: only IEEE 754 operations, so the bits are the same on every machine
 * and whether or not the code has been compiled.
 *
 * <p>The argument is written as {@code 2^k (1 + f)} with {@code sqrt(1/2) <= 1 + f < sqrt(2)};
 * {@code log(1 + f) = f - f^2/2 + f^3 p(f)}, p by Remez exchange, relative error 2^-30.
 */
final class FloatLogarithm {
  private static final int MANTISSA_BITS = 23;
  private static final int SQRT_HALF_BITS = 0x3f3504f3;

  /** Lifts subnormal numbers into the normal range. */
  private static final float LIFT = 0x1p25f;

  private static final float LIFT_EXPONENT = 25;

  /** log 2 in two parts; k times the first is exact. */
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** The binary logarithm of e, in two parts. */
  private static final float LOG2_E = 0x1.715476p0f;

  private static final float LOG2_E_LOW = 0x1.4ae0cp-26f;

  /** The decimal logarithm of e, in two parts. */
  private static final float LOG10_E = 0x1.bcb7b2p-2f;

  private static final float LOG10_E_LOW = -0x1.5b235ep-27f;

  /** The decimal logarithm of 2, in two parts; k times the first is exact. */
  private static final float LOG10_2_HIGH = 0x1.3442p-2f;

  private static final float LOG10_2_LOW = -0x1.95ec1p-19f;

  private FloatLogarithm() {}

  static FloatVector log(FloatVector x) {
    FloatVector y = finite(x, x.broadcast(0));
    return edges(y, x, x);
  }

  static FloatVector log2(FloatVector x) {
    FloatVector y = finite(x, LOG2_E, LOG2_E_LOW, 1, 0);
    return edges(y, x, x);
  }

  static FloatVector log10(FloatVector x) {
    FloatVector y = finite(x, LOG10_E, LOG10_E_LOW, LOG10_2_HIGH, LOG10_2_LOW);
    return edges(y, x, x);
  }

  static FloatVector log1p(FloatVector x) {
    FloatVector u = x.add(1);
    // What the sum rounded off (Knuth's two-sum), as a first-order change of the logarithm.
    FloatVector back = u.sub(1);
    FloatVector lost = x.sub(back).add(u.sub(back).neg().add(1));
    FloatVector y = finite(u, lost.div(u));
    return edges(y, u, u).blend(x, x.compare(VectorOperators.EQ, 0));
  }

  /** NaN below zero and for NaN, -infinity at zero, infinity at infinity, and y elsewhere. */
  private static FloatVector edges(FloatVector y, FloatVector x, FloatVector top) {
    VectorMask<Float> outside = x.compare(VectorOperators.GE, 0).not();
    return y.blend(Float.NaN, outside)
        .blend(Float.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(top, x.compare(VectorOperators.EQ, Float.POSITIVE_INFINITY));
  }

  /** Returns {@code log(x) + change} of positive finite numbers. */
  private static FloatVector finite(FloatVector x, FloatVector change) {
    VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(LIFT), tiny).reinterpretAsInts();
    IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
    FloatVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsFloats()
            .sub(1);
    FloatVector k = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
    k = k.blend(k.sub(LIFT_EXPONENT), tiny);
    FloatVector high = k.mul(LN2_HIGH);
    FloatVector sum = high.add(f);
    FloatVector sumLow = f.sub(sum.sub(high));
    FloatVector rest = k.lanewise(VectorOperators.FMA, LN2_LOW, remainder(f)).add(change);
    return sum.add(sumLow.add(rest));
  }

  /**
   * Returns the logarithm of positive finite numbers in another base.
   *
   * @param unit the logarithm of e
   * @param two the logarithm of 2, so short that multiples are exact
   */
  private static FloatVector finite(
      FloatVector x, float unit, float unitLow, float two, float twoLow) {
    VectorMask<Float> tiny = x.compare(VectorOperators.LT, Float.MIN_NORMAL);
    IntVector bits = x.blend(x.mul(LIFT), tiny).reinterpretAsInts();
    IntVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
    FloatVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsFloats()
            .sub(1);
    FloatVector k = (FloatVector) exponent.convert(VectorOperators.I2F, 0);
    k = k.blend(k.sub(LIFT_EXPONENT), tiny);
    FloatVector most = f.mul(unit);
    FloatVector mostLow = f.lanewise(VectorOperators.FMA, f.broadcast(unit), most.neg());
    mostLow = f.lanewise(VectorOperators.FMA, f.broadcast(unitLow), mostLow);
    FloatVector high = k.mul(two);
    FloatVector sum = high.add(most);
    FloatVector sumLow = most.sub(sum.sub(high));
    FloatVector rest = remainder(f).lanewise(VectorOperators.FMA, f.broadcast(unit), mostLow);
    rest = k.lanewise(VectorOperators.FMA, k.broadcast(twoLow), rest);
    return sum.add(sumLow.add(rest));
  }

  /** {@code log(1 + f) - f}. */
  private static FloatVector remainder(FloatVector f) {
    FloatVector p = f.broadcast(0x1.1b482ep-4f);
    p = p.lanewise(VectorOperators.FMA, f, -0x1.e2ed8cp-4f);
    p = p.lanewise(VectorOperators.FMA, f, 0x1.e6504ep-4f);
    p = p.lanewise(VectorOperators.FMA, f, -0x1.fb428ep-4f);
    p = p.lanewise(VectorOperators.FMA, f, 0x1.2332bcp-3f);
    p = p.lanewise(VectorOperators.FMA, f, -0x1.5562e6p-3f);
    p = p.lanewise(VectorOperators.FMA, f, 0x1.99a546p-3f);
    p = p.lanewise(VectorOperators.FMA, f, -0x1.ffffeep-3f);
    p = p.lanewise(VectorOperators.FMA, f, 0x1.555546p-2f);
    FloatVector square = f.mul(f);
    return square.mul(p.lanewise(VectorOperators.FMA, f, -0.5f));
  }
}
