package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Hyperbolic functions and their inverses for F64 lanes: only IEEE 754 operations, so the bits are
 * the same on every machine and whether or not the code has been compiled.
 *
 * <p>With {@code |x| = n log 2 + r}, {@code |r| <= log(2)/2}, and {@code q = 2^(-2n)}, {@code
 * sinh|x| = 2^(n-1) ((1 - q) cosh(r) + (1 + q) sinh(r))} and {@code cosh(x)} the same with sinh(r)
 * and cosh(r) exchanged: two short polynomials (Remez exchange, relative errors 2^-61 and 2^-70)
 * and no division. The leading terms are kept as sums of two numbers.
 *
 * <p>The inverses are logarithms of {@code 1 + w}, where w is kept as a sum of two numbers.
 */
final class DoubleHyperbolic {
  private static final int MANTISSA_BITS = 52;
  private static final int BIAS = 1023;
  private static final double LOG2_E = 0x1.71547652b82fep0;
  private static final double LN2 = 0x1.62e42fefa39efp-1;

  /** log 2 in two parts; n times the first is exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa2p-1;

  private static final double LN2_LOW = 0x1.9ef35793c7673p-41;
  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = 0x4338000000000000L;

  /** Above, sinh and cosh are infinite in any case. */
  private static final double HIGHEST = 711;

  /** From here on, {@code x^2 + 1} is {@code x^2}. */
  private static final double SQUARE_ONLY = 0x1p28;

  private DoubleHyperbolic() {}

  static DoubleVector sinh(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector shifted = size.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    LongVector power = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
    DoubleVector q = square(power);
    DoubleVector one = x.broadcast(1);
    DoubleVector less = one.sub(q);
    DoubleVector lessLow = one.sub(less).sub(q);
    DoubleVector more = one.add(q);
    DoubleVector moreLow = one.sub(more).add(q);
    DoubleVector y = combined(less, lessLow, more, moreLow, size, shifted.sub(ROUNDER));
    return DoubleLanes.withSignOf(DoubleExponential.scale(y, power.sub(1)), x);
  }

  static DoubleVector cosh(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector shifted = size.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    LongVector power = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
    DoubleVector q = square(power);
    DoubleVector one = x.broadcast(1);
    DoubleVector less = one.sub(q);
    DoubleVector lessLow = one.sub(less).sub(q);
    DoubleVector more = one.add(q);
    DoubleVector moreLow = one.sub(more).add(q);
    DoubleVector y = combined(more, moreLow, less, lessLow, size, shifted.sub(ROUNDER));
    return DoubleExponential.scale(y, power.sub(1));
  }

  /** {@code 2^(-2n)}, or next to nothing where it does not count any more. */
  private static DoubleVector square(LongVector n) {
    return n.add(n)
        .neg()
        .add(BIAS)
        .max(1)
        .lanewise(VectorOperators.LSHL, MANTISSA_BITS)
        .reinterpretAsDoubles();
  }

  /** {@code (a + aLow) cosh(r) + (b + bLow) sinh(r)} with {@code r = x - n log 2}. */
  private static DoubleVector combined(
      DoubleVector a,
      DoubleVector aLow,
      DoubleVector b,
      DoubleVector bLow,
      DoubleVector x,
      DoubleVector n) {
    DoubleVector most = n.lanewise(VectorOperators.FMA, -LN2_HIGH, x);
    DoubleVector r = n.lanewise(VectorOperators.FMA, -LN2_LOW, most);
    DoubleVector rLow = n.lanewise(VectorOperators.FMA, -LN2_LOW, most.sub(r));
    DoubleVector z = r.mul(r);
    DoubleVector cosh =
        z.mul(z.lanewise(VectorOperators.FMA, coshSeries(z), z.broadcast(0.5))).add(r.mul(rLow));
    DoubleVector sinh = r.mul(z).lanewise(VectorOperators.FMA, sinhSeries(z), rLow);
    DoubleVector product = b.mul(r);
    DoubleVector productLow = b.lanewise(VectorOperators.FMA, r, product.neg());
    DoubleVector high = a.add(product);
    DoubleVector low = product.sub(high.sub(a)).add(productLow);
    low = bLow.lanewise(VectorOperators.FMA, r, low.add(aLow));
    low = b.lanewise(VectorOperators.FMA, sinh, low);
    low = a.lanewise(VectorOperators.FMA, cosh, low);
    return high.add(low);
  }

