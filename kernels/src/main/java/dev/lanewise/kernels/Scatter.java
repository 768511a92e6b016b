package dev.lanewise.kernels;

import java.util.Arrays;

/** Additions of windows to an operand at places read from an array of indices. */
public final class Scatter {
  private static final String OP = "scatterAdd";

  private Scatter() {}

  /**
   * Adds rows to a table: {@code table[indices[m], d] += updates[m, d]}, m ascending.
   *
   * @param type F32, F64, I32 or I64
   * @param indexType I32 or I64
   * @param tableRows rows of the table, at least one
   * @param columns elements of a row
   * @param count number of indices
   * @throws IllegalArgumentException if an extent is negative or a type is another
   */
  public static ScatterPlan addRows(
      ElementType type,
      ElementType indexType,
      long tableRows,
      long columns,
      long count,
      OutOfBounds mode) {
    return add(
        type,
        indexType,
        new long[] {tableRows, columns},
        new long[] {count, 1},
        WindowDimensions.rows(),
        new long[] {1, columns},
        mode);
  }

  /**
   * XLA's Scatter with addition. Operand, indices and updates are row-major and contiguous; the
   * updates have the extents that a {@link Gather} with the same dimension numbers would give.
   * Windows are added in the order of their positions, so the result does not depend on how the
   * work is divided.
   *
   * @param type F32, F64, I32 or I64
   * @param indexType I32 or I64
   * @param windowSizes extents of a window, one for each operand axis
   * @throws IllegalArgumentException if the dimension numbers do not agree with the extents, or a
   *     type is another
   */
  public static ScatterPlan add(
      ElementType type,
      ElementType indexType,
      long[] operandExtents,
      long[] indicesExtents,
      WindowDimensions dimensions,
      long[] windowSizes,
      OutOfBounds mode) {
    if (type == ElementType.BF16 || type == ElementType.BOOL) {
      throw new IllegalArgumentException(
          "[scatterAdd] is not defined for " + type + Arrays.toString(operandExtents));
    }
    return new ScatterPlan(
        type,
        new IndexWindows(
            OP,
            type.byteWidth(),
            indexType,
            operandExtents,
            indicesExtents,
            dimensions,
            windowSizes,
            mode));
  }
}
