package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A dense tensor read as a batch of matrices without moving an element.
 *
 * @param transposed whether the matrices lie transposed in memory
 * @param leading elements between two rows as they lie in memory
 * @param batchStride elements between two matrices
 */
record MatrixView(boolean transposed, int leading, long batchStride) {
  /** A group of axes walked as one: how many elements, and how far apart. */
  private record Run(long extent, long stride) {
    private static final long ANY = -1;

    /** The axes as one, in the order given, or null if no single stride walks them. */
    static @Nullable Run of(Shape shape, Ints axes) {
      long[] strides = shape.strides();
      long extent = 1;
      long stride = ANY;
      for (int i = axes.size() - 1; i >= 0; i--) {
        int axis = axes.get(i);
        if (shape.extent(axis) != 1) {
          if (stride == ANY) {
            stride = strides[axis];
          } else if (strides[axis] != stride * extent) {
            return null;
          }
          extent *= shape.extent(axis);
        }
      }
      return new Run(extent, stride);
    }
  }

  /**
   * A tensor as matrices of {@code rows} by {@code columns}, one for each index of {@code batch}.
   *
   * @return null if that takes a transposition
   */
  static @Nullable MatrixView of(Shape shape, Ints batch, Ints rows, Ints columns) {
    Run b = Run.of(shape, batch);
    Run r = Run.of(shape, rows);
    Run c = Run.of(shape, columns);
    if (b == null || r == null || c == null) {
      return null;
    }
    long batchStride = Math.max(b.stride(), 0);
    if (c.stride() == 1 || c.stride() == Run.ANY) {
      return view(false, r.stride(), c.extent(), batchStride);
    }
    if (r.stride() == 1 || r.stride() == Run.ANY) {
      return view(true, c.stride(), r.extent(), batchStride);
    }
    return null;
  }

  private static @Nullable MatrixView view(
      boolean transposed, long stride, long rowLength, long batchStride) {
    long leading = stride == Run.ANY ? Math.max(1, rowLength) : stride;
    // A leading dimension shorter than a row means that rows overlap or interleave.
    return leading < rowLength || leading > Integer.MAX_VALUE
        ? null
        : new MatrixView(transposed, (int) leading, batchStride);
  }
}
