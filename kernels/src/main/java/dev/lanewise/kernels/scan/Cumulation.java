package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.ElementType;

/** What a {@link Scan} combines elements with, in their order. */
public enum Cumulation {
  /** Sum; of none, 0. Integers wrap. */
  SUM,
  /** Product; of none, 1. Integers wrap. */
  PROD,
  /**
   * Largest element; of none, negative infinity or the least integer. NaN from the first NaN on;
   * negative zero is less than positive zero.
   */
  MAX,
  /**
   * Smallest element; of none, positive infinity or the greatest integer. NaN from the first NaN
   * on; negative zero is less than positive zero.
   */
  MIN,
  /** {@code log(sum(exp(x)))}, of F32 and F64; of none, negative infinity. Overflows nowhere. */
  LOG_SUM_EXP;

  /** Whether elements of a type can be combined so. */
  public boolean supports(ElementType type) {
    return switch (type) {
      case F32, F64 -> true;
      case I32, I64 -> this != LOG_SUM_EXP;
      case BF16, BOOL -> false;
    };
  }
}
