package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.ConcurrentMap;

/**
 * A reduction prepared once and run many times. Made by {@link Reduce#plan}.
 *
 * <p>The axes are merged into alternating kept and reduced groups. Each phase removes or shortens
 * one reduced group, from the innermost outwards; partial results pass from phase to phase through
 * scratch memory. The units of one phase may run in any order, on any threads and at once; a phase
 * must be finished before the next one starts. The result has the same bits however they are run.
 *
 * <p>A plan holds no memory and may be run by any number of threads at once, each with its own
 * scratch.
 */
public final class ReducePlan {
  private static final String OP = "reduce";

  /** Elements of a row that one unit combines. */
  static final long ROW_BLOCK = 4096;

  /** Rows that one unit combines column by column. */
  static final long COLUMN_BLOCK = 128;

  /** Columns of one unit: its results stay in L1 beside the eight rows being read. */
  private static final long STRIP_BYTES = 4096;

  private record Key(boolean rows, Reduction reduction, ElementType type) {}

  private static final ConcurrentMap<Key, ReduceLoop> LOOPS = new ConcurrentHashMap<>();

  /**
   * One pass: {@code [outer, n, columns]} to {@code [outer, blocks, columns]}.
   *
   * @param columns 1 when the reduced axis is the innermost
   * @param from byte offset of the operand in the scratch; negative for the input itself
   * @param to byte offset of the result in the scratch; negative for the output itself
   */
  private record Phase(
      ReduceLoop loop,
      boolean rows,
      long outer,
      long n,
      long columns,
      long block,
      long blocks,
      long strip,
      long strips,
      long from,
      long to) {
    long units() {
      return outer * blocks * strips;
    }
  }

  private final Reduction reduction;
  private final ElementType type;
  private final int width;
  private final long inBytes;
  private final long outBytes;
  private final long scratchBytes;
  private final boolean identity;
  private final List<Phase> phases = new ArrayList<>();

  ReducePlan(Reduction reduction, ElementType type, long[] extents, boolean[] reduced) {
    this.reduction = reduction;
    this.type = type;
    this.width = type.byteWidth();
    long count = Regions.count(OP, extents);
    this.inBytes = Regions.times(OP, count, width);
    long kept = 1;
    List<Long> groups = new ArrayList<>();
    List<Boolean> kinds = new ArrayList<>();
    for (int axis = 0; axis < extents.length; axis++) {
      if (!reduced[axis]) {
        // An empty reduced axis hides the others from the count above.
        kept = Regions.times(OP, kept, extents[axis]);
      }
      if (extents[axis] != 1) {
        if (!kinds.isEmpty() && kinds.getLast() == reduced[axis]) {
          groups.set(groups.size() - 1, groups.getLast() * extents[axis]);
        } else {
          groups.add(extents[axis]);
          kinds.add(reduced[axis]);
        }
      }
    }
    this.outBytes = Regions.times(OP, kept, width);
    this.identity = count == 0;
    this.scratchBytes = identity ? 0 : build(groups, kinds);
  }

  /** Lists the phases; returns the scratch they need in bytes. */
  private long build(List<Long> groups, List<Boolean> kinds) {
    long scratch = 0;
    long from = -1;
    do {
      boolean rows = !kinds.isEmpty() && kinds.getLast();
      int reducedGroup = rows ? groups.size() - 1 : groups.size() - 2;
      long columns = rows || groups.isEmpty() ? 1 : groups.getLast();
      long n = reducedGroup < 0 ? 1 : groups.get(reducedGroup);
      long outer = 1;
      for (int group = 0; group < reducedGroup; group++) {
        outer *= groups.get(group);
      }
      long block = rows ? ROW_BLOCK : COLUMN_BLOCK;
      long blocks = Math.ceilDiv(n, block);
      shorten(groups, kinds, reducedGroup, blocks);
      boolean last = !kinds.contains(true);
      long to = last ? -1 : scratch;
      long strip = Math.min(columns, STRIP_BYTES / width);
      phases.add(
          new Phase(
              loop(rows),
              rows,
              outer,
              n,
              columns,
              block,
              blocks,
              strip,
              Math.ceilDiv(columns, strip),
              from,
              to));
      if (!last) {
        long bytes = outer * blocks * columns * width;
        scratch += Math.ceilDiv(bytes, 64L) * 64;
      }
      from = to;
    } while (from >= 0);
    return scratch;
  }

  private static void shorten(
      List<Long> groups, List<Boolean> kinds, int reducedGroup, long blocks) {
    if (reducedGroup < 0) {
      return;
    }
    if (blocks > 1) {
      groups.set(reducedGroup, blocks);
      return;
    }
    groups.remove(reducedGroup);
    kinds.remove(reducedGroup);
    if (reducedGroup > 0 && reducedGroup < groups.size()) {
      groups.set(reducedGroup - 1, groups.get(reducedGroup - 1) * groups.get(reducedGroup));
      groups.remove(reducedGroup);
      kinds.remove(reducedGroup);
    }
  }

