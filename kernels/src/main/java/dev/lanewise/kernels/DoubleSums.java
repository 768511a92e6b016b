package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorOperators;

/** Arithmetic on F64 lanes that are given as unevaluated sums of two numbers. */
final class DoubleSums {
  private DoubleSums() {}

  /**
   * Returns what {@code sum = a + b} rounded off (Knuth's two-sum): exact for any order of size.
   */
  static DoubleVector lost(DoubleVector a, DoubleVector b, DoubleVector sum) {
    DoubleVector back = sum.sub(a);
    return a.sub(sum.sub(back)).add(b.sub(back));
  }

  /** Returns {@code (a + aLow) / (b + bLow)}, nearly correctly rounded, with one division. */
  static DoubleVector quotient(
      DoubleVector a, DoubleVector aLow, DoubleVector b, DoubleVector bLow) {
    DoubleVector inverse = b.broadcast(1).div(b);
    DoubleVector q = a.mul(inverse);
    DoubleVector rest = q.neg().lanewise(VectorOperators.FMA, b, a).add(aLow);
    rest = q.neg().lanewise(VectorOperators.FMA, bLow, rest);
    return rest.lanewise(VectorOperators.FMA, inverse, q);
  }

  /**
   * Returns {@code a / b} less its rounded value {@code q = a * inverse}, {@code inverse = 1/b}.
   */
  static DoubleVector quotientLow(
      DoubleVector q,
      DoubleVector a,
      DoubleVector aLow,
      DoubleVector b,
      DoubleVector bLow,
      DoubleVector inverse) {
    DoubleVector rest = q.neg().lanewise(VectorOperators.FMA, b, a).add(aLow);
    return q.neg().lanewise(VectorOperators.FMA, bLow, rest).mul(inverse);
  }
}
