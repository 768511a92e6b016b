package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link SplitRows} in F64. */
final class DoubleRows implements SplitRows {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final Class<? extends DoubleVector> EXACT =
      SPECIES.vectorType().asSubclass(DoubleVector.class);
  private static final VectorSpecies<Long> BITS = LongVector.SPECIES_PREFERRED;
  private static final Class<? extends LongVector> EXACT_BITS =
      BITS.vectorType().asSubclass(LongVector.class);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ValueLayout.OfDouble ELEMENT = ValueLayout.JAVA_DOUBLE_UNALIGNED;
  private static final int LANES = SPECIES.length();
  private static final long WIDTH = Double.BYTES;
  private static final VectorShuffle<Double> REVERSED =
      VectorShuffle.iota(SPECIES, LANES - 1, -1, true);

  /** Lane numbers of the even and odd lanes of two vectors, and of two vectors in turn. */
  private static final LongVector EVEN = lanes(2, 0);

  private static final LongVector ODD = lanes(2, 1);
  private static final LongVector LOW_PAIRS = pairs(0);
  private static final LongVector HIGH_PAIRS = pairs(LANES / 2);

  private static LongVector lanes(int step, int first) {
    long[] lanes = new long[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = first + (long) step * lane;
    }
    return LongVector.fromArray(BITS, lanes, 0);
  }

  private static LongVector pairs(int first) {
    long[] lanes = new long[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = first + lane / 2 + (lane % 2) * (long) LANES;
    }
    return LongVector.fromArray(BITS, lanes, 0);
  }

  @Override
  public void split(MemorySegment source, long at, MemorySegment target, long re, long im, long n) {
    MemorySegment in = Segments.NATIVE.cast(source);
    MemorySegment out = Segments.NATIVE.cast(target);
    long k = 0;
    for (; k + LANES <= n; k += LANES) {
      splitVector(in, at + 2 * k * WIDTH, out, re + k * WIDTH, im + k * WIDTH);
    }
    for (; k < n; k++) {
      out.set(ELEMENT, re + k * WIDTH, in.get(ELEMENT, at + 2 * k * WIDTH));
      out.set(ELEMENT, im + k * WIDTH, in.get(ELEMENT, at + (2 * k + 1) * WIDTH));
    }
  }

  private static void splitVector(MemorySegment in, long at, MemorySegment out, long re, long im) {
    LongVector a = EXACT_BITS.cast(LongVector.fromMemorySegment(BITS, in, at, ORDER));
    LongVector b =
        EXACT_BITS.cast(LongVector.fromMemorySegment(BITS, in, at + BITS.vectorByteSize(), ORDER));
    EXACT_BITS.cast(EVEN.selectFrom(a, b)).intoMemorySegment(out, re, ORDER);
    EXACT_BITS.cast(ODD.selectFrom(a, b)).intoMemorySegment(out, im, ORDER);
  }

  @Override
  public void join(
      MemorySegment source, long re, long im, MemorySegment target, long at, long n, double scale) {
    MemorySegment in = Segments.NATIVE.cast(source);
    MemorySegment out = Segments.NATIVE.cast(target);
    double factor = scale;
    long k = 0;
    for (; k + LANES <= n; k += LANES) {
      joinVector(in, re + k * WIDTH, im + k * WIDTH, out, at + 2 * k * WIDTH, factor);
    }
    for (; k < n; k++) {
      out.set(ELEMENT, at + 2 * k * WIDTH, in.get(ELEMENT, re + k * WIDTH) * factor);
      out.set(ELEMENT, at + (2 * k + 1) * WIDTH, in.get(ELEMENT, im + k * WIDTH) * factor);
    }
  }

