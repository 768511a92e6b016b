package dev.lanewise.kernels.fft;

import java.lang.foreign.MemorySegment;

/** One pass of a Stockham transform of many columns at once, over split complex numbers. */
interface Butterflies {
  /** Returns the elements of a vector, of which the columns are a multiple. */
  int lanes();

  /**
   * One pass: {@code y[p, k, c] = w[p, k] * sum_j x[j, p, c] exp(-2 pi i j k / radix)} for every
   * block p, output k and column c. Offsets are in bytes.
   *
   * @param blocks extent of p
   * @param columns extent of c, a multiple of the lanes
   * @param factors array of the element type with {@code w[p, k]} from {@code factorsAt} on, for k
   *     from 1: the real part, the imaginary part and that with its sign changed; where the radix
   *     has no butterfly, the radix's roots of unity in the same form behind them
   */
  void pass(
      int radix,
      MemorySegment x,
      long xRe,
      long xIm,
      MemorySegment y,
      long yRe,
      long yIm,
      long blocks,
      long columns,
      Object factors,
      int factorsAt);
}
