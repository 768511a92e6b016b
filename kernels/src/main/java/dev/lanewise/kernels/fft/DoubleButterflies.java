package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The butterflies of a Stockham pass over split F64 numbers: a discrete Fourier transform of r
 * complex vectors, each output then multiplied by its twiddle factor.
 *
 * <p>Each butterfly of a radix is one method that does one vector of columns. It is too large to be
 * inlined, so it is compiled once, soon, and stays within what C2 inlines of the Vector API. Every
 * result is cast to its final class: behind the first 8,000 bytes of inlined code C2 knows it from
 * the process's profile only, and boxes where other code has used vectors of other sizes.
 *
 * <p>There is none of radix 7 or 8: C1 runs out of virtual registers on them, and what C1 cannot
 * compile C2 never gets to see. Odd radices are those of {@link DoubleOddButterflies}.
 */
final class DoubleButterflies implements Butterflies {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final Class<? extends DoubleVector> EXACT =
      SPECIES.vectorType().asSubclass(DoubleVector.class);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final long WIDTH = Double.BYTES;

  /** A factor is stored as its real part, its imaginary part, and that with its sign changed. */
  private static final int IMAGINARY = 1;

  private static final int NEGATED = 2;
  private static final int FACTOR = 3;

  @Override
  public int lanes() {
    return SPECIES.length();
  }

  @Override
  public void pass(
      int radix,
      MemorySegment x,
      long xRe,
      long xIm,
      MemorySegment y,
      long yRe,
      long yIm,
      long blocks,
      long columns,
      Object table,
      int factorsAt) {
    double[] factors = (double[]) table;
    long run = columns * WIDTH;
    long step = blocks * run;
    long vector = SPECIES.vectorByteSize();
    for (long block = 0; block < blocks; block++) {
      long in = block * run;
      long out = block * radix * run;
      int w = factorsAt + (int) block * (radix - 1) * FACTOR;
      for (long at = 0; at < run; at += vector) {
        long xr = xRe + in + at;
        long xi = xIm + in + at;
        long yr = yRe + out + at;
        long yi = yIm + out + at;
        switch (radix) {
          case 2 -> radix2(x, xr, xi, step, y, yr, yi, run, factors, w);
          case 3 -> DoubleOddButterflies.radix3(x, xr, xi, step, y, yr, yi, run, factors, w);
          case 4 -> radix4(x, xr, xi, step, y, yr, yi, run, factors, w);
          case 5 -> DoubleOddButterflies.radix5(x, xr, xi, step, y, yr, yi, run, factors, w);
          default ->
              DoubleOddButterflies.anyRadix(
                  radix,
                  x,
                  xr,
                  xi,
                  step,
                  y,
                  yr,
                  yi,
                  run,
                  factors,
                  w,
                  roots(radix, blocks, factorsAt));
        }
      }
    }
  }

  /** The roots of unity of a radix that has no butterfly lie behind its twiddle factors. */
  private static int roots(int radix, long blocks, int factorsAt) {
    return factorsAt + (int) blocks * (radix - 1) * FACTOR;
  }

  private static void radix2(
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
    DoubleVector y0r = EXACT.cast(x0r.add(x1r));
    DoubleVector y0i = EXACT.cast(x0i.add(x1i));
    DoubleVector y1r = EXACT.cast(x0r.sub(x1r));
    DoubleVector y1i = EXACT.cast(x0i.sub(x1i));
    y0r.intoMemorySegment(y, yr, ORDER);
    y0i.intoMemorySegment(y, yi, ORDER);
    double w1r = factors[w];
    double w1i = factors[w + IMAGINARY];
    double w1n = factors[w + NEGATED];
    DoubleVector z1r = EXACT.cast(y1r.mul(w1r));
    DoubleVector z1i = EXACT.cast(y1r.mul(w1i));
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1n, z1r)).intoMemorySegment(y, yr + run, ORDER);
    EXACT.cast(y1i.lanewise(VectorOperators.FMA, w1r, z1i)).intoMemorySegment(y, yi + run, ORDER);
  }

  private static void radix4(
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
    DoubleVector yar = EXACT.cast(x0r.add(x2r));
    DoubleVector yai = EXACT.cast(x0i.add(x2i));
    DoubleVector ybr = EXACT.cast(x0r.sub(x2r));
    DoubleVector ybi = EXACT.cast(x0i.sub(x2i));
    DoubleVector ycr = EXACT.cast(x1r.add(x3r));
    DoubleVector yci = EXACT.cast(x1i.add(x3i));
    DoubleVector ydr = EXACT.cast(x1r.sub(x3r));
    DoubleVector ydi = EXACT.cast(x1i.sub(x3i));
    DoubleVector y0r = EXACT.cast(yar.add(ycr));
    DoubleVector y0i = EXACT.cast(yai.add(yci));
    DoubleVector y2r = EXACT.cast(yar.sub(ycr));
    DoubleVector y2i = EXACT.cast(yai.sub(yci));
    DoubleVector y1r = EXACT.cast(ybr.add(ydi));
    DoubleVector y1i = EXACT.cast(ybi.sub(ydr));
    DoubleVector y3r = EXACT.cast(ybr.sub(ydi));
    DoubleVector y3i = EXACT.cast(ybi.add(ydr));
    y0r.intoMemorySegment(y, yr, ORDER);
    y0i.intoMemorySegment(y, yi, ORDER);
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
}
