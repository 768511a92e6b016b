package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/**
 * Hyperbolic functions and their inverses for F32 lanes, computed in double lanes, half a vector at
 * a time, and rounded once. sinh and cosh go as in {@link DoubleHyperbolic}, with shorter
 * polynomials (relative errors 2^-37 and 2^-33). The inverses are logarithms; close to zero, where
 * the logarithm's argument would lose their digits, two terms of the Taylor series.
 */
final class FloatHyperbolic {
  private static final double LOG2_E = 0x1.71547652b82fep0;
  private static final double LN2 = 0x1.62e42fefa39efp-1;
  private static final double ROUNDER = 0x1.8p52;
  private static final long ROUNDER_BITS = 0x4338000000000000L;

  /** Above, sinh and cosh are infinite in any case. */
  private static final double HIGHEST = 91;

  /** Below, two terms of the Taylor series leave a relative error of 2^-47. */
  private static final double TINY = 0x1p-11;

  private FloatHyperbolic() {}

  static FloatVector sinh(FloatVector x) {
    return FloatHalves.join(sinh(FloatHalves.lower(x)), sinh(FloatHalves.upper(x)));
  }

  private static DoubleVector sinh(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector shifted = size.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    DoubleVector r = shifted.sub(ROUNDER).lanewise(VectorOperators.FMA, -LN2, size);
    LongVector n = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
    DoubleVector rising = FloatPrecision.power(n.sub(1));
    DoubleVector falling = FloatPrecision.power(n.neg().sub(1));
    DoubleVector y = rising.add(falling).mul(odd(r)).add(rising.sub(falling).mul(even(r.mul(r))));
    return DoubleLanes.withSignOf(y, x);
  }

  static FloatVector cosh(FloatVector x) {
    return FloatHalves.join(cosh(FloatHalves.lower(x)), cosh(FloatHalves.upper(x)));
  }

  private static DoubleVector cosh(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector shifted = size.lanewise(VectorOperators.FMA, LOG2_E, ROUNDER);
    DoubleVector r = shifted.sub(ROUNDER).lanewise(VectorOperators.FMA, -LN2, size);
    LongVector n = shifted.reinterpretAsLongs().sub(ROUNDER_BITS);
    DoubleVector rising = FloatPrecision.power(n.sub(1));
    DoubleVector falling = FloatPrecision.power(n.neg().sub(1));
    return rising.sub(falling).mul(odd(r)).add(rising.add(falling).mul(even(r.mul(r))));
  }

  /** {@code sinh(r)}. */
  private static DoubleVector odd(DoubleVector r) {
    DoubleVector z = r.mul(r);
    return r.mul(z).lanewise(VectorOperators.FMA, sinhSeries(z), r);
  }

  /** {@code cosh(r)} of {@code z = r^2}. */
  private static DoubleVector even(DoubleVector z) {
    DoubleVector p = z.lanewise(VectorOperators.FMA, coshSeries(z), z.broadcast(0.5));
    return z.lanewise(VectorOperators.FMA, p, z.broadcast(1));
  }

  static FloatVector asinh(FloatVector x) {
    return FloatHalves.join(asinh(FloatHalves.lower(x)), asinh(FloatHalves.upper(x)));
  }

  private static DoubleVector asinh(DoubleVector x) {
    DoubleVector size = x.abs();
    DoubleVector square = size.mul(size);
    DoubleVector y = FloatPrecision.log(square.add(1).sqrt().add(size));
    DoubleVector near = square.mul(size).lanewise(VectorOperators.FMA, -1.0 / 6, size);
    y = y.blend(near, size.compare(VectorOperators.LT, TINY));
    y = DoubleLanes.withSignOf(y, x);
    return x.blend(y, size.compare(VectorOperators.LT, Double.POSITIVE_INFINITY));
  }

  static FloatVector acosh(FloatVector x) {
    return FloatHalves.join(acosh(FloatHalves.lower(x)), acosh(FloatHalves.upper(x)));
  }

  private static DoubleVector acosh(DoubleVector x) {
    DoubleVector root = x.lanewise(VectorOperators.FMA, x, x.broadcast(-1)).sqrt();
    return FloatPrecision.log(root.add(x))
        .blend(x, x.compare(VectorOperators.EQ, Double.POSITIVE_INFINITY))
        .blend(Double.NaN, x.compare(VectorOperators.GE, 1).not());
  }

  static FloatVector atanh(FloatVector x) {
    return FloatHalves.join(atanh(FloatHalves.lower(x)), atanh(FloatHalves.upper(x)));
  }

  private static DoubleVector atanh(DoubleVector x) {
    DoubleVector size = x.abs();
    DoubleVector one = x.broadcast(1);
    DoubleVector y = FloatPrecision.log(one.add(size).div(one.sub(size))).mul(0.5);
    DoubleVector cube = size.mul(size).mul(size);
    DoubleVector near = cube.lanewise(VectorOperators.FMA, 1.0 / 3, size);
    y =
        y.blend(near, size.compare(VectorOperators.LT, TINY))
            .blend(Double.POSITIVE_INFINITY, size.compare(VectorOperators.EQ, 1))
            .blend(Double.NaN, size.compare(VectorOperators.LE, 1).not());
    return DoubleLanes.withSignOf(y, x);
  }

  /** {@code (sinh(r) - r) / r^3} of {@code z = r^2}. */
  private static DoubleVector sinhSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.a16fefb634985p-13);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.1110b1c611173p-7);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.555555738539dp-3);
    return p;
  }

  /** {@code (cosh(r) - 1 - z/2) / z^2} of {@code z = r^2}. */
  private static DoubleVector coshSeries(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.6d4eea5ffcb6ep-10);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.5554e61a7d955p-5);
    return p;
  }
}