  private ReduceLoop loop(boolean rows) {
    return LOOPS.computeIfAbsent(
        new Key(rows, reduction, type),
        _ -> rows ? new RowReduceTwin(reduction, type) : new ColumnReduceTwin(reduction, type));
  }

  /** Bytes of scratch that a run needs, a multiple of 64; zero for a reduction of one phase. */
  public long scratchBytes() {
    return scratchBytes;
  }

  /** Bytes of the result. */
  public long outBytes() {
    return outBytes;
  }

  /** Number of phases, at least one. */
  public int phases() {
    return identity ? 1 : phases.size();
  }

  /** Number of units of work of a phase. */
  public long units(int phase) {
    return identity ? 1 : phases.get(phase).units();
  }

  /** Bytes that a phase reads: what its units share. */
  public long bytes(int phase) {
    if (identity) {
      return 0;
    }
    Phase p = phases.get(phase);
    return p.outer * p.n * p.columns * width;
  }

  /**
   * Reduces everything, with scratch of its own if it needs any.
   *
   * @param inOffset byte offset of the input
   * @param outOffset byte offset of the result
   * @throws IllegalArgumentException if a segment is not native or {@code out} is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment
   */
  public void run(MemorySegment in, long inOffset, MemorySegment out, long outOffset) {
    if (scratchBytes == 0) {
      run(in, inOffset, out, outOffset, out, outOffset);
    } else {
      try (Arena arena = Arena.ofConfined()) {
        run(in, inOffset, out, outOffset, arena.allocate(scratchBytes, 64), 0);
      }
    }
  }

  /**
   * Reduces everything.
   *
   * @param scratch {@link #scratchBytes()} bytes from {@code scratchOffset} on, apart from the
   *     input and the output
   * @throws IllegalArgumentException if a segment is not native, or {@code out} or {@code scratch}
   *     is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment
   */
  public void run(
      MemorySegment in,
      long inOffset,
      MemorySegment out,
      long outOffset,
      MemorySegment scratch,
      long scratchOffset) {
    int count = phases();
    for (int phase = 0; phase < count; phase++) {
      run(phase, in, inOffset, out, outOffset, scratch, scratchOffset, 0, units(phase));
    }
  }

  /**
   * Runs units {@code [from, to)} of one phase.
   *
   * @param scratch {@link #scratchBytes()} bytes from {@code scratchOffset} on, apart from the
   *     input and the output
   * @throws IllegalArgumentException if a segment is not native, or {@code out} or {@code scratch}
   *     is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment, or there are no
   *     such units
   */
  public void run(
      int phase,
      MemorySegment in,
      long inOffset,
      MemorySegment out,
      long outOffset,
      MemorySegment scratch,
      long scratchOffset,
      long from,
      long to) {
    Regions.readable(OP, "input", in, inOffset, 0, inBytes);
    Regions.writable(OP, "output", out, outOffset, 0, outBytes);
    if (scratchBytes > 0) {
      Regions.writable(OP, "scratch", scratch, scratchOffset, 0, scratchBytes);
    }
    Regions.units(OP, from, to, units(phase));
    if (identity) {
      if (from < to) {
        Movement.fill(width, out, outOffset, outBytes / width, reduction.identity(type));
      }
      return;
    }
    Phase p = phases.get(phase);
    MemorySegment source = p.from < 0 ? in : scratch;
    long at = p.from < 0 ? inOffset : scratchOffset + p.from;
    MemorySegment target = p.to < 0 ? out : scratch;
    long outAt = p.to < 0 ? outOffset : scratchOffset + p.to;
    if (!p.rows) {
      columns(p, source, at, target, outAt, from, to);
    } else if (p.blocks == 1) {
      long pitch = p.n * width;
      p.loop.run(source, at + from * pitch, pitch, to - from, p.n, target, outAt + from * width);
    } else {
      blocksOfRows(p, source, at, target, outAt, from, to);
    }
  }

  private void blocksOfRows(
      Phase p, MemorySegment in, long at, MemorySegment out, long outAt, long from, long to) {
    for (long unit = from; unit < to; unit++) {
      long row = unit / p.blocks;
      long start = (unit - row * p.blocks) * p.block;
      p.loop.run(
          in,
          at + (row * p.n + start) * width,
          0,
          1,
          Math.min(p.block, p.n - start),
          out,
          outAt + unit * width);
    }
  }

  private void columns(
      Phase p, MemorySegment in, long at, MemorySegment out, long outAt, long from, long to) {
    long pitch = p.columns * width;
    for (long unit = from; unit < to; unit++) {
      long slab = unit / p.strips;
      long column = (unit - slab * p.strips) * p.strip;
      long outer = slab / p.blocks;
      long row = (slab - outer * p.blocks) * p.block;
      p.loop.run(
          in,
          at + (outer * p.n + row) * pitch + column * width,
          pitch,
          Math.min(p.block, p.n - row),
          Math.min(p.strip, p.columns - column),
          out,
          outAt + slab * pitch + column * width);
    }
  }

  @Override
  public String toString() {
    return "ReducePlan["
        + reduction
        + " "
        + type
        + ", "
        + phases()
        + " phases, "
        + scratchBytes
        + " bytes of scratch]";
  }
}
