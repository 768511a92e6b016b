package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** pow in double lanes. */
final class DoublePower {
  private DoublePower() {}

  /** {@code exp(y log|x|)} with the sign and the special cases of {@link Math#pow}. */
  static DoubleVector viaLog(DoubleVector x, DoubleVector y) {
    DoubleVector size = DoubleExponential.exp(y.mul(DoubleLogarithm.log(x.abs())));
    return signed(size, x, y);
  }

  /**
   * Gives {@code |x|^y} the sign and the NaNs that a negative x brings, and makes 1 of a zero
   * power. Infinities and zeros have come out of exp and log by themselves.
   */
  private static DoubleVector signed(DoubleVector size, DoubleVector x, DoubleVector y) {
    VectorMask<Double> whole = y.compare(VectorOperators.EQ, DoubleLanes.round(y));
    DoubleVector half = y.mul(0.5);
    VectorMask<Double> odd = whole.and(half.compare(VectorOperators.NE, DoubleLanes.round(half)));
    VectorMask<Double> minus =
        Lanes.exact(
            x.species(), x.reinterpretAsLongs().compare(VectorOperators.LT, 0).cast(x.species()));
    VectorMask<Double> undefined =
        x.compare(VectorOperators.LT, 0)
            .and(x.compare(VectorOperators.GT, Double.NEGATIVE_INFINITY))
            .andNot(whole);
    return size.blend(size.neg(), minus.and(odd))
        .blend(Double.NaN, undefined)
        .blend(1, y.compare(VectorOperators.EQ, 0));
  }
}
