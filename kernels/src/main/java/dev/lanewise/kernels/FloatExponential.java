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

  /** log 2, and what that rounds off. */
  private static final float LN2 = 0x1.62e43p-1f;

  private static final float LN2_REST = -0x1.05c61p-29f;

  /** 1.5 times 2^23: a number added to it is rounded to an integer, kept in the low bits. */
  private static final float ROUNDER = 0x1.8p23f;

  private static final int ROUNDER_BITS = 0x4b400000;

  /** Above, exp is infinite in any case; below {@link #LOWEST}, zero. */
  private static final float HIGHEST = 89f;

  private static final float LOWEST = -104f;

  /** The same for powers of two. */
  private static final float EXP2_HIGHEST = 129;

  private static final float EXP2_LOWEST = -151;

  /** Below, expm1 is -1. */
  private static final float EXPM1_LOWEST = -18f;

  /** Above this half argument, tanh is 1. */
  private static final float TANH_DOUBLED_HIGHEST = 20f;

  /** Where tanh changes from its polynomial to exp. */
  private static final float TANH_SMALL = 0.8f;

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

  /** {@code 2^x}: the fraction is exact, its product with log 2 a sum of two numbers. */
  static FloatVector exp2(FloatVector x) {
    FloatVector inside =
        x.blend(EXP2_HIGHEST, x.compare(VectorOperators.GT, EXP2_HIGHEST))
            .blend(EXP2_LOWEST, x.compare(VectorOperators.LT, EXP2_LOWEST));
    FloatVector shifted = inside.add(ROUNDER);
    FloatVector fraction = inside.sub(shifted.sub(ROUNDER));
    FloatVector r = fraction.mul(LN2);
    FloatVector rLow = fraction.lanewise(VectorOperators.FMA, x.broadcast(LN2), r.neg());
    rLow = fraction.lanewise(VectorOperators.FMA, x.broadcast(LN2_REST), rLow);
    FloatVector y = r.mul(r).lanewise(VectorOperators.FMA, series(r), rLow).add(r).add(1);
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

  /**
   * A polynomial for small arguments; {@code 1 - 2 / (e^2x + 1)} for others, where the divisor is
   * kept as a sum of two numbers: its rounding alone would cost a third of an ULP.
   */
  static FloatVector tanh(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector twice = size.add(size);
    twice =
        twice.blend(TANH_DOUBLED_HIGHEST, twice.compare(VectorOperators.GT, TANH_DOUBLED_HIGHEST));
    FloatVector shifted = twice.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    FloatVector r = n.lanewise(VectorOperators.FMA, -LN2_HIGH, twice);
    r = n.lanewise(VectorOperators.FMA, -LN2_LOW, r);
    FloatVector linear = r.add(1);
    FloatVector rest = r.mul(r).lanewise(VectorOperators.FMA, series(r), r.sub(linear.sub(1)));
    FloatVector y = linear.add(rest);
    FloatVector unit = power(shifted.reinterpretAsInts().sub(ROUNDER_BITS));
    FloatVector e = y.mul(unit);
    FloatVector divisor = e.add(1);
    FloatVector low = e.sub(divisor).add(1);
    low = rest.sub(y.sub(linear)).lanewise(VectorOperators.FMA, unit, low);
    FloatVector quotient = x.broadcast(2).div(divisor);
    FloatVector change = quotient.mul(quotient).mul(low).mul(0.5f);
    FloatVector large = x.broadcast(1).sub(quotient.sub(change));
    FloatVector square = size.mul(size);
    FloatVector small = square.mul(size).lanewise(VectorOperators.FMA, tanhSeries(square), size);
    FloatVector result = large.blend(small, size.compare(VectorOperators.LT, TANH_SMALL));
    return FloatLanes.withSignOf(result, x);
  }

  /** {@code (tanh(x) - x) / x^3} of {@code z = x^2}, relative error of tanh 2^-27. */
  private static FloatVector tanhSeries(FloatVector z) {
    FloatVector p = z.broadcast(-0x1.65dec8p-12f);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.266712p-9f);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.021f34p-7f);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5f5acp-6f);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.b947d2p-5f);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.110afap-3f);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.555536p-2f);
    return p;
  }

  /** {@code (e^r - 1 - r) / r^2}. */
  static FloatVector series(FloatVector r) {
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
  static FloatVector scale(FloatVector y, IntVector n) {
    IntVector half = n.lanewise(VectorOperators.ASHR, 1);
    return y.mul(power(half)).mul(power(n.sub(half)));
  }

  static FloatVector power(IntVector n) {
    return n.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsFloats();
  }
}
