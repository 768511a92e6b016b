package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Transforms of n real numbers to n/2 + 1 complex ones and back, prepared once and run many times.
 * Made by {@link Fft#real}. Real numbers are contiguous, one transform behind the other.
 *
 * <p>An even number of reals is taken as half as many complex numbers, whose transform is put
 * together from those of the even and the odd reals (W. H. Press et al., "Numerical Recipes",
 * section 12.3). An odd number is transformed as complex numbers.
 *
 * <p>A plan holds its tables only and may be run by any number of threads at once, each with its
 * own workspace.
 */
public final class RealFftPlan {
  private static final String OP = "fft";

  /** Elements of the reals as complex numbers. */
  private final ComplexLayout pairs;

  private final Precision precision;
  private final ElementType type;
  private final int n;
  private final int bins;
  private final boolean even;
  private final Normalization normalization;
  private final Transform transform;
  private final long rowBytes;
  private final ComplexLayout rows;

  /** For even n: the factors of {@link SplitRows#halves} of the transform, then of its inverse. */
  private final MemorySegment factors;

  RealFftPlan(Precision precision, ElementType type, int n, Normalization normalization) {
    this.precision = precision;
    this.type = type;
    this.n = n;
    this.bins = n / 2 + 1;
    this.even = n % 2 == 0;
    this.normalization = normalization;
    this.transform = Transform.of(precision, even ? n / 2 : n);
    this.pairs = new ComplexLayout(2, 1, n);
    this.rowBytes = precision.bytes(even ? bins : n);
    this.rows = new ComplexLayout(1, rowBytes / precision.width(), 0);
    this.factors = precision.table(even ? 4 * rowBytes / precision.width() : 0);
    if (even) {
      Roots roots = new Roots(n);
      long row = rowBytes / precision.width();
      for (int k = 0; k < bins; k++) {
        precision.put(factors, k, 0.5 * roots.re(k));
        precision.put(factors, row + k, 0.5 * roots.im(k));
        precision.put(factors, 2 * row + k, -roots.re(k));
        precision.put(factors, 3 * row + k, roots.im(k));
      }
    }
  }

  /** Real numbers of a transform. */
  public long length() {
    return n;
  }

  /** Complex numbers of a transform: half the length, rounded down, and one. */
  public long bins() {
    return bins;
  }

  /** Bytes of workspace that a run needs, a multiple of 64. */
  public long workspaceBytes() {
    return (even ? 4 : 2) * rowBytes + transform.workspaceBytes();
  }

  /**
   * A bound of the error of a transform, as {@link FftPlan#errorBound}: relative to the 2-norm of
   * all n complex results, or of the n reals of the inverse.
   */
  public double errorBound() {
    double halves = even ? 16 * precision.unit() : 0;
    return (1 + transform.errorBound()) * (1 + halves) * (1 + 2 * precision.unit()) - 1;
  }

  /**
   * Transforms a whole batch of reals, with workspace of its own.
   *
   * @throws IllegalArgumentException as the other {@code forward}
   * @throws IndexOutOfBoundsException as the other {@code forward}
   */
  public void forward(
      MemorySegment in,
      long inOffset,
      MemorySegment out,
      long outOffset,
      ComplexLayout outLayout,
      long transforms) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(workspaceBytes(), 64);
      forward(in, inOffset, out, outOffset, outLayout, transforms, 0, transforms, memory, 0);
    }
  }

  /**
   * Transforms {@code [from, to)} of a batch of reals, {@code [transforms, n]}.
   *
   * @param outLayout where the {@link #bins} complex results of each lie
   * @param workspace {@link #workspaceBytes()} bytes from {@code workspaceOffset} on
   * @throws IllegalArgumentException if a segment is not native, {@code out} or {@code workspace}
   *     is read-only, the three regions overlap, or two numbers of the output share an element
   * @throws IndexOutOfBoundsException if a region does not lie inside its segment, or there are no
   *     such transforms
   */
  public void forward(
      MemorySegment in,
      long inOffset,
      MemorySegment out,
      long outOffset,
      ComplexLayout outLayout,
      long transforms,
      long from,
      long to,
      MemorySegment workspace,
      long workspaceOffset) {
    check(transforms, from, to);
    long inBytes = realBytes(transforms);
    long outBytes = complexBytes(outLayout, transforms);
    Segments.requireReadable(OP, "input", in, inOffset, inBytes);
    Segments.requireWritable(OP, "output", out, outOffset, outBytes);
    requireAllApart(in, inOffset, inBytes, out, outOffset, outBytes, workspace, workspaceOffset);
    if (!outLayout.isApart(transforms, bins)) {
      throw new IllegalArgumentException(
          "[fft] numbers of the output share elements in " + outLayout);
    }
    double scale = normalization.scale(false, n);
    for (long number = from; number < to; number++) {
      forwardOne(
          in, inOffset, out, outOffset, outLayout, scale, number, workspace, workspaceOffset);
    }
  }

  private void forwardOne(
      MemorySegment in,
      long inOffset,
      MemorySegment out,
      long outOffset,
      ComplexLayout layout,
      double scale,
      long number,
      MemorySegment workspace,
      long at) {
    int width = precision.width();
    long im = at + rowBytes;
    long result = at;
    if (even) {
      int h = n / 2;
      long inner = at + 4 * rowBytes;
      transform.run(
          in, inOffset, pairs, workspace, at, rows, false, 1, number, number + 1, workspace, inner);
      copyElement(workspace, at, at + (long) h * width);
      copyElement(workspace, im, im + (long) h * width);
      result = at + 2 * rowBytes;
      precision
          .rows()
          .halves(workspace, at, im, h, factors, 0, rowBytes, 0.5, result, result + rowBytes, bins);
    } else {
      long inner = at + 2 * rowBytes;
      MemorySegment.copy(in, inOffset + number * n * width, workspace, at, (long) n * width);
      workspace.asSlice(im, rowBytes).fill((byte) 0);
      transform.run(workspace, at, rows, workspace, at, rows, false, 1, 0, 1, workspace, inner);
    }
    // A sum of reals: by way of a convolution it would have an imaginary part of some ULP.
    precision.put(workspace.asSlice(result + rowBytes, width), 0, 0);
    transform.store(
        workspace,
        result,
        result + rowBytes,
        false,
        scale,
        out,
        outOffset,
        layout,
        number,
        0,
        bins);
  }

  /**
   * Transforms a whole batch back to reals, with workspace of its own.
   *
   * @throws IllegalArgumentException as the other {@code inverse}
   * @throws IndexOutOfBoundsException as the other {@code inverse}
   */
  public void inverse(
      MemorySegment in,
      long inOffset,
      ComplexLayout inLayout,
      MemorySegment out,
      long outOffset,
      long transforms) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment memory = arena.allocate(workspaceBytes(), 64);
      inverse(in, inOffset, inLayout, out, outOffset, transforms, 0, transforms, memory, 0);
    }
  }

  /**
   * Transforms {@code [from, to)} of a batch back to reals, {@code [transforms, n]}. The imaginary
   * part of number 0 and, for even n, of number n/2 is not read: the reals' own have none.
   *
   * @param inLayout where the {@link #bins} complex numbers of each lie
   * @param workspace {@link #workspaceBytes()} bytes from {@code workspaceOffset} on
   * @throws IllegalArgumentException if a segment is not native, {@code out} or {@code workspace}
   *     is read-only, or the three regions overlap
   * @throws IndexOutOfBoundsException if a region does not lie inside its segment, or there are no
   *     such transforms
   */
  public void inverse(
      MemorySegment in,
      long inOffset,
      ComplexLayout inLayout,
      MemorySegment out,
      long outOffset,
      long transforms,
      long from,
      long to,
      MemorySegment workspace,
      long workspaceOffset) {
    check(transforms, from, to);
    long inBytes = complexBytes(inLayout, transforms);
    long outBytes = realBytes(transforms);
    Segments.requireReadable(OP, "input", in, inOffset, inBytes);
    Segments.requireWritable(OP, "output", out, outOffset, outBytes);
    requireAllApart(in, inOffset, inBytes, out, outOffset, outBytes, workspace, workspaceOffset);
    double scale = normalization.scale(true, n);
    for (long number = from; number < to; number++) {
      inverseOne(in, inOffset, inLayout, out, outOffset, scale, number, workspace, workspaceOffset);
    }
  }

  private void inverseOne(
      MemorySegment in,
      long inOffset,
      ComplexLayout layout,
      MemorySegment out,
      long outOffset,
      double scale,
      long number,
      MemorySegment workspace,
      long at) {
    int width = precision.width();
    long im = at + rowBytes;
    transform.load(in, inOffset, layout, number, 0, bins, false, workspace, at, im);
    precision.put(workspace.asSlice(im, width), 0, 0);
    if (even) {
      int h = n / 2;
      precision.put(workspace.asSlice(im + (long) h * width, width), 0, 0);
      long halves = at + 2 * rowBytes;
      precision
          .rows()
          .halves(
              workspace,
              at,
              im,
              h,
              factors,
              2 * rowBytes,
              3 * rowBytes,
              1,
              halves,
              halves + rowBytes,
              h);
      long place = outOffset + number * n * width;
      transform.run(
          workspace,
          halves,
          rows,
          out,
          place,
          pairs,
          true,
          scale,
          0,
          1,
          workspace,
          at + 4 * rowBytes);
    } else {
      mirror(workspace, at, im);
      transform.run(
          workspace, at, rows, workspace, at, rows, true, 1, 0, 1, workspace, at + 2 * rowBytes);
      precision.rows().scale(workspace, at, out, outOffset + number * n * width, n, scale);
    }
  }

  private void mirror(MemorySegment workspace, long re, long im) {
    int width = precision.width();
    for (int k = 1; k < bins; k++) {
      copyElement(workspace, re + (long) k * width, re + (long) (n - k) * width);
      if (precision == Precision.SINGLE) {
        workspace.set(
            ValueLayout.JAVA_FLOAT_UNALIGNED,
            im + (long) (n - k) * width,
            -workspace.get(ValueLayout.JAVA_FLOAT_UNALIGNED, im + (long) k * width));
      } else {
        workspace.set(
            ValueLayout.JAVA_DOUBLE_UNALIGNED,
            im + (long) (n - k) * width,
            -workspace.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, im + (long) k * width));
      }
    }
  }

  private void copyElement(MemorySegment memory, long from, long to) {
    MemorySegment.copy(memory, from, memory, to, precision.width());
  }

  private static void check(long transforms, long from, long to) {
    Segments.requireExtent(OP, "transforms", transforms, 0);
    Segments.requireUnits(OP, "transforms", from, to, transforms);
  }

  private long realBytes(long transforms) {
    return Segments.times(OP, Segments.times(OP, transforms, n), precision.width());
  }

  private long complexBytes(ComplexLayout layout, long transforms) {
    return Segments.times(OP, layout.reach(transforms, bins), precision.width());
  }

  private void requireAllApart(
      MemorySegment in,
      long inOffset,
      long inBytes,
      MemorySegment out,
      long outOffset,
      long outBytes,
      MemorySegment workspace,
      long workspaceOffset) {
    Segments.requireApart(OP, "input", in, inOffset, inBytes, "output", out, outOffset, outBytes);
    requireWorkspace(
        in,
        inOffset,
        inBytes,
        out,
        outOffset,
        outBytes,
        workspace,
        workspaceOffset,
        workspaceBytes());
  }

  static void requireWorkspace(
      MemorySegment in,
      long inOffset,
      long inBytes,
      MemorySegment out,
      long outOffset,
      long outBytes,
      MemorySegment workspace,
      long workspaceOffset,
      long bytes) {
    String name = "workspace";
    Segments.requireWritable(OP, name, workspace, workspaceOffset, bytes);
    Segments.requireApart(
        OP, "input", in, inOffset, inBytes, name, workspace, workspaceOffset, bytes);
    Segments.requireApart(
        OP, "output", out, outOffset, outBytes, name, workspace, workspaceOffset, bytes);
  }

  @Override
  public String toString() {
    return "RealFftPlan[%s, %d, %s, %d bytes of workspace]"
        .formatted(type, n, normalization, workspaceBytes());
  }
}
