package dev.lanewise.kernels;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * The logarithm of the gamma function and its derivative for F64 lanes. Positive arguments below 10
 * are led back to an interval of length 1 by the recurrence, where a polynomial (Remez exchange)
 * divides by the function's zero; above, Stirling's series and its derivative have converged.
 * Negative arguments, where poles and irrational zeros lie between the integers, go through {@link
 * ScalarMath}, lane by lane.
 */
final class DoubleGamma {
  private static final double HALF_LOG_2PI = 0x1.d67f1c864beb5p-1;

  /** From here on the asymptotic series have converged. */
  private static final double ASYMPTOTIC = 10;

  /** The zero of digamma, and what that rounds off, from 1.5 on. */
  private static final double ZERO = 0x1.762d86356be3fp0;

  private static final double ZERO_LOW = 0x1.b86a722197829p-54;

  private DoubleGamma() {}

  static DoubleVector lgamma(DoubleVector x) {
    DoubleVector y = positiveLogGamma(x);
    VectorMask<Double> minus = x.compare(VectorOperators.LT, 0);
    if (minus.anyTrue()) {
      double[] lanes = x.toArray();
      each(lanes, ScalarMath::lgamma);
      y = y.blend(DoubleVector.fromArray(x.species(), lanes, 0), minus);
    }
    return y;
  }

