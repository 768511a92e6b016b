package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * exp and what is made of it, for F64 lanes: only IEEE 754 operations, so the bits are the same on
 * every machine and whether or not the code has been compiled.
 *
 * <p>The argument is written as {@code n log 2 + r} with {@code |r| <= log(2)/2}; then {@code e^r =
 * 1 + r + r^2 q(r)} with a minimax polynomial q (Remez exchange, relative error 2^-61), and the
 * power of two is multiplied in two steps, so that overflow and subnormal results round once.
 */
final class DoubleExponential {
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final double LOG2_E = 0x1.71547652b82fep0;

  /** log 2 in two parts; n times the first is exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa2p-1;

  private static final double LN2_LOW = 0x1.9ef35793c7673p-41;

  /** log 2, and what that rounds off. */
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  private static final double LN2_REST = 0x1.abc9e3b39803fp-56;

  /** 1.5 times 2^52: a number added to it is rounded to an integer, kept in the low bits. */
  private static final double ROUNDER = 0x1.8p52;

  private static final long ROUNDER_BITS = 0x4338000000000000L;

  /** Above, exp is infinite in any case; below {@link #LOWEST}, zero. */
  private static final double HIGHEST = 710.0;

  private static final double LOWEST = -746.0;

  /** The same for powers of two. */
  private static final double EXP2_HIGHEST = 1025;

  private static final double EXP2_LOWEST = -1076;

  /** Below, expm1 is -1. */
  private static final double EXPM1_LOWEST = -38.0;

  /** Above this half argument, tanh is 1. */
  private static final double TANH_DOUBLED_HIGHEST = 44.0;

  /** Where tanh changes from its polynomial to exp. */
  private static final double TANH_SMALL = 0.625;

  private DoubleExponential() {}

  static DoubleVector exp(DoubleVector x) {
    DoubleVector inside =
        x.blend(HIGHEST, x.compare(VectorOperators.GT, HIGHEST))
            .blend(LOWEST, x.compare(VectorOperators.LT, LOWEST));
    DoubleVector shifted = inside.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    DoubleVector r = n.lanewise(VectorOperators.FMA, -LN2_HIGH, inside);
    r = n.lanewise(VectorOperators.FMA, -LN2_LOW, r);
    DoubleVector y = r.mul(r).lanewise(VectorOperators.FMA, series(r), r).add(1);
    return scale(y, shifted.reinterpretAsLongs().sub(ROUNDER_BITS));
  }

  /** {@code 2^x}: the fraction is exact, its product with log 2 a sum of two numbers. */
  static DoubleVector exp2(DoubleVector x) {
    DoubleVector inside =
        x.blend(EXP2_HIGHEST, x.compare(VectorOperators.GT, EXP2_HIGHEST))
            .blend(EXP2_LOWEST, x.compare(VectorOperators.LT, EXP2_LOWEST));
    DoubleVector shifted = inside.add(ROUNDER);
    DoubleVector fraction = inside.sub(shifted.sub(ROUNDER));
    DoubleVector r = fraction.mul(LN2);
    DoubleVector rLow = fraction.lanewise(VectorOperators.FMA, x.broadcast(LN2), r.neg());
    rLow = fraction.lanewise(VectorOperators.FMA, x.broadcast(LN2_REST), rLow);
    DoubleVector y = r.mul(r).lanewise(VectorOperators.FMA, series(r), rLow).add(r).add(1);
    return scale(y, shifted.reinterpretAsLongs().sub(ROUNDER_BITS));
  }

  static DoubleVector expm1(DoubleVector x) {
    DoubleVector inside =
        x.blend(HIGHEST, x.compare(VectorOperators.GT, HIGHEST))
            .blend(EXPM1_LOWEST, x.compare(VectorOperators.LT, EXPM1_LOWEST));
    DoubleVector shifted = inside.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    DoubleVector most = n.lanewise(VectorOperators.FMA, -LN2_HIGH, inside);
    DoubleVector r = n.lanewise(VectorOperators.FMA, -LN2_LOW, most);
    DoubleVector rLow = n.lanewise(VectorOperators.FMA, -LN2_LOW, most.sub(r));
    DoubleVector rest = r.mul(r).mul(series(r));
    LongVector power = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
    return x.blend(expm1(r, rest, rLow, power), x.compare(VectorOperators.NE, 0));
  }

  /**
   * Returns {@code 2^n ((1 - 2^-n) + (r + rest + rLow))}, where the sums keep what they round off:
   * near -1 and 1 a plain sum loses most of a bit.
   */
  private static DoubleVector expm1(
      DoubleVector r, DoubleVector rest, DoubleVector rLow, LongVector power) {
    DoubleVector p = r.add(rest);
    DoubleVector pLow = rest.sub(p.sub(r)).add(rLow);
    DoubleVector inverse =
        power
            .neg()
            .add(BIAS)
            .max(0)
            .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
            .reinterpretAsDoubles();
    DoubleVector one = r.broadcast(1);
    DoubleVector y = one.sub(inverse);
    DoubleVector yLow = one.sub(y).sub(inverse);
    DoubleVector sum = y.add(p);
    DoubleVector sumLow = p.sub(sum.sub(y));
    return scale(sum.add(sumLow.add(pLow.add(yLow))), power);
  }

  static DoubleVector tanh(DoubleVector x) {
    DoubleVector size = x.abs();
    DoubleVector twice = size.add(size);
    twice =
        twice.blend(TANH_DOUBLED_HIGHEST, twice.compare(VectorOperators.GT, TANH_DOUBLED_HIGHEST));
    DoubleVector two = x.broadcast(2);
    DoubleVector large = x.broadcast(1).sub(two.div(exp(twice).add(1)));
    DoubleVector square = size.mul(size);
    DoubleVector small = square.mul(size).lanewise(VectorOperators.FMA, tanhSeries(square), size);
    DoubleVector y = large.blend(small, size.compare(VectorOperators.LT, TANH_SMALL));
    return DoubleLanes.withSignOf(y, x);
  }

  /** {@code (tanh(x) - x) / x^3} of {@code z = x^2}, relative error of tanh 2^-61. */
  private static DoubleVector tanhSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.9663212c98d72p-18);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.faf94d31979d9p-16);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.8027d8c0f6ce1p-14);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.f1169898273d3p-13);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.350bcca65ef74p-11);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.7d9c3a1fdb747p-10);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.d6d35aa6000cdp-9);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.226e32d131bbfp-7);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.664f4870c0fddp-6);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.ba1ba1b9d1166p-5);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.1111111110c39p-3);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.5555555555552p-2);
    return p;
  }

  /** {@code (e^r - 1 - r) / r^2}. */
  static DoubleVector series(DoubleVector r) {
    DoubleVector p = r.broadcast(0x1.1f959b0ed51fep-29);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.af5f05a60fc33p-26);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.27e4c5776cde8p-22);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.71ddf82e66641p-19);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.a01a01b0cd852p-16);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.a01a01aff281dp-13);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.6c16c16c143fbp-10);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.111111110f691p-7);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.555555555555ap-5);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.5555555555559p-3);
    p = p.lanewise(VectorOperators.FMA, r, 0x1.0p-1);
    return p;
  }

  /**
   * Returns {@code y 2^n}, rounded once, for {@code 1/2 < y < 2} and any n that the range needs.
   */
  static DoubleVector scale(DoubleVector y, LongVector n) {
    LongVector half = n.lanewise(VectorOperators.ASHR, 1);
    return y.mul(power(half)).mul(power(n.sub(half)));
  }

  static DoubleVector power(LongVector n) {
    return n.add(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS).reinterpretAsDoubles();
  }
}
