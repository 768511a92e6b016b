package dev.lanewise.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;

/**
 * exp and what is made of it, for F32 lanes: only IEEE 754 operations, so the bits are the same on
 * every machine and whether or not the code has been compiled.
 *
 * <p>The argument is written as {@code n log 2 + r} with {@code |r| <= log(2)/2}; then {@code e^r =
 * 1 + r + r^2 q(r)} with a minimax polynomial q (Remez exchange, relative error 2^-32), and the
 * power of two is multiplied in two steps, so that overflow and subnormal results round once.
 */
final class FloatExponential {
  private static final int MANTISSA_BITS = 23;
  private static final int BIAS = 127;
  private static final float LOG2_E = 0x1.715476p0f;

  /** log 2 in two parts; n times the first is exact. */
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = 0x1.7f7d1cp-20f;

  /** 1.5 times 2^23: a number added to it is rounded to an integer, kept in the low bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = 0x4b400000;

  /** Above, exp is infinite in any case; below {@link #LOWEST}, zero. */
  private static final float HIGHEST = 89f;

  private static final float LOWEST = -104f;

  /** Below, expm1 is -1. */
  private static final float EXPM1_LOWEST = -18f;

  /** Above this half argument, tanh is 1. */
  private static final float TANH_DOUBLED_HIGHEST = 20f;

  /** Where tanh changes from its polynomial to exp. */
  private static final float TANH_SMALL = 0.625f;

  private FloatExponential() {}

  static FloatVector exp(FloatVector x) {
    FloatVector inside =
        x.blend(HIGHEST, x.compare(VectorOperators.GT, HIGHEST))
            .blend(LOWEST, x.compare(VectorOperators.LT, LOWEST));
    FloatVector shifted = inside.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.lanewise(VectorOperators.FMA, -LN2_HIGH, inside);
    r = n.lanewise(VectorOperators.FMA, -LN2_LOW, r);
    FloatVector y = r.mul(r).lanewise(VectorOperators.FMA, series(r), r).add(1);
    return scale(y, shifted.reinterpretAsInts().sub(ROUNDER_BITS));
  }

  static FloatVector expm1(FloatVector x) {
    FloatVector inside =
        x.blend(HIGHEST, x.compare(VectorOperators.GT, HIGHEST))
            .blend(EXPM1_LOWEST, x.compare(VectorOperators.LT, EXPM1_LOWEST));
    FloatVector shifted = inside.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector most = n.lanewise(VectorOperators.FMA, -LN2_HIGH, inside);
    FloatVector r = n.lanewise(VectorOperators.FMA, -LN2_LOW, most);
    FloatVector rLow = n.lanewise(VectorOperators.FMA, -LN2_LOW, most.sub(r));
    FloatVector rest = r.mul(r).mul(series(r));
    IntVector power = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    return x.blend(expm1(r, rest, rLow, power), x.compare(VectorOperators.NE, 0));
  }

  /**
   * Returns {@code 2^n ((1 - 2^-n) + (r + rest + rLow))}, where the sums keep what they round off:
   * near -1 and 1 a plain sum loses most of a bit.
   */
  private static FloatVector expm1(
      FloatVector r, FloatVector rest, FloatVector rLow, IntVector power) {
    FloatVector p = r.add(rest);
    FloatVector pLow = rest.sub(p.sub(r)).add(rLow);
    FloatVector inverse =
        power
            .neg()
            .add(BIAS)
            .max(0)
            .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
            .reinterpretAsFloats();
    FloatVector one = r.broadcast(1);
    FloatVector y = one.sub(inverse);
    FloatVector yLow = one.sub(y).sub(inverse);
    FloatVector sum = y.add(p);
    FloatVector sumLow = p.sub(sum.sub(y));
    return scale(sum.add(sumLow.add(pLow.add(yLow))), power);
  }

  static FloatVector logistic(FloatVector x) {
    // exp of a negative number cannot overflow, and e / (1 + e) keeps the digits below 1/2.
    FloatVector e = exp(x.abs().neg());
    FloatVector above = x.broadcast(1).blend(e, x.compare(VectorOperators.LT, 0));
    return above.div(e.add(1));
  }

  static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector twice = size.add(size);
    twice =
        twice.blend(TANH_DOUBLED_HIGHEST, twice.compare(VectorOperators.GT, TANH_DOUBLED_HIGHEST));
    FloatVector two = x.broadcast(2);
    FloatVector large = x.broadcast(1).sub(two.div(exp(twice).add(1)));
    FloatVector square = size.mul(size);
    FloatVector small = square.mul(size).lanewise(VectorOperators.FMA, tanhSeries(square), size);
    FloatVector y = large.blend(small, size.compare(VectorOperators.LT, TANH_SMALL));
    return FloatLanes.withSignOf(y, x);
  }

  /** {@code (tanh(x) - x) / x^3} of {@code z = x^2}, relative error of tanh 2^-28. */
  private static FloatVector tanhSeries(FloatVector z) {
    FloatVector p = z.broadcast(-0x1.76acd2p-8f);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.525706p-6f);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.b84452p-5f);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.11076ap-3f);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.555534p-2f);
    return p;
  }

  /** {@code (e^r - 1 - r) / r^2}. */
  private static FloatVector series(FloatVector r) {
    FloatVector p = r.broadcast(0x1.a1a2cp-13f);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.6d74e8p-10f);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.11108ep-7f);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.5554aep-5f);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.555556p-3f);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.0p-1f);
    return p;
  }

  /**
   * Returns {@code y 2^n}, rounded once, for {@code 1/2 < y < 2} and any n that the range needs.
   */
  private static FloatVector scale(FloatVector y, IntVector n) {
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return y.mul(power(half)).mul(power(n.sub(half)));
  }

  private static FloatVector power(IntVector n) {
    return n.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
  }
}
