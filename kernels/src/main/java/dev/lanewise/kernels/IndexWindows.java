package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Where the windows of a gather or scatter lie: for each position in the start indices, the byte
 * offset of its window in the operand and in the array of windows.
 */
final class IndexWindows {
  /** What {@link #operandOffset} returns for a window that is to be dropped. */
  static final long DROPPED = -1;

  /** An axis of the positions; strides in bytes. */
  private record Axis(long extent, long operandStride, long windowsStride) {}

  private final String op;
  private final OutOfBounds mode;
  private final boolean longIndices;
  private final long count;
  private final long operandBytes;
  private final long indexBytes;
  private final long windowsBytes;
  private final long[] windowExtents;
  private final long[] operandStrides;
  private final long[] windowsStrides;
  private final long[] windowsExtents;
  private final long[] positionExtents;
  private final long[] positionOperandStrides;
  private final long[] positionWindowsStrides;

  /** For each entry of an index vector: operand axis, its extent, last start, stride in bytes. */
  private final int[] axes;

  private final long[] axisExtents;
  private final long[] lastStarts;
  private final long[] axisStrides;

  IndexWindows(
      String op,
      int width,
      ElementType indexType,
      long[] operandExtents,
      long[] indicesExtents,
      WindowDimensions dimensions,
      long[] sliceSizes,
      OutOfBounds mode) {
    this.op = op;
    this.mode = mode;
    if (indexType != ElementType.I32 && indexType != ElementType.I64) {
      throw new IllegalArgumentException(
          "[" + op + "] indices must be I32 or I64, got " + indexType);
    }
    this.longIndices = indexType == ElementType.I64;
    this.operandBytes = Regions.times(op, Regions.count(op, operandExtents), width);
    this.indexBytes = Regions.times(op, Regions.count(op, indicesExtents), indexType.byteWidth());
    boolean[] hidden = check(operandExtents, indicesExtents, dimensions, sliceSizes);

    this.windowsExtents = windowsExtents(indicesExtents, dimensions, sliceSizes, hidden);
    this.windowsBytes = Regions.times(op, Regions.count(op, windowsExtents), width);
    long[] strides = scaled(Regions.rowMajor(op, operandExtents), width);
    long[] outStrides = scaled(Regions.rowMajor(op, windowsExtents), width);
    this.windowExtents = sliceSizes.clone();
    this.operandStrides = strides;
    this.windowsStrides = new long[operandExtents.length];
    int offset = 0;
    for (int axis = 0; axis < operandExtents.length; axis++) {
      if (!hidden[axis]) {
        windowsStrides[axis] = outStrides[dimensions.offsetDims()[offset++]];
      }
    }

    int entries = dimensions.startIndexMap().length;
    this.axes = dimensions.startIndexMap();
    this.axisExtents = new long[entries];
    this.lastStarts = new long[entries];
    this.axisStrides = new long[entries];
    for (int k = 0; k < entries; k++) {
      int axis = axes[k];
      axisExtents[k] = operandExtents[axis];
      lastStarts[k] = operandExtents[axis] - sliceSizes[axis];
      axisStrides[k] = strides[axis];
    }

    List<Axis> positions = positions(indicesExtents, dimensions, strides, outStrides);
    this.positionExtents = positions.stream().mapToLong(Axis::extent).toArray();
    this.positionOperandStrides = positions.stream().mapToLong(Axis::operandStride).toArray();
    this.positionWindowsStrides = positions.stream().mapToLong(Axis::windowsStride).toArray();
    this.count = windowsBytes == 0 ? 0 : Regions.count(op, positionExtents);
  }

