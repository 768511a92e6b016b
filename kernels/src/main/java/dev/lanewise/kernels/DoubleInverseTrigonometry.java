package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/**
 * Inverse trigonometric functions for F64 lanes: only IEEE 754 operations, so the bits are the same
 * on every machine and whether or not the code has been compiled.
 *
 * <p>asin and acos above 1/2 go by {@code asin(x) = pi/2 - 2 asin(sqrt((1 - x) / 2))}, the root
 * kept as a sum of two numbers. atan goes by {@code atan(x) = atan(c) + atan((x - c) / (1 + c x))}
 * with c = 0, 1 or infinity, whichever leaves an argument within tan(pi/8), the quotient kept as a
 * sum of two numbers (both are in W. J. Cody and W. Waite, Software Manual for the Elementary
 * Functions, 1980). Polynomials by Remez exchange, relative errors 2^-59.
 */
final class DoubleInverseTrigonometry {
  private static final double PI = 0x1.921fb54442d18p1;
  private static final double PI_LOW = 0x1.1a62633145c07p-53;
  private static final double PI_3_4 = 0x1.2d97c7f3321d2p1;
  private static final double PI_3_4_LOW = 0x1.a79394c9e8a0ap-54;
  private static final double PI_2 = 0x1.921fb54442d18p0;
  private static final double PI_2_LOW = 0x1.1a62633145c07p-54;
  private static final double PI_4 = 0x1.921fb54442d18p-1;
  private static final double PI_4_LOW = 0x1.1a62633145c07p-55;

  /** tan(pi/8) and tan(3 pi/8), rounded down and up. */
  private static final double TAN_PI_8 = 0x1.a82799p-2;

  private static final double TAN_3_PI_8 = 0x1.3504f4p1;

  /** From here on, atan is closer to pi/2 than to any other number. */
  private static final double ATAN_HIGHEST = 0x1p60;

  /** Where sums of operands of atan2 might overflow, and by how much they are scaled down. */
  private static final double LARGE = 0x1p1000;

  private static final double LOWER = 0x1p-100;

  /** Below, products with the reciprocal of an operand of atan2 might overflow. */
  private static final double SMALL = 0x1p-900;

  private static final double LIFT = 0x1p120;

  private DoubleInverseTrigonometry() {}

  static DoubleVector asin(DoubleVector x) {
    DoubleVector size = x.abs();
    VectorMask<Double> outer = size.compare(VectorOperators.GT, 0.5);
    DoubleVector half = size.broadcast(1).sub(size).mul(0.5);
    DoubleVector root = half.sqrt();
    DoubleVector z = size.mul(size).blend(half, outer);
    DoubleVector s = size.blend(root, outer);
    DoubleVector sLow = s.broadcast(0).blend(rootLow(root, half), outer);
    DoubleVector tail = s.mul(z).lanewise(VectorOperators.FMA, asinSeries(z), sLow);
    DoubleVector twice = root.add(root);
    DoubleVector pi = x.broadcast(PI_2);
    DoubleVector high = pi.sub(twice);
    DoubleVector low = pi.sub(high).sub(twice).add(tail.mul(-2).add(PI_2_LOW));
    DoubleVector y = s.add(tail).blend(high.add(low), outer);
    return DoubleLanes.withSignOf(y, x);
  }

  static DoubleVector acos(DoubleVector x) {
    DoubleVector size = x.abs();
    VectorMask<Double> outer = size.compare(VectorOperators.GT, 0.5);
    VectorMask<Double> minus = x.compare(VectorOperators.LT, 0);
    DoubleVector half = size.broadcast(1).sub(size).mul(0.5);
    DoubleVector root = half.sqrt();
    DoubleVector z = size.mul(size).blend(half, outer);
    DoubleVector s = size.blend(root, outer);
    DoubleVector sLow = s.broadcast(0).blend(rootLow(root, half), outer);
    DoubleVector tail = s.mul(z).lanewise(VectorOperators.FMA, asinSeries(z), sLow);
    // acos(x) = base - (most + rest): pi/2 - asin(x), -(-2 asin), or pi - 2 asin.
    DoubleVector base =
        x.broadcast(0).blend(PI, minus).blend(PI_2, size.compare(VectorOperators.LE, 0.5));
    DoubleVector baseLow =
        x.broadcast(0).blend(PI_LOW, minus).blend(PI_2_LOW, size.compare(VectorOperators.LE, 0.5));
    DoubleVector factor = x.broadcast(1).blend(2, outer);
    factor = factor.blend(factor.neg(), minus.xor(outer));
    DoubleVector most = s.mul(factor);
    DoubleVector high = base.sub(most);
    DoubleVector low = base.sub(high).sub(most).add(baseLow.sub(tail.mul(factor)));
    return high.add(low);
  }

  /** What the square root rounded off, to first order. */
  private static DoubleVector rootLow(DoubleVector root, DoubleVector square) {
    DoubleVector rest = root.neg().lanewise(VectorOperators.FMA, root, square);
    DoubleVector low = rest.div(root.add(root));
    return low.blend(0, root.compare(VectorOperators.EQ, 0));
  }