  private static DoubleVector positiveLogGamma(DoubleVector x) {
    VectorMask<Double> large = x.compare(VectorOperators.GE, ASYMPTOTIC);
    // t = x - n with n = 0, 1, ..., 10, so that t is in [-3/4, 1/2], and gamma(x) = gamma(2 + t)
    // times a product. Between 5/4 and 3/2, n = 1 would leave a difference of like terms.
    DoubleVector inside = x.blend(2, large);
    DoubleVector n = DoubleLanes.round(inside);
    VectorMask<Double> towardsTwo =
        n.compare(VectorOperators.EQ, 1).and(x.compare(VectorOperators.GE, 1.25));
    n = n.blend(2, towardsTwo);
    DoubleVector t = inside.sub(n);
    VectorMask<Double> aroundOne = n.compare(VectorOperators.EQ, 1);
    VectorMask<Double> aroundZero = n.compare(VectorOperators.EQ, 0);
    DoubleVector product = factor(t.broadcast(1), t, n, 2);
    product = factor(product, t, n, 3);
    product = factor(product, t, n, 4);
    product = factor(product, t, n, 5);
    product = factor(product, t, n, 6);
    product = factor(product, t, n, 7);
    product = factor(product, t, n, 8);
    product = factor(product, t, n, 9);
    product = product.blend(x, aroundOne).blend(x.mul(x.add(1)), aroundZero).blend(x, large);
    DoubleVector log = DoubleLogarithm.log(product);
    DoubleVector polynomial = t.mul(aroundTwo(t));
    VectorMask<Double> back = n.compare(VectorOperators.LT, 2);
    DoubleVector near = log.blend(log.neg(), back).add(polynomial);
    DoubleVector inverse = x.broadcast(1).div(x);
    DoubleVector series = stirling(inverse.mul(inverse)).mul(inverse).add(HALF_LOG_2PI - 0.5);
    DoubleVector far = x.sub(0.5).lanewise(VectorOperators.FMA, log.sub(1), series);
    return near.blend(far, large).blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY));
  }

  /** {@code product (t + k)} where {@code k < n}. */
  private static DoubleVector factor(
      DoubleVector product, DoubleVector t, DoubleVector n, double k) {
    return product.blend(product.mul(t.add(k)), n.compare(VectorOperators.GT, k));
  }

  static DoubleVector digamma(DoubleVector x) {
    DoubleVector y = positiveDigamma(x);
    VectorMask<Double> minus =
        x.reinterpretAsLongs().compare(VectorOperators.LT, 0).cast(x.species());
    if (minus.anyTrue()) {
      double[] lanes = x.toArray();
      each(lanes, ScalarMath::digamma);
      y = y.blend(DoubleVector.fromArray(x.species(), lanes, 0), minus);
    }
    return y;
  }

  private static DoubleVector positiveDigamma(DoubleVector x) {
    VectorMask<Double> large = x.compare(VectorOperators.GE, ASYMPTOTIC);
    DoubleVector one = x.broadcast(1);
    // digamma(x) = digamma(base) + a / b, the recurrence's reciprocals over one denominator.
    VectorMask<Double> small = x.compare(VectorOperators.LT, 1);
    DoubleVector inside = x.blend(1, large);
    DoubleVector base = inside.blend(inside.sub(DoubleLanes.floor(inside)).add(1), small.not());
    DoubleVector offset = base.sub(ZERO).sub(ZERO_LOW);
    offset = offset.blend(x.sub(ZERO - 1).sub(ZERO_LOW), small);
    DoubleVector value = offset.mul(quotient(base.sub(1.5).blend(x.sub(0.5), small)));
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
    a = summed(a, b, inside.sub(5), base);
    b = multiplied(b, inside.sub(5), base);
    a = summed(a, b, inside.sub(6), base);
    b = multiplied(b, inside.sub(6), base);
    a = summed(a, b, inside.sub(7), base);
    b = multiplied(b, inside.sub(7), base);
    a = summed(a, b, inside.sub(8), base);
    b = multiplied(b, inside.sub(8), base);
    a = a.blend(-1, small);
    b = b.blend(x, small).blend(x, large);
    DoubleVector ratio = a.blend(1, large).div(b);
    DoubleVector square = ratio.mul(ratio);
    DoubleVector series =
        asymptotic(square).neg().lanewise(VectorOperators.FMA, square, ratio.mul(-0.5));
    DoubleVector far = DoubleLogarithm.log(x).add(series);
    return value
        .add(ratio)
        .blend(far, large)
        .blend(Double.NEGATIVE_INFINITY, x.compare(VectorOperators.EQ, 0))
        .blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
        .blend(x, x.compare(VectorOperators.NE, x));
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
    DoubleVector p = z.broadcast(0x1.a41a41a41a41ap-8);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.f6ab0d9993c7dp-10);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.b951e2b18ff23p-11);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.3813813813814p-11);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.a01a01a01a01ap-11);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.6c16c16c16c17p-9);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5555555555555p-4);
    return p;
  }

  /** The derivative of Stirling's series: {@code B(2k) / 2k}, k from 1. */
  private static DoubleVector asymptotic(DoubleVector z) {
    DoubleVector p = z.broadcast(-3617.0 / 8160);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 12);
    p = p.lanewise(VectorOperators.FMA, z, -691.0 / 32760);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 132);
    p = p.lanewise(VectorOperators.FMA, z, -1.0 / 240);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 252);
    p = p.lanewise(VectorOperators.FMA, z, -1.0 / 120);
    p = p.lanewise(VectorOperators.FMA, z, 1.0 / 12);
    return p;
  }

  /** {@code lgamma(2 + t) / t} for t from -3/4 to 1/2; Remez exchange, relative error 2^-63. */
  private static DoubleVector aroundTwo(DoubleVector t) {
    DoubleVector p = t.broadcast(-0x1.68594e1f6d876p-25);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.439e90802fd67p-25);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.81fdb071f869fp-28);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.ce93586db8fbep-24);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.7c0c2db8b75dfp-24);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.86d76704c8b7ep-23);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.efe24a86c49b7p-22);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.028a60bbb720ep-20);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.11102ab8f944ap-19);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.2583017b813e5p-18);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.3cc4fbed6f8bdp-17);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.580e394f07dc3p-16);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.78de196a21d53p-15);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.a127b02218783p-14);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.d3fd4db3a0cc6p-13);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.0b36af855806fp-11);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.38ac5c2a4672ap-10);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.7add6eadbbee1p-9);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.e404fc2191c07p-8);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.51322ac7d844dp-6);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.13e001a557601p-4);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.4a34cc4a60fa6p-2);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.b0ee6072093cep-2);
    return p;
  }

  /** {@code digamma(1.5 + t)} divided by the distance from its zero; relative error 2^-61. */
  private static DoubleVector quotient(DoubleVector t) {
    DoubleVector p = t.broadcast(-0x1.6b14a4c48d5ebp-14);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.00b90b0ae3013p-13);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.c47294e0238c7p-15);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.80276caf87da2p-14);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.d25be61b69472p-13);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.56c582bc141dbp-12);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.e09f5ea4ed8fap-12);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.69ba98ab4028cp-11);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.115110618c4dbp-10);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.99e1abb8e4f6fp-10);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.334fa5de96462p-9);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.cd1f26e4bf1fbp-9);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.5a08154c93642p-8);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.03c0b2b5bd408p-7);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.863558b3ee2d3p-7);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.256471563b2f6p-6);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.b9f8b151d9da4p-6);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.4de9aa1802d7p-5);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.fb44202993d6dp-5);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.8512e59037ebcp-4);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.2feeeb98a7e67p-3);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.eca189b8e6f7bp-3);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.b1cb63005ee96p-2);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.e6f0cbb873616p-1);
    return p;
  }

  /** Takes an array because a vector that is passed to a call would be boxed on every path. */
  @OutOfLine
  static void each(double[] lanes, DoubleUnaryOperator function) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = function.applyAsDouble(lanes[i]);
    }
  }
}
