package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The logistic function and what is made of it, for F64 lanes: only IEEE 754 operations, so the
 * bits are the same on every machine and whether or not the code has been compiled.
 *
 * <p>With {@code e = exp(-|v|)}, which cannot overflow, logistic(v) is {@code 1 / (1 + e)} or
 * {@code e / (1 + e)}. Both parts of the quotient are kept as sums of two numbers, and the power of
 * two is multiplied last, so that even a subnormal result is rounded about once.
 */
final class DoubleGate {
  private static final double LOG2_E = 0x1.71547652b82fep0;

  /** log 2 in two parts; n times the first is exact. */
  private static final double LN2_HIGH = 0x1.62e42fefa2p-1;

  private static final double LN2_LOW = 0x1.9ef35793c7673p-41;
  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = 0x4338000000000000L;

  /** From here on, the logistic function of minus x is zero, even times {@link #FACTOR_LOWEST}. */
  private static final double HIGHEST = 760;

  /** Above, the logistic function is 1. */
  private static final double ONE = 40;

  /** Below, a product with the logistic function is -0. */
  private static final double FACTOR_LOWEST = -800;

  /** The smallest exponent of a normal number. */
  private static final long LEAST_EXPONENT = -1022;

  /** {@code 2 sqrt(2/pi)}, and what that rounds off; the same times 0.044715. */
  private static final double SLOPE = 0x1.9884533d43651p0;

  private static final double SLOPE_LOW = -0x1.cbc0d30ebfd15p-54;
  private static final double CUBIC = 0x1.2444f2a4d8b4bp-4;
  private static final double CUBIC_LOW = -0x1.6c843a29d1c7p-61;

  private DoubleGate() {}

  static DoubleVector logistic(DoubleVector x) {
    return gated(x.broadcast(1), x, x.broadcast(0));
  }

  static DoubleVector silu(DoubleVector x) {
    DoubleVector factor = x.blend(FACTOR_LOWEST, x.compare(VectorOperators.LT, FACTOR_LOWEST));
    return x.blend(gated(factor, x, x.broadcast(0)), x.compare(VectorOperators.NE, 0));
  }

  /** {@code x logistic(2 sqrt(2/pi) (x + 0.044715 x^3))}, which is the form with tanh. */
  static DoubleVector geluTanh(DoubleVector x) {
    DoubleVector square = x.mul(x);
    DoubleVector squareLow = x.lanewise(VectorOperators.FMA, x, square.neg());
    DoubleVector part = square.mul(CUBIC);
    DoubleVector partLow = square.lanewise(VectorOperators.FMA, x.broadcast(CUBIC), part.neg());
    partLow = square.lanewise(VectorOperators.FMA, x.broadcast(CUBIC_LOW), partLow);
    partLow = squareLow.lanewise(VectorOperators.FMA, x.broadcast(CUBIC), partLow);
    DoubleVector factor = part.add(SLOPE);
    DoubleVector factorLow = DoubleSums.lost(part, x.broadcast(SLOPE), factor);
    factorLow = factorLow.add(partLow).add(SLOPE_LOW);
    DoubleVector v = x.mul(factor);
    DoubleVector vLow = x.lanewise(VectorOperators.FMA, factor, v.neg());
    vLow = x.lanewise(VectorOperators.FMA, factorLow, vLow);
    vLow = vLow.blend(0, v.abs().compare(VectorOperators.LT, HIGHEST).not());
    DoubleVector w = x.blend(FACTOR_LOWEST, x.compare(VectorOperators.LT, FACTOR_LOWEST));
    return x.blend(gated(w, v, vLow), x.compare(VectorOperators.NE, 0));
  }

  /** {@code w / (1 + exp(-(v + vLow)))}. */
  private static DoubleVector gated(DoubleVector w, DoubleVector v, DoubleVector vLow) {
    VectorMask<Double> minus = v.compare(VectorOperators.LT, 0);
    DoubleVector size = v.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector low = vLow.neg().blend(vLow, minus);
    DoubleVector shifted = size.neg().lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    LongVector power = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
    DoubleVector most = n.lanewise(VectorOperators.FMA, -LN2_HIGH, size.neg());
    DoubleVector r = n.lanewise(VectorOperators.FMA, -LN2_LOW, most);
    low = n.lanewise(VectorOperators.FMA, -LN2_LOW, most.sub(r)).add(low);
    DoubleVector one = r.broadcast(1);
    DoubleVector linear = r.add(1);
    DoubleVector rest =
        r.mul(r).lanewise(VectorOperators.FMA, DoubleExponential.series(r), r.sub(linear.sub(1)));
    rest = low.lanewise(VectorOperators.FMA, linear.add(rest), rest);
    DoubleVector y = linear.add(rest);
    DoubleVector yLow = rest.sub(y.sub(linear));
    DoubleVector unit = DoubleExponential.power(power.max(LEAST_EXPONENT));
    DoubleVector e = y.mul(unit);
    DoubleVector b = e.add(1);
    DoubleVector bLow = one.sub(b).add(e).add(yLow.mul(unit));
    DoubleVector a = one.blend(y, minus);
    DoubleVector aLow = one.broadcast(0).blend(yLow, minus);
    DoubleVector inverse = one.div(b);
    DoubleVector q = a.mul(inverse);
    DoubleVector qLow = DoubleSums.quotientLow(q, a, aLow, b, bLow, inverse);
    DoubleVector product = w.mul(q);
    DoubleVector productLow = w.lanewise(VectorOperators.FMA, q, product.neg());
    productLow = w.lanewise(VectorOperators.FMA, qLow, productLow);
    LongVector last = power.blend(0, minus.not().cast(power.species()));
    DoubleVector result = DoubleExponential.scale(product.add(productLow), last);
    return result.blend(w, v.compare(VectorOperators.GT, ONE));
  }

  /** {@code max(x, 0) + log(1 + exp(-|x|))}. */
  static DoubleVector softplus(DoubleVector x) {
    DoubleVector e = DoubleExponential.exp(x.abs().neg());
    DoubleVector u = e.add(1);
    DoubleVector lost = x.broadcast(1).sub(u).add(e);
    DoubleVector y = DoubleLogarithm.finite(u, lost.div(u));
    y = y.add(x.blend(0, x.compare(VectorOperators.LT, 0)));
    return x.blend(y, x.compare(VectorOperators.EQ, x));
  }
}
