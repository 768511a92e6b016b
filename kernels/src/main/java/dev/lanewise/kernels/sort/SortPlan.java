package dev.lanewise.kernels.sort;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A sort prepared once and run many times. Made by {@link Sort#plan}.
 *
 * <p>A plan holds no memory and may be run by any number of threads at once, each with its own
 * workspace. Rows are independent: any range of them may be sorted by itself. The input may be the
 * output.
 */
public final class SortPlan {
  private static final String OP = "sort";
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  /** The digits of a narrow key that has its index in the lower half of a long. */
  private static final int UPPER_HALF = Integer.BYTES;

  private final ElementType type;
  private final int width;
  private final boolean narrow;
  private final long rows;
  private final int n;
  private final boolean descending;
  private final long bytes;
  private final long bufferBytes;
  private final long indexBytes;

  SortPlan(ElementType type, long rows, long n, boolean descending) {
    Segments.requireExtent(OP, "rows", rows, 0);
    Segments.requireExtent(OP, "n", n, 0);
    this.type = type;
    this.width = type.byteWidth();
    this.narrow = SortKeys.isNarrow(type);
    this.rows = rows;
    this.n = (int) n;
    this.descending = descending;
    this.bytes = Segments.times(OP, Segments.times(OP, rows, n), width);
    this.bufferBytes = n * Long.BYTES;
    this.indexBytes = narrow ? 0 : n * Integer.BYTES;
  }

  /** Bytes of workspace that a run needs. */
  public long workspaceBytes() {
    return 2 * bufferBytes + 2 * indexBytes + RadixSort.COUNT_BYTES;
  }

  /** Number of rows, which are the units of work. */
  public long rows() {
    return rows;
  }

  /**
   * Sorts rows {@code [from, to)}. NaNs come out as {@link Float#NaN} or {@link Double#NaN}.
   *
   * @param inOffset byte offset of row 0, as is outOffset
   * @param workspace {@link #workspaceBytes()} bytes from {@code workspaceOffset} on, apart from
   *     all others
   * @throws IllegalArgumentException if a segment is not native, one that is written is read-only,
   *     or regions overlap that must not
   * @throws IndexOutOfBoundsException if a region does not lie inside its segment, or there are no
   *     such rows
   */
  public void sort(
      MemorySegment in,
      long inOffset,
      MemorySegment out,
      long outOffset,
      MemorySegment workspace,
      long workspaceOffset,
      long from,
      long to) {
    check(in, inOffset, workspace, workspaceOffset, from, to);
    checkOutput("output", out, outOffset, bytes, in, inOffset, workspace, workspaceOffset);
    for (long row = from; row < to; row++) {
      long source = inOffset + row * n * width;
      long target = outOffset + row * n * width;
      if (n > HeapRows.LONGEST) {
        sortLong(in, source, out, target, workspace, workspaceOffset);
      } else if (narrow) {
        int[] keys = HeapRows.ints(n);
        for (int i = 0; i < n; i++) {
          long key = SortKeys.narrow(type, descending, in, source + (long) i * width);
          keys[i] = (int) key ^ Integer.MIN_VALUE;
        }
        Arrays.sort(keys, 0, n);
        for (int i = 0; i < n; i++) {
          int key = keys[i] ^ Integer.MIN_VALUE;
          out.set(INT, target + (long) i * width, SortKeys.narrowBits(type, descending, key));
        }
      } else {
        long[] keys = HeapRows.longs(n);
        for (int i = 0; i < n; i++) {
          long key = SortKeys.wide(type, descending, in, source + (long) i * width);
          keys[i] = key ^ Long.MIN_VALUE;
        }
        Arrays.sort(keys, 0, n);
        for (int i = 0; i < n; i++) {
          long key = keys[i] ^ Long.MIN_VALUE;
          out.set(LONG, target + (long) i * width, SortKeys.wideBits(type, descending, key));
        }
      }
    }
  }

  private void sortLong(
      MemorySegment in,
      long source,
      MemorySegment out,
      long target,
      MemorySegment workspace,
      long counts) {
    long a = counts + RadixSort.COUNT_BYTES;
    long b = a + bufferBytes;
    if (narrow) {
      for (int i = 0; i < n; i++) {
        long key = SortKeys.narrow(type, descending, in, source + (long) i * width);
        workspace.set(INT, a + (long) i * Integer.BYTES, (int) key);
      }
      long sorted = RadixSort.ints(workspace, a, b, counts, n) ? b : a;
      for (int i = 0; i < n; i++) {
        int key = workspace.get(INT, sorted + (long) i * Integer.BYTES);
        out.set(INT, target + (long) i * width, SortKeys.narrowBits(type, descending, key));
      }
    } else {
      for (int i = 0; i < n; i++) {
        long key = SortKeys.wide(type, descending, in, source + (long) i * width);
        workspace.set(LONG, a + (long) i * Long.BYTES, key);
      }
      long sorted = RadixSort.longs(workspace, a, b, counts, n, 0) ? b : a;
      for (int i = 0; i < n; i++) {
        long key = workspace.get(LONG, sorted + (long) i * Long.BYTES);
        out.set(LONG, target + (long) i * width, SortKeys.wideBits(type, descending, key));
      }
    }
  }

  /**
   * Writes for every place of the sorted rows {@code [from, to)} the index in its row of the
   * element that comes there.
   *
   * @param indexType I32 or I64
   * @throws IllegalArgumentException as {@link #sort}, or if the index type is another
   * @throws IndexOutOfBoundsException as {@link #sort}
   */
  public void argSort(
      MemorySegment in,
      long inOffset,
      ElementType indexType,
      MemorySegment indices,
      long indicesOffset,
      MemorySegment workspace,
      long workspaceOffset,
      long from,
      long to) {
    check(in, inOffset, workspace, workspaceOffset, from, to);
    long indicesBytes = indexBytes(OP, indexType, rows, n);
    checkOutput(
        "indices", indices, indicesOffset, indicesBytes, in, inOffset, workspace, workspaceOffset);
    for (long row = from; row < to; row++) {
      long order = order(in, inOffset + row * n * width, workspace, workspaceOffset);
      for (int i = 0; i < n; i++) {
        putIndex(indexType, indices, indicesOffset, row * n + i, index(workspace, order, i));
      }
    }
  }

  /**
   * Sorts rows {@code [from, to)} together with values of any type, which go where their keys go.
   * Keys keep their bits, NaNs too.
   *
   * @param valueWidth bytes of a value, 1, 2, 4 or 8
   * @param outKeys may be {@code keys}, and outValues {@code values}
   * @throws IllegalArgumentException as {@link #sort}, or if the width is another
   * @throws IndexOutOfBoundsException as {@link #sort}
   */
  public void sortPairs(
      MemorySegment keys,
      long keysOffset,
      int valueWidth,
      MemorySegment values,
      long valuesOffset,
      MemorySegment outKeys,
      long outKeysOffset,
      MemorySegment outValues,
      long outValuesOffset,
      MemorySegment workspace,
      long workspaceOffset,
      long from,
      long to) {
    if (valueWidth < 1 || valueWidth > Long.BYTES || Integer.bitCount(valueWidth) != 1) {
      throw new IllegalArgumentException(
          "[sort] values must have 1, 2, 4 or 8 bytes, got " + valueWidth);
    }
    check(keys, keysOffset, workspace, workspaceOffset, from, to);
    long valueBytes = Segments.times(OP, Segments.times(OP, rows, n), valueWidth);
    Segments.requireReadable(OP, "values", values, valuesOffset, valueBytes);
    Segments.requireApart(
        OP,
        "values",
        values,
        valuesOffset,
        valueBytes,
        "workspace",
        workspace,
        workspaceOffset,
        workspaceBytes());
    checkOutput(
        "output keys", outKeys, outKeysOffset, bytes, keys, keysOffset, workspace, workspaceOffset);
    String name = "output values";
    Segments.requireWritable(OP, name, outValues, outValuesOffset, valueBytes);
    Segments.requireSameOrApart(
        OP,
        "values",
        values,
        valuesOffset,
        valueBytes,
        name,
        outValues,
        outValuesOffset,
        valueBytes);
    Segments.requireApart(
        OP, "keys", keys, keysOffset, bytes, name, outValues, outValuesOffset, valueBytes);
    Segments.requireApart(
        OP,
        "output keys",
        outKeys,
        outKeysOffset,
        bytes,
        name,
        outValues,
        outValuesOffset,
        valueBytes);
    Segments.requireApart(
        OP,
        "values",
        values,
        valuesOffset,
        valueBytes,
        "output keys",
        outKeys,
        outKeysOffset,
        bytes);
    Segments.requireApart(
        OP,
        name,
        outValues,
        outValuesOffset,
        valueBytes,
        "workspace",
        workspace,
        workspaceOffset,
        workspaceBytes());
    for (long row = from; row < to; row++) {
      long first = row * n;
      long order = order(keys, keysOffset + first * width, workspace, workspaceOffset);
      // The buffers that do not hold the order are free: what is sorted may be where it came from.
      long spare = spare(order, workspaceOffset);
      gather(width, keys, keysOffset, outKeys, outKeysOffset, first, workspace, order, spare);
      gather(
          valueWidth,
          values,
          valuesOffset,
          outValues,
          outValuesOffset,
          first,
          workspace,
          order,
          spare);
    }
  }

  /**
   * Sorts one row of keys with their indices; returns where the indices are, see {@link #index}.
   */
  private long order(MemorySegment in, long source, MemorySegment workspace, long counts) {
    long a = counts + RadixSort.COUNT_BYTES;
    long b = a + bufferBytes;
    if (narrow && n <= HeapRows.LONGEST) {
      // No two are equal, so that any order of them is stable.
      long[] keys = HeapRows.longs(n);
      for (int i = 0; i < n; i++) {
        long key = SortKeys.narrow(type, descending, in, source + (long) i * width);
        keys[i] = (key << Integer.SIZE | i) ^ Long.MIN_VALUE;
      }
      Arrays.sort(keys, 0, n);
      for (int i = 0; i < n; i++) {
        workspace.set(LONG, a + (long) i * Long.BYTES, keys[i]);
      }
      return a;
    }
    if (narrow) {
      for (int i = 0; i < n; i++) {
        long key = SortKeys.narrow(type, descending, in, source + (long) i * width);
        workspace.set(LONG, a + (long) i * Long.BYTES, key << Integer.SIZE | i);
      }
      return RadixSort.longs(workspace, a, b, counts, n, UPPER_HALF) ? b : a;
    }
    long indices = b + bufferBytes;
    long otherIndices = indices + indexBytes;
    for (int i = 0; i < n; i++) {
      long key = SortKeys.wide(type, descending, in, source + (long) i * width);
      workspace.set(LONG, a + (long) i * Long.BYTES, key);
      workspace.set(INT, indices + (long) i * Integer.BYTES, i);
    }
    boolean moved = RadixSort.pairs(workspace, a, b, indices, otherIndices, counts, n);
    return moved ? otherIndices : indices;
  }

  /** A buffer of n longs that an order does not need. */
  private long spare(long order, long workspaceOffset) {
    long a = workspaceOffset + RadixSort.COUNT_BYTES;
    return narrow && order == a ? a + bufferBytes : a;
  }

  private int index(MemorySegment workspace, long order, int i) {
    return narrow
        ? (int) workspace.get(LONG, order + (long) i * Long.BYTES)
        : workspace.get(INT, order + (long) i * Integer.BYTES);
  }

  private void gather(
      int bytesOfValue,
      MemorySegment in,
      long inOffset,
      MemorySegment out,
      long outOffset,
      long first,
      MemorySegment workspace,
      long order,
      long spare) {
    long source = inOffset + first * bytesOfValue;
    for (int i = 0; i < n; i++) {
      long from = source + (long) index(workspace, order, i) * bytesOfValue;
      long to = spare + (long) i * bytesOfValue;
      switch (bytesOfValue) {
        case 1 -> workspace.set(ValueLayout.JAVA_BYTE, to, in.get(ValueLayout.JAVA_BYTE, from));
        case 2 ->
            workspace.set(
                ValueLayout.JAVA_SHORT_UNALIGNED,
                to,
                in.get(ValueLayout.JAVA_SHORT_UNALIGNED, from));
        case 4 -> workspace.set(INT, to, in.get(INT, from));
        default -> workspace.set(LONG, to, in.get(LONG, from));
      }
    }
    MemorySegment.copy(
        workspace, spare, out, outOffset + first * bytesOfValue, (long) n * bytesOfValue);
  }

  private void check(
      MemorySegment in,
      long inOffset,
      MemorySegment workspace,
      long workspaceOffset,
      long from,
      long to) {
    Segments.requireReadable(OP, "input", in, inOffset, bytes);
    Segments.requireWritable(OP, "workspace", workspace, workspaceOffset, workspaceBytes());
    Segments.requireApart(
        OP,
        "input",
        in,
        inOffset,
        bytes,
        "workspace",
        workspace,
        workspaceOffset,
        workspaceBytes());
    Segments.requireUnits(OP, "rows", from, to, rows);
  }

  private void checkOutput(
      String name,
      MemorySegment out,
      long outOffset,
      long outBytes,
      MemorySegment in,
      long inOffset,
      MemorySegment workspace,
      long workspaceOffset) {
    Segments.requireWritable(OP, name, out, outOffset, outBytes);
    Segments.requireSameOrApart(OP, "input", in, inOffset, bytes, name, out, outOffset, outBytes);
    Segments.requireApart(
        OP,
        name,
        out,
        outOffset,
        outBytes,
        "workspace",
        workspace,
        workspaceOffset,
        workspaceBytes());
  }

  /** Bytes of rows of indices. */
  static long indexBytes(String op, @Nullable ElementType indexType, long rows, long n) {
    if (indexType != ElementType.I32 && indexType != ElementType.I64) {
      throw new IllegalArgumentException(
          "[%s] indices must be I32 or I64, got %s".formatted(op, indexType));
    }
    return Segments.times(op, Segments.times(op, rows, n), indexType.byteWidth());
  }

  static void putIndex(
      ElementType indexType, MemorySegment indices, long offset, long place, int index) {
    if (indexType == ElementType.I32) {
      indices.set(INT, offset + place * Integer.BYTES, index);
    } else {
      indices.set(LONG, offset + place * Long.BYTES, index);
    }
  }

  @Override
  public String toString() {
    return "SortPlan[%s[%d, %d]%s]".formatted(type, rows, n, descending ? ", descending" : "");
  }
}
