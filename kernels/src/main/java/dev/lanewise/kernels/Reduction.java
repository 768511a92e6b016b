package dev.lanewise.kernels;

import jdk.incubator.vector.VectorOperators;

/** What a {@link Reduce reduction} combines elements with. */
public enum Reduction {
  /** Sum; the empty sum is 0. Integers wrap. */
  SUM,
  /** Product; the empty product is 1. Integers wrap. */
  PROD,
  /**
   * Largest element; of none, negative infinity, the least integer, or false. NaN if any element is
   * NaN; negative zero is less than positive zero.
   */
  MAX,
  /**
   * Smallest element; of none, positive infinity, the greatest integer, or true. NaN if any element
   * is NaN; negative zero is less than positive zero.
   */
  MIN,
  /** Bitwise and of integers, logical and of BOOL; of none, all ones. */
  AND,
  /** Bitwise or of integers, logical or of BOOL; of none, 0. */
  OR;

  /** Whether elements of a type can be combined so. */
  boolean supports(ElementType type) {
    return switch (type) {
      case F32, F64 -> this != AND && this != OR;
      case I32, I64 -> true;
      case BOOL -> this != SUM && this != PROD;
      case BF16 -> false;
    };
  }

  /**
   * The lane operation. Any non-zero byte is true, so BOOL compares bytes as unsigned numbers: the
   * minimum with the identity 1 is the logical and.
   */
  VectorOperators.Binary operator(ElementType type) {
    boolean bool = type == ElementType.BOOL;
    return switch (this) {
      case SUM -> VectorOperators.ADD;
      case PROD -> VectorOperators.MUL;
      case MAX -> bool ? VectorOperators.OR : VectorOperators.MAX;
      case MIN -> bool ? VectorOperators.UMIN : VectorOperators.MIN;
      case AND -> bool ? VectorOperators.UMIN : VectorOperators.AND;
      case OR -> VectorOperators.OR;
    };
  }

  /** Whether the operation may leave a BOOL that is neither 0 nor 1. */
  boolean leavesBits(ElementType type) {
    return type == ElementType.BOOL && (this == MAX || this == OR);
  }

  /**
   * The bits of the identity, which combined with any element gives that element, in the low bytes.
   *
   * @throws IllegalArgumentException for BF16, which is not combined
   */
  public long identity(ElementType type) {
    return switch (type) {
      case F32 -> Float.floatToRawIntBits((float) floatIdentity());
      case F64 -> Double.doubleToRawLongBits(floatIdentity());
      case I32 -> this == MAX ? Integer.MIN_VALUE : this == MIN ? Integer.MAX_VALUE : small();
      case I64 -> this == MAX ? Long.MIN_VALUE : this == MIN ? Long.MAX_VALUE : small();
      case BOOL -> this == MIN || this == AND ? 1 : 0;
      case BF16 -> throw new IllegalArgumentException("[reduce] no reduction of BF16");
    };
  }

  private double floatIdentity() {
    return switch (this) {
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      default -> 0;
    };
  }

  private long small() {
    return this == PROD ? 1 : this == AND ? -1 : 0;
  }
}
