package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * The complementary error function, what is made of it, and the inverse of the error function, for
 * F32 lanes, computed in double lanes, half a vector at a time, and rounded once.
 *
 * <p>The forms are those of {@link DoubleComplement} (with {@code t = (a - 2) / (a + 2)}) and
 * {@link DoubleErrorInverse}, the polynomials shorter: Remez exchange, relative errors 2^-31 or
 * less.
 */
final class FloatComplement {
  private static final double SQRT_HALF = 0x1.6a09e667f3bcdp-1;

  /** Below, the complement is the difference from 1. */
  private static final double SMALL = 0.5;

  /** From here on, erfc rounds to zero, and half of it times {@link #GELU_LOWEST} too. */
  private static final double HIGHEST = 10.4;

  private static final double GELU_LOWEST = -14.8;

  /** Where the polynomial for the inverse changes, in w. */
  private static final double FIRST = 5;

  private static final double FIRST_CENTRE = 2.5;
  private static final double LAST_CENTRE = 3;

  private FloatComplement() {}

  static FloatVector erfc(FloatVector x) {
    return FloatHalves.join(erfc(FloatHalves.lower(x)), erfc(FloatHalves.upper(x)));
  }

  private static DoubleVector erfc(DoubleVector x) {
    DoubleVector size = x.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector square = size.mul(size);
    DoubleVector tail = tail(size, square);
    DoubleVector one = x.broadcast(1);
    DoubleVector near = x.lanewise(VectorOperators.FMA, near(square), x);
    return tail.blend(one.broadcast(2).sub(tail), x.compare(VectorOperators.LT, 0))
        .blend(one.sub(near), size.compare(VectorOperators.LT, SMALL));
  }

  /** {@code erfc(a)} for {@code a >= 0.45}. */
  private static DoubleVector tail(DoubleVector a, DoubleVector square) {
    DoubleVector sum = a.add(2);
    DoubleVector b = a.lanewise(VectorOperators.FMA, 2, 1);
    // One division for both quotients.
    DoubleVector inverse = a.broadcast(1).div(sum.mul(b));
    DoubleVector t = a.sub(2).mul(b).mul(inverse);
    return FloatPrecision.exp(square.neg()).mul(far(t)).mul(inverse.mul(sum));
  }

  static FloatVector gelu(FloatVector x) {
    return FloatHalves.join(gelu(FloatHalves.lower(x)), gelu(FloatHalves.upper(x)));
  }

  /** {@code x (1 + erf(x / sqrt(2))) / 2}. */
  private static DoubleVector gelu(DoubleVector x) {
    DoubleVector scaled = x.mul(SQRT_HALF);
    DoubleVector size = scaled.abs();
    size = size.blend(HIGHEST, size.compare(VectorOperators.GT, HIGHEST));
    DoubleVector square = size.mul(size);
    DoubleVector inside = x.blend(GELU_LOWEST, x.compare(VectorOperators.LT, GELU_LOWEST));
    DoubleVector half = inside.mul(0.5);
    DoubleVector tail = half.mul(tail(size, square));
    DoubleVector erf = scaled.lanewise(VectorOperators.FMA, near(square), scaled);
    return tail.blend(x.sub(tail), x.compare(VectorOperators.GT, 0))
        .blend(
            half.lanewise(VectorOperators.FMA, erf, half), size.compare(VectorOperators.LT, SMALL))
        .blend(x, x.compare(VectorOperators.GT, -GELU_LOWEST))
        .blend(x, x.compare(VectorOperators.EQ, 0));
  }

  static FloatVector erfInv(FloatVector y) {
    return FloatHalves.join(erfInv(FloatHalves.lower(y)), erfInv(FloatHalves.upper(y)));
  }

  private static DoubleVector erfInv(DoubleVector y) {
    DoubleVector one = y.broadcast(1);
    DoubleVector size = y.abs();
    DoubleVector w = FloatPrecision.log(one.sub(size).mul(one.add(size))).neg();
    DoubleVector p =
        inverseNear(w.sub(FIRST_CENTRE))
            .blend(inverseFar(w.sqrt().sub(LAST_CENTRE)), w.compare(VectorOperators.GE, FIRST));
    DoubleVector endless = DoubleLanes.withSignOf(one.broadcast(Double.POSITIVE_INFINITY), y);
    return y.mul(p)
        .blend(endless, size.compare(VectorOperators.EQ, 1))
        .blend(Double.NaN, size.compare(VectorOperators.LE, 1).not());
  }

  /** {@code erf(x) / x - 1} of {@code z = x^2}, z up to 0.26. */
  private static DoubleVector near(DoubleVector z) {
    DoubleVector p = z.broadcast(-0x1.91b4f9dc08594p-11);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.54b12a521986ap-8);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.b81ea53556789p-6);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.ce2eea7b84339p-4);
    p = p.lanewise(VectorOperators.FMA, z, -0x1.812746628569ep-2);
    p = p.lanewise(VectorOperators.FMA, z, 0x1.06eba820c8447p-3);
    return p;
  }

  /** {@code (1 + 2a) exp(a^2) erfc(a)}, a from 0.45 to 10.2. */
  private static DoubleVector far(DoubleVector t) {
    DoubleVector p = t.broadcast(-0x1.85ba227c3956ep-16);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.c02da91b90daep-14);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.d2b5423317b2fp-13);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.c53daeaac86dcp-12);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.7f6f70b2f875ap-10);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.4bda21c3d2422p-10);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.1ddbd7673a278p-7);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.073cb6801bb88p-7);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.bc2bc558d831dp-5);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.4ffa19819615fp-3);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.5407be602d5acp-3);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.7bf5ebf3f8b09p-4);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.46e80e2268663p0);
    return p;
  }

  /** {@code erfInv(y) / y} of {@code t = w - 2.5}, w from 0 to 5. */
  private static DoubleVector inverseNear(DoubleVector t) {
    DoubleVector p = t.broadcast(-0x1.62b7dab036023p-36);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.0f1397e6c0329p-33);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.bf326fa288d2dp-31);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.7516f452f482ap-27);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.db051cac49fd1p-27);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.00fb9b257bcc7p-21);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.cab1cb0acb72cp-19);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.4f45950825338p-18);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.c9b4c0cf35d47p-13);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.4863d002a01c3p-10);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.11c3c4c1194efp-8);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.f91e8994d1933p-3);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.805c5cfd0baep0);
    return p;
  }

  /** {@code erfInv(y) / y} of {@code t = sqrt(w) - 3}, w from 5 to 16.7. */
  private static DoubleVector inverseFar(DoubleVector t) {
    DoubleVector p = t.broadcast(0x1.42b67ff72cb4dp-17);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.a6da2184f61c7p-16);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.e4943d1155d2dp-16);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.a72c21ee8f1f3p-13);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.3429d26cc04dp-12);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.30e971a673995p-13);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.85ccdd5ce4c21p-10);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.d29921691635bp-9);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.748dc4d4c8bb2p-8);
    p = p.lanewise(VectorOperators.FMA, t, -0x1.f4efba6441fa5p-8);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.3582ff29cd6ep-7);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.006dca6a9f7dcp0);
    p = p.lanewise(VectorOperators.FMA, t, 0x1.6a9efbd5e83a3p1);
    return p;
  }
}
