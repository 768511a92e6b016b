package dev.lanewise.kernels.sort;

import dev.lanewise.kernels.ElementType;

/**
 * Stable sorting along the last axis: elements that are equal keep their order, in either
 * direction.
 *
 * <p>Floating-point numbers are in the order of their values, with -0 below +0, and NaN comes last
 * in either direction; all NaNs are equal. Elements are mapped to integers in whose order they are
 * to come; those are sorted by {@link java.util.Arrays#sort} or, in rows of more than 65,536 and
 * where pairs do not fit in a long, by their digits, in time proportional to their number, without
 * an allocation.
 */
public final class Sort {
  /** The longest row. */
  public static final long MAX_LENGTH = Integer.MAX_VALUE - 8L;

  private Sort() {}

  /**
   * Prepares the sorting of an array {@code [rows, n]} along its last axis.
   *
   * @param type F32, F64, I32 or I64
   * @param descending whether the largest comes first
   * @throws IllegalArgumentException if the type is another, an extent is negative, or n is above
   *     {@link #MAX_LENGTH}
   */
  public static SortPlan plan(ElementType type, long rows, long n, boolean descending) {
    require("sort", type, n);
    return new SortPlan(type, rows, n, descending);
  }

  /**
   * Prepares the selection of the first k of every row of an array {@code [rows, n]}, as they would
   * be first if the row were sorted: the largest if descending, ties by the lowest index, NaN last.
   *
   * @param type F32, F64, I32 or I64
   * @throws IllegalArgumentException if the type is another, an extent is negative, n is above
   *     {@link #MAX_LENGTH}, or k is not in {@code [0, n]}
   */
  public static TopKPlan topK(ElementType type, long rows, long n, long k, boolean descending) {
    require("topK", type, n);
    return new TopKPlan(type, rows, n, k, descending);
  }

  private static void require(String op, ElementType type, long n) {
    if (type == ElementType.BF16 || type == ElementType.BOOL) {
      throw new IllegalArgumentException(
          "[%s] expected F32, F64, I32 or I64, got %s".formatted(op, type));
    }
    if (n > MAX_LENGTH) {
      throw new IllegalArgumentException(
          "[%s] rows have at most %d elements, got %d".formatted(op, MAX_LENGTH, n));
    }
  }
}
