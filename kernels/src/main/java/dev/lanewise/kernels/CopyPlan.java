package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A strided copy prepared once and run many times: {@code out[i] = in[i]} for every index of a
 * shape, where each side has its own strides. A zero input stride broadcasts, a negative stride
 * walks backwards. Made by {@link Movement}.
 *
 * <p>The axes are put in the order of the output, those that one loop can walk are merged, a short
 * contiguous run becomes one wider element, and the cheapest of these is chosen: contiguous runs
 * (one memory copy when everything merges), a fill of the innermost axis, a reversed run, blocked
 * transposition, or a plain strided loop.
 *
 * <p>A plan holds no memory and may be run by any number of threads at once. The work is a number
 * of {@linkplain #units() units}, each of which writes its own part of the output, so any way of
 * dividing them gives the same bytes. The input and output regions must not overlap: what such a
 * copy leaves in the output is unspecified.
 */
public final class CopyPlan {
  /** The loop that does the copying. */
  enum Kind {
    EMPTY,
    CONTIGUOUS,
    FILL,
    REVERSE,
    STRIDED,
    TILED
  }

  private static final String OP = "copy";

  /** Longer inner axes are divided into units of this many bytes. */
  private static final long CHUNK_BYTES = 1 << 14;

  /** Elements of a transposition block: both of its sides stay in L1 together. */
  private static final long BLOCK = 4096;

  /** Least edge of a transposition block, unless its axis is shorter. */
  private static final long EDGE = 64;

  private record Axis(long extent, long in, long out) {}

  private final int width;
  private final long bytes;
  private final Kind kind;

  /** Bytes reached from the caller's offsets. */
  private final long inLow;

  private final long inHigh;
  private final long outLow;
  private final long outHigh;

  /** Byte offset of the first element in loop order from the caller's offsets. */
  private final long inBase;

  private final long outBase;

  private final long[] extents;
  private final long[] inStrides;
  private final long[] outStrides;
  private final Axis middle;
  private final Axis inner;

  /** Units of the middle and inner axes together: rows, chunks of one row, or blocks. */
  private final long unitsInside;

  /** Rows of a transposition block. */
  private final long blockRows;

  /** Elements of the inner axis that one unit covers; zero when that is all of them. */
  private final long chunk;

  private final long units;

  /**
   * Strides and starts are in elements of {@code width} bytes.
   *
   * @param inStart element of the input that index zero reads, from the offset given to run
   * @param outStart element of the output that index zero writes, from the offset given to run
   */
  CopyPlan(
      int width, long[] extents, long inStart, long[] inStrides, long outStart, long[] outStrides) {
    if (width != 1 && width != 2 && width != 4 && width != 8) {
      throw new IllegalArgumentException(
          "[" + OP + "] element width must be 1, 2, 4 or 8 bytes, got " + width);
    }
    Regions.sameRank(OP, "input strides", extents.length, inStrides.length);
    Regions.sameRank(OP, "output strides", extents.length, outStrides.length);
    long count = Regions.count(OP, extents);
    this.bytes = Regions.times(OP, count, width);
    List<Axis> axes = new ArrayList<>();
    long in = Regions.times(OP, inStart, width);
    long out = Regions.times(OP, outStart, width);
    if (count == 0) {
      this.inLow = 0;
      this.inHigh = 0;
      this.outLow = 0;
      this.outHigh = 0;
    } else {
      this.inLow = reach(in, width, Regions.lowest(OP, extents, inStrides));
      this.inHigh =
          Regions.plus(OP, reach(in, width, Regions.highest(OP, extents, inStrides)), width);
      this.outLow = reach(out, width, Regions.lowest(OP, extents, outStrides));
      this.outHigh =
          Regions.plus(OP, reach(out, width, Regions.highest(OP, extents, outStrides)), width);
      for (int axis = 0; axis < extents.length; axis++) {
        if (extents[axis] > 1) {
          long inStride = Regions.times(OP, inStrides[axis], width);
          long outStride = Regions.times(OP, outStrides[axis], width);
          if (outStride < 0) {
            in += (extents[axis] - 1) * inStride;
            out += (extents[axis] - 1) * outStride;
            inStride = -inStride;
            outStride = -outStride;
          }
          axes.add(new Axis(extents[axis], inStride, outStride));
        }
      }
    }
    this.inBase = in;
    this.outBase = out;

    axes.sort((a, b) -> Long.compare(b.out, a.out));
    refuseOverlap(axes, width);
    merge(axes);
    int wide = widen(axes, width);
    boolean tiled = tile(axes);
    while (axes.size() < 2) {
      axes.add(0, new Axis(1, 0, 0));
    }
    this.width = wide;
    this.inner = axes.removeLast();
    this.middle = axes.removeLast();
    int outer = axes.size();
    this.extents = new long[outer];
    this.inStrides = new long[outer];
    this.outStrides = new long[outer];
    long outerCount = 1;
    for (int axis = 0; axis < outer; axis++) {
      this.extents[axis] = axes.get(axis).extent;
      this.inStrides[axis] = axes.get(axis).in;
      this.outStrides[axis] = axes.get(axis).out;
      outerCount *= this.extents[axis];
    }
    this.kind = count == 0 ? Kind.EMPTY : tiled ? Kind.TILED : rowKind();
    long chunkElements = CHUNK_BYTES / wide;
    if (tiled) {
      // A short axis is taken whole and the other one made longer.
      long columns = Math.min(inner.extent, EDGE);
      this.blockRows = Math.min(middle.extent, BLOCK / columns);
      this.chunk = Math.max(EDGE, BLOCK / blockRows);
      this.unitsInside = Math.ceilDiv(middle.extent, blockRows) * Math.ceilDiv(inner.extent, chunk);
    } else {
      this.blockRows = 1;
      this.chunk = inner.extent > chunkElements ? chunkElements : 0;
      this.unitsInside = middle.extent * (chunk == 0 ? 1 : Math.ceilDiv(inner.extent, chunk));
    }
    this.units = count == 0 ? 0 : outerCount * unitsInside;
  }

  private static long reach(long start, int width, long elements) {
    return Regions.plus(OP, start, Regions.times(OP, elements, width));
  }

  /**
   * Two indices must not write one element: each stride steps over all that the inner ones span.
   */
  private static void refuseOverlap(List<Axis> axes, int width) {
    long span = width;
    for (Axis axis : axes.reversed()) {
      if (axis.out < span) {
        throw new IllegalArgumentException(
            "["
                + OP
                + "] output strides must be nested without overlap: a stride of "
                + axis.out / width
                + " elements does not step over the "
                + span / width
                + " elements inside it");
      }
      span += (axis.extent - 1) * axis.out;
    }
  }

  private static void merge(List<Axis> axes) {
    for (int i = axes.size() - 2; i >= 0; i--) {
      Axis outer = axes.get(i);
      Axis inside = axes.get(i + 1);
      // Products are safe: both strides reach inside a region already proved to fit in a long.
      if (outer.in == inside.in * inside.extent && outer.out == inside.out * inside.extent) {
        axes.set(i, new Axis(outer.extent * inside.extent, inside.in, inside.out));
        axes.remove(i + 1);
      }
    }
  }

  /** A contiguous run of 2, 4 or 8 bytes in the innermost axis is one element of that width. */
  private static int widen(List<Axis> axes, int width) {
    if (axes.size() < 2) {
      return width;
    }
    Axis last = axes.getLast();
    long run = last.extent * width;
    if (last.in == width && last.out == width && run <= 8 && Long.bitCount(run) == 1) {
      axes.removeLast();
      return (int) run;
    }
    return width;
  }

  /**
   * Where another axis walks the input in smaller steps than the innermost one does, brings it next
   * to the innermost axis; the two are then copied in square blocks.
   */
  private static boolean tile(List<Axis> axes) {
    if (axes.size() < 2) {
      return false;
    }
    Axis last = axes.getLast();
    int best = -1;
    long least = Math.abs(last.in);
    for (int i = 0; i < axes.size() - 1; i++) {
      long distance = Math.abs(axes.get(i).in);
      if (distance != 0 && distance < least) {
        best = i;
        least = distance;
      }
    }
    if (best < 0) {
      return false;
    }
    Axis step = axes.remove(best);
    axes.add(axes.size() - 1, step);
    return true;
  }

  private Kind rowKind() {
    if (inner.out == width || inner.extent == 1) {
      if (inner.in == width || inner.extent == 1) {
        return Kind.CONTIGUOUS;
      }
      if (inner.in == 0) {
        return Kind.FILL;
      }
      if (inner.in == -width) {
        return Kind.REVERSE;
      }
    }
    return Kind.STRIDED;
  }

  /** Which loop was chosen. */
  Kind kind() {
    return kind;
  }

  /** Whether everything merges into one contiguous run. */
  boolean isOneRun() {
    return kind == Kind.CONTIGUOUS && extents.length == 0 && middle.extent == 1;
  }

  /** Bytes written by a whole run. */
  public long bytes() {
    return bytes;
  }

  /** Number of units of work; zero when the shape is empty. */
  public long units() {
    return units;
  }

  /**
   * Copies everything.
   *
   * @param inOffset byte offset in {@code in} of the origin of the strides
   * @param outOffset byte offset in {@code out} of the origin of the strides
   * @throws IllegalArgumentException if a segment is not native or {@code out} is read-only
   * @throws IndexOutOfBoundsException if a region does not lie inside its segment
   */
  public void run(MemorySegment in, long inOffset, MemorySegment out, long outOffset) {
    run(in, inOffset, out, outOffset, 0, units);
  }

  /**
   * Copies units {@code [from, to)}.
   *
   * @param inOffset byte offset in {@code in} of the origin of the strides
   * @param outOffset byte offset in {@code out} of the origin of the strides
   * @throws IllegalArgumentException if a segment is not native or {@code out} is read-only
   * @throws IndexOutOfBoundsException if a region does not lie inside its segment, or the units do
   *     not lie inside {@code [0, units())}
   */
  public void run(
      MemorySegment in, long inOffset, MemorySegment out, long outOffset, long from, long to) {
    Regions.readable(OP, "input", in, inOffset, inLow, inHigh);
    Regions.writable(OP, "output", out, outOffset, outLow, outHigh);
    Regions.units(OP, from, to, units);
    move(in, inOffset, out, outOffset, from, to);
  }

  /** As run, where the caller has made sure of the segments, the regions and the units. */
  void move(
      MemorySegment in, long inOffset, MemorySegment out, long outOffset, long from, long to) {
    long i0 = inOffset + inBase;
    long o0 = outOffset + outBase;
    long unit = from;
    while (unit < to) {
      long index = unit / unitsInside;
      long first = unit - index * unitsInside;
      long last = Math.min(unitsInside, first + (to - unit));
      unit += last - first;
      long i = i0;
      long o = o0;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        long rest = index / extents[axis];
        long at = index - rest * extents[axis];
        i += at * inStrides[axis];
        o += at * outStrides[axis];
        index = rest;
      }
      if (kind == Kind.TILED) {
        blocks(in, i, out, o, first, last);
      } else if (chunk == 0) {
        rows(in, i + first * middle.in, out, o + first * middle.out, last - first, inner.extent);
      } else {
        chunks(in, i, out, o, first, last);
      }
    }
  }

  private void blocks(MemorySegment in, long i, MemorySegment out, long o, long first, long last) {
    long across = Math.ceilDiv(inner.extent, chunk);
    for (long block = first; block < last; block++) {
      long row = block / across * blockRows;
      long column = block % across * chunk;
      TransposeTiles.copy(
          width,
          in,
          i + row * middle.in + column * inner.in,
          middle.in,
          inner.in,
          out,
          o + row * middle.out + column * inner.out,
          middle.out,
          inner.out,
          (int) Math.min(blockRows, middle.extent - row),
          (int) Math.min(chunk, inner.extent - column));
    }
  }

  /** Neighbouring chunks of one row are copied by one call. */
  private void chunks(MemorySegment in, long i, MemorySegment out, long o, long first, long last) {
    long across = Math.ceilDiv(inner.extent, chunk);
    long at = first;
    while (at < last) {
      long row = at / across;
      long left = at - row * across;
      long right = Math.min(across, left + (last - at));
      at += right - left;
      long start = left * chunk;
      long end = Math.min(right * chunk, inner.extent);
      rows(
          in,
          i + row * middle.in + start * inner.in,
          out,
          o + row * middle.out + start * inner.out,
          1,
          end - start);
    }
  }

  private void rows(MemorySegment in, long i, MemorySegment out, long o, long rows, long n) {
    switch (kind) {
      case CONTIGUOUS -> CopyRows.contiguous(in, i, middle.in, out, o, middle.out, rows, n * width);
      case FILL -> CopyRows.fill(width, in, i, middle.in, out, o, middle.out, rows, n);
      case REVERSE -> CopyRows.reverse(width, in, i, middle.in, out, o, middle.out, rows, n);
      case STRIDED ->
          CopyRows.strided(
              width, in, i, middle.in, inner.in, out, o, middle.out, inner.out, rows, n);
      case EMPTY, TILED -> throw new IllegalStateException("[" + OP + "] no rows in " + kind);
    }
  }

  @Override
  public String toString() {
    return "CopyPlan[" + kind + ", " + bytes + " bytes, " + units + " units]";
  }
}
