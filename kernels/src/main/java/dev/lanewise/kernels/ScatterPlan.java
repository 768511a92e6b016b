package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * A scatter-add prepared once and run many times. Made by {@link Scatter}.
 *
 * <p>Where a window is one contiguous run in the operand and in the updates, the units are blocks
 * of its elements; each unit goes through all indices in order. Otherwise there is one unit. So
 * every element receives its additions in the order of the indices, however the units are divided.
 * A plan may be run by any number of threads at once.
 */
public final class ScatterPlan {
  private static final String OP = "scatterAdd";

  /** Elements of a window that one unit adds. */
  private static final long BLOCK = 64;

  /** An axis of a window; strides in bytes. */
  private record Axis(long extent, long operand, long updates) {}

  private final ElementType type;
  private final IndexWindows windows;
  private final Axis inner;
  private final long[] extents;
  private final long[] operandStrides;
  private final long[] updateStrides;
  private final long rows;
  private final long units;

  ScatterPlan(ElementType type, IndexWindows windows) {
    this.type = type;
    this.windows = windows;
    int width = type.byteWidth();
    List<Axis> axes = merged(windows);
    this.inner = axes.isEmpty() ? new Axis(1, width, width) : axes.removeLast();
    int outer = axes.size();
    this.extents = new long[outer];
    this.operandStrides = new long[outer];
    this.updateStrides = new long[outer];
    long outerCount = 1;
    for (int axis = 0; axis < outer; axis++) {
      extents[axis] = axes.get(axis).extent;
      operandStrides[axis] = axes.get(axis).operand;
      updateStrides[axis] = axes.get(axis).updates;
      outerCount *= extents[axis];
    }
    this.rows = outerCount;
    boolean contiguous = outer == 0 && inner.operand == width && inner.updates == width;
    this.units = windows.count() == 0 ? 0 : contiguous ? Math.ceilDiv(inner.extent, BLOCK) : 1;
  }

  private static List<Axis> merged(IndexWindows windows) {
    List<Axis> axes = new ArrayList<>();
    long[] sizes = windows.windowExtents();
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] == 1) {
        continue;
      }
      Axis next =
          new Axis(sizes[axis], windows.operandStrides()[axis], windows.windowsStrides()[axis]);
      if (!axes.isEmpty()
          && axes.getLast().operand == next.operand * next.extent
          && axes.getLast().updates == next.updates * next.extent) {
        next = new Axis(axes.removeLast().extent * next.extent, next.operand, next.updates);
      }
      axes.add(next);
    }
    return axes;
  }

  /** Extents of the updates. */
  public long[] updateExtents() {
    return windows.windowsExtents();
  }

  /** Bytes of the updates. */
  public long bytes() {
    return windows.windowsBytes();
  }

  /** Number of units of work; zero when there is nothing to add. */
  public long units() {
    return units;
  }

  /**
   * Adds every window to the operand, in place.
   *
   * @param operandOffset byte offset of the operand
   * @param indexOffset byte offset of the indices
   * @param updateOffset byte offset of the updates
   * @throws IllegalArgumentException if a segment is not native or {@code operand} is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment, or in mode ERROR
   *     if a window does not lie inside the operand; nothing has been written then
   */
  public void run(
      MemorySegment operand,
      long operandOffset,
      MemorySegment indices,
      long indexOffset,
      MemorySegment updates,
      long updateOffset) {
    run(operand, operandOffset, indices, indexOffset, updates, updateOffset, 0, units);
  }

  /**
   * Runs units {@code [from, to)}.
   *
   * @param operandOffset byte offset of the operand
   * @param indexOffset byte offset of the indices
   * @param updateOffset byte offset of the updates
   * @throws IllegalArgumentException if a segment is not native or {@code operand} is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment, the units are
   *     not there, or in mode ERROR if a window does not lie inside the operand; these units have
   *     written nothing then
   */
  public void run(
      MemorySegment operand,
      long operandOffset,
      MemorySegment indices,
      long indexOffset,
      MemorySegment updates,
      long updateOffset,
      long from,
      long to) {
    Regions.writable(OP, "operand", operand, operandOffset, 0, windows.operandBytes());
    Regions.readable(OP, "indices", indices, indexOffset, 0, windows.indexBytes());
    Regions.readable(OP, "updates", updates, updateOffset, 0, windows.windowsBytes());
    Regions.units(OP, from, to, units);
    if (from == to) {
      return;
    }
    windows.validate(indices, indexOffset);
    long first = units == 1 ? 0 : from * BLOCK;
    long last = units == 1 ? inner.extent : Math.min(inner.extent, to * BLOCK);
    for (long position = 0; position < windows.count(); position++) {
      long target = windows.operandOffset(indices, indexOffset, position);
      if (target != IndexWindows.DROPPED) {
        long source = windows.windowsOffset(position);
        addWindow(
            operand,
            operandOffset + target + first * inner.operand,
            updates,
            updateOffset + source + first * inner.updates,
            last - first);
      }
    }
  }

  private void addWindow(MemorySegment operand, long o, MemorySegment updates, long u, long n) {
    for (long row = 0; row < rows; row++) {
      long at = o;
      long from = u;
      long index = row;
      for (int axis = extents.length - 1; axis >= 0; axis--) {
        long rest = index / extents[axis];
        long coordinate = index - rest * extents[axis];
        at += coordinate * operandStrides[axis];
        from += coordinate * updateStrides[axis];
        index = rest;
      }
      ScatterRows.add(type, operand, at, inner.operand, updates, from, inner.updates, n);
    }
  }
}
