package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A dense tensor read as a batch of matrices without moving an element. The batch may be walked at
 * two strides, as that of attention's [tokens of each text, heads, width] is, where all heads of a
 * text lie side by side.
 *
 * @param transposed whether the matrices lie transposed in memory
 * @param leading elements between two rows as they lie in memory
 * @param batchStride elements between two matrices
 * @param inner how many matrices are walked so before the next outer stride
 * @param outerStride elements between the first matrices of two such walks
 */
record MatrixView(boolean transposed, int leading, long batchStride, int inner, long outerStride) {
  /** A batch that is walked at one stride. */
  MatrixView(boolean transposed, int leading, long batchStride) {
    this(transposed, leading, batchStride, Integer.MAX_VALUE, 0);
  }

  /** Elements from the first matrix to another. */
  long at(int matrix) {
    return matrix / inner * outerStride + matrix % inner * batchStride;
  }

  /** The matrix behind the last that is walked at the inner stride from the given one on. */
  int end(int matrix, int limit) {
    return (int) Math.min(limit, (matrix / inner + 1L) * inner);
  }

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
    Run r = Run.of(shape, rows);
    Run c = Run.of(shape, columns);
    if (r == null || c == null) {
      return null;
    }
    boolean transposed = c.stride() != 1 && c.stride() != Run.ANY;
    if (transposed && r.stride() != 1 && r.stride() != Run.ANY) {
      return null;
    }
    long rowLength = transposed ? r.extent() : c.extent();
    long stride = transposed ? c.stride() : r.stride();
    long leading = stride == Run.ANY ? Math.max(1, rowLength) : stride;
    // A leading dimension shorter than a row means that rows overlap or interleave.
    if (leading < rowLength || leading > Integer.MAX_VALUE) {
      return null;
    }
    for (int outer = 0; outer <= batch.size(); outer++) {
      Run o = Run.of(shape, first(batch, outer));
      Run b = Run.of(shape, last(batch, outer));
      if (o != null && b != null) {
        long batchStride = Math.max(b.stride(), 0);
        return outer == 0
            ? new MatrixView(transposed, (int) leading, batchStride)
            : new MatrixView(
                transposed,
                (int) leading,
                batchStride,
                Math.toIntExact(b.extent()),
                Math.max(o.stride(), 0));
      }
    }
    return null;
  }

  private static Ints first(Ints axes, int count) {
    return Ints.of(axes.stream().limit(count).toArray());
  }

  private static Ints last(Ints axes, int from) {
    return Ints.of(axes.stream().skip(from).toArray());
  }
}
