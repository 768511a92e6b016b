package dev.lanewise.kernels;

import java.util.Arrays;

/**
 * Reductions over any set of axes of a row-major contiguous array.
 *
 * <p>The order in which elements are combined is fixed by the shape and the lane count of the
 * machine, never by the number of threads. Sums of n floats along the innermost axes take blocks of
 * 4,096 elements, each in 8 vectors of accumulators that are then combined pairwise, and then sum
 * the blocks in the same way; sums along other axes take blocks of 128 rows, eight rows pairwise at
 * a time. With L lanes one block passes an element through at most {@code d = 512 / L + log2(L) +
 * 11} additions (47 for 16 lanes) along the innermost axes and 36 along others, so that with {@code
 * b} levels of blocks the error of a sum is at most {@code b d u / (1 - b d u)} times the sum of
 * the absolute values, where u is half an ULP of 1 (N. J. Higham, Accuracy and Stability of
 * Numerical Algorithms, section 4.2). F32 is summed in F32, F64 in F64.
 */
public final class Reduce {
  private Reduce() {}

  /**
   * Prepares a reduction. The result has the extents of the input without the reduced axes,
   * row-major and contiguous. Reducing over no elements gives the identity of the reduction.
   *
   * @param type F32, F64 (SUM, PROD, MAX, MIN), I32, I64 (all) or BOOL (MAX, MIN, AND, OR)
   * @param axes the axes to reduce over; none gives a copy
   * @throws IllegalArgumentException if the type does not have the reduction, the axes are not
   *     distinct axes of the input, or an extent is negative
   */
  public static ReducePlan plan(
      Reduction reduction, ElementType type, long[] extents, int... axes) {
    if (!reduction.supports(type)) {
      throw new IllegalArgumentException(
          "[reduce] " + reduction + " is not defined for " + type + Arrays.toString(extents));
    }
    boolean[] reduced = Regions.axes("reduce", extents.length, axes);
    return new ReducePlan(reduction, type, extents, reduced);
  }
}
