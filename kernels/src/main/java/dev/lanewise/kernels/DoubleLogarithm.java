package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * log and log1p for F64 lanes: only IEEE 754 operations, so the bits are the same on every machine
 * and whether or not the code has been compiled.
 *
 * <p>The argument is written as {@code 2^k (1 + f)} with {@code sqrt(1/2) <= 1 + f < sqrt(2)};
 * {@code log(1 + f)} is taken from {@code atanh(s)}, {@code s = f / (2 + f)}, with a polynomial in
 * {@code s^2} by Remez exchange, relative error 2^-58.
 */
final class DoubleLogarithm {
  private static final int MANTISSA_BITS = 52;
  private static final long SQRT_HALF_BITS = 0x3fe6a09e667f3bcdL;

  /** Lifts subnormal numbers into the normal range. */
  private static final double LIFT = 0x1p54;

  private static final double LIFT_EXPONENT = 54;

  /** log 2 in two parts; k times the first is exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa2p-1;

  private static final double LN2_LOW = 0x1.9ef35793c7673p-41;

  private DoubleLogarithm() {}

  static DoubleVector log(DoubleVector x) {
    DoubleVector y = finite(x, x.broadcast(0));
    return edges(y, x, x);
  }

  static DoubleVector log1p(DoubleVector x) {
    DoubleVector u = x.add(1);
    // What the sum rounded off (Knuth's two-sum), as a first-order change of the logarithm.
    DoubleVector back = u.sub(1);
    DoubleVector lost = x.sub(back).add(u.sub(back).neg().add(1));
    DoubleVector y = finite(u, lost.div(u));
    return edges(y, u, u).blend(x, x.compare(VectorOperators.EQ, 0));
  }

  /** NaN below zero and for NaN, -infinity at zero, infinity at infinity, and y elsewhere. */
  private static DoubleVector edges(DoubleVector y, DoubleVector x, DoubleVector top) {
    VectorMask<Double> outside = x.compare(VectorOperators.GE, 0).not();
    return y.blend(Double.NaN, outside)
        .blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(top, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
  }

  /** Returns {@code log(x) + change} of positive finite numbers. */
  private static DoubleVector finite(DoubleVector x, DoubleVector change) {
    VectorMask<Double> tiny = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
    LongVector bits = x.blend(x.mul(LIFT), tiny).reinterpretAsLongs();
    LongVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
    DoubleVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsDoubles()
            .sub(1);
    DoubleVector k = (DoubleVector) exponent.convert(VectorOperators.L2D, 0);
    k = k.blend(k.sub(LIFT_EXPONENT), tiny);
    DoubleVector high = k.mul(LN2_HIGH);
    DoubleVector sum = high.add(f);
    DoubleVector sumLow = f.sub(sum.sub(high));
    DoubleVector rest = k.lanewise(VectorOperators.FMA, LN2_LOW, remainder(f)).add(change);
    return sum.add(sumLow.add(rest));
  }

  /** {@code log(1 + f) - f}. */
  private static DoubleVector remainder(DoubleVector f) {
    // With s = f / (2 + f), log(1 + f) = 2 atanh(s) = f - f^2/2 + s (f^2/2 + R(s^2)).
    DoubleVector s = f.div(f.add(2));
    DoubleVector z = s.mul(s);
    DoubleVector p = z.broadcast(0x1.2f0531606caf8p-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.39a1c01d381c7p-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.74663eadb0f8cp-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.c71c520a9c012p-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.24924941ef659p-2);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.999999997fdddp-2);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5555555555592p-1);
    DoubleVector halfSquare = f.mul(f).mul(0.5);
    return s.mul(z.lanewise(VectorOperators.FMA, p, halfSquare)).sub(halfSquare);
  }
}
