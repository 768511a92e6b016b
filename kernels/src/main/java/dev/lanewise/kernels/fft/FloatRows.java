package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/** The loops of {@link SplitRows} in F32. */
final class FloatRows implements SplitRows {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final Class<? extends FloatVector> EXACT =
      SPECIES.vectorType().asSubclass(FloatVector.class);
  private static final VectorSpecies<Integer> BITS = IntVector.SPECIES_PREFERRED;
  private static final Class<? extends IntVector> EXACT_BITS =
      BITS.vectorType().asSubclass(IntVector.class);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final ValueLayout.OfFloat ELEMENT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final int LANES = SPECIES.length();
  private static final long WIDTH = Float.BYTES;
  private static final VectorShuffle<Float> REVERSED =
      VectorShuffle.iota(SPECIES, LANES - 1, -1, true);

  /** Lane numbers of the even and odd lanes of two vectors, and of two vectors in turn. */
  private static final IntVector EVEN = lanes(2, 0);

  private static final IntVector ODD = lanes(2, 1);
  private static final IntVector LOW_PAIRS = pairs(0);
  private static final IntVector HIGH_PAIRS = pairs(LANES / 2);

  private static IntVector lanes(int step, int first) {
    int[] lanes = new int[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = first + step * lane;
    }
    return IntVector.fromArray(BITS, lanes, 0);
  }

  private static IntVector pairs(int first) {
    int[] lanes = new int[LANES];
    for (int lane = 0; lane < LANES; lane++) {
      lanes[lane] = first + lane / 2 + (lane % 2) * LANES;
    }
    return IntVector.fromArray(BITS, lanes, 0);
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
    IntVector a = EXACT_BITS.cast(IntVector.fromMemorySegment(BITS, in, at, ORDER));
    IntVector b =
        EXACT_BITS.cast(IntVector.fromMemorySegment(BITS, in, at + BITS.vectorByteSize(), ORDER));
    EXACT_BITS.cast(EVEN.selectFrom(a, b)).intoMemorySegment(out, re, ORDER);
    EXACT_BITS.cast(ODD.selectFrom(a, b)).intoMemorySegment(out, im, ORDER);
  }

  @Override
  public void join(
      MemorySegment source, long re, long im, MemorySegment target, long at, long n, double scale) {
    MemorySegment in = Segments.NATIVE.cast(source);
    MemorySegment out = Segments.NATIVE.cast(target);
    float factor = (float) scale;
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
      MemorySegment in, long re, long im, MemorySegment out, long at, float factor) {
    FloatVector a = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, in, re, ORDER));
    FloatVector b = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, in, im, ORDER));
    IntVector x = EXACT_BITS.cast(EXACT.cast(a.mul(factor)).reinterpretAsInts());
    IntVector y = EXACT_BITS.cast(EXACT.cast(b.mul(factor)).reinterpretAsInts());
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
    float factor = (float) scale;
    long k = 0;
    for (; k + LANES <= n; k += LANES) {
      EXACT
          .cast(
              EXACT
                  .cast(FloatVector.fromMemorySegment(SPECIES, in, from + k * WIDTH, ORDER))
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
      float a = in.get(ELEMENT, re + at);
      float b = in.get(ELEMENT, im + at);
      float c = factors.get(ELEMENT, factorRe + at);
      float d = factors.get(ELEMENT, factorIm + at);
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
    FloatVector a = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, in, re, ORDER));
    FloatVector b = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, in, im, ORDER));
    FloatVector c = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, factors, factorRe, ORDER));
    FloatVector d = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, factors, factorIm, ORDER));
    FloatVector minus = EXACT.cast(b.neg());
    FloatVector x = EXACT.cast(a.mul(c));
    FloatVector y = EXACT.cast(a.mul(d));
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
    float part = (float) half;
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
      float ar = z.get(ELEMENT, re + at);
      float ai = z.get(ELEMENT, im + at);
      float br = z.get(ELEMENT, re + mirror);
      float bi = z.get(ELEMENT, im + mirror);
      float dr = ar - br;
      float di = ai + bi;
      float cos = factors.get(ELEMENT, c + at);
      float sin = factors.get(ELEMENT, s + at);
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
      float half,
      long outRe,
      long outIm) {
    FloatVector ar = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, z, re, ORDER));
    FloatVector ai = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, z, im, ORDER));
    FloatVector br = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, z, mirrorRe, ORDER));
    FloatVector bi = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, z, mirrorIm, ORDER));
    br = EXACT.cast(br.rearrange(REVERSED));
    bi = EXACT.cast(bi.rearrange(REVERSED));
    FloatVector cos = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, factors, c, ORDER));
    FloatVector sin = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, factors, s, ORDER));
    FloatVector dr = EXACT.cast(ar.sub(br));
    FloatVector di = EXACT.cast(ai.add(bi));
    FloatVector x = EXACT.cast(EXACT.cast(ar.add(br)).mul(half));
    FloatVector y = EXACT.cast(EXACT.cast(ai.sub(bi)).mul(half));
    FloatVector minus = EXACT.cast(cos.neg());
    x = EXACT.cast(cos.lanewise(VectorOperators.FMA, di, x));
    y = EXACT.cast(minus.lanewise(VectorOperators.FMA, dr, y));
    EXACT.cast(sin.lanewise(VectorOperators.FMA, dr, x)).intoMemorySegment(z, outRe, ORDER);
    EXACT.cast(sin.lanewise(VectorOperators.FMA, di, y)).intoMemorySegment(z, outIm, ORDER);
  }
}