  static DoubleVector atan(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(ATAN_HIGHEST, size.compare(VectorOperators.GT, ATAN_HIGHEST));
    VectorMask<Double> outer = size.compare(VectorOperators.GT, TAN_PI_8);
    VectorMask<Double> far = size.compare(VectorOperators.GT, TAN_3_PI_8);
    DoubleVector one = x.broadcast(1);
    DoubleVector zero = x.broadcast(0);
    DoubleVector less = size.sub(1);
    DoubleVector more = size.add(1);
    DoubleVector a = size.blend(less, outer).blend(-1, far);
    DoubleVector aLow = zero.blend(DoubleSums.lost(size, one.neg(), less), outer).blend(0, far);
    DoubleVector b = one.blend(more, outer).blend(size, far);
    DoubleVector bLow = zero.blend(DoubleSums.lost(size, one, more), outer).blend(0, far);
    DoubleVector base = zero.blend(PI_4, outer).blend(PI_2, far);
    DoubleVector baseLow = zero.blend(PI_4_LOW, outer).blend(PI_2_LOW, far);
    DoubleVector inverse = one.div(b);
    DoubleVector t = a.mul(inverse);
    DoubleVector tLow = DoubleSums.quotientLow(t, a, aLow, b, bLow, inverse);
    return DoubleLanes.withSignOf(turned(base, baseLow, t, tLow), x);
  }

  static DoubleVector atan2(DoubleVector y, DoubleVector x) {
    DoubleVector rise = y.abs();
    DoubleVector run = x.abs();
    DoubleVector one = x.broadcast(1);
    DoubleVector zero = x.broadcast(0);
    VectorMask<Double> endlessRise = rise.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY);
    VectorMask<Double> endlessRun = run.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY);
    VectorMask<Double> endless = endlessRise.or(endlessRun);
    rise = rise.blend(0, endless).blend(1, endlessRise);
    run = run.blend(0, endless).blend(1, endlessRun);
    DoubleVector larger = run.blend(rise, rise.compare(VectorOperators.GT, run));
    DoubleVector unit =
        one.blend(LOWER, larger.compare(VectorOperators.GT, LARGE))
            .blend(LIFT, larger.compare(VectorOperators.LT, SMALL));
    rise = rise.mul(unit);
    run = run.mul(unit);
    VectorMask<Double> outer = rise.compare(VectorOperators.GT, run.mul(TAN_PI_8));
    VectorMask<Double> far = rise.mul(TAN_PI_8).compare(VectorOperators.GT, run);
    DoubleVector less = rise.sub(run);
    DoubleVector more = rise.add(run);
    DoubleVector a = rise.blend(less, outer).blend(run.neg(), far);
    DoubleVector aLow = zero.blend(DoubleSums.lost(rise, run.neg(), less), outer).blend(0, far);
    DoubleVector b = run.blend(more, outer).blend(rise, far);
    DoubleVector bLow = zero.blend(DoubleSums.lost(rise, run, more), outer).blend(0, far);
    b = b.blend(1, b.compare(VectorOperators.EQ, 0));
    VectorMask<Double> behind =
        x.reinterpretAsLongs().compare(VectorOperators.LT, 0).cast(x.species());
    DoubleVector base = zero.blend(PI, behind);
    base = base.blend(one.broadcast(PI_4).blend(PI_3_4, behind), outer).blend(PI_2, far);
    DoubleVector baseLow = zero.blend(PI_LOW, behind);
    baseLow =
        baseLow
            .blend(one.broadcast(PI_4_LOW).blend(PI_3_4_LOW, behind), outer)
            .blend(PI_2_LOW, far);
    a = a.blend(a.neg(), behind);
    aLow = aLow.blend(aLow.neg(), behind);
    DoubleVector inverse = one.div(b);
    DoubleVector t = a.mul(inverse);
    DoubleVector tLow = DoubleSums.quotientLow(t, a, aLow, b, bLow, inverse);
    DoubleVector angle = DoubleLanes.withSignOf(turned(base, baseLow, t, tLow), y);
    VectorMask<Double> undefined =
        x.compare(VectorOperators.NE, x).or(y.compare(VectorOperators.NE, y));
    return angle.blend(Double.NaN, undefined);
  }

  /** Returns {@code base + baseLow + atan(t + tLow)} for t within tan(pi/8). */
  private static DoubleVector turned(
      DoubleVector base, DoubleVector baseLow, DoubleVector t, DoubleVector tLow) {
    DoubleVector z = t.mul(t);
    DoubleVector tail = t.mul(z).lanewise(VectorOperators.FMA, atanSeries(z), tLow.add(baseLow));
    DoubleVector high = base.add(t);
    DoubleVector low = t.sub(high.sub(base));
    return high.add(low.add(tail));
  }

  /** {@code (asin(s) - s) / s^3} of {@code z = s^2}, s up to 1/2. */
  private static DoubleVector asinSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.0baf3129aa9b2p-5);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.594ff700fa003p-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.648ef41f3a301p-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.e2cc85a7698f2p-9);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.6172eace4c2f3p-7);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.757bae1ad7d2dp-7);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.ca20c72b07cc4p-7);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.1c49e309afc42p-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.6e8bdfa1e4789p-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.f1c71a8ded63bp-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.6db6db722599cp-5);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.333333332df89p-4);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5555555555578p-3);
    return p;
  }

  /** {@code (atan(t) - t) / t^3} of {@code z = t^2}. */
  private static DoubleVector atanSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(-0x1.259f173dc7fb2p-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.37ee409ee6e15p-5);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.9cdc9fbc3be35p-5);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.df118743b863fp-5);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.10ebe02db03d8p-4);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.3b111ca78c56cp-4);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.745cf90f71db7p-4);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.c71c70e7ce64ep-4);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.24924922b19ffp-3);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.9999999995902p-3);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.555555555553dp-2);
    return p;
  }
}
