package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The logistic function and what is made of it, for F32 lanes: only IEEE 754 operations, so the
 * bits are the same on every machine and whether or not the code has been compiled.
 *
 * <p>With {@code e = exp(-|v|)}, which cannot overflow, logistic(v) is {@code 1 / (1 + e)} or
 * {@code e / (1 + e)}. Both parts of the quotient are kept as sums of two numbers, and the power of
 * two is multiplied last, so that even a subnormal result is rounded about once.
 */
final class FloatGate {
  private static final float LOG2_E = 0x1.715476p0f;

  /** log 2 in two parts; n times the first is exact. */
  private static final float LN2_HIGH = 0x1.62e4p-1f;

  private static final float LN2_LOW = 0x1.7f7d1cp-20f;
  private static final float ROUNDER = 0x1.8p23f;
  private static final int ROUNDER_BITS = 0x4b400000;

  /** From here on, the logistic function of minus x is zero, even times {@link #FACTOR_LOWEST}. */
  private static final float HIGHEST = 120;

  /** Above, the logistic function is 1. */
  private static final float ONE = 18;

  /** Below, a product with the logistic function is -0. */
  private static final float FACTOR_LOWEST = -130;

  /** The smallest exponent of a normal number. */
  private static final int LEAST_EXPONENT = -126;

  /** From here on, softplus is zero or x. */
  private static final double SOFTPLUS_HIGHEST = 110;

  /** {@code 2 sqrt(2/pi)}, and what that rounds off; the same times 0.044715. */
  private static final float SLOPE = 0x1.988454p0f;

  private static final float SLOPE_LOW = -0x1.857936p-25f;
  private static final float CUBIC = 0x1.2444f2p-4f;
  private static final float CUBIC_LOW = 0x1.49b16ap-29f;

  private FloatGate() {}

  static FloatVector logistic(FloatVector x) {
    return gated(x.broadcast(1), x, x.broadcast(0));
  }

  static FloatVector silu(FloatVector x) {
    FloatVector factor = x.blend(FACTOR_LOWEST, x.compare(VectorOperators.LT, FACTOR_LOWEST));
    return x.blend(gated(factor, x, x.broadcast(0)), x.compare(VectorOperators.NE, 0));
  }

  /** {@code x logistic(2 sqrt(2/pi) (x + 0.044715 x^3))}, which is the form with tanh. */
  static FloatVector geluTanh(FloatVector x) {
    FloatVector square = x.mul(x);
    FloatVector squareLow = x.lanewise(VectorOperators.FMA, x, square.neg());
    FloatVector part = square.mul(CUBIC);
    FloatVector partLow = square.lanewise(VectorOperators.FMA, x.broadcast(CUBIC), part.neg());
    partLow = square.lanewise(VectorOperators.FMA, x.broadcast(CUBIC_LOW), partLow);
    partLow = squareLow.lanewise(VectorOperators.FMA, x.broadcast(CUBIC), partLow);
    FloatVector factor = part.add(SLOPE);
    FloatVector factorLow = FloatSums.lost(part, x.broadcast(SLOPE), factor);
    factorLow = factorLow.add(partLow).add(SLOPE_LOW);
    FloatVector v = x.mul(factor);
    FloatVector vLow = x.lanewise(VectorOperators.FMA, factor, v.neg());
    vLow = x.lanewise(VectorOperators.FMA, factorLow, vLow);
    vLow = vLow.blend(0, v.abs().compare(VectorOperators.LT, HIGHEST).not());
    FloatVector w = x.blend(FACTOR_LOWEST, x.compare(VectorOperators.LT, FACTOR_LOWEST));
    return x.blend(gated(w, v, vLow), x.compare(VectorOperators.NE, 0));
  }

  /** {@code w / (1 + exp(-(v + vLow)))}. */
  private static FloatVector gated(FloatVector w, FloatVector v, FloatVector vLow) {
    VectorMask<Float> minus = v.compare(VectorOperators.LT, 0);
    FloatVector size = v.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    FloatVector low = vLow.neg().blend(vLow, minus);
    FloatVector shifted = size.neg().lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    FloatVector n = shifted.sub(ROUNDER);
    IntVector power = shifted.reinterpretAsInts().sub(ROUNDER_BITS);
    FloatVector most = n.lanewise(VectorOperators.FMA, -LN2_HIGH, size.neg());
    FloatVector r = n.lanewise(VectorOperators.FMA, -LN2_LOW, most);
    low = n.lanewise(VectorOperators.FMA, -LN2_LOW, most.sub(r)).add(low);
    FloatVector one = r.broadcast(1);
    FloatVector linear = r.add(1);
    FloatVector rest =
        r.mul(r).lanewise(VectorOperators.FMA, FloatExponential.series(r), r.sub(linear.sub(1)));
    rest = low.lanewise(VectorOperators.FMA, linear.add(rest), rest);
    FloatVector y = linear.add(rest);
    FloatVector yLow = rest.sub(y.sub(linear));
    FloatVector unit = FloatExponential.power(power.max(LEAST_EXPONENT));
    FloatVector e = y.mul(unit);
    FloatVector b = e.add(1);
    FloatVector bLow = one.sub(b).add(e).add(yLow.mul(unit));
    FloatVector a = one.blend(y, minus);
    FloatVector aLow = one.broadcast(0).blend(yLow, minus);
    FloatVector inverse = one.div(b);
    FloatVector q = a.mul(inverse);
    FloatVector qLow = FloatSums.quotientLow(q, a, aLow, b, bLow, inverse);
    FloatVector product = w.mul(q);
    FloatVector productLow = w.lanewise(VectorOperators.FMA, q, product.neg());
    productLow = w.lanewise(VectorOperators.FMA, qLow, productLow);
    IntVector last = power.blend(0, minus.not().cast(power.species()));
    FloatVector result = FloatExponential.scale(product.add(productLow), last);
    return result.blend(w, v.compare(VectorOperators.GT, ONE));
  }

  /** {@code max(x, 0) + log(1 + exp(-|x|))}, in double lanes, half a vector at a time. */
  static FloatVector softplus(FloatVector x) {
    FloatVector y =
        FloatHalves.join(softplus(FloatHalves.lower(x)), softplus(FloatHalves.upper(x)));
    return x.blend(y, x.compare(VectorOperators.EQ, x));
  }

  private static DoubleVector softplus(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(SOFTPLUS_HIGHEST, size.compare(VectorOperators.GT, SOFTPLUS_HIGHEST));
    DoubleVector e = FloatPrecision.exp(size.neg());
    DoubleVector y = FloatPrecision.log(e.add(1));
    // Two terms of the Taylor series, where the sum with 1 would lose the digits.
    DoubleVector near = e.mul(e).lanewise(VectorOperators.FMA, -0.5, e);
    y = y.blend(near, e.compare(VectorOperators.LT, 0x1p-18));
    return y.add(x.blend(0, x.compare(VectorOperators.LT, 0)));
  }
}
