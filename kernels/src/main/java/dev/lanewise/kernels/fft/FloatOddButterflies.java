package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The butterflies of odd radices over split F32 numbers; see {@link FloatButterflies}.
 *
 * <p>Radix 3 and 5 pair the inputs j and r - j, whose sums meet cosines and whose differences meet
 * sines (R. C. Singleton, "An algorithm for computing the mixed radix fast Fourier transform", IEEE
 * Transactions on Audio and Electroacoustics 17, 1969).
 */
final class FloatOddButterflies {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final Class<? extends FloatVector> EXACT =
      SPECIES.vectorType().asSubclass(FloatVector.class);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** A factor is stored as its real part, its imaginary part, and that with its sign changed. */
  private static final int IMAGINARY = 1;

  private static final int NEGATED = 2;
  private static final int FACTOR = 3;

  private FloatOddButterflies() {}

  private static final float SIN_1_3 = 0x1.bb67aep-1f;

  private static final float COS_1_5 = 0x1.3c6ef4p-2f;

  private static final float SIN_1_5 = 0x1.e6f0e2p-1f;

  private static final float COS_2_5 = -0x1.9e377ap-1f;

  private static final float SIN_2_5 = 0x1.2cf23p-1f;

  static void radix3(
      MemorySegment source,
      long xr,
      long xi,
      long step,
      MemorySegment target,
      long yr,
      long yi,
      long run,
      float[] factors,
      int w) {
    MemorySegment x = Segments.NATIVE.cast(source);
    MemorySegment y = Segments.NATIVE.cast(target);
    FloatVector x0r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr, ORDER));
    FloatVector x0i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi, ORDER));
    FloatVector x1r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr + step, ORDER));
    FloatVector x1i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi + step, ORDER));
    FloatVector x2r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr + 2 * step, ORDER));
    FloatVector x2i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi + 2 * step, ORDER));
    FloatVector t1r = EXACT.cast(x1r.add(x2r));
    FloatVector t1i = EXACT.cast(x1i.add(x2i));
    FloatVector d1r = EXACT.cast(x1r.sub(x2r));
    FloatVector d1i = EXACT.cast(x1i.sub(x2i));
    FloatVector y0r = EXACT.cast(x0r.add(t1r));
    FloatVector y0i = EXACT.cast(x0i.add(t1i));
    y0r.intoMemorySegment(y, yr, ORDER);
    y0i.intoMemorySegment(y, yi, ORDER);
    FloatVector m1r = EXACT.cast(t1r.lanewise(VectorOperators.FMA, -0.5f, x0r));
    FloatVector n1r = EXACT.cast(d1r.mul(SIN_1_3));
    FloatVector m1i = EXACT.cast(t1i.lanewise(VectorOperators.FMA, -0.5f, x0i));
    FloatVector n1i = EXACT.cast(d1i.mul(SIN_1_3));
    FloatVector y1r = EXACT.cast(m1r.add(n1i));
    FloatVector y1i = EXACT.cast(m1i.sub(n1r));
    FloatVector y2r = EXACT.cast(m1r.sub(n1i));
    FloatVector y2i = EXACT.cast(m1i.add(n1r));
    float w1r = factors[w];
    float w1i = factors[w + IMAGINARY];
    float w1n = factors[w + NEGATED];
    FloatVector z1r = EXACT.cast(y1r.mul(w1r));
    FloatVector z1i = EXACT.cast(y1r.mul(w1i));
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1n, z1r)).intoMemorySegment(y, yr + run, ORDER);
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1r, z1i)).intoMemorySegment(y, yi + run, ORDER);
    float w2r = factors[w + FACTOR];
    float w2i = factors[w + FACTOR + IMAGINARY];
    float w2n = factors[w + FACTOR + NEGATED];
    FloatVector z2r = EXACT.cast(y2r.mul(w2r));
    FloatVector z2i = EXACT.cast(y2r.mul(w2i));
    EXACT
        .cast(y2i.lanewise(VectorOperators.FMA, w2n, z2r))
        .intoMemorySegment(y, yr + 2 * run, ORDER);
    EXACT
        .cast(y2i.lanewise(VectorOperators.FMA, w2r, z2i))
        .intoMemorySegment(y, yi + 2 * run, ORDER);
  }

  static void radix5(
      MemorySegment source,
      long xr,
      long xi,
      long step,
      MemorySegment target,
      long yr,
      long yi,
      long run,
      float[] factors,
      int w) {
    MemorySegment x = Segments.NATIVE.cast(source);
    MemorySegment y = Segments.NATIVE.cast(target);
    FloatVector x0r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr, ORDER));
    FloatVector x0i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi, ORDER));
    FloatVector x1r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr + step, ORDER));
    FloatVector x1i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi + step, ORDER));
    FloatVector x2r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr + 2 * step, ORDER));
    FloatVector x2i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi + 2 * step, ORDER));
    FloatVector x3r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr + 3 * step, ORDER));
    FloatVector x3i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi + 3 * step, ORDER));
    FloatVector x4r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr + 4 * step, ORDER));
    FloatVector x4i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi + 4 * step, ORDER));
    FloatVector t1r = EXACT.cast(x1r.add(x4r));
    FloatVector t1i = EXACT.cast(x1i.add(x4i));
    FloatVector d1r = EXACT.cast(x1r.sub(x4r));
    FloatVector d1i = EXACT.cast(x1i.sub(x4i));
    FloatVector t2r = EXACT.cast(x2r.add(x3r));
    FloatVector t2i = EXACT.cast(x2i.add(x3i));
    FloatVector d2r = EXACT.cast(x2r.sub(x3r));
    FloatVector d2i = EXACT.cast(x2i.sub(x3i));
    FloatVector y0r = EXACT.cast(x0r.add(t1r.add(t2r)));
    FloatVector y0i = EXACT.cast(x0i.add(t1i.add(t2i)));
    y0r.intoMemorySegment(y, yr, ORDER);
    y0i.intoMemorySegment(y, yi, ORDER);
    FloatVector m11r = EXACT.cast(t1r.lanewise(VectorOperators.FMA, COS_1_5, x0r));
    FloatVector m1r = EXACT.cast(t2r.lanewise(VectorOperators.FMA, COS_2_5, m11r));
    FloatVector n11r = EXACT.cast(d1r.mul(SIN_1_5));
    FloatVector n1r = EXACT.cast(d2r.lanewise(VectorOperators.FMA, SIN_2_5, n11r));
    FloatVector m11i = EXACT.cast(t1i.lanewise(VectorOperators.FMA, COS_1_5, x0i));
    FloatVector m1i = EXACT.cast(t2i.lanewise(VectorOperators.FMA, COS_2_5, m11i));
    FloatVector n11i = EXACT.cast(d1i.mul(SIN_1_5));
    FloatVector n1i = EXACT.cast(d2i.lanewise(VectorOperators.FMA, SIN_2_5, n11i));
    FloatVector y1r = EXACT.cast(m1r.add(n1i));
    FloatVector y1i = EXACT.cast(m1i.sub(n1r));
    FloatVector y4r = EXACT.cast(m1r.sub(n1i));
    FloatVector y4i = EXACT.cast(m1i.add(n1r));
    float w1r = factors[w];
    float w1i = factors[w + IMAGINARY];
    float w1n = factors[w + NEGATED];
    FloatVector z1r = EXACT.cast(y1r.mul(w1r));
    FloatVector z1i = EXACT.cast(y1r.mul(w1i));
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1n, z1r)).intoMemorySegment(y, yr + run, ORDER);
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1r, z1i)).intoMemorySegment(y, yi + run, ORDER);
    float w4r = factors[w + 3 * FACTOR];
    float w4i = factors[w + 3 * FACTOR + IMAGINARY];
    float w4n = factors[w + 3 * FACTOR + NEGATED];
    FloatVector z4r = EXACT.cast(y4r.mul(w4r));
    FloatVector z4i = EXACT.cast(y4r.mul(w4i));
    EXACT
        .cast(y4i.lanewise(VectorOperators.FMA, w4n, z4r))
        .intoMemorySegment(y, yr + 4 * run, ORDER);
    EXACT
        .cast(y4i.lanewise(VectorOperators.FMA, w4r, z4i))
        .intoMemorySegment(y, yi + 4 * run, ORDER);
    FloatVector m21r = EXACT.cast(t1r.lanewise(VectorOperators.FMA, COS_2_5, x0r));
    FloatVector m2r = EXACT.cast(t2r.lanewise(VectorOperators.FMA, COS_1_5, m21r));
    FloatVector n21r = EXACT.cast(d1r.mul(SIN_2_5));
    FloatVector n2r = EXACT.cast(d2r.lanewise(VectorOperators.FMA, -SIN_1_5, n21r));
    FloatVector m21i = EXACT.cast(t1i.lanewise(VectorOperators.FMA, COS_2_5, x0i));
    FloatVector m2i = EXACT.cast(t2i.lanewise(VectorOperators.FMA, COS_1_5, m21i));
    FloatVector n21i = EXACT.cast(d1i.mul(SIN_2_5));
    FloatVector n2i = EXACT.cast(d2i.lanewise(VectorOperators.FMA, -SIN_1_5, n21i));
    FloatVector y2r = EXACT.cast(m2r.add(n2i));
    FloatVector y2i = EXACT.cast(m2i.sub(n2r));
    FloatVector y3r = EXACT.cast(m2r.sub(n2i));
    FloatVector y3i = EXACT.cast(m2i.add(n2r));
    float w2r = factors[w + FACTOR];
    float w2i = factors[w + FACTOR + IMAGINARY];
    float w2n = factors[w + FACTOR + NEGATED];
    FloatVector z2r = EXACT.cast(y2r.mul(w2r));
    FloatVector z2i = EXACT.cast(y2r.mul(w2i));
    EXACT
        .cast(y2i.lanewise(VectorOperators.FMA, w2n, z2r))
        .intoMemorySegment(y, yr + 2 * run, ORDER);
    EXACT
        .cast(y2i.lanewise(VectorOperators.FMA, w2r, z2i))
        .intoMemorySegment(y, yi + 2 * run, ORDER);
    float w3r = factors[w + 2 * FACTOR];
    float w3i = factors[w + 2 * FACTOR + IMAGINARY];
    float w3n = factors[w + 2 * FACTOR + NEGATED];
    FloatVector z3r = EXACT.cast(y3r.mul(w3r));
    FloatVector z3i = EXACT.cast(y3r.mul(w3i));
    EXACT
        .cast(y3i.lanewise(VectorOperators.FMA, w3n, z3r))
        .intoMemorySegment(y, yr + 3 * run, ORDER);
    EXACT
        .cast(y3i.lanewise(VectorOperators.FMA, w3r, z3i))
        .intoMemorySegment(y, yi + 3 * run, ORDER);
  }

  /** A radix without a butterfly of its own, by the definition: one output after the other. */
  static void anyRadix(
      int radix,
      MemorySegment source,
      long xr,
      long xi,
      long step,
      MemorySegment target,
      long yr,
      long yi,
      long run,
      float[] factors,
      int w,
      int roots) {
    MemorySegment x = Segments.NATIVE.cast(source);
    MemorySegment y = Segments.NATIVE.cast(target);
    for (int k = 0; k < radix; k++) {
      FloatVector re = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr, ORDER));
      FloatVector im = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi, ORDER));
      int turn = 0;
      for (int j = 1; j < radix; j++) {
        turn += k;
        turn -= turn >= radix ? radix : 0;
        int root = roots + turn * FACTOR;
        float c = factors[root];
        FloatVector a = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr + j * step, ORDER));
        FloatVector b = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi + j * step, ORDER));
        re = EXACT.cast(a.lanewise(VectorOperators.FMA, c, re));
        im = EXACT.cast(b.lanewise(VectorOperators.FMA, c, im));
        re = EXACT.cast(b.lanewise(VectorOperators.FMA, factors[root + NEGATED], re));
        im = EXACT.cast(a.lanewise(VectorOperators.FMA, factors[root + IMAGINARY], im));
      }
      if (k > 0) {
        int factor = w + (k - 1) * FACTOR;
        float c = factors[factor];
        FloatVector turned = EXACT.cast(re.mul(factors[factor + IMAGINARY]));
        re = EXACT.cast(re.mul(c));
        re = EXACT.cast(im.lanewise(VectorOperators.FMA, factors[factor + NEGATED], re));
        im = EXACT.cast(im.lanewise(VectorOperators.FMA, c, turned));
      }
      re.intoMemorySegment(y, yr + k * run, ORDER);
      im.intoMemorySegment(y, yi + k * run, ORDER);
    }
  }
}
