package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.WarmedLoop;
import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A scan prepared once and run many times. Made by {@link Scan#plan}.
 *
 * <p>A plan holds no memory and may be run by any number of threads at once. The work is a number
 * of units, each of which writes columns of its own, so that any way of dividing them gives the
 * same bits; one column is never divided.
 */
public final class ScanPlan {
  private static final String OP = "scan";

  /** Columns of a unit: some lines of cache in every row. */
  private static final long STRIP_BYTES = 512;

  /** Rows and vectors of a rehearsal. */
  private static final int REHEARSED_ROWS = 32;

  private static final long VECTOR_BYTES = 64;

  private record Key(Cumulation cumulation, ElementType type) {}

  private static final ConcurrentMap<Key, WarmedLoop> LOOPS = new ConcurrentHashMap<>();

  private final Cumulation cumulation;
  private final ElementType type;
  private final int width;
  private final long outer;
  private final long n;
  private final long inner;
  private final boolean exclusive;
  private final boolean reverse;
  private final long bytes;
  private final ScalarScans scalars;
  private final ColumnScans columns;
  private final WarmedLoop loop;

  /** Columns of a unit, and units of a row. */
  private final long strip;

  private final long strips;

  ScanPlan(
      Cumulation cumulation,
      ElementType type,
      long outer,
      long n,
      long inner,
      boolean exclusive,
      boolean reverse) {
    Segments.requireExtent(OP, "outer", outer, 0);
    Segments.requireExtent(OP, "n", n, 0);
    Segments.requireExtent(OP, "inner", inner, 0);
    this.cumulation = cumulation;
    this.type = type;
    this.width = type.byteWidth();
    this.outer = outer;
    this.n = n;
    this.inner = inner;
    this.exclusive = exclusive;
    this.reverse = reverse;
    boolean empty = outer == 0 || n == 0 || inner == 0;
    this.bytes =
        empty
            ? 0
            : Segments.times(OP, Segments.times(OP, Segments.times(OP, outer, n), inner), width);
    this.scalars = scalars(type);
    this.columns = columns(type);
    this.loop = LOOPS.computeIfAbsent(new Key(cumulation, type), ScanPlan::warmed);
    this.strip = STRIP_BYTES / width;
    this.strips = empty ? 0 : Math.ceilDiv(inner, strip);
  }

  private static ScalarScans scalars(ElementType type) {
    return switch (type) {
      case F32 -> new FloatScans();
      case F64 -> new DoubleScans();
      case I32 -> new IntScans();
      case I64 -> new LongScans();
      case BF16, BOOL -> throw new IllegalArgumentException("[scan] no scan of " + type);
    };
  }

  private static ColumnScans columns(ElementType type) {
    return switch (type) {
      case F32 -> new FloatColumnScans();
      case F64 -> new DoubleColumnScans();
      case I32 -> new IntColumnScans();
      case I64 -> new LongColumnScans();
      case BF16, BOOL -> throw new IllegalArgumentException("[scan] no scan of " + type);
    };
  }

  private static WarmedLoop warmed(Key key) {
    ColumnScans columns = columns(key.type);
    MemorySegment memory = Arena.ofAuto().allocate(REHEARSED_ROWS * VECTOR_BYTES, VECTOR_BYTES);
    MemorySegment results = Arena.ofAuto().allocate(memory.byteSize(), VECTOR_BYTES);
    // 0.75 as F32, 5e-4 as F64.
    memory.fill((byte) 0x3f);
    return new WarmedLoop(
        () -> {
          for (int run = 0; run < 16; run++) {
            boolean exclusive = run % 2 == 0;
            columns.scan(
                key.cumulation, memory, 0, results, 0, VECTOR_BYTES, REHEARSED_ROWS, exclusive);
          }
        });
  }

  /** Bytes of the input, and of the result. */
  public long bytes() {
    return bytes;
  }

  /** Number of units of work; zero when the array is empty. */
  public long units() {
    return outer * strips;
  }

  /**
   * Scans everything; as the other {@code run}.
   *
   * @throws IllegalArgumentException as there
   * @throws IndexOutOfBoundsException as there
   */
  public void run(MemorySegment in, long inOffset, MemorySegment out, long outOffset) {
    run(in, inOffset, out, outOffset, 0, units());
  }

  /**
   * Runs units {@code [from, to)}. Input and output may be the same.
   *
   * @param inOffset byte offset of the input, as is outOffset of the output
   * @throws IllegalArgumentException if a segment is not native, {@code out} is read-only, or the
   *     two overlap in part
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment, or there are no
   *     such units
   */
  public void run(
      MemorySegment in, long inOffset, MemorySegment out, long outOffset, long from, long to) {
    Segments.requireReadable(OP, "input", in, inOffset, bytes);
    Segments.requireWritable(OP, "output", out, outOffset, bytes);
    Segments.requireSameOrApart(OP, "input", in, inOffset, bytes, "output", out, outOffset, bytes);
    Segments.requireUnits(OP, "units", from, to, units());
    long step = inner * width;
    long first = reverse ? (n - 1) * step : 0;
    for (long unit = from; unit < to; unit++) {
      long row = unit / strips;
      long column = (unit - row * strips) * strip;
      long count = Math.min(strip, inner - column);
      long at = row * n * step + first + column * width;
      strip(in, inOffset + at, out, outOffset + at, reverse ? -step : step, count);
    }
  }

  private void strip(
      MemorySegment in, long from, MemorySegment out, long to, long step, long count) {
    long done = 0;
    int lanes = columns.lanes();
    if (count >= lanes && cumulation != Cumulation.LOG_SUM_EXP && loop.isWarm(count * n)) {
      for (; done + lanes <= count; done += lanes) {
        long at = done * width;
        columns.scan(cumulation, in, from + at, out, to + at, step, n, exclusive);
      }
    }
    for (; done < count; done++) {
      long at = done * width;
      scalars.scan(cumulation, in, from + at, out, to + at, step, n, exclusive);
    }
  }

  @Override
  public String toString() {
    return "ScanPlan[%s%s%s, %s[%d, %d, %d]]"
        .formatted(
            cumulation,
            exclusive ? ", exclusive" : "",
            reverse ? ", reverse" : "",
            type,
            outer,
            n,
            inner);
  }
}
