package dev.lanewise.kernels;

import java.util.Arrays;

/**
 * The place of the largest or smallest element along one axis of a row-major contiguous array, as
 * NumPy's argmax and argmin: the first of equals, where -0 equals +0; NaN is more extreme than any
 * number, so the first NaN wins.
 */
public final class ArgReduce {
  private ArgReduce() {}

  /**
   * Prepares an argmax.
   *
   * @param type F32, F64, I32, I64 or BOOL
   * @param indexType I32 or I64: the type of the result, whose extents are those of the input
   *     without the axis
   * @throws IllegalArgumentException if a type is another, the axis is not one of the input's, it
   *     is empty, or its extent does not fit in the index type
   */
  public static ArgReducePlan argMax(
      ElementType type, ElementType indexType, long[] extents, int axis) {
    return plan("argMax", Reduction.MAX, type, indexType, extents, axis);
  }

  /**
   * Prepares an argmin.
   *
   * @param type F32, F64, I32, I64 or BOOL
   * @param indexType I32 or I64: the type of the result, whose extents are those of the input
   *     without the axis
   * @throws IllegalArgumentException if a type is another, the axis is not one of the input's, it
   *     is empty, or its extent does not fit in the index type
   */
  public static ArgReducePlan argMin(
      ElementType type, ElementType indexType, long[] extents, int axis) {
    return plan("argMin", Reduction.MIN, type, indexType, extents, axis);
  }

  private static ArgReducePlan plan(
      String op,
      Reduction reduction,
      ElementType type,
      ElementType indexType,
      long[] extents,
      int axis) {
    if (type == ElementType.BF16
        || (indexType != ElementType.I32 && indexType != ElementType.I64)) {
      throw new IllegalArgumentException(
          "["
              + op
              + "] is defined for F32, F64, I32, I64 and BOOL with I32 or I64 indices, got "
              + type
              + " and "
              + indexType);
    }
    Regions.axes(op, extents.length, axis);
    Regions.count(op, extents);
    if (extents[axis] == 0 || (indexType == ElementType.I32 && extents[axis] > Integer.MAX_VALUE)) {
      throw new IllegalArgumentException(
          "["
              + op
              + "] axis "
              + axis
              + " of "
              + Arrays.toString(extents)
              + " must have at least one element and fit in "
              + indexType);
    }
    return new ArgReducePlan(op, reduction, type, indexType, extents, axis);
  }
}
