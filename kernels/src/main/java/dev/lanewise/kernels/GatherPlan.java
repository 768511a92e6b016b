package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * A gather prepared once and run many times. Made by {@link Gather}.
 *
 * <p>The units are the positions in the indices; each writes its own window of the result, so any
 * way of dividing them gives the same bytes. A plan may be run by any number of threads at once.
 */
public final class GatherPlan {
  private static final String OP = "gather";
  private static final MemorySegment ZERO = Arena.global().allocate(8, 8);

  private final IndexWindows windows;
  private final CopyPlan copy;
  private final CopyPlan zeros;

  /** Bytes of a window that is contiguous on both sides, otherwise 0. */
  private final long run;

  GatherPlan(int width, IndexWindows windows) {
    this.windows = windows;
    int rank = windows.windowExtents().length;
    long[] operandStrides = elements(windows.operandStrides(), width);
    long[] windowsStrides = elements(windows.windowsStrides(), width);
    this.copy = Movement.plan(width, windows.windowExtents(), operandStrides, windowsStrides);
    this.zeros = Movement.plan(width, windows.windowExtents(), new long[rank], windowsStrides);
    this.run = copy.isOneRun() ? copy.bytes() : 0;
  }

  private static long[] elements(long[] bytes, int width) {
    long[] strides = bytes.clone();
    for (int axis = 0; axis < strides.length; axis++) {
      strides[axis] /= width;
    }
    return strides;
  }

  /** Extents of the result. */
  public long[] outExtents() {
    return windows.windowsExtents();
  }

  /** Bytes of the result. */
  public long bytes() {
    return windows.windowsBytes();
  }

  /** Number of units of work: the windows, or zero when they are empty. */
  public long units() {
    return windows.count();
  }

  /**
   * Gathers every window.
   *
   * @param operandOffset byte offset of the operand
   * @param indexOffset byte offset of the indices
   * @param outOffset byte offset of the result
   * @throws IllegalArgumentException if a segment is not native or {@code out} is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment, or in mode ERROR
   *     if a window does not lie inside the operand
   */
  public void run(
      MemorySegment operand,
      long operandOffset,
      MemorySegment indices,
      long indexOffset,
      MemorySegment out,
      long outOffset) {
    run(operand, operandOffset, indices, indexOffset, out, outOffset, 0, units());
  }

  /**
   * Gathers windows {@code [from, to)}.
   *
   * @param operandOffset byte offset of the operand
   * @param indexOffset byte offset of the indices
   * @param outOffset byte offset of the result
   * @throws IllegalArgumentException if a segment is not native or {@code out} is read-only
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment, the units are
   *     not there, or in mode ERROR if a window does not lie inside the operand
   */
  public void run(
      MemorySegment operand,
      long operandOffset,
      MemorySegment indices,
      long indexOffset,
      MemorySegment out,
      long outOffset,
      long from,
      long to) {
    Regions.readable(OP, "operand", operand, operandOffset, 0, windows.operandBytes());
    Regions.readable(OP, "indices", indices, indexOffset, 0, windows.indexBytes());
    Regions.writable(OP, "output", out, outOffset, 0, windows.windowsBytes());
    Regions.units(OP, from, to, units());
    for (long position = from; position < to; position++) {
      long source = windows.operandOffset(indices, indexOffset, position);
      long target = outOffset + windows.windowsOffset(position);
      if (source == IndexWindows.DROPPED) {
        zeros.move(ZERO, 0, out, target, 0, zeros.units());
      } else if (run > 0) {
        CopyRows.contiguous(operand, operandOffset + source, 0, out, target, 0, 1, run);
      } else {
        copy.move(operand, operandOffset + source, out, target, 0, copy.units());
      }
    }
  }
}
