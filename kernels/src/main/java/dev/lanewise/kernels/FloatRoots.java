package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Reciprocal square root and cube root for F32 lanes: only IEEE 754 operations, so the bits are the
 * same on every machine and whether or not the code has been compiled.
 *
 * <p>The cube root is computed in double lanes, half a vector at a time, and rounded once: a
 * polynomial for {@code m^(-1/3)} (Remez exchange, relative error 2^-14), improved by one step of
 * third order.
 */
final class FloatRoots {
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = 0x4338000000000000L;
  private static final double THIRD = 0x1.5555555555555p-2;

  /** {@code 2^(-1/3)} and {@code 2^(-2/3)}. */
  private static final double CBRT_HALF = 0x1.965fea53d6e3dp-1;

  private static final double CBRT_QUARTER = 0x1.428a2f98d728bp-1;

  private FloatRoots() {}

  /** {@code 1 / sqrt(x)} and one step of Newton's method with an exact residual. */
  static FloatVector rsqrt(FloatVector x) {
    FloatVector y = x.broadcast(1).div(x.sqrt());
    FloatVector root = x.mul(y);
    FloatVector rootLow = x.lanewise(VectorOperators.FMA, y, root.neg());
    FloatVector rest = root.neg().lanewise(VectorOperators.FMA, y, y.broadcast(1));
    rest = rootLow.neg().lanewise(VectorOperators.FMA, y, rest);
    FloatVector better = y.mul(0.5f).lanewise(VectorOperators.FMA, rest, y);
    VectorMask<Float> inside =
        x.compare(VectorOperators.GT, 0)
            .and(x.compare(VectorOperators.LT, Float.POSITIVE_INFINITY));
    return y.blend(better, inside);
  }

  static FloatVector cbrt(FloatVector x) {
    return FloatHalves.join(cbrt(FloatHalves.lower(x)), cbrt(FloatHalves.upper(x)));
  }

  private static DoubleVector cbrt(DoubleVector x) {
    DoubleVector size = x.abs();
    LongVector bits = size.reinterpretAsLongs();
    LongVector biased = bits.lanewise(VectorOperators.LSHR, MANTISSA_BITS);
    DoubleVector m =
        bits.sub(biased.sub(BIAS).lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsDoubles();
    DoubleVector exponent = biased.add(ROUNDER_BITS).reinterpretAsDoubles().sub(ROUNDER + BIAS);
    DoubleVector shifted =
        exponent.sub(1).lanewise(VectorOperators.FMA, THIRD, x.broadcast(ROUNDER));
    DoubleVector left = shifted.sub(ROUNDER).lanewise(VectorOperators.FMA, -3, exponent);
    VectorMask<Double> one = left.compare(VectorOperators.EQ, 1);
    VectorMask<Double> two = left.compare(VectorOperators.EQ, 2);
    DoubleVector scale = x.broadcast(1).blend(2, one).blend(4, two);
    DoubleVector r =
        inverseSeries(m.sub(1)).mul(x.broadcast(1).blend(CBRT_HALF, one).blend(CBRT_QUARTER, two));
    m = m.mul(scale);
    DoubleVector square = r.mul(r);
    DoubleVector y = m.mul(square);
    DoubleVector h = y.neg().lanewise(VectorOperators.FMA, r, r.broadcast(1));
    // m r^2 / (1 - h)^(2/3) = m r^2 (1 + 2h/3 + 5 h^2/9 + ...)
    DoubleVector p = h.lanewise(VectorOperators.FMA, 5.0 / 9, 2.0 / 3);
    y = y.mul(h).lanewise(VectorOperators.FMA, p, y);
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
    DoubleVector p = t.broadcast(0x1.d46056956da81p-6);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.b5c3ad3c706c4p-4);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.a0691d6675f9fp-3);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.53384752b3789p-2);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.fffb1b9c353d3p-1);
    return p;
  }
}
