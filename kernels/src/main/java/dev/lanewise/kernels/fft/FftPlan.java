package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Complex transforms of one length, prepared once and run many times. Made by {@link Fft#complex}.
 *
 * <p>A plan holds its tables only and may be run by any number of threads at once, each with its
 * own workspace.
 */
public final class FftPlan {
  private static final String OP = "fft";

  private final Transform transform;
  private final ElementType type;
  private final Normalization normalization;

  FftPlan(Transform transform, ElementType type, Normalization normalization) {
    this.transform = transform;
    this.type = type;
    this.normalization = normalization;
  }

  /** Numbers of a transform. */
  public long length() {
    return transform.n;
  }

  /** Bytes of workspace that a run needs, a multiple of 64. */
  public long workspaceBytes() {
    return transform.workspaceBytes();
  }

  /**
   * A bound of the error of a transform: the 2-norm of the errors of all results is at most this
   * times the 2-norm of the exact results, unless numbers overflow or become subnormal. It grows
   * with the number of factors of the length, that is with log n, or with about sqrt(log n) times
   * that where a prime factor is above 31; what is seen is about a tenth.
   */
  public double errorBound() {
    return transform.errorBound() + 2 * transform.precision.unit();
  }

  /**
   * Transforms a range of a batch; as the other {@code run}, with workspace of its own.
   *
   * @throws IllegalArgumentException as there
   * @throws IndexOutOfBoundsException as there
   */
  public void run(
      boolean inverse,
      MemorySegment in,
      long inOffset,
      ComplexLayout inLayout,
      MemorySegment out,
      long outOffset,
      ComplexLayout outLayout,
      long transforms) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment workspace = arena.allocate(workspaceBytes(), 64);
      run(
          inverse,
          in,
          inOffset,
          inLayout,
          out,
          outOffset,
          outLayout,
          transforms,
          0,
          transforms,
          workspace,
          0);
    }
  }

  /**
   * Transforms {@code [from, to)} of a batch. Input and output may be the same if their layouts
   * are.
   *
   * @param inOffset byte offset of transform 0, as is outOffset
   * @param transforms transforms of the batch
   * @param workspace {@link #workspaceBytes()} bytes from {@code workspaceOffset} on, apart from
   *     the input and the output
   * @throws IllegalArgumentException if a segment is not native, {@code out} or {@code workspace}
   *     is read-only, regions overlap that must not, or two numbers of the output share an element
   * @throws IndexOutOfBoundsException if a region does not lie inside its segment, or there are no
   *     such transforms
   */
  public void run(
      boolean inverse,
      MemorySegment in,
      long inOffset,
      ComplexLayout inLayout,
      MemorySegment out,
      long outOffset,
      ComplexLayout outLayout,
      long transforms,
      long from,
      long to,
      MemorySegment workspace,
      long workspaceOffset) {
    int width = type.byteWidth();
    Segments.requireExtent(OP, "transforms", transforms, 0);
    Segments.requireUnits(OP, "transforms", from, to, transforms);
    long inBytes = Segments.times(OP, inLayout.reach(transforms, transform.n), width);
    long outBytes = Segments.times(OP, outLayout.reach(transforms, transform.n), width);
    Segments.requireReadable(OP, "input", in, inOffset, inBytes);
    Segments.requireWritable(OP, "output", out, outOffset, outBytes);
    RealFftPlan.requireWorkspace(
        in,
        inOffset,
        inBytes,
        out,
        outOffset,
        outBytes,
        workspace,
        workspaceOffset,
        workspaceBytes());
    if (!outLayout.isApart(transforms, transform.n)) {
      throw new IllegalArgumentException(
          "[fft] numbers of the output share elements in " + outLayout);
    }
    if (!inLayout.equals(outLayout)) {
      Segments.requireApart(OP, "input", in, inOffset, inBytes, "output", out, outOffset, outBytes);
    } else {
      Segments.requireSameOrApart(
          OP, "input", in, inOffset, inBytes, "output", out, outOffset, outBytes);
    }
    transform.run(
        in,
        inOffset,
        inLayout,
        out,
        outOffset,
        outLayout,
        inverse,
        normalization.scale(inverse, transform.n),
        from,
        to,
        workspace,
        workspaceOffset);
  }

  @Override
  public String toString() {
    return "FftPlan[%s, %d, %s, %d bytes of workspace]"
        .formatted(type, transform.n, normalization, workspaceBytes());
  }
}
