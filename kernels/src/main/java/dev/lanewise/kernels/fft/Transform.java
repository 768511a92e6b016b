package dev.lanewise.kernels.fft;

import java.lang.foreign.MemorySegment;

/**
 * A complex transform of one length, whose inverse is the forward transform of numbers whose parts
 * are exchanged, with the parts of the results exchanged.
 */
abstract class Transform {
  final Precision precision;
  final int n;

  Transform(Precision precision, int n) {
    this.precision = precision;
    this.n = n;
  }

  /** Chooses the way to compute transforms of length n. */
  static Transform of(Precision precision, int n) {
    if (!Stage.hasPasses(n)) {
      return new Bluestein(precision, n);
    }
    int rows = FourStep.rows(precision, n);
    // Below that, columns that stand for nothing cost more than the two transpositions.
    boolean small = n < precision.lanes() * precision.lanes() / 2;
    return small || rows == 1 ? new Grouped(precision, n) : new FourStep(precision, n, rows);
  }

  /** Bytes that a run needs for itself, a multiple of 64. */
  abstract long workspaceBytes();

  /** A bound of the relative error in the 2-norm, scaling excluded. */
  abstract double errorBound();

  /**
   * Transforms a range of a batch. All memory has been checked.
   *
   * @param in offset of transform 0 in bytes, as is out
   */
  abstract void run(
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
      long at);

  /** Reads a run of numbers as split rows, exchanged if the transform is the inverse. */
  final void load(
      MemorySegment source,
      long in,
      ComplexLayout layout,
      long transform,
      long first,
      long count,
      boolean inverse,
      MemorySegment workspace,
      long re,
      long im) {
    long at = in + (transform * layout.transform() + first * layout.number()) * precision.width();
    long toRe = inverse ? im : re;
    long toIm = inverse ? re : im;
    if (layout.number() == 2) {
      precision.rows().split(source, at, workspace, toRe, toIm, count);
    } else {
      long bytes = count * precision.width();
      MemorySegment.copy(source, at, workspace, toRe, bytes);
      MemorySegment.copy(
          source, at + layout.imaginary() * precision.width(), workspace, toIm, bytes);
    }
  }

  /** Writes split rows as a run of numbers, exchanged if the transform is the inverse. */
  final void store(
      MemorySegment workspace,
      long re,
      long im,
      boolean inverse,
      double scale,
      MemorySegment target,
      long out,
      ComplexLayout layout,
      long transform,
      long first,
      long count) {
    long at = out + (transform * layout.transform() + first * layout.number()) * precision.width();
    long fromRe = inverse ? im : re;
    long fromIm = inverse ? re : im;
    if (layout.number() == 2) {
      precision.rows().join(workspace, fromRe, fromIm, target, at, count, scale);
    } else {
      long imaginary = at + layout.imaginary() * precision.width();
      precision.rows().scale(workspace, fromRe, target, at, count, scale);
      precision.rows().scale(workspace, fromIm, target, imaginary, count, scale);
    }
  }
}
