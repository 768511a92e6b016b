package dev.lanewise.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/** Arithmetic on F32 lanes that are given as unevaluated sums of two numbers. */
final class FloatSums {
  private FloatSums() {}

  /**
   * Returns what {@code sum = a + b} rounded off (Knuth's two-sum): exact for any order of size.
   */
  static FloatVector lost(FloatVector a, FloatVector b, FloatVector sum) {
    FloatVector back = sum.sub(a);
    return a.sub(sum.sub(back)).add(b.sub(back));
  }

  /**
   * Returns {@code a / b} less its rounded value {@code q = a * inverse}, {@code inverse = 1/b}.
   */
  static FloatVector quotientLow(
      FloatVector q,
      FloatVector a,
      FloatVector aLow,
      FloatVector b,
      FloatVector bLow,
      FloatVector inverse) {
    FloatVector rest = q.neg().lanewise(VectorOperators.FMA, b, a).add(aLow);
    return q.neg().lanewise(VectorOperators.FMA, bLow, rest).mul(inverse);
  }
}
