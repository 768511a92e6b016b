package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorOperators;

/** Lane functions that are operators of the Vector API, given as the loop's constant, and clamp. */
final class Operators {
  private Operators() {}

  static FloatVector unary(FloatVector x, VectorOperators.Unary operator) {
    return x.lanewise(operator);
  }

  static DoubleVector unary(DoubleVector x, VectorOperators.Unary operator) {
    return x.lanewise(operator);
  }

  static IntVector unary(IntVector x, VectorOperators.Unary operator) {
    return x.lanewise(operator);
  }

  static LongVector unary(LongVector x, VectorOperators.Unary operator) {
    return x.lanewise(operator);
  }

  static FloatVector binary(FloatVector a, FloatVector b, VectorOperators.Binary operator) {
    return a.lanewise(operator, b);
  }

  static DoubleVector binary(DoubleVector a, DoubleVector b, VectorOperators.Binary operator) {
    return a.lanewise(operator, b);
  }

  static IntVector binary(IntVector a, IntVector b, VectorOperators.Binary operator) {
    return a.lanewise(operator, b);
  }

  static LongVector binary(LongVector a, LongVector b, VectorOperators.Binary operator) {
    return a.lanewise(operator, b);
  }

  /** {@code min(max(x, low), high)}. */
  static FloatVector clamp(FloatVector low, FloatVector x, FloatVector high) {
    return x.max(low).min(high);
  }

  /** {@code min(max(x, low), high)}. */
  static DoubleVector clamp(DoubleVector low, DoubleVector x, DoubleVector high) {
    return x.max(low).min(high);
  }

  /** {@code min(max(x, low), high)}. */
  static IntVector clamp(IntVector low, IntVector x, IntVector high) {
    return x.max(low).min(high);
  }

  /** {@code min(max(x, low), high)}. */
  static LongVector clamp(LongVector low, LongVector x, LongVector high) {
    return x.max(low).min(high);
  }
}
