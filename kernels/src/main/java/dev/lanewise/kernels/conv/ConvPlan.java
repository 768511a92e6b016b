package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.util.Locale;

/**
 * A convolution or one of its gradients, prepared once for a shape and run many times.
 *
 * <p>It is run in phases, each of which is a number of pieces. The pieces of a phase may run in any
 * order, on any threads and at once; a phase must be finished before the next one starts. The
 * result has the same bits however they are run. What passes between phases lies in scratch memory
 * that the caller provides.
 *
 * <p>All products are chains of fused multiply-adds in the element type, as {@link
 * dev.lanewise.kernels.Gemm} makes them, so the error of an element is at most about {@code terms u
 * sum |w| |x|}, with u = 2^-24 in F32 and 2^-53 in F64.
 *
 * <p>A plan holds no memory and may be run by any number of threads at once, each with a result and
 * scratch of its own.
 */
public abstract class ConvPlan {
  private static final String OP = "conv";

  /** Which of the tensors of a convolution is computed from the other two. */
  public enum Kind {
    /** y from (x, w). */
    FORWARD,
    /** x from (y, w): the gradient by the input, or a transposed convolution. */
    INPUT_GRADIENT,
    /** w from (x, y): the gradient by the filter. */
    FILTER_GRADIENT
  }

  /** The operands of a run, checked. */
  record Operands(
      MemorySegment left,
      long leftAt,
      MemorySegment right,
      long rightAt,
      MemorySegment out,
      long outAt,
      MemorySegment scratch,
      long scratchAt) {}

  private final ConvGeometry geometry;
  private final Kind kind;
  private final ElementType type;

  ConvPlan(ConvGeometry geometry, Kind kind, ElementType type) {
    this.geometry = geometry;
    this.kind = kind;
    this.type = type;
  }

  /**
   * Chooses how to compute a convolution.
   *
   * @param type F32 or F64
   * @throws IllegalArgumentException if the type is another
   */
  public static ConvPlan of(ConvGeometry geometry, Kind kind, ElementType type) {
    if (type != ElementType.F32 && type != ElementType.F64) {
      throw new IllegalArgumentException("[%s] takes F32 or F64, got %s".formatted(OP, type));
    }
    boolean empty =
        geometry.inputSize() == 0 || geometry.outputSize() == 0 || geometry.filterSize() == 0;
    if (empty) {
      return new EmptyConv(geometry, kind, type);
    }
    return switch (kind) {
      case FORWARD -> new ForwardConv(geometry, type);
      case INPUT_GRADIENT ->
          geometry.isReversible() && !geometry.isPointwise()
              ? new ReversedConv(geometry, type)
              : new ScatteredConv(geometry, type);
      case FILTER_GRADIENT -> new FilterConv(geometry, type);
    };
  }

  /** So many pieces, which an int must count. */
  static int pieces(ConvGeometry geometry, long tiles) {
    long pieces = (long) geometry.batch() * geometry.groups();
    if (pieces > Integer.MAX_VALUE / tiles) {
      throw new IllegalArgumentException(
          "[%s] more than 2^31 - 1 pieces of work: %s".formatted(OP, geometry));
    }
    return (int) (pieces * tiles);
  }

  /** The shape. */
  public final ConvGeometry geometry() {
    return geometry;
  }

  /** What is computed. */
  public final Kind kind() {
    return kind;
  }

  final ElementType type() {
    return type;
  }

  final int width() {
    return type.byteWidth();
  }

  /** The number of phases, at least 1. */
  public abstract int phases();

  /** The number of pieces of a phase, at least 1. */
  public abstract int pieces(int phase);

  /** Bytes of scratch memory that a run needs, aligned to 64. */
  public abstract long scratchBytes();

  /** The phase in which the products are made. */
  int productPhase() {
    return 0;
  }

  /** Multiplications and additions of a phase, those with padding included. */
  public final long flops(int phase) {
    return phase == productPhase() ? geometry.flops() : 0;
  }

  /** How it is computed, for people. */
  abstract String method();

  abstract void runPiece(int phase, int piece, Operands operands);

  /**
   * Runs some pieces of a phase.
   *
   * @param left native segment of the first operand: x, but y for the gradient by the input
   * @param leftOffset byte offset of its first element
   * @param right native segment of the second operand: w, but y for the gradient by the filter
   * @param rightOffset byte offset of its first element
   * @param out writable native segment of the result, apart from the operands
   * @param outOffset byte offset of its first element
   * @param scratch writable native segment for {@link #scratchBytes}; any segment if that is 0
   * @param scratchOffset byte offset of the scratch, a multiple of the element's size
   * @param from the first piece
   * @param to one behind the last piece
   * @throws IllegalArgumentException if a segment is on the heap, or one that is written is
   *     read-only
   * @throws IndexOutOfBoundsException if there is no such phase or piece, or an operand does not
   *     lie within its segment
   */
  public final void run(
      int phase,
      MemorySegment left,
      long leftOffset,
      MemorySegment right,
      long rightOffset,
      MemorySegment out,
      long outOffset,
      MemorySegment scratch,
      long scratchOffset,
      int from,
      int to) {
    if (phase < 0 || phase >= phases() || from < 0 || to < from || to > pieces(phase)) {
      throw new IndexOutOfBoundsException(
          "[%s] there are no pieces %d to %d of phase %d in %s"
              .formatted(OP, from, to, phase, this));
    }
    require(OP, "the first operand", left, leftOffset, size(0) * width(), false);
    require(OP, "the second operand", right, rightOffset, size(1) * width(), false);
    require(OP, "the result", out, outOffset, size(2) * width(), true);
    if (scratchBytes() > 0) {
      require(OP, "scratch", scratch, scratchOffset, scratchBytes(), true);
    }
    Operands operands =
        new Operands(left, leftOffset, right, rightOffset, out, outOffset, scratch, scratchOffset);
    for (int piece = from; piece < to; piece++) {
      runPiece(phase, piece, operands);
    }
  }

  /** Elements of the first operand, the second, or the result. */
  private long size(int which) {
    long x = geometry.inputSize();
    long w = geometry.filterSize();
    long y = geometry.outputSize();
    return switch (kind) {
      case FORWARD -> which == 0 ? x : which == 1 ? w : y;
      case INPUT_GRADIENT -> which == 0 ? y : which == 1 ? w : x;
      case FILTER_GRADIENT -> which == 0 ? x : which == 1 ? y : w;
    };
  }

  static void require(
      String op, String name, MemorySegment segment, long offset, long bytes, boolean written) {
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "[%s] %s must be a native segment, got a heap segment".formatted(op, name));
    }
    if (written && segment.isReadOnly()) {
      throw new IllegalArgumentException("[%s] %s is a read-only segment".formatted(op, name));
    }
    if (offset < 0 || offset > segment.byteSize() || bytes > segment.byteSize() - offset) {
      throw new IndexOutOfBoundsException(
          "[%s] %s needs %d bytes from byte %d on, but its segment has %d bytes"
              .formatted(op, name, bytes, offset, segment.byteSize()));
    }
  }

  @Override
  public final String toString() {
    return "%s %s %s: %s".formatted(type, kind.name().toLowerCase(Locale.ROOT), geometry, method());
  }
}
