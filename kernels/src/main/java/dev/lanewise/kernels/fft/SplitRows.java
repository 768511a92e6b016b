package dev.lanewise.kernels.fft;

import java.lang.foreign.MemorySegment;

/**
 * Loops over rows of split complex numbers: the real parts in one run, the imaginary parts in
 * another. Offsets are in bytes, and the caller has checked them.
 */
interface SplitRows {
  /** Writes alternating parts as split ones. */
  void split(MemorySegment in, long at, MemorySegment out, long re, long im, long n);

  /** Writes split parts, multiplied by a number, as alternating ones. */
  void join(MemorySegment in, long re, long im, MemorySegment out, long at, long n, double scale);

  /** Multiplies a run of elements by a number. */
  void scale(MemorySegment in, long from, MemorySegment out, long to, long n, double scale);

  /** Multiplies complex rows: {@code out = in * factors}, which may be in place. */
  void multiply(
      MemorySegment in,
      long re,
      long im,
      MemorySegment factors,
      long factorRe,
      long factorIm,
      MemorySegment out,
      long outRe,
      long outIm,
      long n);

  /**
   * Takes the transforms of the even and of the odd elements out of the transform z of both as real
   * and imaginary parts, or puts them back: with {@code S = z[k] + conj(z[h - k])} and {@code D =
   * z[k] - conj(z[h - k])}, the result k is {@code (half Re S + s Re D + c Im D) + i (half Im S + s
   * Im D - c Re D)}.
   *
   * @param h number of the last element read; there are h + 1
   * @param c byte offset of c[k] in factors
   * @param s byte offset of s[k] in factors
   * @param n results, at most h + 1
   */
  void halves(
      MemorySegment z,
      long re,
      long im,
      long h,
      MemorySegment factors,
      long c,
      long s,
      double half,
      long outRe,
      long outIm,
      long n);
}
