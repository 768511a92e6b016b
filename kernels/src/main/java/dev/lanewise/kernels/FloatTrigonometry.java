package dev.lanewise.kernels;

import java.util.function.DoubleUnaryOperator;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * sin, cos and tan for F32 lanes, computed in double lanes, half a vector at a time: a float needs
 * no more than two parts of pi/2 up to {@link #LIMIT}, and short polynomials (Remez exchange,
 * relative errors 2^-37 and 2^-43). Rare larger arguments go through {@link Math}, lane by lane.
 */
final class FloatTrigonometry {
  private static final float LIMIT = 0x1p30f;
  private static final double TWO_OVER_PI = 0x1.45f306dc9c883p-1;
  private static final double PI_HALF_1 = 0x1.921fb54442d18p0;
  private static final double PI_HALF_2 = 0x1.1a62633145c07p-54;

  /** 1.5 times 2^52: a number added to it is rounded to an integer, kept in the low bits. */
  private static final double ROUNDER = 0x1.8p52;

  private FloatTrigonometry() {}

  static FloatVector sin(FloatVector x) {
    FloatVector y = turned(x, 0);
    y = x.blend(y, x.compare(VectorOperators.NE, 0));
    VectorMask<Float> large = x.abs().compare(VectorOperators.GT, LIMIT);
    if (large.anyTrue()) {
      float[] lanes = x.toArray();
      each(lanes, Math::sin);
      y = y.blend(FloatVector.fromArray(x.species(), lanes, 0), large);
    }
    return y;
  }

  static FloatVector cos(FloatVector x) {
    FloatVector y = turned(x, 1);
    VectorMask<Float> large = x.abs().compare(VectorOperators.GT, LIMIT);
    if (large.anyTrue()) {
      float[] lanes = x.toArray();
      each(lanes, Math::cos);
      y = y.blend(FloatVector.fromArray(x.species(), lanes, 0), large);
    }
    return y;
  }

  static FloatVector tan(FloatVector x) {
    FloatVector y = FloatHalves.join(tan(FloatHalves.lower(x)), tan(FloatHalves.upper(x)));
    y = x.blend(y, x.compare(VectorOperators.NE, 0));
    VectorMask<Float> large = x.abs().compare(VectorOperators.GT, LIMIT);
    if (large.anyTrue()) {
      float[] lanes = x.toArray();
      each(lanes, Math::tan);
      y = y.blend(FloatVector.fromArray(x.species(), lanes, 0), large);
    }
    return y;
  }

  /** The quotient of sine and cosine; for odd multiples of pi/2, minus the cotangent. */
  private static DoubleVector tan(DoubleVector x) {
    DoubleVector shifted = x.lanewise(VectorOperators.FMA, TWO_OVER_PI, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    DoubleVector r = n.lanewise(VectorOperators.FMA, -PI_HALF_1, x);
    r = n.lanewise(VectorOperators.FMA, -PI_HALF_2, r);
    VectorMask<Double> odd =
        shifted.reinterpretAsLongs().and(1).compare(VectorOperators.NE, 0).cast(x.species());
    DoubleVector sine = sinReduced(r);
    DoubleVector cosine = cosReduced(r);
    return sine.blend(cosine, odd).div(cosine.blend(sine.neg(), odd));
  }

  private static FloatVector turned(FloatVector x, long quarters) {
    return FloatHalves.join(
        turned(FloatHalves.lower(x), quarters), turned(FloatHalves.upper(x), quarters));
  }

  /** Returns {@code sin(x + quarters pi/2)}. */
  private static DoubleVector turned(DoubleVector x, long quarters) {
    DoubleVector shifted = x.lanewise(VectorOperators.FMA, TWO_OVER_PI, ROUNDER);
    DoubleVector n = shifted.sub(ROUNDER);
    DoubleVector r = n.lanewise(VectorOperators.FMA, -PI_HALF_1, x);
    r = n.lanewise(VectorOperators.FMA, -PI_HALF_2, r);
    LongVector quadrant = shifted.reinterpretAsLongs().add(quarters);
    VectorMask<Double> odd = quadrant.and(1).compare(VectorOperators.NE, 0).cast(x.species());
    DoubleVector y = sinReduced(r).blend(cosReduced(r), odd);
    LongVector sign = quadrant.and(2).lanewise(VectorOperators.LSHL, Long.SIZE - 2);
    return y.reinterpretAsLongs().lanewise(VectorOperators.XOR, sign).reinterpretAsDoubles();
  }

  /** {@code sin(r)} for {@code |r| <= pi/4}. */
  private static DoubleVector sinReduced(DoubleVector r) {
    DoubleVector z = r.mul(r);
    DoubleVector p = z.broadcast(0x1.6cd5e8e610882p-19);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.a00f938a07751p-13);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.11110889e38dcp-7);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.5555554ca9199p-3);
    return r.mul(z).lanewise(VectorOperators.FMA, p, r);
  }

  /** {@code cos(r)} for {@code |r| <= pi/4}. */
  private static DoubleVector cosReduced(DoubleVector r) {
    DoubleVector z = r.mul(r);
    DoubleVector p = z.broadcast(-0x1.24291caf11b65p-22);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.a01117f292fe2p-16);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.6c16b88c8ec35p-10);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5555554f430b5p-5);
    return z.mul(z).lanewise(VectorOperators.FMA, p, z.lanewise(VectorOperators.FMA, -0.5, 1.0));
  }

  /** Takes an array because a vector that is passed to a call would be boxed on every path. */
  @OutOfLine
  static void each(float[] lanes, DoubleUnaryOperator function) {
    for (int i = 0; i < lanes.length; i++) {
      lanes[i] = (float) function.applyAsDouble(lanes[i]);
    }
  }
}
