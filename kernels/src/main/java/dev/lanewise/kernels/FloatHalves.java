package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;

/**
 * A float vector as two double vectors of the same width, for what needs more than 24 bits inside.
 */
final class FloatHalves {
  private FloatHalves() {}

  /** Returns the lower half of the lanes, exactly. */
  static DoubleVector lower(FloatVector x) {
    return (DoubleVector) x.convert(VectorOperators.F2D, 0);
  }

  /** Returns the upper half of the lanes, exactly. */
  static DoubleVector upper(FloatVector x) {
    return (DoubleVector) x.convert(VectorOperators.F2D, 1);
  }

  /** Returns both halves in one vector, rounded. */
  static FloatVector join(DoubleVector lower, DoubleVector upper) {
    FloatVector low = (FloatVector) lower.convert(VectorOperators.D2F, 0);
    FloatVector high = (FloatVector) upper.convert(VectorOperators.D2F, -1);
    return low.reinterpretAsInts().or(high.reinterpretAsInts()).reinterpretAsFloats();
  }
}