  private static void joinVector(
      MemorySegment in, long re, long im, MemorySegment out, long at, double factor) {
    DoubleVector a = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, in, re, ORDER));
    DoubleVector b = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, in, im, ORDER));
    LongVector x = EXACT_BITS.cast(EXACT.cast(a.mul(factor)).reinterpretAsLongs());
    LongVector y = EXACT_BITS.cast(EXACT.cast(b.mul(factor)).reinterpretAsLongs());
    EXACT_BITS.cast(LOW_PAIRS.selectFrom(x, y)).intoMemorySegment(out, at, ORDER);
    EXACT_BITS
        .cast(HIGH_PAIRS.selectFrom(x, y))
        .intoMemorySegment(out, at + BITS.vectorByteSize(), ORDER);
  }

  @Override
  public void scale(
      MemorySegment source, long from, MemorySegment target, long to, long n, double scale) {
    if (scale == 1) {
      MemorySegment.copy(source, from, target, to, n * WIDTH);
      return;
    }
    MemorySegment in = Segments.NATIVE.cast(source);
    MemorySegment out = Segments.NATIVE.cast(target);
    double factor = scale;
    long k = 0;
    for (; k + LANES <= n; k += LANES) {
      EXACT
          .cast(
              EXACT
                  .cast(DoubleVector.fromMemorySegment(SPECIES, in, from + k * WIDTH, ORDER))
                  .mul(factor))
          .intoMemorySegment(out, to + k * WIDTH, ORDER);
    }
    for (; k < n; k++) {
      out.set(ELEMENT, to + k * WIDTH, in.get(ELEMENT, from + k * WIDTH) * factor);
    }
  }

  @Override
  public void multiply(
      MemorySegment source,
      long re,
      long im,
      MemorySegment table,
      long factorRe,
      long factorIm,
      MemorySegment target,
      long outRe,
      long outIm,
      long n) {
    MemorySegment in = Segments.NATIVE.cast(source);
    MemorySegment factors = Segments.NATIVE.cast(table);
    MemorySegment out = Segments.NATIVE.cast(target);
    long k = 0;
    for (; k + LANES <= n; k += LANES) {
      long at = k * WIDTH;
      multiplyVector(
          in, re + at, im + at, factors, factorRe + at, factorIm + at, out, outRe + at, outIm + at);
    }
    for (; k < n; k++) {
      long at = k * WIDTH;
      double a = in.get(ELEMENT, re + at);
      double b = in.get(ELEMENT, im + at);
      double c = factors.get(ELEMENT, factorRe + at);
      double d = factors.get(ELEMENT, factorIm + at);
      out.set(ELEMENT, outRe + at, Math.fma(b, -d, a * c));
      out.set(ELEMENT, outIm + at, Math.fma(b, c, a * d));
    }
  }

  private static void multiplyVector(
      MemorySegment in,
      long re,
      long im,
      MemorySegment factors,
      long factorRe,
      long factorIm,
      MemorySegment out,
      long outRe,
      long outIm) {
    DoubleVector a = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, in, re, ORDER));
    DoubleVector b = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, in, im, ORDER));
    DoubleVector c = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, factors, factorRe, ORDER));
    DoubleVector d = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, factors, factorIm, ORDER));
    DoubleVector minus = EXACT.cast(b.neg());
    DoubleVector x = EXACT.cast(a.mul(c));
    DoubleVector y = EXACT.cast(a.mul(d));
    EXACT.cast(minus.lanewise(VectorOperators.FMA, d, x)).intoMemorySegment(out, outRe, ORDER);
    EXACT.cast(b.lanewise(VectorOperators.FMA, c, y)).intoMemorySegment(out, outIm, ORDER);
  }

  @Override
  public void halves(
      MemorySegment segment,
      long re,
      long im,
      long h,
      MemorySegment table,
      long c,
      long s,
      double half,
      long outRe,
      long outIm,
      long n) {
    MemorySegment z = Segments.NATIVE.cast(segment);
    MemorySegment factors = Segments.NATIVE.cast(table);
    double part = half;
    long k = 0;
    for (; k + LANES <= n; k += LANES) {
      long at = k * WIDTH;
      long mirror = (h - k - LANES + 1) * WIDTH;
      halvesVector(
          z,
          re + at,
          im + at,
          re + mirror,
          im + mirror,
          factors,
          c + at,
          s + at,
          part,
          outRe + at,
          outIm + at);
    }
    for (; k < n; k++) {
      long at = k * WIDTH;
      long mirror = (h - k) * WIDTH;
      double ar = z.get(ELEMENT, re + at);
      double ai = z.get(ELEMENT, im + at);
      double br = z.get(ELEMENT, re + mirror);
      double bi = z.get(ELEMENT, im + mirror);
      double dr = ar - br;
      double di = ai + bi;
      double cos = factors.get(ELEMENT, c + at);
      double sin = factors.get(ELEMENT, s + at);
      z.set(ELEMENT, outRe + at, Math.fma(sin, dr, Math.fma(cos, di, part * (ar + br))));
      z.set(ELEMENT, outIm + at, Math.fma(sin, di, Math.fma(-cos, dr, part * (ai - bi))));
    }
  }

  private static void halvesVector(
      MemorySegment z,
      long re,
      long im,
      long mirrorRe,
      long mirrorIm,
      MemorySegment factors,
      long c,
      long s,
      double half,
      long outRe,
      long outIm) {
    DoubleVector ar = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, z, re, ORDER));
    DoubleVector ai = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, z, im, ORDER));
    DoubleVector br = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, z, mirrorRe, ORDER));
    DoubleVector bi = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, z, mirrorIm, ORDER));
    br = EXACT.cast(br.rearrange(REVERSED));
    bi = EXACT.cast(bi.rearrange(REVERSED));
    DoubleVector cos = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, factors, c, ORDER));
    DoubleVector sin = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, factors, s, ORDER));
    DoubleVector dr = EXACT.cast(ar.sub(br));
    DoubleVector di = EXACT.cast(ai.add(bi));
    DoubleVector x = EXACT.cast(EXACT.cast(ar.add(br)).mul(half));
    DoubleVector y = EXACT.cast(EXACT.cast(ai.sub(bi)).mul(half));
    DoubleVector minus = EXACT.cast(cos.neg());
    x = EXACT.cast(cos.lanewise(VectorOperators.FMA, di, x));
    y = EXACT.cast(minus.lanewise(VectorOperators.FMA, dr, y));
    EXACT.cast(sin.lanewise(VectorOperators.FMA, dr, x)).intoMemorySegment(z, outRe, ORDER);
    EXACT.cast(sin.lanewise(VectorOperators.FMA, di, y)).intoMemorySegment(z, outIm, ORDER);
  }
}
