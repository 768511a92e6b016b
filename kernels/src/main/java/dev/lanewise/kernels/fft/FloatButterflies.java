package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * The butterflies of a Stockham pass over split F32 numbers: a discrete Fourier transform of r
 * complex vectors, each output then multiplied by its twiddle factor.
 *
 * <p>Each butterfly of a radix is one method that does one vector of columns. It is too large to be
 * inlined, so it is compiled once, soon, and stays within what C2 inlines of the Vector API. Every
 * result is cast to its final class: behind the first 8,000 bytes of inlined code C2 knows it from
 * the process's profile only, and boxes where other code has used vectors of other sizes.
 *
 * <p>There is none of radix 7 or 8: C1 runs out of virtual registers on them, and what C1 cannot
 * compile C2 never gets to see. Odd radices are those of {@link FloatOddButterflies}.
 */
final class FloatButterflies implements Butterflies {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final Class<? extends FloatVector> EXACT =
      SPECIES.vectorType().asSubclass(FloatVector.class);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final long WIDTH = Float.BYTES;

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
    float[] factors = (float[]) table;
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
          case 3 -> FloatOddButterflies.radix3(x, xr, xi, step, y, yr, yi, run, factors, w);
          case 4 -> radix4(x, xr, xi, step, y, yr, yi, run, factors, w);
          case 5 -> FloatOddButterflies.radix5(x, xr, xi, step, y, yr, yi, run, factors, w);
          default ->
              FloatOddButterflies.anyRadix(
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
      float[] factors,
      int w) {
    MemorySegment x = Segments.NATIVE.cast(source);
    MemorySegment y = Segments.NATIVE.cast(target);
    FloatVector x0r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr, ORDER));
    FloatVector x0i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi, ORDER));
    FloatVector x1r = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xr + step, ORDER));
    FloatVector x1i = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, x, xi + step, ORDER));
    FloatVector y0r = EXACT.cast(x0r.add(x1r));
    FloatVector y0i = EXACT.cast(x0i.add(x1i));
    FloatVector y1r = EXACT.cast(x0r.sub(x1r));
    FloatVector y1i = EXACT.cast(x0i.sub(x1i));
    y0r.intoMemorySegment(y, yr, ORDER);
    y0i.intoMemorySegment(y, yi, ORDER);
    float w1r = factors[w];
    float w1i = factors[w + IMAGINARY];
    float w1n = factors[w + NEGATED];
    FloatVector z1r = EXACT.cast(y1r.mul(w1r));
    FloatVector z1i = EXACT.cast(y1r.mul(w1i));
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
    FloatVector yar = EXACT.cast(x0r.add(x2r));
    FloatVector yai = EXACT.cast(x0i.add(x2i));
    FloatVector ybr = EXACT.cast(x0r.sub(x2r));
    FloatVector ybi = EXACT.cast(x0i.sub(x2i));
    FloatVector ycr = EXACT.cast(x1r.add(x3r));
    FloatVector yci = EXACT.cast(x1i.add(x3i));
    FloatVector ydr = EXACT.cast(x1r.sub(x3r));
    FloatVector ydi = EXACT.cast(x1i.sub(x3i));
    FloatVector y0r = EXACT.cast(yar.add(ycr));
    FloatVector y0i = EXACT.cast(yai.add(yci));
    FloatVector y2r = EXACT.cast(yar.sub(ycr));
    FloatVector y2i = EXACT.cast(yai.sub(yci));
    FloatVector y1r = EXACT.cast(ybr.add(ydi));
    FloatVector y1i = EXACT.cast(ybi.sub(ydr));
    FloatVector y3r = EXACT.cast(ybr.sub(ydi));
    FloatVector y3i = EXACT.cast(ybi.add(ydr));
    y0r.intoMemorySegment(y, yr, ORDER);
    y0i.intoMemorySegment(y, yi, ORDER);
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
}
