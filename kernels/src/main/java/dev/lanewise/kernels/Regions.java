package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Checks made at the door of every kernel: extents, strides and the bytes they reach, with
 * arithmetic that refuses to overflow.
 */
final class Regions {
  private Regions() {}

  /**
   * Number of elements of a shape.
   *
   * @throws IllegalArgumentException if an extent is negative or the product of the extents does
   *     not fit in a long
   */
  static long count(String op, long[] extents) {
    long count = 1;
    boolean empty = false;
    for (long extent : extents) {
      if (extent < 0) {
        throw new IllegalArgumentException(
            "[" + op + "] extents must not be negative, got " + Arrays.toString(extents));
      }
      empty |= extent == 0;
    }
    if (empty) {
      return 0;
    }
    for (long extent : extents) {
      count = times(op, count, extent);
    }
    return count;
  }

  /** Row-major strides of a shape in elements; the last axis has stride 1. */
  static long[] rowMajor(String op, long[] extents) {
    long[] strides = new long[extents.length];
    long stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride = times(op, stride, Math.max(1, extents[axis]));
    }
    return strides;
  }

  /** Product of two longs, or an exception that names the operation. */
  static long times(String op, long a, long b) {
    if (Math.multiplyHigh(a, b) != (a * b) >> 63) {
      throw new IllegalArgumentException(
          "[" + op + "] extents and strides reach past 2^63 bytes: " + a + " * " + b);
    }
    return a * b;
  }

  /** Sum of two longs, or an exception that names the operation. */
  static long plus(String op, long a, long b) {
    long sum = a + b;
    if (((a ^ sum) & (b ^ sum)) < 0) {
      throw new IllegalArgumentException(
          "[" + op + "] extents and strides reach past 2^63 bytes: " + a + " + " + b);
    }
    return sum;
  }

  /** Lowest offset reached by a strided region whose first element is at 0; zero or negative. */
  static long lowest(String op, long[] extents, long[] strides) {
    long low = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      if (strides[axis] < 0) {
        low = plus(op, low, times(op, extents[axis] - 1, strides[axis]));
      }
    }
    return low;
  }

  /** Highest offset reached by a strided region whose first element is at 0; zero or positive. */
  static long highest(String op, long[] extents, long[] strides) {
    long high = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      if (strides[axis] > 0) {
        high = plus(op, high, times(op, extents[axis] - 1, strides[axis]));
      }
    }
    return high;
  }

  /** Refuses an axis outside {@code [0, rank)} or named twice; returns the axes as flags. */
  static boolean[] axes(String op, int rank, int... axes) {
    boolean[] named = new boolean[rank];
    for (int axis : axes) {
      if (axis < 0 || axis >= rank || named[axis]) {
        throw new IllegalArgumentException(
            "["
                + op
                + "] axes must be distinct and in [0, "
                + rank
                + "), got "
                + Arrays.toString(axes));
      }
      named[axis] = true;
    }
    return named;
  }

  /** Refuses arrays that do not have one entry for each axis. */
  static void sameRank(String op, String what, int rank, int length) {
    if (length != rank) {
      throw new IllegalArgumentException(
          "["
              + op
              + "] "
              + what
              + " must have one entry for each of "
              + rank
              + " axes, got "
              + length);
    }
  }

  /**
   * Checks that a kernel may read bytes {@code [offset + low, offset + high)} of a segment.
   *
   * @throws IllegalArgumentException if the segment is not native
   * @throws IndexOutOfBoundsException if the region does not lie inside the segment
   */
  static void readable(
      String op, String name, MemorySegment segment, long offset, long low, long high) {
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "[" + op + "] " + name + " must be a native segment, got a heap segment");
    }
    if (offset < 0
        || offset > segment.byteSize()
        || low < -offset
        || high > segment.byteSize() - offset) {
      throw new IndexOutOfBoundsException(
          "["
              + op
              + "] "
              + name
              + " needs bytes ["
              + low
              + ", "
              + high
              + ") from offset "
              + offset
              + ", its segment has "
              + segment.byteSize()
              + " bytes");
    }
  }

  /**
   * Checks that a kernel may write bytes {@code [offset + low, offset + high)} of a segment.
   *
   * @throws IllegalArgumentException if the segment is not native or is read-only
   * @throws IndexOutOfBoundsException if the region does not lie inside the segment
   */
  static void writable(
      String op, String name, MemorySegment segment, long offset, long low, long high) {
    readable(op, name, segment, offset, low, high);
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException("[" + op + "] " + name + " is read-only");
    }
  }

  /** Checks a range of units of work. */
  static void units(String op, long from, long to, long units) {
    if (from < 0 || to < from || to > units) {
      throw new IndexOutOfBoundsException(
          "[" + op + "] units [" + from + ", " + to + ") lie outside [0, " + units + ")");
    }
  }
}
