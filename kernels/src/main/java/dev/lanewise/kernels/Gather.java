package dev.lanewise.kernels;

/** Copies of windows of an operand whose places are read from an array of indices. */
public final class Gather {
  private Gather() {}

  /**
   * Rows of a table: {@code out[m, d] = table[indices[m], d]}.
   *
   * @param width bytes of an element: 1, 2, 4 or 8
   * @param indexType I32 or I64
   * @param tableRows rows of the table, at least one
   * @param columns elements of a row
   * @param count number of indices
   * @throws IllegalArgumentException if an extent is negative, or a type or width is another
   */
  public static GatherPlan rows(
      int width,
      ElementType indexType,
      long tableRows,
      long columns,
      long count,
      OutOfBounds mode) {
    return plan(
        width,
        indexType,
        new long[] {tableRows, columns},
        new long[] {count, 1},
        WindowDimensions.rows(),
        new long[] {1, columns},
        mode);
  }

  /**
   * XLA's Gather. Operand, indices and result are row-major and contiguous; the last axis of the
   * indices holds the index vectors.
   *
   * @param width bytes of an element: 1, 2, 4 or 8
   * @param indexType I32 or I64
   * @param sliceSizes extents of a window, one for each operand axis
   * @throws IllegalArgumentException if the dimension numbers do not agree with the extents
   */
  public static GatherPlan plan(
      int width,
      ElementType indexType,
      long[] operandExtents,
      long[] indicesExtents,
      WindowDimensions dimensions,
      long[] sliceSizes,
      OutOfBounds mode) {
    return new GatherPlan(
        width,
        new IndexWindows(
            "gather",
            width,
            indexType,
            operandExtents,
            indicesExtents,
            dimensions,
            sliceSizes,
            mode));
  }
}
