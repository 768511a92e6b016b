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

  /** The binary logarithm of e, in two parts. */
  private static final double LOG2_E = 0x1.71547652b82fep0;

  private static final double LOG2_E_LOW = 0x1.777d0ffda0d24p-56;

  /** The decimal logarithm of e, in two parts. */
  private static final double LOG10_E = 0x1.bcb7b1526e50ep-2;

  private static final double LOG10_E_LOW = 0x1.95355baaafad3p-57;

  /** The decimal logarithm of 2, in two parts; k times the first is exact. */
  private static final double LOG10_2_HIGH = 0x1.34413509f78p-2;

  private static final double LOG10_2_LOW = 0x1.fef311f12b358p-46;

  private DoubleLogarithm() {}

  static DoubleVector log(DoubleVector x) {
    DoubleVector y = finite(x, x.broadcast(0));
    return edges(y, x, x);
  }

  static DoubleVector log2(DoubleVector x) {
    DoubleVector y = finite(x, LOG2_E, LOG2_E_LOW, 1, 0);
    return edges(y, x, x);
  }

  static DoubleVector log10(DoubleVector x) {
    DoubleVector y = finite(x, LOG10_E, LOG10_E_LOW, LOG10_2_HIGH, LOG10_2_LOW);
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
  static DoubleVector finite(DoubleVector x, DoubleVector change) {
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

  /**
   * Returns the logarithm of positive finite numbers in another base.
   *
   * @param unit the logarithm of e
   * @param two the logarithm of 2, so short that multiples are exact
   */
  private static DoubleVector finite(
      DoubleVector x, double unit, double unitLow, double two, double twoLow) {
    VectorMask<Double> tiny = x.compare(VectorOperators.LT, Double.MIN_NORMAL);
    LongVector bits = x.blend(x.mul(LIFT), tiny).reinterpretAsLongs();
    LongVector exponent = bits.sub(SQRT_HALF_BITS).lanewise(VectorOperators.ASHR, MANTISSA_BITS);
    DoubleVector f =
        bits.sub(exponent.lanewise(VectorOperators.LSHL, MANTISSA_BITS))
            .reinterpretAsDoubles()
            .sub(1);
    DoubleVector k = (DoubleVector) exponent.convert(VectorOperators.L2D, 0);
    k = k.blend(k.sub(LIFT_EXPONENT), tiny);
    DoubleVector most = f.mul(unit);
    DoubleVector mostLow = f.lanewise(VectorOperators.FMA, f.broadcast(unit), most.neg());
    mostLow = f.lanewise(VectorOperators.FMA, f.broadcast(unitLow), mostLow);
    DoubleVector high = k.mul(two);
    DoubleVector sum = high.add(most);
    DoubleVector sumLow = most.sub(sum.sub(high));
    DoubleVector rest = remainder(f).lanewise(VectorOperators.FMA, f.broadcast(unit), mostLow);
    rest = k.lanewise(VectorOperators.FMA, k.broadcast(twoLow), rest);
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
