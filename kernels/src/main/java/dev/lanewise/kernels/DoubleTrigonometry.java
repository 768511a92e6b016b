package dev.lanewise.kernels;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * sin, cos and tan for F64 lanes. Up to {@link #LIMIT} the argument is reduced by multiples of pi/2
 * held in three parts (Cody and Waite), the first two of 33 bits so that their products are exact;
 * what is left is kept as an unevaluated sum. Minimax polynomials by Remez exchange (relative
 * errors 2^-68 and 2^-75). Rare larger arguments go through {@link Math}, lane by lane.
 */
final class DoubleTrigonometry {
  private static final double LIMIT = 0x1p20;
  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
  private static final double PI_HALF_1 = 0x1.921fb544p0;
  private static final double PI_HALF_2 = 0x1.0b4611a6p-34;
  private static final double PI_HALF_3 = 0x1.3198a2e037073p-69;

  /** 1.5 times 2^52: a number added to it is rounded to an integer, kept in the low bits. */
  private static final double ROUNDER = 0x1.8p52;

  private DoubleTrigonometry() {}

  static DoubleVector sin(DoubleVector x) {
    DoubleVector y = turned(x, 0);
    y = x.blend(y, x.compare(VectorOperators.NE, 0));
    VectorMask<Double> large = x.abs().compare(VectorOperators.GT, LIMIT);
    if (large.anyTrue()) {
      double[] lanes = x.toArray();
      each(lanes, Math::sin);
      y = y.blend(DoubleVector.fromArray(x.species(), lanes, 0), large);
    }
    return y;
  }

  static DoubleVector cos(DoubleVector x) {
    DoubleVector y = turned(x, 1);
    VectorMask<Double> large = x.abs().compare(VectorOperators.GT, LIMIT);
    if (large.anyTrue()) {
      double[] lanes = x.toArray();
      each(lanes, Math::cos);
      y = y.blend(DoubleVector.fromArray(x.species(), lanes, 0), large);
    }
    return y;
  }

  /**
   * The tangent as the quotient of sine and cosine, both kept as sums of two numbers; for odd
   * multiples of pi/2, minus the cotangent.
   */
  static DoubleVector tan(DoubleVector x) {
    DoubleVector shifted = x.lanewise(VectorOperators.FMA, TWO_OVER_PI, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    DoubleVector second = reduced(x, n);
    DoubleVector lost = lost(x, n, second);
    DoubleVector r = second.add(lost);
    DoubleVector rLow = second.sub(r).add(lost);
    DoubleVector z = r.mul(r);
    DoubleVector sineTail = sineTail(r, rLow, z);
    DoubleVector half = z.mul(0.5);
    DoubleVector one = r.broadcast(1);
    DoubleVector most = one.sub(half);
    DoubleVector cosineTail = cosineTail(r, rLow, z, one.sub(most).sub(half));
    DoubleVector sine = r.add(sineTail);
    DoubleVector sineLow = r.sub(sine).add(sineTail);
    DoubleVector cosine = most.add(cosineTail);
    DoubleVector cosineLow = most.sub(cosine).add(cosineTail);
    VectorMask<Double> odd =
        shifted.reinterpretAsLongs().and(1).compare(VectorOperators.NE, 0).cast(x.species());
    DoubleVector y =
        DoubleSums.quotient(
            sine.blend(cosine, odd),
            sineLow.blend(cosineLow, odd),
            cosine.blend(sine.neg(), odd),
            cosineLow.blend(sineLow.neg(), odd));
    y = x.blend(y, x.compare(VectorOperators.NE, 0));
    VectorMask<Double> large = x.abs().compare(VectorOperators.GT, LIMIT);
    if (large.anyTrue()) {
      double[] lanes = x.toArray();
      each(lanes, Math::tan);
      y = y.blend(DoubleVector.fromArray(x.species(), lanes, 0), large);
    }
    return y;
  }

  /** Returns {@code sin(x + quarters pi/2)}. */
  private static DoubleVector turned(DoubleVector x, long quarters) {
    DoubleVector shifted = x.lanewise(VectorOperators.FMA, TWO_OVER_PI, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    DoubleVector second = reduced(x, n);
    DoubleVector lost = lost(x, n, second);
    DoubleVector r = second.add(lost);
    DoubleVector rLow = second.sub(r).add(lost);
    LongVector quadrant = shifted.reinterpretAsLongs().add(quarters);
    VectorMask<Double> odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(x.species());
    DoubleVector y = sinReduced(r, rLow).blend(cosReduced(r, rLow), odd);
    LongVector sign = quadrant.and(2).lanewise(VectorOperators.LSHL, Long.SIZE - 2);
    return y.reinterpretAsLongs().lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles();
  }

  /** {@code x - n pi/2} by the first two parts of pi/2. */
  private static DoubleVector reduced(DoubleVector x, DoubleVector n) {
    return n.lanewise(VectorOperators.FMA, -PI_HALF_1, x).sub(n.mul(PI_HALF_2));
  }

  /** What {@link #reduced} rounded off, with the third part of pi/2. */
  private static DoubleVector lost(DoubleVector x, DoubleVector n, DoubleVector second) {
    DoubleVector first = n.lanewise(VectorOperators.FMA, -PI_HALF_1, x);
    DoubleVector product = n.mul(PI_HALF_2);
    DoubleVector back = second.sub(first);
    DoubleVector lost = first.sub(second.sub(back)).sub(product.add(back));
    return n.lanewise(VectorOperators.FMA, -PI_HALF_3, lost);
  }

  /** {@code sin(r + rLow)} for {@code |r| <= pi/4}. */
  private static DoubleVector sinReduced(DoubleVector r, DoubleVector rLow) {
    return sineTail(r, rLow, r.mul(r)).add(r);
  }

  /** {@code sin(r + rLow) - r}, {@code z = r^2}. */
  private static DoubleVector sineTail(DoubleVector r, DoubleVector rLow, DoubleVector z) {
    DoubleVector slope = z.lanewise(VectorOperators.FMA, -0.5, 1.0);
    return r.mul(z).lanewise(VectorOperators.FMA, sinSeries(z), rLow.mul(slope));
  }

  /** {@code cos(r + rLow)} for {@code |r| <= pi/4}. */
  private static DoubleVector cosReduced(DoubleVector r, DoubleVector rLow) {
    DoubleVector z = r.mul(r);
    DoubleVector half = z.mul(0.5);
    DoubleVector one = r.broadcast(1);
    DoubleVector most = one.sub(half);
    return most.add(cosineTail(r, rLow, z, one.sub(most).sub(half)));
  }

  /** {@code cos(r + rLow) - 1 + z/2}, and what {@code 1 - z/2} rounded off. */
  private static DoubleVector cosineTail(
      DoubleVector r, DoubleVector rLow, DoubleVector z, DoubleVector rest) {
    return z.mul(z).lanewise(VectorOperators.FMA, cosSeries(z), rest).sub(r.mul(rLow));
  }

  /** {@code (sin(r) - r) / r^3} of {@code z = r^2}. */
  private static DoubleVector sinSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(-0x1.aaa3823ebd71bp-41);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.61208f35e4f28p-33);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.ae645292e43bdp-26);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.71de3a5335658p-19);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.a01a01a018ab3p-13);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.111111111110bp-7);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.5555555555555p-3);
    return p;
  }

  /** {@code (cos(r) - 1 + z/2) / z^2} of {@code z = r^2}. */
  private static DoubleVector cosSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.aac3f8f9cf612p-45);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.93933486d549dp-37);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.1eed8ca06b564p-29);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.27e4fb75fa9ecp-22);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.a01a01a018dcp-16);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.6c16c16c16c1p-10);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5555555555555p-5);
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
