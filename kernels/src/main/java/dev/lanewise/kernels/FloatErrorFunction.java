package dev.lanewise.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The error function for F32 lanes: only IEEE 754 operations, so the bits are the same on every
 * machine and whether or not the code has been compiled.
 *
 * <p>Below 1.16, {@code erf(x) = x + x p(x^2 - 3/4)}; above, {@code erf(x) = 1 - exp(-q(x))}, where
 * q approximates {@code -log(erfc(x))}: a smooth function, little above a parabola. Both
 * polynomials by Remez exchange, q weighted with erfc(x) because that is what its error is
 * multiplied by (relative error of erf 2^-29 and 2^-34).
 */
final class FloatErrorFunction {
  private static final float SMALL = 1.16f;

  /** From here on, erf is 1. */
  private static final float HIGHEST = 4.1f;

  private FloatErrorFunction() {}

  static FloatVector erf(FloatVector x) {
    FloatVector size = x.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    FloatVector large = x.broadcast(1).sub(FloatExponential.exp(exponent(size).neg()));
    FloatVector small = size.lanewise(VectorOperators.FMA, near(size.mul(size).sub(0.75f)), size);
    FloatVector y = large.blend(small, size.compare(VectorOperators.LT, SMALL));
    return FloatLanes.withSignOf(y, x);
  }

  /**
   * {@code erf(x) / x - 1} of {@code t = x^2 - 3/4}: around the middle the coefficients, and what
   * each step rounds off, are smaller than around 0.
   */
  private static FloatVector near(FloatVector t) {
    FloatVector p = t.broadcast(0x1.ab3fa8p-21f);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.06d46p-17f);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.094586p-14f);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.dd90b4p-12f);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.752f66p-9f);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.efd134p-7f);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.12198cp-4f);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.f4eac6p-3f);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.9a0bbp-4f);
    return p;
  }

  /** {@code -log(erfc(x))}. */
  private static FloatVector exponent(FloatVector x) {
    FloatVector p = x.broadcast(0x1.5ecdfap-16f);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.c54d82p-12f);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.10aa12p-8f);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.9b195ep-6f);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.bb5652p-4f);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.444b42p-1f);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.212698p0f);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.65ac24p-13f);
    return p;
  }
}
