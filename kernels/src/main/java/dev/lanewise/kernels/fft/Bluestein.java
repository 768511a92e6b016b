package dev.lanewise.kernels.fft;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Lengths with a large prime factor, as a convolution with a chirp of a length that has none: with
 * {@code w = exp(-pi i / n)}, {@code jk = (j^2 + k^2 - (k - j)^2) / 2} makes {@code X[k] = w^(k^2)
 * sum_j (x[j] w^(j^2)) w^(-(k - j)^2)} (L. I. Bluestein, "A linear filtering approach to the
 * computation of discrete Fourier transform", IEEE Transactions on Audio and Electroacoustics 18,
 * 1970).
 */
final class Bluestein extends Transform {
  private final Transform inner;
  private final int length;
  private final long rowBytes;
  private final ComplexLayout layout;

  /** The chirp {@code w^(k^2)} for k below n, split, rows of padded length. */
  private final MemorySegment chirp;

  private final long chirpBytes;

  /** The transform of the chirp's conjugate over the inner length, split. */
  private final MemorySegment spectrum;

  private final double errorBound;

  Bluestein(Precision precision, int n) {
    super(precision, n);
    this.length = length(n);
    this.inner = Transform.of(precision, length);
    this.rowBytes = precision.bytes(length);
    this.layout = new ComplexLayout(1, rowBytes / precision.width(), 0);
    this.chirpBytes = precision.bytes(n);
    this.chirp = precision.table(2 * chirpBytes / precision.width());
    this.spectrum = precision.table(2 * rowBytes / precision.width());
    this.errorBound = fill();
  }

  /** The least number from 2n - 1 on that is 1, 3, 5, 9 or 15 times a power of two. */
  private static int length(int n) {
    long least = 2L * n - 1;
    long best = Long.MAX_VALUE;
    for (int odd : new int[] {1, 3, 5, 9, 15}) {
      long candidate = odd;
      while (candidate < least) {
        candidate *= 2;
      }
      best = Math.min(best, candidate);
    }
    return Math.toIntExact(best);
  }

  /** Fills the tables; returns the bound of the error, in which the spectrum's largest entry is. */
  private double fill() {
    Roots roots = new Roots(2 * n);
    long imaginary = chirpBytes / precision.width();
    double[] re = new double[length];
    double[] im = new double[length];
    for (int k = 0; k < n; k++) {
      long turn = (long) k * k % (2L * n);
      precision.put(chirp, k, roots.re(turn));
      precision.put(chirp, imaginary + k, roots.im(turn));
      int mirror = k == 0 ? 0 : length - k;
      re[k] = roots.re(turn);
      re[mirror] = roots.re(turn);
      im[k] = -roots.im(turn);
      im[mirror] = -roots.im(turn);
    }
    double[] largest = {0};
    transformInDouble(re, im, largest);
    double unit = precision.unit();
    double product = 1.01 * (2 * Math.sqrt(2) + 1) * unit;
    double once = 1 + inner.errorBound();
    double relative = once * once * Math.pow(1 + product, 3) * (1 + doubleError()) * (1 + unit) - 1;
    // Relative to the norm of the results, which is sqrt(n) that of the arguments.
    return relative * largest[0] / Math.sqrt(n) + product;
  }

  /** The error of a spectrum that is computed in F64 and then rounded. */
  private double doubleError() {
    return Transform.of(Precision.DOUBLE, length).errorBound() * Math.sqrt(length);
  }

  /** Computes the spectrum in F64, whatever the type, and divides it by the inner length. */
  private void transformInDouble(double[] re, double[] im, double[] largest) {
    Transform exact = Transform.of(Precision.DOUBLE, length);
    MemorySegment numbers = Precision.DOUBLE.table(2L * length);
    for (int k = 0; k < length; k++) {
      Precision.DOUBLE.put(numbers, k, re[k]);
      Precision.DOUBLE.put(numbers, (long) length + k, im[k]);
    }
    MemorySegment memory = Precision.DOUBLE.table(exact.workspaceBytes() / Double.BYTES);
    ComplexLayout planar = ComplexLayout.planar(length);
    exact.run(numbers, 0, planar, numbers, 0, planar, false, 1, 0, 1, memory, 0);
    for (int k = 0; k < length; k++) {
      double a = numbers.getAtIndex(ValueLayout.JAVA_DOUBLE, k);
      double b = numbers.getAtIndex(ValueLayout.JAVA_DOUBLE, length + (long) k);
      largest[0] = Math.max(largest[0], Math.hypot(a, b));
      precision.put(spectrum, k, a / length);
      precision.put(spectrum, rowBytes / precision.width() + k, b / length);
    }
  }

  @Override
  long workspaceBytes() {
    return 2 * rowBytes + inner.workspaceBytes();
  }

  @Override
  double errorBound() {
    return errorBound;
  }

  @Override
  void run(
      MemorySegment source,
      long in,
      ComplexLayout inLayout,
      MemorySegment target,
      long out,
      ComplexLayout outLayout,
      boolean inverse,
      double scale,
      long from,
      long to,
      MemorySegment workspace,
      long at) {
    long re = at;
    long im = at + rowBytes;
    long memory = im + rowBytes;
    long used = (long) n * precision.width();
    SplitRows rows = precision.rows();
    for (long transform = from; transform < to; transform++) {
      load(source, in, inLayout, transform, 0, n, inverse, workspace, re, im);
      rows.multiply(workspace, re, im, chirp, 0, chirpBytes, workspace, re, im, n);
      workspace.asSlice(re + used, rowBytes - used).fill((byte) 0);
      workspace.asSlice(im + used, rowBytes - used).fill((byte) 0);
      inner.run(workspace, re, layout, workspace, re, layout, false, 1, 0, 1, workspace, memory);
      rows.multiply(workspace, re, im, spectrum, 0, rowBytes, workspace, re, im, length);
      inner.run(workspace, re, layout, workspace, re, layout, true, 1, 0, 1, workspace, memory);
      rows.multiply(workspace, re, im, chirp, 0, chirpBytes, workspace, re, im, n);
      store(workspace, re, im, inverse, scale, target, out, outLayout, transform, 0, n);
    }
  }
}
