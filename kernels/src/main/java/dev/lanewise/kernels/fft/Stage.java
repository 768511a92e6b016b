package dev.lanewise.kernels.fft;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * The transform of length n of many columns at once: data lie as {@code [n, columns]}, split. One
 * pass for each factor of n, between two buffers, in the order of Stockham, which needs no
 * permutation: T. G. Stockham, "High-speed convolution and correlation", AFIPS 1966.
 */
final class Stage {
  /**
   * The largest prime that a pass takes; lengths with larger ones are those of {@link Bluestein}.
   */
  static final int LARGEST_RADIX = 31;

  /** A twiddle factor is three elements. */
  private static final int FACTOR = 3;

  private final Precision precision;
  private final int[] radices;
  private final int[] factorsAt;

  /** A float or double array: code that reads them from memory is too large for C1. */
  private final Object factors;

  Stage(Precision precision, int n) {
    this.precision = precision;
    this.radices = radices(n);
    this.factorsAt = new int[radices.length];
    int elements = 0;
    int rest = n;
    for (int pass = 0; pass < radices.length; pass++) {
      int radix = radices[pass];
      rest /= radix;
      factorsAt[pass] = elements;
      elements += FACTOR * (rest * (radix - 1) + radix);
    }
    this.factors = precision.array(elements);
    fill(n);
  }

  private void fill(int n) {
    int rest = n;
    for (int pass = 0; pass < radices.length; pass++) {
      int radix = radices[pass];
      Roots roots = new Roots(rest);
      int blocks = rest / radix;
      int at = factorsAt[pass];
      for (int block = 0; block < blocks; block++) {
        for (int k = 1; k < radix; k++) {
          put(at, roots, (long) block * k);
          at += FACTOR;
        }
      }
      for (int k = 0; k < radix; k++) {
        put(at, roots, (long) k * blocks);
        at += FACTOR;
      }
      rest = blocks;
    }
  }

  private void put(int at, Roots roots, long k) {
    precision.set(factors, at, roots.re(k));
    precision.set(factors, at + 1, roots.im(k));
    precision.set(factors, at + 2, -roots.im(k));
  }

  /** Whether every prime factor has a pass. */
  static boolean hasPasses(long n) {
    long rest = n;
    for (int prime = 2; prime <= LARGEST_RADIX; prime++) {
      while (rest % prime == 0) {
        rest /= prime;
      }
    }
    return rest == 1;
  }

  /** The radices of the passes, of the twos as many fours as can be. */
  static int[] radices(int n) {
    List<Integer> radices = new ArrayList<>();
    int twos = Integer.numberOfTrailingZeros(n);
    int rest = n >> twos;
    for (int prime = 3; prime <= LARGEST_RADIX; prime += 2) {
      while (rest % prime == 0) {
        radices.add(prime);
        rest /= prime;
      }
    }
    while (twos >= 2) {
      radices.add(4);
      twos -= 2;
    }
    if (twos == 1) {
      radices.add(2);
    }
    return radices.stream().mapToInt(Integer::intValue).toArray();
  }

  /**
   * Arithmetic of a transform of one column, in additions and multiplications of complex numbers,
   * about.
   */
  static double cost(int n) {
    double passes = 0;
    for (int radix : radices(n)) {
      passes +=
          switch (radix) {
            case 2 -> 1;
            case 3 -> 1.4;
            case 4 -> 1.3;
            case 5 -> 1.9;
            default -> 0.9 * radix;
          };
    }
    return n * passes;
  }

  /**
   * A bound of the relative error in the 2-norm. A pass of radix r is a product with a matrix whose
   * entries have modulus 1, in which a result goes through at most {@code r/2 + 3} rounded
   * operations ({@code r + 1} by the definition), so that its error is at most {@code sqrt(2) r}
   * times that many units, where the exact product grows the norm by the square root of r; a
   * product with a rounded twiddle factor adds {@code 2 sqrt(2) + 1} units (N. J. Higham, "Accuracy
   * and Stability of Numerical Algorithms", lemma 3.5 and section 24.1).
   */
  double errorBound() {
    double growth = 1;
    for (int radix : radices) {
      double roundings = radix > 5 ? 2.0 * radix : radix / 2.0 + 3;
      double units = Math.sqrt(2.0 * radix) * roundings + 2 * Math.sqrt(2) + 1;
      growth *= 1 + 1.01 * units * precision.unit();
    }
    return growth - 1;
  }

  /** Whether the result is in the second buffer. */
  boolean swaps() {
    return radices.length % 2 == 1;
  }

  /**
   * Transforms the columns in the first buffer, and leaves the result in the first or, if {@link
   * #swaps}, in the second.
   *
   * @param columns a multiple of the lanes
   */
  void run(MemorySegment memory, long re, long im, long otherRe, long otherIm, int columns) {
    long fromRe = re;
    long fromIm = im;
    long toRe = otherRe;
    long toIm = otherIm;
    long done = 1;
    long rest = 1;
    for (int radix : radices) {
      rest *= radix;
    }
    for (int pass = 0; pass < radices.length; pass++) {
      int radix = radices[pass];
      rest /= radix;
      precision
          .butterflies()
          .pass(
              radix,
              memory,
              fromRe,
              fromIm,
              memory,
              toRe,
              toIm,
              rest,
              done * columns,
              factors,
              factorsAt[pass]);
      done *= radix;
      long swapRe = fromRe;
      long swapIm = fromIm;
      fromRe = toRe;
      fromIm = toIm;
      toRe = swapRe;
      toIm = swapIm;
    }
  }
}
