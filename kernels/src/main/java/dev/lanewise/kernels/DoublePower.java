package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * pow in double lanes: only IEEE 754 operations, so the bits are the same on every machine and
 * whether or not the code has been compiled.
 *
 * <p>For F64 the logarithm is a sum of two numbers with some 65 correct bits: {@code log(m) = 2 s +
 * 2/3 s^3 + s^5 p(s^2)}, {@code s = (m - 1) / (m + 1)}, the first two terms and s itself being kept
 * as sums (p by Remez exchange, relative error of the logarithm 2^-65). For F32 the logarithm's
 * error of 2^-53, times an exponent below 2^7, leaves some 20 bits more than a float has.
 */
final class DoublePower {
  private static final int MANTISSA_BITS = 52;
  private static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;
  private static final double LIFT = 0x1p54;
  private static final double LIFT_EXPONENT = 54;
  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = 0x4338000000000000L;
  private static final double LOG2_E = 0x1.71547652b82fep0;

  /** log 2 in two parts; n times the first is exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa38p-1;

  private static final double LN2_LOW = 0x1.ef35793c7673p-45;

  private static final double TWO_THIRDS = 0x1.5555555555555p-1;
  private static final double TWO_THIRDS_LOW = 0x1.5555555555555p-55;

  /** Beyond, the power is infinite or zero in any case. */
  private static final double HIGHEST = 746;

  private DoublePower() {}

  static DoubleVector pow(DoubleVector x, DoubleVector y) {
    DoubleVector size = x.abs();
    VectorMask<Double> tiny = size.compare(VectorOperators.LT, Double.MIN_NORMAL);
    LongVector bits = size.blend(size.mul(LIFT), tiny).reinterpretAsLongs();
    LongVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
    DoubleVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsDoubles()
            .sub(1);
    DoubleVector k = (DoubleVector) exponent.convert(VectorOperators.L2D, 0);
    k = k.blend(k.sub(LIFT_EXPONENT), tiny);
    DoubleVector more = f.add(2);
    DoubleVector inverse = x.broadcast(1).div(more);
    DoubleVector s = f.mul(inverse);
    DoubleVector rest = s.neg().lanewise(VectorOperators.FMA, more, f);
    rest = s.neg().lanewise(VectorOperators.FMA, f.sub(more.sub(2)), rest);
    DoubleVector sLow = rest.mul(inverse);
    DoubleVector z = s.mul(s);
    DoubleVector zLow = s.lanewise(VectorOperators.FMA, s, z.neg());
    zLow = s.add(s).lanewise(VectorOperators.FMA, sLow, zLow);
    DoubleVector cube = s.mul(z);
    DoubleVector cubeLow = s.lanewise(VectorOperators.FMA, z, cube.neg());
    cubeLow = s.lanewise(VectorOperators.FMA, zLow, sLow.lanewise(VectorOperators.FMA, z, cubeLow));
    DoubleVector second = cube.mul(TWO_THIRDS);
    DoubleVector low = cube.lanewise(VectorOperators.FMA, x.broadcast(TWO_THIRDS), second.neg());
    low = cube.lanewise(VectorOperators.FMA, x.broadcast(TWO_THIRDS_LOW), low);
    low = cubeLow.lanewise(VectorOperators.FMA, x.broadcast(TWO_THIRDS), low);
    low = cube.mul(z).lanewise(VectorOperators.FMA, series(z), low).add(sLow.add(sLow));
    low = k.lanewise(VectorOperators.FMA, x.broadcast(LN2_LOW), low);
    DoubleVector high = k.mul(LN2_HIGH);
    DoubleVector twice = s.add(s);
    DoubleVector sum = high.add(twice);
    low = low.add(twice.sub(sum.sub(high)));
    high = sum.add(second);
    low = low.add(second.sub(high.sub(sum)));
    DoubleVector log = high.add(low);
    DoubleVector logLow = low.sub(log.sub(high));
    VectorMask<Double> inside =
        size.compare(VectorOperators.GT, 0)
            .and(size.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
    DoubleVector edge = size.blend(Double.NEGATIVE_INFINITY, size.compare(VectorOperators.EQ, 0));
    return power(edge.blend(log, inside), logLow, x, y);
  }

  /** {@code exp(y (log + logLow))} with the sign that x brings. */
  private static DoubleVector power(
      DoubleVector log, DoubleVector logLow, DoubleVector x, DoubleVector y) {
    DoubleVector product = y.mul(log);
    DoubleVector productLow = y.lanewise(VectorOperators.FMA, log, product.neg());
    productLow = y.lanewise(VectorOperators.FMA, logLow, productLow);
    DoubleVector inside =
        product
            .blend(HIGHEST, product.compare(VectorOperators.GT, HIGHEST))
            .blend(-HIGHEST, product.compare(VectorOperators.LT, -HIGHEST));
    productLow = productLow.blend(0, product.abs().compare(VectorOperators.LT, HIGHEST).not());
    DoubleVector shifted = inside.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    DoubleVector most = n.lanewise(VectorOperators.FMA, -LN2_HIGH, inside);
    DoubleVector r = n.lanewise(VectorOperators.FMA, -LN2_LOW, most);
    DoubleVector rLow = n.lanewise(VectorOperators.FMA, -LN2_LOW, most.sub(r)).add(productLow);
    DoubleVector high = r.add(1);
    DoubleVector low = r.sub(high.sub(1));
    low = r.mul(r).lanewise(VectorOperators.FMA, DoubleExponential.series(r), low);
    low = rLow.lanewise(VectorOperators.FMA, high.add(low), low);
    DoubleVector size =
        DoubleExponential.scale(high.add(low), shifted.reinterpretAsLongs().sub(ROUNDER_BITS));
    return signed(size, x, y);
  }

  /** {@code (2 atanh(s) - 2s - 2/3 s^3) / s^5} of {@code z = s^2}. */
  private static DoubleVector series(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.0e432869e0e9p-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.0f7fdb913795dp-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.3b1eecae9b277p-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.745ce9df92ffp-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.c71c722d72119p-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.2492492457cd5p-2);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.9999999999b3p-2);
    return p;
  }

  /** {@code exp(y log|x|)} with the sign and the special cases of {@link Math#pow}. */
  static DoubleVector viaLog(DoubleVector x, DoubleVector y) {
    DoubleVector size = DoubleExponential.exp(y.mul(DoubleLogarithm.log(x.abs())));
    return signed(size, x, y);
  }

  /**
   * Gives {@code |x|^y} the sign and the NaNs that a negative x brings, and makes 1 of a zero
   * power. Infinities and zeros have come out of exp and log by themselves.
   */
  private static DoubleVector signed(DoubleVector size, DoubleVector x, DoubleVector y) {
    VectorMask<Double> whole = y.compare(VectorOperators.EQ, DoubleLanes.round(y));
    DoubleVector half = y.mul(0.5);
    VectorMask<Double> odd = whole.and(half.compare(VectorOperators.NE, DoubleLanes.round(half)));
    VectorMask<Double> minus =
        Lanes.exact(
            x.species(), x.reinterpretAsLongs().compare(VectorOperators.LT, 0).cast(x.species()));
    VectorMask<Double> undefined =
        x.compare(VectorOperators.LT, 0)
            .and(x.compare(VectorOperators.GT, Double.NEGATIVE_INFINITY))
            .andNot(whole);
    return size.blend(size.neg(), minus.and(odd))
        .blend(Double.NaN, undefined)
        .blend(1, y.compare(VectorOperators.EQ, 0));
  }
}
