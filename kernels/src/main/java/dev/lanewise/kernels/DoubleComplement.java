package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The complementary error function and the exact form of gelu, which is made of it, for F64 lanes:
 * only IEEE 754 operations, so the bits are the same on every machine and whether or not the code
 * has been compiled.
 *
 * <p>From 0.45 on, {@code erfc(a) = exp(-a^2) p(t) / (1 + 2a)} with {@code t = (a - 4) / (a + 4)};
 * the substitution is M. M. Shepherd and J. G. Laframboise's (Mathematics of Computation 36, 1981).
 * The square, the exponential and the quotient are kept as sums of two numbers.
 */
final class DoubleComplement {
  private static final double LOG2_E = 0x1.71547652b82fep0;

  /** log 2 in two parts; n times the first is exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa2p-1;

  private static final double LN2_LOW = 0x1.9ef35793c7673p-41;
  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = 0x4338000000000000L;
  private static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1;

  /** The value of the polynomial at 4. */
  private static final double CENTRE = 0x1.3ba5916e9fd7fp0;

  /** Below, the complement is the difference from 1. */
  private static final double SMALL = 0.5;

  /** From here on, erfc is zero. */
  private static final double HIGHEST = 28;

  /** Below the first of these, gelu is -0; from the second on, x. */
  private static final double GELU_LOWEST = -39;

  private static final double GELU_HIGHEST = 9;

  /** Where gelu goes by erf itself. */
  private static final double GELU_SMALL = 0.7;

  private DoubleComplement() {}

  static DoubleVector erfc(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector square = size.mul(size);
    DoubleVector squareLow = size.lanewise(VectorOperators.FMA, size, square.neg());
    DoubleVector one = x.broadcast(1);
    DoubleVector tail = tail(one, size, square, squareLow);
    DoubleVector most = one.sub(x);
    DoubleVector rest = one.sub(most).sub(x);
    rest = x.neg().lanewise(VectorOperators.FMA, DoubleErrorFunction.near(square), rest);
    return tail.blend(one.broadcast(2).sub(tail), x.compare(VectorOperators.LT, 0))
        .blend(most.add(rest), size.compare(VectorOperators.LT, SMALL));
  }

  /** {@code x (1 + erf(x / sqrt(2))) / 2}. */
  static DoubleVector gelu(DoubleVector x) {
    DoubleVector inside = x.blend(GELU_LOWEST, x.compare(VectorOperators.LT, GELU_LOWEST));
    DoubleVector half = inside.mul(0.5);
    DoubleVector size = inside.abs();
    size = size.blend(-GELU_LOWEST, size.compare(VectorOperators.GT, -GELU_LOWEST));
    DoubleVector scaled = inside.mul(SQRT_HALF);
    DoubleVector square = size.mul(size);
    DoubleVector squareLow = size.lanewise(VectorOperators.FMA, size, square.neg());
    VectorMask<Double> minus = x.compare(VectorOperators.LT, 0);
    DoubleVector tail =
        tail(
            half.blend(half.neg(), minus.not()),
            size.mul(SQRT_HALF),
            square.mul(0.5),
            squareLow.mul(0.5));
    DoubleVector near = DoubleErrorFunction.near(square.mul(0.5));
    DoubleVector erf = scaled.lanewise(VectorOperators.FMA, near, scaled);
    DoubleVector middle = half.lanewise(VectorOperators.FMA, erf, half);
    return tail.blend(inside.add(tail), minus.not())
        .blend(middle, size.compare(VectorOperators.LT, GELU_SMALL))
        .blend(inside, x.compare(VectorOperators.GT, GELU_HIGHEST))
        .blend(x, x.compare(VectorOperators.EQ, 0));
  }

  /** {@code w erfc(a)} for {@code a >= 0.45}, with the square of a as a sum. */
  private static DoubleVector tail(
      DoubleVector w, DoubleVector a, DoubleVector square, DoubleVector squareLow) {
    DoubleVector shifted = square.neg().lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    DoubleVector most = n.lanewise(VectorOperators.FMA, -LN2_HIGH, square.neg());
    DoubleVector r = n.lanewise(VectorOperators.FMA, -LN2_LOW, most);
    DoubleVector rLow = n.lanewise(VectorOperators.FMA, -LN2_LOW, most.sub(r)).sub(squareLow);
    DoubleVector y = r.add(1);
    DoubleVector yLow =
        r.mul(r).lanewise(VectorOperators.FMA, DoubleExponential.series(r), r.sub(y.sub(1)));
    yLow = rLow.lanewise(VectorOperators.FMA, y.add(yLow), yLow);
    DoubleVector sum = a.add(4);
    DoubleVector b = a.lanewise(VectorOperators.FMA, 2, 1);
    DoubleVector bLow = a.broadcast(1).sub(b.sub(a.add(a)));
    // One division for both quotients.
    DoubleVector inverse = a.broadcast(1).div(sum.mul(b));
    DoubleVector t = a.sub(4).mul(b).mul(inverse);
    inverse = inverse.mul(sum);
    DoubleVector rest = t.mul(series(t));
    DoubleVector p = rest.add(CENTRE);
    DoubleVector pLow = rest.sub(p.sub(CENTRE));
    DoubleVector q = p.mul(inverse);
    DoubleVector qLow = DoubleSums.quotientLow(q, p, pLow, b, bLow, inverse);
    DoubleVector product = q.mul(y);
    DoubleVector productLow = q.lanewise(VectorOperators.FMA, y, product.neg());
    productLow = q.lanewise(VectorOperators.FMA, yLow, productLow);
    productLow = qLow.lanewise(VectorOperators.FMA, y, productLow);
    DoubleVector result = w.mul(product);
    DoubleVector resultLow = w.lanewise(VectorOperators.FMA, product, result.neg());
    resultLow = w.lanewise(VectorOperators.FMA, productLow, resultLow);
    return DoubleExponential.scale(
        result.add(resultLow), shifted.reinterpretAsLongs().sub(ROUNDER_BITS));
  }

  /**
   * {@code ((1 + 2a) exp(a^2) erfc(a) - CENTRE) / t}, a from 0.45 to 28; Remez exchange, relative
   * error 2^-60.
   */
  private static DoubleVector series(DoubleVector t) {
    DoubleVector p = t.broadcast(0x1.aa2252ef1c878p-30);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.4ce7d3b13cff3p-27);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.25513cdb6263dp-26);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.bbe390a8d6f3bp-24);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.3c0b4a2a790a7p-24);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.b8064b2c51926p-21);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.3c40eb37e8725p-22);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.7ef5d5fc03765p-18);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.788f28296231ep-17);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.9954f12240ae3p-16);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.3be071387bff7p-13);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.a1df444ec0c54p-13);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.8d4a9c75d5e51p-11);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.49c672a9a4f65p-8);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.09623882968b7p-6);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.3079edf61ebc9p-5);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.0fb06dfe54725p-4);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.7fee004e14c8cp-4);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.9ddb23c3e8a72p-4);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.16ecefcfa52bp-4);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.f7f5df66fd706p-7);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.1df1ad154a28ep-3);
    return p;
  }
}