  /** Checks the dimension numbers; returns which operand axes the windows' array does not have. */
  private boolean[] check(
      long[] operandExtents, long[] indicesExtents, WindowDimensions d, long[] sliceSizes) {
    int rank = operandExtents.length;
    Regions.sameRank(op, "slice sizes", rank, sliceSizes.length);
    require(
        indicesExtents.length > 0
            && indicesExtents[indicesExtents.length - 1] == d.startIndexMap().length,
        "the last axis of the indices must hold one entry for each of startIndexMap",
        operandExtents,
        indicesExtents,
        d,
        sliceSizes);
    boolean[] mapped = Regions.axes(op, rank, d.startIndexMap());
    boolean[] collapsed = Regions.axes(op, rank, d.collapsedSliceDims());
    boolean[] batching = Regions.axes(op, rank, d.operandBatchingDims());
    Regions.axes(op, indicesExtents.length - 1, d.startIndicesBatchingDims());
    require(
        d.operandBatchingDims().length == d.startIndicesBatchingDims().length,
        "the operand and the indices must have the same number of batching axes",
        operandExtents,
        indicesExtents,
        d,
        sliceSizes);
    boolean[] hidden = new boolean[rank];
    int visible = 0;
    for (int axis = 0; axis < rank; axis++) {
      hidden[axis] = collapsed[axis] || batching[axis];
      visible += hidden[axis] ? 0 : 1;
      require(
          sliceSizes[axis] >= 0
              && sliceSizes[axis] <= operandExtents[axis]
              && !(hidden[axis] && sliceSizes[axis] != 1)
              && !(batching[axis] && (collapsed[axis] || mapped[axis])),
          "a window must fit in the operand, be 1 on collapsed and batching axes, and start at 0 on"
              + " batching axes",
          operandExtents,
          indicesExtents,
          d,
          sliceSizes);
    }
    for (int k = 0; k < d.operandBatchingDims().length; k++) {
      require(
          operandExtents[d.operandBatchingDims()[k]]
              == indicesExtents[d.startIndicesBatchingDims()[k]],
          "batching axes must have the same extent",
          operandExtents,
          indicesExtents,
          d,
          sliceSizes);
    }
    require(
        visible == d.offsetDims().length && ascending(d.offsetDims()),
        "offsetDims must name one axis, ascending, for each operand axis that is neither collapsed"
            + " nor batching",
        operandExtents,
        indicesExtents,
        d,
        sliceSizes);
    Regions.axes(op, visible + indicesExtents.length - 1, d.offsetDims());
    return hidden;
  }

  private void require(
      boolean condition,
      String expected,
      long[] operandExtents,
      long[] indicesExtents,
      WindowDimensions dimensions,
      long[] sliceSizes) {
    if (!condition) {
      throw new IllegalArgumentException(
          "["
              + op
              + "] "
              + expected
              + ", got operand "
              + Arrays.toString(operandExtents)
              + ", indices "
              + Arrays.toString(indicesExtents)
              + ", slice sizes "
              + Arrays.toString(sliceSizes)
              + ", "
              + dimensions);
    }
  }

  private static boolean ascending(int[] dims) {
    for (int k = 1; k < dims.length; k++) {
      if (dims[k] <= dims[k - 1]) {
        return false;
      }
    }
    return true;
  }

