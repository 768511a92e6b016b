package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Inverse trigonometric functions for F32 lanes, computed in double lanes, half a vector at a time,
 * and rounded once. The arguments are reduced as in {@link DoubleInverseTrigonometry}; polynomials
 * by Remez exchange, relative errors 2^-35.
 */
final class FloatInverseTrigonometry {
  private static final double PI = Math.PI;
  private static final double PI_2 = Math.PI / 2;
  private static final double PI_4 = Math.PI / 4;

  /** tan(pi/8) and tan(3 pi/8), rounded down and up. */
  private static final double TAN_PI_8 = 0x1.a82799p-2;

  private static final double TAN_3_PI_8 = 0x1.3504f4p1;

  /** From here on, atan is closer to pi/2 than to any other float. */
  private static final double ATAN_HIGHEST = 0x1p30;

  private FloatInverseTrigonometry() {}

  static FloatVector asin(FloatVector x) {
    return FloatHalves.join(asin(FloatHalves.lower(x)), asin(FloatHalves.upper(x)));
  }

  private static DoubleVector asin(DoubleVector x) {
    DoubleVector size = x.abs();
    VectorMask<Double> outer = size.compare(VectorOperators.GT, 0.5);
    DoubleVector half = size.broadcast(1).sub(size).mul(0.5);
    DoubleVector z = size.mul(size).blend(half, outer);
    DoubleVector s = size.blend(half.sqrt(), outer);
    DoubleVector y = s.mul(z).lanewise(VectorOperators.FMA, asinSeries(z), s);
    y = y.blend(y.lanewise(VectorOperators.FMA, -2, PI_2), outer);
    return DoubleLanes.withSignOf(y, x);
  }

  static FloatVector acos(FloatVector x) {
    return FloatHalves.join(acos(FloatHalves.lower(x)), acos(FloatHalves.upper(x)));
  }

  private static DoubleVector acos(DoubleVector x) {
    DoubleVector size = x.abs();
    VectorMask<Double> outer = size.compare(VectorOperators.GT, 0.5);
    VectorMask<Double> minus = x.compare(VectorOperators.LT, 0);
    DoubleVector half = size.broadcast(1).sub(size).mul(0.5);
    DoubleVector z = size.mul(size).blend(half, outer);
    DoubleVector s = size.blend(half.sqrt(), outer);
    DoubleVector y = s.mul(z).lanewise(VectorOperators.FMA, asinSeries(z), s);
    DoubleVector twice = y.add(y);
    DoubleVector far = twice.blend(twice.neg().add(PI), minus);
    return y.blend(y.neg(), minus).neg().add(PI_2).blend(far, outer);
  }

  static FloatVector atan(FloatVector x) {
    return FloatHalves.join(atan(FloatHalves.lower(x)), atan(FloatHalves.upper(x)));
  }

  private static DoubleVector atan(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(ATAN_HIGHEST, size.compare(VectorOperators.GT, ATAN_HIGHEST));
    VectorMask<Double> outer = size.compare(VectorOperators.GT, TAN_PI_8);
    VectorMask<Double> far = size.compare(VectorOperators.GT, TAN_3_PI_8);
    DoubleVector a = size.blend(size.sub(1), outer).blend(-1, far);
    DoubleVector b = size.broadcast(1).blend(size.add(1), outer).blend(size, far);
    DoubleVector base = size.broadcast(0).blend(PI_4, outer).blend(PI_2, far);
    return DoubleLanes.withSignOf(base.add(turned(a.div(b))), x);
  }

  static FloatVector atan2(FloatVector y, FloatVector x) {
    return FloatHalves.join(
        atan2(FloatHalves.lower(y), FloatHalves.lower(x)),
        atan2(FloatHalves.upper(y), FloatHalves.upper(x)));
  }

  private static DoubleVector atan2(DoubleVector y, DoubleVector x) {
    DoubleVector rise = y.abs();
    DoubleVector run = x.abs();
    VectorMask<Double> endlessRise = rise.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY);
    VectorMask<Double> endlessRun = run.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY);
    VectorMask<Double> endless = endlessRise.or(endlessRun);
    rise = rise.blend(0, endless).blend(1, endlessRise);
    run = run.blend(0, endless).blend(1, endlessRun);
    VectorMask<Double> outer = rise.compare(VectorOperators.GT, run.mul(TAN_PI_8));
    VectorMask<Double> far = rise.mul(TAN_PI_8).compare(VectorOperators.GT, run);
    DoubleVector a = rise.blend(rise.sub(run), outer).blend(run.neg(), far);
    DoubleVector b = run.blend(rise.add(run), outer).blend(rise, far);
    b = b.blend(1, b.compare(VectorOperators.EQ, 0));
    DoubleVector base = x.broadcast(0).blend(PI_4, outer).blend(PI_2, far);
    DoubleVector angle = base.add(turned(a.div(b)));
    VectorMask<Double> behind =
        x.reinterpretAsLongs().compare(VectorOperators.LT, 0).cast(x.species());
    angle = DoubleLanes.withSignOf(angle.blend(angle.neg().add(PI), behind), y);
    VectorMask<Double> undefined =
        x.compare(VectorOperators.NE, x).or(y.compare(VectorOperators.NE, y));
    return angle.blend(Double.NaN, undefined);
  }

  /** {@code atan(t)} for t within tan(pi/8). */
  private static DoubleVector turned(DoubleVector t) {
    DoubleVector z = t.mul(t);
    return t.mul(z).lanewise(VectorOperators.FMA, atanSeries(z), t);
  }

  /** {@code (asin(s) - s) / s^3} of {@code z = s^2}, s up to 1/2. */
  private static DoubleVector asinSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.1c39500906321p-5);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.e95cac3623c2ep-8);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.935be256eebbbp-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.ed530b3c75ea7p-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.6ddb2c44db33p-5);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.3332a7eef2f64p-4);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.555556092d44dp-3);
    return p;
  }

  /** {@code (atan(t) - t) / t^3} of {@code z = t^2}. */
  private static DoubleVector atanSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.84fa3556d28f4p-5);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.5b46a19221fa8p-4);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.c46840a340966p-4);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.247f094c52e3bp-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.99991a6367649p-3);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.555554c8c18f8p-2);
    return p;
  }
}
