package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.EnumMap;
import java.util.Map;

/**
 * An argmax or argmin prepared once and run many times. Made by {@link ArgReduce}.
 *
 * <p>The extreme is found by the vectorised reduction, then its first place by a vectorised search;
 * along the innermost axis this is done in blocks, of which only the best is searched. The units
 * are the results along the axes before the reduced one; any way of dividing them gives the same
 * result. A plan may be run by any number of threads at once, each with its own scratch.
 */
public final class ArgReducePlan {
  /** Elements of a row between two looks at the best so far. */
  private static final long ROW_BLOCK = 4096;

  /** Columns whose extremes are found together. */
  private static final long STRIP_BYTES = 4096;

  private record Loops(ReduceLoop rows, ReduceLoop columns, SearchTwin search) {
    static Loops of(Reduction reduction, ElementType type) {
      return new Loops(
          new RowReduceTwin(reduction, type),
          new ColumnReduceTwin(reduction, type),
          new SearchTwin(ReduceLoop.Data.of(reduction, type)));
    }
  }

  /** Two tables, so that a lookup needs no key object. */
  private static final Map<ElementType, Loops> MAX = new EnumMap<>(ElementType.class);

  private static final Map<ElementType, Loops> MIN = new EnumMap<>(ElementType.class);

  private final String op;
  private final boolean max;
  private final ElementType type;
  private final boolean longIndex;
  private final int width;
  private final int indexWidth;
  private final long outer;
  private final long n;
  private final long inner;
  private final Loops loops;

  ArgReducePlan(
      String op,
      Reduction reduction,
      ElementType type,
      ElementType indexType,
      long[] extents,
      int axis) {
    this.op = op;
    this.max = reduction == Reduction.MAX;
    this.type = type;
    this.longIndex = indexType == ElementType.I64;
    this.width = type.byteWidth();
    this.indexWidth = indexType.byteWidth();
    long before = 1;
    long after = 1;
    if (Regions.count(op, extents) == 0) {
      before = 0;
    } else {
      for (int k = 0; k < extents.length; k++) {
        before *= k < axis ? extents[k] : 1;
        after *= k > axis ? extents[k] : 1;
      }
    }
    this.outer = before;
    this.n = extents[axis];
    this.inner = after;
    Regions.times(op, Regions.count(op, extents), Long.BYTES);
    synchronized (MAX) {
      this.loops = (max ? MAX : MIN).computeIfAbsent(type, t -> Loops.of(reduction, t));
    }
  }

  /** Bytes of scratch that a run needs, a multiple of 64. */
  public long scratchBytes() {
    return Math.ceilDiv(outer * inner * width, 64L) * 64;
  }

  /** Number of units of work; zero when the result is empty. */
  public long units() {
    return outer;
  }

  /** Bytes of the input, which the units share. */
  public long bytes() {
    return outer * n * inner * width;
  }

  /**
   * Finds every extreme, with scratch of its own.
   *
   * @param inOffset byte offset of the input
   * @param outOffset byte offset of the result
   * @throws IllegalArgumentException if a segment is not native or {@code out} is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment
   */
  public void run(MemorySegment in, long inOffset, MemorySegment out, long outOffset) {
    try (Arena arena = Arena.ofConfined()) {
      run(in, inOffset, out, outOffset, arena.allocate(scratchBytes(), 64), 0, 0, units());
    }
  }

  /**
   * Runs units {@code [from, to)}.
   *
   * @param scratch {@link #scratchBytes()} bytes from {@code scratchOffset} on, shared by all units
   *     of one run
   * @throws IllegalArgumentException if a segment is not native, or {@code out} or {@code scratch}
   *     is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment, or there are no
   *     such units
   */
  public void run(
      MemorySegment in,
      long inOffset,
      MemorySegment out,
      long outOffset,
      MemorySegment scratch,
      long scratchOffset,
      long from,
      long to) {
    Regions.readable(op, "input", in, inOffset, 0, bytes());
    Regions.writable(op, "output", out, outOffset, 0, outer * inner * indexWidth);
    Regions.writable(op, "scratch", scratch, scratchOffset, 0, scratchBytes());
    Regions.units(op, from, to, outer);
    for (long unit = from; unit < to; unit++) {
      long at = inOffset + unit * n * inner * width;
      long best = scratchOffset + unit * inner * width;
      long result = outOffset + unit * inner * indexWidth;
      if (inner == 1) {
        put(out, result, row(in, at, scratch, best));
      } else {
        columns(in, at, scratch, best, out, result);
      }
    }
  }

  private void put(MemorySegment out, long at, long index) {
    if (longIndex) {
      out.set(ValueLayout.JAVA_LONG_UNALIGNED, at, index);
    } else {
      out.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) index);
    }
  }

  private long row(MemorySegment in, long at, MemorySegment scratch, long slot) {
    long bestBlock = 0;
    long best = 0;
    for (long start = 0; start < n; start += ROW_BLOCK) {
      long length = Math.min(ROW_BLOCK, n - start);
      loops.rows.run(in, at + start * width, 0, 1, length, scratch, slot);
      long bits = bits(scratch, slot);
      if (start == 0 || beats(bits, best)) {
        bestBlock = start;
        best = bits;
      }
    }
    long length = Math.min(ROW_BLOCK, n - bestBlock);
    long from = at + bestBlock * width;
    return bestBlock
        + (loops.search.isUsable(length)
            ? loops.search.find(in, from, length, best)
            : first(in, from, width, best));
  }

  private long bits(MemorySegment in, long at) {
    return switch (width) {
      case 1 -> in.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : 1;
      case 4 -> in.get(ValueLayout.JAVA_INT_UNALIGNED, at);
      default -> in.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    };
  }

  private boolean beats(long bits, long best) {
    return switch (type) {
      case F32 -> beats(Float.intBitsToFloat((int) bits), Float.intBitsToFloat((int) best));
      case F64 -> beats(Double.longBitsToDouble(bits), Double.longBitsToDouble(best));
      default -> max ? bits > best : bits < best;
    };
  }

  private boolean beats(double x, double best) {
    if (Double.isNaN(x)) {
      return !Double.isNaN(best);
    }
    return max ? x > best : x < best;
  }

  /** Columns are searched one by one, inside a strip whose lines are still in cache. */
  private void columns(
      MemorySegment in, long at, MemorySegment scratch, long best, MemorySegment out, long result) {
    long pitch = inner * width;
    long strip = STRIP_BYTES / width;
    for (long start = 0; start < inner; start += strip) {
      long end = Math.min(inner, start + strip);
      loops.columns.run(
          in, at + start * width, pitch, n, end - start, scratch, best + start * width);
      for (long column = start; column < end; column++) {
        long wanted = best + column * width;
        long index = first(in, at + column * width, pitch, bits(scratch, wanted));
        put(out, result + column * indexWidth, index);
      }
    }
  }

  private long first(MemorySegment in, long at, long pitch, long bits) {
    long k = 0;
    while (!same(bits(in, at + k * pitch), bits)) {
      k++;
    }
    return k;
  }

  private boolean same(long bits, long wanted) {
    return bits == wanted
        || switch (type) {
          case F32 -> same(Float.intBitsToFloat((int) bits), Float.intBitsToFloat((int) wanted));
          case F64 -> same(Double.longBitsToDouble(bits), Double.longBitsToDouble(wanted));
          default -> false;
        };
  }

  private static boolean same(double x, double wanted) {
    return x == wanted || (Double.isNaN(x) && Double.isNaN(wanted));
  }
}
