package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Reciprocal square root and cube root for F64 lanes: only IEEE 754 operations, so the bits are the
 * same on every machine and whether or not the code has been compiled.
 *
 * <p>The cube root starts from a polynomial for {@code m^(-1/3)} (Remez exchange, relative error
 * 2^-17), m the significand, improves it by a step of fourth order and corrects the product with
 * its residual; there is no division.
 */
final class DoubleRoots {
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = 0x4338000000000000L;
  private static final double THIRD = 0x1.5555555555555p-2;

  /** {@code 2^(-1/3)} and {@code 2^(-2/3)}. */
  private static final double CBRT_HALF = 0x1.965fea53d6e3dp-1;

  private static final double CBRT_QUARTER = 0x1.428a2f98d728bp-1;

  /** Lifts subnormal numbers into the normal range; its exponent is a multiple of three. */
  private static final double LIFT = 0x1p54;

  private static final double LIFT_EXPONENT = 54;

  private DoubleRoots() {}

  /** {@code 1 / sqrt(x)} and one step of Newton's method with an exact residual. */
  static DoubleVector rsqrt(DoubleVector x) {
    DoubleVector y = x.broadcast(1).div(x.sqrt());
    DoubleVector root = x.mul(y);
    DoubleVector rootLow = x.lanewise(VectorOperators.FMA, y, root.neg());
    DoubleVector rest = root.neg().lanewise(VectorOperators.FMA, y, y.broadcast(1));
    rest = rootLow.neg().lanewise(VectorOperators.FMA, y, rest);
    DoubleVector better = y.mul(0.5).lanewise(VectorOperators.FMA, rest, y);
    VectorMask<Double> inside =
        x.compare(VectorOperators.GT, 0)
            .and(x.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
    return y.blend(better, inside);
  }

  static DoubleVector cbrt(DoubleVector x) {
    DoubleVector size = x.abs();
    VectorMask<Double> tiny = size.compare(VectorOperators.LT, Double.MIN_NORMAL);
    LongVector bits = size.blend(size.mul(LIFT), tiny).reinterpretAsLongs();
    LongVector biased = bits.lanewise(VectorOperators.LSHR, MANTISSA_BITS);
    DoubleVector m =
        bits.sub(biased.sub(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsDoubles();
    DoubleVector exponent = biased.add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER + BIAS);
    exponent = exponent.blend(exponent.sub(LIFT_EXPONENT), tiny);
    DoubleVector shifted =
        exponent.sub(1).lanewise(VectorOperators.FMA, THIRD, x.broadcast(ROUNDER));
    DoubleVector left = shifted.sub(ROUNDER).lanewise(VectorOperators.FMA, -3, exponent);
    VectorMask<Double> one = left.compare(VectorOperators.EQ, 1);
    VectorMask<Double> two = left.compare(VectorOperators.EQ, 2);
    DoubleVector scale = x.broadcast(1).blend(2, one).blend(4, two);
    DoubleVector r =
        inverseSeries(m.sub(1)).mul(x.broadcast(1).blend(CBRT_HALF, one).blend(CBRT_QUARTER, two));
    m = m.mul(scale);
    DoubleVector h = m.mul(r.mul(r)).neg().lanewise(VectorOperators.FMA, r, r.broadcast(1));
    // 1 / cbrt(1 - h) = 1 + h/3 + 2 h^2/9 + 14 h^3/81 + ...
    DoubleVector p = h.broadcast(0x1.61f9add3c0ca4p-3);
    p = p.lanewise(VectorOperators.FMA, h, 0x1.c71c71c71c71cp-3);
    p = p.lanewise(VectorOperators.FMA, h, THIRD);
    r = r.mul(h).lanewise(VectorOperators.FMA, p, r);
    DoubleVector inverseSquare = r.mul(r);
    DoubleVector y = m.mul(inverseSquare);
    DoubleVector square = y.mul(y);
    DoubleVector squareLow = y.lanewise(VectorOperators.FMA, y, square.neg());
    DoubleVector rest = square.neg().lanewise(VectorOperators.FMA, y, m);
    rest = squareLow.neg().lanewise(VectorOperators.FMA, y, rest);
    y = rest.lanewise(VectorOperators.FMA, inverseSquare.mul(THIRD), y);
    LongVector power =
        shifted
            .reinterpretAsLongs()
            .sub(ROUNDER_BITS)
            .lanewise(VectorOperators.LSHL, MANTISSA_BITS);
    y = y.reinterpretAsLongs().add(power).reinterpretAsDoubles();
    VectorMask<Double> inside =
        size.compare(VectorOperators.GT, 0)
            .and(size.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
    return x.blend(DoubleLanes.withSignOf(y, x), inside);
  }

  /** {@code (1 + t)^(-1/3)} for t from 0 to 1. */
  private static DoubleVector inverseSeries(DoubleVector t) {
    DoubleVector p = t.broadcast(-0x1.16cce7d5a7c3cp-6);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.22b8514942d31p-4);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.26785f6c2def7p-3);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.bb3678d4707b6p-3);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.54e02f0fa7d09p-2);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.ffff40f7f48abp-1);
    return p;
  }
}
