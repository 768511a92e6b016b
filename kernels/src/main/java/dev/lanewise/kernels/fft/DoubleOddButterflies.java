package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The butterflies of odd radices over split F64 numbers; see {@link DoubleButterflies}.
 *
 * <p>Radix 3 and 5 pair the inputs j and r - j, whose sums meet cosines and whose differences meet
 * sines (R. C. Singleton, "An algorithm for computing the mixed radix fast Fourier transform", IEEE
 * Transactions on Audio and Electroacoustics 17, 1969).
 */
final class DoubleOddButterflies {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final Class<? extends DoubleVector> EXACT =
      SPECIES.vectorType().asSubclass(DoubleVector.class);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** A factor is stored as its real part, its imaginary part, and that with its sign changed. */
  private static final int IMAGINARY = 1;

  private static final int NEGATED = 2;
  private static final int FACTOR = 3;

  private DoubleOddButterflies() {}

  private static final double SIN_1_3 = 0x1.bb67ae8584cabp-1;

  private static final double COS_1_5 = 0x1.3c6ef372fe95p-2;

  private static final double SIN_1_5 = 0x1.e6f0e134454ffp-1;

  private static final double COS_2_5 = -0x1.9e3779b97f4a7p-1;

  private static final double SIN_2_5 = 0x1.2cf2304755a5fp-1;