  private static long[] windowsExtents(
      long[] indicesExtents, WindowDimensions d, long[] sliceSizes, boolean[] hidden) {
    long[] extents = new long[d.offsetDims().length + indicesExtents.length - 1];
    boolean[] inside = new boolean[extents.length];
    int offset = 0;
    for (int axis = 0; axis < sliceSizes.length; axis++) {
      if (!hidden[axis]) {
        int at = d.offsetDims()[offset++];
        extents[at] = sliceSizes[axis];
        inside[at] = true;
      }
    }
    int position = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      if (!inside[axis]) {
        extents[axis] = indicesExtents[position++];
      }
    }
    return extents;
  }

  private static long[] scaled(long[] strides, int width) {
    long[] bytes = new long[strides.length];
    for (int axis = 0; axis < strides.length; axis++) {
      bytes[axis] = strides[axis] * width;
    }
    return bytes;
  }

  /** The axes that number the windows, merged where one step serves both sides. */
  private static List<Axis> positions(
      long[] indicesExtents, WindowDimensions d, long[] strides, long[] outStrides) {
    List<Axis> axes = new ArrayList<>();
    int out = 0;
    for (int axis = 0; axis < indicesExtents.length - 1; axis++) {
      while (contains(d.offsetDims(), out)) {
        out++;
      }
      long operandStride = 0;
      for (int k = 0; k < d.startIndicesBatchingDims().length; k++) {
        if (d.startIndicesBatchingDims()[k] == axis) {
          operandStride = strides[d.operandBatchingDims()[k]];
        }
      }
      Axis next = new Axis(indicesExtents[axis], operandStride, outStrides[out++]);
      if (!axes.isEmpty()
          && axes.getLast().operandStride == next.operandStride * next.extent
          && axes.getLast().windowsStride == next.windowsStride * next.extent) {
        Axis merged =
            new Axis(axes.getLast().extent * next.extent, next.operandStride, next.windowsStride);
        axes.set(axes.size() - 1, merged);
      } else {
        axes.add(next);
      }
    }
    return axes;
  }

  private static boolean contains(int[] dims, int dim) {
    for (int d : dims) {
      if (d == dim) {
        return true;
      }
    }
    return false;
  }

  /** Number of windows; zero when they are empty. */
  long count() {
    return count;
  }

  long operandBytes() {
    return operandBytes;
  }

  long indexBytes() {
    return indexBytes;
  }

  long windowsBytes() {
    return windowsBytes;
  }

  /** Extents of the array of windows. */
  long[] windowsExtents() {
    return windowsExtents.clone();
  }

  /** Extents of one window, one for each operand axis. */
  long[] windowExtents() {
    return windowExtents;
  }

  /** Byte strides of the operand, one for each operand axis. */
  long[] operandStrides() {
    return operandStrides;
  }

  /** Byte strides of a window in the array of windows, one for each operand axis. */
  long[] windowsStrides() {
    return windowsStrides;
  }

  /**
   * Byte offset in the operand of the window at a position, or {@link #DROPPED}.
   *
   * @throws IndexOutOfBoundsException if the window does not fit and the mode is ERROR
   */
  long operandOffset(MemorySegment indices, long indexOffset, long position) {
    long offset = 0;
    int entries = axes.length;
    for (int k = 0; k < entries; k++) {
      long element = position * entries + k;
      long index =
          longIndices
              ? indices.get(ValueLayout.JAVA_LONG_UNALIGNED, indexOffset + element * Long.BYTES)
              : indices.get(ValueLayout.JAVA_INT_UNALIGNED, indexOffset + element * Integer.BYTES);
      if (index < 0 || index > lastStarts[k]) {
        switch (mode) {
          case ERROR -> throw outOfRange(index, position, k);
          case DROP -> {
            return DROPPED;
          }
          case CLIP -> index = Math.clamp(index, 0L, lastStarts[k]);
        }
      }
      offset += index * axisStrides[k];
    }
    return offset + along(position, positionOperandStrides);
  }

  private IndexOutOfBoundsException outOfRange(long index, long position, int entry) {
    long window = axisExtents[entry] - lastStarts[entry];
    return new IndexOutOfBoundsException(
        "["
            + op
            + "] index "
            + index
            + " at position "
            + position
            + " is out of range for axis "
            + axes[entry]
            + " of size "
            + axisExtents[entry]
            + (window == 1 ? "" : " with a window of " + window));
  }

  /** Byte offset in the array of windows of the window at a position. */
  long windowsOffset(long position) {
    return along(position, positionWindowsStrides);
  }

  private long along(long position, long[] strides) {
    int last = positionExtents.length - 1;
    if (last < 0) {
      return 0;
    }
    long offset = 0;
    long index = position;
    for (int axis = last; axis > 0; axis--) {
      long rest = index / positionExtents[axis];
      offset += (index - rest * positionExtents[axis]) * strides[axis];
      index = rest;
    }
    return offset + index * strides[0];
  }

  /** Throws for the first window that does not fit, where the mode is ERROR. */
  void validate(MemorySegment indices, long indexOffset) {
    if (mode == OutOfBounds.ERROR) {
      for (long position = 0; position < count; position++) {
        operandOffset(indices, indexOffset, position);
      }
    }
  }
}