  /** {@code (sinh(r) - r) / r^3} of {@code z = r^2}. */
  private static DoubleVector sinhSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.af5eb5e17e42cp-26);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.71ddf85a6f9e5p-19);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.a01a01afe1ca3p-13);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.111111110f6b8p-7);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5555555555559p-3);
    return p;
  }

  /** {@code (cosh(r) - 1 - z/2) / z^2} of {@code z = r^2}. */
  private static DoubleVector coshSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.1f8b776723241p-29);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.27e4cc50efe92p-22);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.a01a01ad6262dp-16);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.6c16c16c1505p-10);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5555555555558p-5);
    return p;
  }

  static DoubleVector asinh(DoubleVector x) {
    DoubleVector size = x.abs();
    DoubleVector square = size.mul(size);
    DoubleVector rest = square.div(square.add(1).sqrt().add(1));
    DoubleVector w = size.add(rest);
    DoubleVector wLow = size.sub(w).add(rest);
    DoubleVector y = logOfSum(w, wLow, size, size.compare(VectorOperators.GT, SQUARE_ONLY));
    // x itself where it is infinite or NaN.
    VectorMask<Double> finite = size.compare(VectorOperators.LT, Double.POSITIVE_INFINITY);
    return x.blend(DoubleLanes.withSignOf(y, x), finite);
  }

  static DoubleVector acosh(DoubleVector x) {
    DoubleVector t = x.sub(1);
    DoubleVector more = t.add(2);
    DoubleVector moreLow = DoubleSums.lost(t, t.broadcast(2), more);
    DoubleVector square = t.mul(more);
    DoubleVector squareLow = t.lanewise(VectorOperators.FMA, more, square.neg());
    squareLow = t.lanewise(VectorOperators.FMA, moreLow, squareLow);
    DoubleVector root = square.sqrt();
    DoubleVector rootLow = root.neg().lanewise(VectorOperators.FMA, root, square).add(squareLow);
    rootLow = rootLow.div(root.add(root)).blend(0, t.compare(VectorOperators.EQ, 0));
    DoubleVector w = root.add(t);
    DoubleVector wLow = root.sub(w).add(t).add(rootLow);
    DoubleVector y = logOfSum(w, wLow, x, x.compare(VectorOperators.GT, SQUARE_ONLY));
    return y.blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
        .blend(Double.NaN, x.compare(VectorOperators.GE, 1).not());
  }

  static DoubleVector atanh(DoubleVector x) {
    DoubleVector size = x.abs();
    DoubleVector one = x.broadcast(1);
    DoubleVector twice = size.add(size);
    DoubleVector rest = one.sub(size);
    DoubleVector restLow = one.sub(rest).sub(size);
    DoubleVector inverse = one.div(rest);
    DoubleVector w = twice.mul(inverse);
    DoubleVector wLow =
        DoubleSums.quotientLow(w, twice, twice.broadcast(0), rest, restLow, inverse);
    DoubleVector y = logOfSum(w, wLow, size, size.compare(VectorOperators.GT, 1)).mul(0.5);
    y =
        y.blend(Double.POSITIVE_INFINITY, size.compare(VectorOperators.EQ, 1))
            .blend(Double.NaN, size.compare(VectorOperators.LE, 1).not());
    return DoubleLanes.withSignOf(y, x);
  }

  /** {@code log(1 + w + wLow)}, or {@code log(2x)} where x is large. */
  private static DoubleVector logOfSum(
      DoubleVector w, DoubleVector wLow, DoubleVector x, VectorMask<Double> large) {
    DoubleVector u = w.add(1);
    DoubleVector lost = DoubleSums.lost(w, w.broadcast(1), u).add(wLow);
    return DoubleLogarithm.finite(u.blend(x, large), lost.div(u).blend(LN2, large));
  }
}
