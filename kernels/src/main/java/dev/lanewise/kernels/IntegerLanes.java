package dev.lanewise.kernels;

import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Lane functions of integers that are more than one operation of the hardware. */
final class IntegerLanes {
  private IntegerLanes() {}

  /** Returns -1, 0 or 1. */
  static IntVector sign(IntVector x) {
    return x.min(1).max(-1);
  }

  /** Returns -1, 0 or 1. */
  static LongVector sign(LongVector x) {
    return x.min(1).max(-1);
  }

  /** Returns {@code a << b}, or 0 where b is not in 0..31. */
  static IntVector shiftLeft(IntVector a, IntVector b) {
    return a.lanewise(VectorOperators.LSHL, b)
        .blend(0, b.compare(VectorOperators.UGE, Integer.SIZE));
  }

  /** Returns {@code a << b}, or 0 where b is not in 0..63. */
  static LongVector shiftLeft(LongVector a, LongVector b) {
    return a.lanewise(VectorOperators.LSHL, b).blend(0, b.compare(VectorOperators.UGE, Long.SIZE));
  }

  /** Returns {@code a >> b}, or only sign bits where b is not in 0..31. */
  static IntVector shiftRightArithmetic(IntVector a, IntVector b) {
    // As an unsigned number every amount out of range is above 31, and 31 leaves only sign bits.
    return a.lanewise(VectorOperators.ASHR, b.lanewise(VectorOperators.UMIN, Integer.SIZE - 1));
  }

  /** Returns {@code a >> b}, or only sign bits where b is not in 0..63. */
  static LongVector shiftRightArithmetic(LongVector a, LongVector b) {
    return a.lanewise(VectorOperators.ASHR, b.lanewise(VectorOperators.UMIN, Long.SIZE - 1));
  }

  /** Returns {@code a >>> b}, or 0 where b is not in 0..31. */
  static IntVector shiftRightLogical(IntVector a, IntVector b) {
    return a.lanewise(VectorOperators.LSHR, b)
        .blend(0, b.compare(VectorOperators.UGE, Integer.SIZE));
  }

  /** Returns {@code a >>> b}, or 0 where b is not in 0..63. */
  static LongVector shiftRightLogical(LongVector a, LongVector b) {
    return a.lanewise(VectorOperators.LSHR, b).blend(0, b.compare(VectorOperators.UGE, Long.SIZE));
  }
}
