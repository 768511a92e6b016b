package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.SplittableRandom;
import java.util.function.Consumer;

/** Seeded shapes, values and the plain odometer that the naive twins walk. */
final class RandomShapes {
  /** Extents at which vector loops change their path, for the machine's own lane counts. */
  static final long[] EDGES = {0, 1, 2, 3, 7, 8, 9, 15, 16, 17, 31, 33, 63, 64, 65, 1000, 4097};

  private RandomShapes() {}

  /**
   * Rank 0 to 5, at most about {@code limit} elements; one axis in ten is empty, two are single.
   */
  static long[] extents(SplittableRandom random, long limit) {
    long[] extents = new long[random.nextInt(6)];
    long count = 1;
    for (int axis = 0; axis < extents.length; axis++) {
      int dice = random.nextInt(20);
      long extent;
      if (dice == 0) {
        extent = 0;
      } else if (dice <= 4) {
        extent = 1;
      } else if (dice <= 16) {
        extent = 2L + random.nextInt(9);
      } else {
        extent = EDGES[random.nextInt(EDGES.length)];
      }
      extents[axis] = extent > 1 && count * extent > limit ? 1 : extent;
      count *= Math.max(1, extents[axis]);
    }
    return extents;
  }

  static long count(long... extents) {
    long count = 1;
    for (long extent : extents) {
      count *= extent;
    }
    return count;
  }

  static long[] rowMajor(long... extents) {
    long[] strides = new long[extents.length];
    long stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= Math.max(1, extents[axis]);
    }
    return strides;
  }

  /** A random order of the axes. */
  static int[] permutation(SplittableRandom random, int rank) {
    int[] order = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int other = random.nextInt(axis + 1);
      order[axis] = order[other];
      order[other] = axis;
    }
    return order;
  }

  /** Calls the visitor with every index of a shape in row-major order; the array is reused. */
  static void forEach(long[] extents, Consumer<long[]> visitor) {
    if (count(extents) == 0) {
      return;
    }
    long[] index = new long[extents.length];
    int axis;
    do {
      visitor.accept(index);
      axis = extents.length - 1;
      while (axis >= 0 && ++index[axis] == extents[axis]) {
        index[axis--] = 0;
      }
    } while (axis >= 0);
  }

  static long dot(long[] index, long[] strides) {
    long sum = 0;
    for (int axis = 0; axis < index.length; axis++) {
      sum += index[axis] * strides[axis];
    }
    return sum;
  }

  static void randomBytes(SplittableRandom random, MemorySegment segment) {
    for (long i = 0; i < segment.byteSize(); i++) {
      segment.set(ValueLayout.JAVA_BYTE, i, (byte) random.nextInt());
    }
  }

  /** Cuts {@code [0, units]} at random places. */
  static long[] cuts(SplittableRandom random, long units) {
    long[] cuts = new long[2 + random.nextInt(5)];
    cuts[cuts.length - 1] = units;
    for (int k = 1; k < cuts.length - 1; k++) {
      cuts[k] = random.nextLong(units + 1);
    }
    Arrays.sort(cuts);
    return cuts;
  }
}