  static void radix3(
      MemorySegment source,
      long xr,
      long xi,
      long step,
      MemorySegment target,
      long yr,
      long yi,
      long run,
      double[] factors,
      int w) {
    MemorySegment x = Segments.NATIVE.cast(source);
    MemorySegment y = Segments.NATIVE.cast(target);
    DoubleVector x0r = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr, ORDER));
    DoubleVector x0i = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi, ORDER));
    DoubleVector x1r = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr + step, ORDER));
    DoubleVector x1i = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi + step, ORDER));
    DoubleVector x2r = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr + 2 * step, ORDER));
    DoubleVector x2i = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi + 2 * step, ORDER));
    DoubleVector t1r = EXACT.cast(x1r.add(x2r));
    DoubleVector t1i = EXACT.cast(x1i.add(x2i));
    DoubleVector d1r = EXACT.cast(x1r.sub(x2r));
    DoubleVector d1i = EXACT.cast(x1i.sub(x2i));
    DoubleVector y0r = EXACT.cast(x0r.add(t1r));
    DoubleVector y0i = EXACT.cast(x0i.add(t1i));
    y0r.intoMemorySegment(y, yr, ORDER);
    y0i.intoMemorySegment(y, yi, ORDER);
    DoubleVector m1r = EXACT.cast(t1r.lanewise(VectorOperators.FMA, -0.5, x0r));
    DoubleVector n1r = EXACT.cast(d1r.mul(SIN_1_3));
    DoubleVector m1i = EXACT.cast(t1i.lanewise(VectorOperators.FMA, -0.5, x0i));
    DoubleVector n1i = EXACT.cast(d1i.mul(SIN_1_3));
    DoubleVector y1r = EXACT.cast(m1r.add(n1i));
    DoubleVector y1i = EXACT.cast(m1i.sub(n1r));
    DoubleVector y2r = EXACT.cast(m1r.sub(n1i));
    DoubleVector y2i = EXACT.cast(m1i.add(n1r));
    double w1r = factors[w];
    double w1i = factors[w + IMAGINARY];
    double w1n = factors[w + NEGATED];
    DoubleVector z1r = EXACT.cast(y1r.mul(w1r));
    DoubleVector z1i = EXACT.cast(y1r.mul(w1i));
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1n, z1r)).intoMemorySegment(y, yr + run, ORDER);
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1r, z1i)).intoMemorySegment(y, yi + run, ORDER);
    double w2r = factors[w + FACTOR];
    double w2i = factors[w + FACTOR + IMAGINARY];
    double w2n = factors[w + FACTOR + NEGATED];
    DoubleVector z2r = EXACT.cast(y2r.mul(w2r));
    DoubleVector z2i = EXACT.cast(y2r.mul(w2i));
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
      double[] factors,
      int w) {
    MemorySegment x = Segments.NATIVE.cast(source);
    MemorySegment y = Segments.NATIVE.cast(target);
    DoubleVector x0r = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr, ORDER));
    DoubleVector x0i = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi, ORDER));
    DoubleVector x1r = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr + step, ORDER));
    DoubleVector x1i = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi + step, ORDER));
    DoubleVector x2r = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr + 2 * step, ORDER));
    DoubleVector x2i = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi + 2 * step, ORDER));
    DoubleVector x3r = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr + 3 * step, ORDER));
    DoubleVector x3i = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi + 3 * step, ORDER));
    DoubleVector x4r = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr + 4 * step, ORDER));
    DoubleVector x4i = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi + 4 * step, ORDER));
    DoubleVector t1r = EXACT.cast(x1r.add(x4r));
    DoubleVector t1i = EXACT.cast(x1i.add(x4i));
    DoubleVector d1r = EXACT.cast(x1r.sub(x4r));
    DoubleVector d1i = EXACT.cast(x1i.sub(x4i));
    DoubleVector t2r = EXACT.cast(x2r.add(x3r));
    DoubleVector t2i = EXACT.cast(x2i.add(x3i));
    DoubleVector d2r = EXACT.cast(x2r.sub(x3r));
    DoubleVector d2i = EXACT.cast(x2i.sub(x3i));
    DoubleVector y0r = EXACT.cast(x0r.add(t1r.add(t2r)));
    DoubleVector y0i = EXACT.cast(x0i.add(t1i.add(t2i)));
    y0r.intoMemorySegment(y, yr, ORDER);
    y0i.intoMemorySegment(y, yi, ORDER);
    DoubleVector m11r = EXACT.cast(t1r.lanewise(VectorOperators.FMA, COS_1_5, x0r));
    DoubleVector m1r = EXACT.cast(t2r.lanewise(VectorOperators.FMA, COS_2_5, m11r));
    DoubleVector n11r = EXACT.cast(d1r.mul(SIN_1_5));
    DoubleVector n1r = EXACT.cast(d2r.lanewise(VectorOperators.FMA, SIN_2_5, n11r));
    DoubleVector m11i = EXACT.cast(t1i.lanewise(VectorOperators.FMA, COS_1_5, x0i));
    DoubleVector m1i = EXACT.cast(t2i.lanewise(VectorOperators.FMA, COS_2_5, m11i));
    DoubleVector n11i = EXACT.cast(d1i.mul(SIN_1_5));
    DoubleVector n1i = EXACT.cast(d2i.lanewise(VectorOperators.FMA, SIN_2_5, n11i));
    DoubleVector y1r = EXACT.cast(m1r.add(n1i));
    DoubleVector y1i = EXACT.cast(m1i.sub(n1r));
    DoubleVector y4r = EXACT.cast(m1r.sub(n1i));
    DoubleVector y4i = EXACT.cast(m1i.add(n1r));
    double w1r = factors[w];
    double w1i = factors[w + IMAGINARY];
    double w1n = factors[w + NEGATED];
    DoubleVector z1r = EXACT.cast(y1r.mul(w1r));
    DoubleVector z1i = EXACT.cast(y1r.mul(w1i));
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1n, z1r)).intoMemorySegment(y, yr + run, ORDER);
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1r, z1i)).intoMemorySegment(y, yi + run, ORDER);
    double w4r = factors[w + 3 * FACTOR];
    double w4i = factors[w + 3 * FACTOR + IMAGINARY];
    double w4n = factors[w + 3 * FACTOR + NEGATED];
    DoubleVector z4r = EXACT.cast(y4r.mul(w4r));
    DoubleVector z4i = EXACT.cast(y4r.mul(w4i));
    EXACT
        .cast(y4i.lanewise(VectorOperators.FMA, w4n, z4r))
        .intoMemorySegment(y, yr + 4 * run, ORDER);
    EXACT
        .cast(y4i.lanewise(VectorOperators.FMA, w4r, z4i))
        .intoMemorySegment(y, yi + 4 * run, ORDER);
    DoubleVector m21r = EXACT.cast(t1r.lanewise(VectorOperators.FMA, COS_2_5, x0r));
    DoubleVector m2r = EXACT.cast(t2r.lanewise(VectorOperators.FMA, COS_1_5, m21r));
    DoubleVector n21r = EXACT.cast(d1r.mul(SIN_2_5));
    DoubleVector n2r = EXACT.cast(d2r.lanewise(VectorOperators.FMA, -SIN_1_5, n21r));
    DoubleVector m21i = EXACT.cast(t1i.lanewise(VectorOperators.FMA, COS_2_5, x0i));
    DoubleVector m2i = EXACT.cast(t2i.lanewise(VectorOperators.FMA, COS_1_5, m21i));
    DoubleVector n21i = EXACT.cast(d1i.mul(SIN_2_5));
    DoubleVector n2i = EXACT.cast(d2i.lanewise(VectorOperators.FMA, -SIN_1_5, n21i));
    DoubleVector y2r = EXACT.cast(m2r.add(n2i));
    DoubleVector y2i = EXACT.cast(m2i.sub(n2r));
    DoubleVector y3r = EXACT.cast(m2r.sub(n2i));
    DoubleVector y3i = EXACT.cast(m2i.add(n2r));
    double w2r = factors[w + FACTOR];
    double w2i = factors[w + FACTOR + IMAGINARY];
    double w2n = factors[w + FACTOR + NEGATED];
    DoubleVector z2r = EXACT.cast(y2r.mul(w2r));
    DoubleVector z2i = EXACT.cast(y2r.mul(w2i));
    EXACT
        .cast(y2i.lanewise(VectorOperators.FMA, w2n, z2r))
        .intoMemorySegment(y, yr + 2 * run, ORDER);
    EXACT
        .cast(y2i.lanewise(VectorOperators.FMA, w2r, z2i))
        .intoMemorySegment(y, yi + 2 * run, ORDER);
    double w3r = factors[w + 2 * FACTOR];
    double w3i = factors[w + 2 * FACTOR + IMAGINARY];
    double w3n = factors[w + 2 * FACTOR + NEGATED];
    DoubleVector z3r = EXACT.cast(y3r.mul(w3r));
    DoubleVector z3i = EXACT.cast(y3r.mul(w3i));
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
      double[] factors,
      int w,
      int roots) {
    MemorySegment x = Segments.NATIVE.cast(source);
    MemorySegment y = Segments.NATIVE.cast(target);
    for (int k = 0; k < radix; k++) {
      DoubleVector re = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr, ORDER));
      DoubleVector im = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi, ORDER));
      int turn = 0;
      for (int j = 1; j < radix; j++) {
        turn += k;
        turn -= turn >= radix ? radix : 0;
        int root = roots + turn * FACTOR;
        double c = factors[root];
        DoubleVector a =
            EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xr + j * step, ORDER));
        DoubleVector b =
            EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, x, xi + j * step, ORDER));
        re = EXACT.cast(a.lanewise(VectorOperators.FMA, c, re));
        im = EXACT.cast(b.lanewise(VectorOperators.FMA, c, im));
        re = EXACT.cast(b.lanewise(VectorOperators.FMA, factors[root + NEGATED], re));
        im = EXACT.cast(a.lanewise(VectorOperators.FMA, factors[root + IMAGINARY], im));
      }
      if (k > 0) {
        int factor = w + (k - 1) * FACTOR;
        double c = factors[factor];
        DoubleVector turned = EXACT.cast(re.mul(factors[factor + IMAGINARY]));
        re = EXACT.cast(re.mul(c));
        re = EXACT.cast(im.lanewise(VectorOperators.FMA, factors[factor + NEGATED], re));
        im = EXACT.cast(im.lanewise(VectorOperators.FMA, c, turned));
      }
      re.intoMemorySegment(y, yr + k * run, ORDER);
      im.intoMemorySegment(y, yi + k * run, ORDER);
    }
  }
}
