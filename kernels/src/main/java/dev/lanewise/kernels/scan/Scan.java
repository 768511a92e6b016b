package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.ElementType;

/**
 * Cumulative reductions along one axis: element i of the result combines elements 0 to i.
 *
 * <p>Elements are combined one after the other, whatever the lanes or threads. With u half an ULP
 * of 1 in the type, the error of element i (from 1) is at most:
 *
 * <ul>
 *   <li>SUM of F32, which is accumulated in F64 and rounded once: {@code u |s| + i 2^-53 sum|x|}.
 *   <li>SUM of F64, which keeps what each addition rounds off: {@code u |s| + (i u)^2 sum|x|} (T.
 *       Ogita, S. M. Rump, S. Oishi, "Accurate sum and dot product", SIAM Journal on Scientific
 *       Computing 26, 2005, for i u below 1/2).
 *   <li>PROD of F32, accumulated in F64: {@code (u + i 2^-53) |p|}; of F64: {@code i u |p|}, unless
 *       a product before it has become subnormal.
 *   <li>LOG_SUM_EXP, computed in F64: {@code u |y| + (5 + log i) i 2^-53 + 2^-52 |y|}.
 *   <li>MAX, MIN and integers: exact.
 * </ul>
 */
public final class Scan {
  private Scan() {}

  /**
   * Prepares a scan along the middle axis of a row-major array {@code [outer, n, inner]}.
   *
   * @param exclusive whether element i combines the elements before it only, and the first is what
   *     the combination of none is
   * @param reverse whether to go from the last element to the first
   * @throws IllegalArgumentException if the type does not have the cumulation, or an extent is
   *     negative
   */
  public static ScanPlan plan(
      Cumulation cumulation,
      ElementType type,
      long outer,
      long n,
      long inner,
      boolean exclusive,
      boolean reverse) {
    if (!cumulation.supports(type)) {
      throw new IllegalArgumentException("[scan] " + cumulation + " is not defined for " + type);
    }
    return new ScanPlan(cumulation, type, outer, n, inner, exclusive, reverse);
  }
}
