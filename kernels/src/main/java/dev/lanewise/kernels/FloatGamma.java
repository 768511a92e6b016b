package dev.lanewise.kernels;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The logarithm of the gamma function and its derivative for F32 lanes, computed in double lanes,
 * half a vector at a time, and rounded once. The forms are those of {@link DoubleGamma}, the
 * polynomials shorter: Remez exchange, relative errors 2^-33. Negative arguments go through {@link
 * ScalarMath}, lane by lane.
 */
final class FloatGamma {
  private static final double HALF_LOG_2PI = 0x1.d67f1c864beb5p-1;

  /** From here on the asymptotic series have converged. */
  private static final double ASYMPTOTIC = 6;

  /** The zero of digamma, and what that rounds off. */
  private static final double ZERO = 0x1.762d86356be3fp0;

  private static final double ZERO_LOW = 0x1.b86a722197829p-54;

  private FloatGamma() {}

  static FloatVector lgamma(FloatVector x) {
    FloatVector y = FloatHalves.join(lgamma(FloatHalves.lower(x)), lgamma(FloatHalves.upper(x)));
    VectorMask<Float> minus = x.compare(VectorOperators.LT, 0);
    if (minus.anyTrue()) {
      float[] lanes = x.toArray();
      each(lanes, ScalarMath::lgamma);
      y = y.blend(FloatVector.fromArray(x.species(), lanes, 0), minus);
    }
    return y;
  }

