package dev.lanewise.kernels.sort;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A selection of the first k of every row, prepared once and run many times. Made by {@link
 * Sort#topK}.
 *
 * <p>A heap holds the first k so far, the last of them at its root; most elements are compared with
 * the root only. A plan holds no memory and may be run by any number of threads at once, each with
 * its own workspace.
 */
public final class TopKPlan {
  private static final String OP = "topK";
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private final ElementType type;
  private final int width;
  private final boolean narrow;
  private final long rows;
  private final int n;
  private final int k;
  private final boolean descending;
  private final long inBytes;
  private final long outBytes;
  private final long keyBytes;

  TopKPlan(ElementType type, long rows, long n, long k, boolean descending) {
    Segments.requireExtent(OP, "rows", rows, 0);
    Segments.requireExtent(OP, "n", n, 0);
    if (k < 0 || k > n) {
      throw new IllegalArgumentException("[topK] k must be in [0, %d], got %d".formatted(n, k));
    }
    this.type = type;
    this.width = type.byteWidth();
    this.narrow = SortKeys.isNarrow(type);
    this.rows = rows;
    this.n = (int) n;
    this.k = (int) k;
    this.descending = descending;
    this.inBytes = Segments.times(OP, Segments.times(OP, rows, n), width);
    this.outBytes = Segments.times(OP, Segments.times(OP, rows, k), width);
    this.keyBytes = k * Long.BYTES;
  }

  /** Bytes of workspace that a run needs. */
  public long workspaceBytes() {
    return keyBytes + (long) k * Integer.BYTES;
  }

  /** Number of rows, which are the units of work. */
  public long rows() {
    return rows;
  }

  /**
   * Selects from rows {@code [from, to)}, and writes {@code [rows, k]} values, whose bits are kept,
   * and their indices in the rows.
   *
   * @param inOffset byte offset of row 0, as are the others of theirs
   * @param indexType I32 or I64
   * @param workspace {@link #workspaceBytes()} bytes from {@code workspaceOffset} on
   * @throws IllegalArgumentException if a segment is not native, one that is written is read-only,
   *     regions overlap, or the index type is another
   * @throws IndexOutOfBoundsException if a region does not lie inside its segment, or there are no
   *     such rows
   */
  public void run(
      MemorySegment in,
      long inOffset,
      MemorySegment values,
      long valuesOffset,
      ElementType indexType,
      MemorySegment indices,
      long indicesOffset,
      MemorySegment workspace,
      long workspaceOffset,
      long from,
      long to) {
    long indexBytes = SortPlan.indexBytes(OP, indexType, rows, k);
    long memoryBytes = workspaceBytes();
    Segments.requireReadable(OP, "input", in, inOffset, inBytes);
    Segments.requireWritable(OP, "values", values, valuesOffset, outBytes);
    Segments.requireWritable(OP, "indices", indices, indicesOffset, indexBytes);
    Segments.requireWritable(OP, "workspace", workspace, workspaceOffset, memoryBytes);
    Segments.requireApart(
        OP, "input", in, inOffset, inBytes, "values", values, valuesOffset, outBytes);
    Segments.requireApart(
        OP, "input", in, inOffset, inBytes, "indices", indices, indicesOffset, indexBytes);
    Segments.requireApart(
        OP,
        "values",
        values,
        valuesOffset,
        outBytes,
        "indices",
        indices,
        indicesOffset,
        indexBytes);
    Segments.requireApart(
        OP, "input", in, inOffset, inBytes, "workspace", workspace, workspaceOffset, memoryBytes);
    Segments.requireApart(
        OP,
        "values",
        values,
        valuesOffset,
        outBytes,
        "workspace",
        workspace,
        workspaceOffset,
        memoryBytes);
    Segments.requireApart(
        OP,
        "indices",
        indices,
        indicesOffset,
        indexBytes,
        "workspace",
        workspace,
        workspaceOffset,
        memoryBytes);
    Segments.requireUnits(OP, "rows", from, to, rows);
    if (k == 0) {
      return;
    }
    for (long row = from; row < to; row++) {
      long source = inOffset + row * n * width;
      select(in, source, workspace, workspaceOffset);
      for (int size = k - 1; size > 0; size--) {
        // The root is the last of those left.
        long key = key(workspace, workspaceOffset, size);
        int index = index(workspace, workspaceOffset, size);
        put(
            workspace,
            workspaceOffset,
            size,
            key(workspace, workspaceOffset, 0),
            index(workspace, workspaceOffset, 0));
        sink(workspace, workspaceOffset, 0, size, key, index);
      }
      for (int i = 0; i < k; i++) {
        int index = index(workspace, workspaceOffset, i);
        SortPlan.putIndex(indexType, indices, indicesOffset, row * k + i, index);
        long value = source + (long) index * width;
        long place = valuesOffset + (row * k + i) * width;
        if (narrow) {
          values.set(INT, place, in.get(INT, value));
        } else {
          values.set(LONG, place, in.get(LONG, value));
        }
      }
    }
  }

  private long read(MemorySegment in, long at) {
    return narrow
        ? SortKeys.narrow(type, descending, in, at)
        : SortKeys.wide(type, descending, in, at);
  }

  private void select(MemorySegment in, long source, MemorySegment memory, long heap) {
    for (int i = 0; i < k; i++) {
      put(memory, heap, i, read(in, source + (long) i * width), i);
    }
    for (int i = k / 2 - 1; i >= 0; i--) {
      sink(memory, heap, i, k, key(memory, heap, i), index(memory, heap, i));
    }
    long last = key(memory, heap, 0);
    for (int i = k; i < n; i++) {
      long key = read(in, source + (long) i * width);
      // An equal one has the higher index.
      if (Long.compareUnsigned(key, last) < 0) {
        sink(memory, heap, 0, k, key, i);
        last = key(memory, heap, 0);
      }
    }
  }

  /** Puts an element at a place of the heap of that size, or below it. */
  private void sink(MemorySegment memory, long heap, int place, int size, long key, int index) {
    int at = place;
    while (2 * (long) at + 1 < size) {
      int child = 2 * at + 1;
      long childKey = key(memory, heap, child);
      int childIndex = index(memory, heap, child);
      if (child + 1 < size) {
        long otherKey = key(memory, heap, child + 1);
        int otherIndex = index(memory, heap, child + 1);
        if (isBefore(childKey, childIndex, otherKey, otherIndex)) {
          child++;
          childKey = otherKey;
          childIndex = otherIndex;
        }
      }
      if (isBefore(childKey, childIndex, key, index)) {
        break;
      }
      put(memory, heap, at, childKey, childIndex);
      at = child;
    }
    put(memory, heap, at, key, index);
  }

  private static boolean isBefore(long key, int index, long otherKey, int otherIndex) {
    int order = Long.compareUnsigned(key, otherKey);
    return order < 0 || (order == 0 && index < otherIndex);
  }

  private static long key(MemorySegment memory, long heap, int place) {
    return memory.get(LONG, heap + (long) place * Long.BYTES);
  }

  private int index(MemorySegment memory, long heap, int place) {
    return memory.get(INT, heap + keyBytes + (long) place * Integer.BYTES);
  }

  private void put(MemorySegment memory, long heap, int place, long key, int index) {
    memory.set(LONG, heap + (long) place * Long.BYTES, key);
    memory.set(INT, heap + keyBytes + (long) place * Integer.BYTES, index);
  }

  @Override
  public String toString() {
    return "TopKPlan[%s[%d, %d], %d%s]"
        .formatted(type, rows, n, k, descending ? ", descending" : "");
  }
}
