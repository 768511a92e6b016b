package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The error function for F64 lanes: only IEEE 754 operations, so the bits are the same on every
 * machine and whether or not the code has been compiled.
 *
 * <p>Below 0.9, {@code erf(x) = x + x p(x^2)}; above, {@code erf(x) = 1 - exp(-q(x))}, where q
 * approximates {@code -log(erfc(x))}: a smooth function, little above a parabola. Both polynomials
 * by Remez exchange, q weighted with erfc(x) because that is what its error is multiplied by
 * (relative error of erf 2^-66 and 2^-64).
 */
final class DoubleErrorFunction {
  private static final double SMALL = 0.9;

  /** From here on, erf is 1. */
  private static final double HIGHEST = 6.05;

  private DoubleErrorFunction() {}

  static DoubleVector erf(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector large = x.broadcast(1).sub(DoubleExponential.exp(exponent(size).neg()));
    DoubleVector small = size.lanewise(VectorOperators.FMA, near(size.mul(size)), size);
    DoubleVector y = large.blend(small, size.compare(VectorOperators.LT, SMALL));
    return DoubleLanes.withSignOf(y, x);
  }

  /** {@code erf(x) / x - 1} of {@code z = x^2}. */
  static DoubleVector near(DoubleVector z) {
    DoubleVector p = z.broadcast(0x1.1dc3b26b22407p-34);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.405590c8d8cc3p-30);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.f9e7820f387fdp-27);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.5f4ce66085618p-23);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.b9e3ee7460e04p-20);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.f4d23798d2abp-17);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.f9a325b760b4cp-14);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.c02db3f8d280dp-11);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.565bcd0e4e295p-8);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.b82ce3128835fp-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.ce2f21a042bcfp-4);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.812746b0379e7p-2);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.06eba8214db69p-3);
    return p;
  }

  /** {@code -log(erfc(x))}. */
  private static DoubleVector exponent(DoubleVector x) {
    DoubleVector p = x.broadcast(-0x1.6c989bffbfab9p-46);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.4126a64c306eap-40);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.0b3d50a6ce7d1p-35);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.1781348250d22p-31);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.9c359f1530032p-28);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.c774ca8e4e1bap-25);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.869f3e468938ep-22);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.09482619ebc16p-19);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.1f5bb6b17884ep-17);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.ec3a2c00c62d3p-16);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.40b5367b2c9dbp-14);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.169bf5cb91586p-13);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.d4c245812fea2p-15);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.0b87329e59124p-11);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.ac16bd8ca698dp-10);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.631587095876fp-13);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.39b8c2bf0a40bp-6);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.a4fc7889bd7efp-4);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.45f2c7ad8d5bdp-1);
    p = p.lanewise(VectorOperators.FMA, x, 0x1.20dd7a2f9b65ap0);
    p = p.lanewise(VectorOperators.FMA, x, -0x1.9959b531a4039p-26);
    return p;
  }
}