  private static DoubleVector lgamma(DoubleVector x) {
    VectorMask<Double> large = x.compare(VectorOperators.GE, ASYMPTOTIC);
    // t = x - n with n = 0, 1, ..., 6, so that |t| <= 1/2, and gamma(x) = gamma(2 + t) product.
    DoubleVector inside = x.blend(2, large);
    DoubleVector n = DoubleLanes.round(inside);
    DoubleVector t = inside.sub(n);
    DoubleVector product = factor(t.broadcast(1), t, n, 2);
    product = factor(product, t, n, 3);
    product = factor(product, t, n, 4);
    product = factor(product, t, n, 5);
    product =
        product
            .blend(x, n.compare(VectorOperators.EQ, 1))
            .blend(x.mul(x.add(1)), n.compare(VectorOperators.EQ, 0))
            .blend(x, large);
    DoubleVector log = FloatPrecision.log(product);
    DoubleVector near =
        t.lanewise(
            VectorOperators.FMA,
            aroundTwo(t),
            log.blend(log.neg(), n.compare(VectorOperators.LT, 2)));
    DoubleVector inverse = x.broadcast(1).div(x);
    DoubleVector series = stirling(inverse.mul(inverse)).mul(inverse).add(HALF_LOG_2PI - 0.5);
    DoubleVector far = x.sub(0.5).lanewise(VectorOperators.FMA, log.sub(1), series);
    return near.blend(far, large)
        .blend(Double.POSITIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
  }

  /** {@code product (t + k)} where {@code k < n}. */
  private static DoubleVector factor(
      DoubleVector product, DoubleVector t, DoubleVector n, double k) {
    return product.blend(product.mul(t.add(k)), n.compare(VectorOperators.GT, k));
  }

  static FloatVector digamma(FloatVector x) {
    FloatVector y = FloatHalves.join(digamma(FloatHalves.lower(x)), digamma(FloatHalves.upper(x)));
    VectorMask<Float> minus =
        x.reinterpretAsInts().compare(VectorOperators.LT, 0).cast(x.species());
    if (minus.anyTrue()) {
      float[] lanes = x.toArray();
      each(lanes, ScalarMath::digamma);
      y = y.blend(FloatVector.fromArray(x.species(), lanes, 0), minus);
    }
    return y;
  }

  private static DoubleVector digamma(DoubleVector x) {
    VectorMask<Double> large = x.compare(VectorOperators.GE, ASYMPTOTIC);
    VectorMask<Double> small = x.compare(VectorOperators.LT, 1);
    DoubleVector one = x.broadcast(1);
    // digamma(x) = digamma(base) + a / b, the recurrence's reciprocals over one denominator.
    DoubleVector inside = x.blend(1, large);
    DoubleVector base = inside.sub(DoubleLanes.floor(inside)).add(1);
    DoubleVector offset = base.sub(ZERO).sub(ZERO_LOW);
    DoubleVector value = offset.mul(quotient(base.sub(1.5)));
    DoubleVector a = one.broadcast(0);
    DoubleVector b = one;
    a = summed(a, b, inside.sub(1), base);
    b = multiplied(b, inside.sub(1), base);
    a = summed(a, b, inside.sub(2), base);
    b = multiplied(b, inside.sub(2), base);
    a = summed(a, b, inside.sub(3), base);
    b = multiplied(b, inside.sub(3), base);
    a = summed(a, b, inside.sub(4), base);
    b = multiplied(b, inside.sub(4), base);
    a = a.blend(-1, small).blend(1, large);
    b = b.blend(x, small).blend(x, large);
    DoubleVector ratio = a.div(b);
    DoubleVector square = ratio.mul(ratio);
    DoubleVector series =
        asymptotic(square).neg().lanewise(VectorOperators.FMA, square, ratio.mul(-0.5));
    return value
        .add(ratio)
        .blend(FloatPrecision.log(x).add(series), large)
        .blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
  }

  /** The numerator of {@code a / b + 1 / term}, if term counts. */
  private static DoubleVector summed(
      DoubleVector a, DoubleVector b, DoubleVector term, DoubleVector base) {
    DoubleVector sum = a.lanewise(VectorOperators.FMA, term, b);
    return a.blend(sum, term.compare(VectorOperators.GE, base));
  }

  /** The denominator of that sum. */
  private static DoubleVector multiplied(DoubleVector b, DoubleVector term, DoubleVector base) {
    return b.blend(b.mul(term), term.compare(VectorOperators.GE, base));
  }

  /** Stirling's series: {@code B(2k) / (2k (2k - 1))}, k from 1. */
  private static DoubleVector stirling(DoubleVector z) {
    DoubleVector p = z.broadcast(-691.0 / 360360);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 1188);
    p = p.lanewise(VectorOperators.FMA, z, -1.0 / 1680);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 1260);
    p = p.lanewise(VectorOperators.FMA, z, -1.0 / 360);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 12);
    return p;
  }

  /** The derivative of Stirling's series: {@code B(2k) / 2k}, k from 1. */
  private static DoubleVector asymptotic(DoubleVector z) {
    DoubleVector p = z.broadcast(-691.0 / 32760);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 132);
    p = p.lanewise(VectorOperators.FMA, z, -1.0 / 240);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 252);
    p = p.lanewise(VectorOperators.FMA, z, -1.0 / 120);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 12);
    return p;
  }

  /** {@code lgamma(2 + t) / t} for {@code |t| <= 1/2}. */
  private static DoubleVector aroundTwo(DoubleVector t) {
    DoubleVector p = t.broadcast(0x1.e8e870ecafbf8p-14);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.0a32610e09cedp-12);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.08a6609170b76p-11);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.36dc1d2828b86p-10);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.7af1e8f8dc202p-9);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.e40f8077d25d6p-8);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.513208f7e0e56p-6);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.13dffc56fef8dp-4);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.4a34cc52601fap-2);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.b0ee607054a1p-2);
    return p;
  }

  /** {@code digamma(1.5 + t)} divided by the distance from its zero. */
  private static DoubleVector quotient(DoubleVector t) {
    DoubleVector p = t.broadcast(0x1.64da70d352ee2p-8);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.f8d81de366eafp-8);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.d483dc7fc701ap-8);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.6b7474839ad1ap-7);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.27dbcff808f8p-6);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.bc0dfdf0a435ap-6);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.4dca85f114d38p-5);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.fb303d2923b0dp-5);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.8513a1899d31fp-4);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.2fef13f83ddp-3);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.eca1880aff557p-3);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.b1cb62d1bd1a7p-2);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.e6f0cbb8c4f37p-1);
    return p;
  }

  /** Takes an array because a vector that is passed to a call would be boxed on every path. */
  @OutOfLine
  static void each(float[] lanes, DoubleUnaryOperator function) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (float) function.applyAsDouble(lanes[i]);
    }
  }
}
