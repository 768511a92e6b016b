package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * pow for F32 lanes as {@code exp(y log|x|)} in double lanes, half a vector at a time: the
 * logarithm's error of 2^-53, times an exponent below 2^7, leaves some 20 bits more than a float
 * has.
 */
final class FloatPower {
  private FloatPower() {}

  static FloatVector pow(FloatVector x, FloatVector y) {
    return FloatHalves.join(
        DoublePower.viaLog(FloatHalves.lower(x), FloatHalves.lower(y)),
        DoublePower.viaLog(FloatHalves.upper(x), FloatHalves.upper(y)));
  }

  /** What {@link #powOfHalf} needs to know: the double vectors with as many lanes. */
  record Widened(VectorSpecies<Double> species) {}

  /**
   * Returns the same bits as {@link #pow}, for vectors half as wide as the machine's: two halves in
   * one loop are more code than HotSpot's compilers finish.
   */
  static FloatVector powOfHalf(
      FloatVector x, FloatVector y, VectorSpecies<Float> out, Widened widened) {
    VectorSpecies<Double> doubles = widened.species();
    DoubleVector base = (DoubleVector) Lanes.exact(doubles, x.castShape(doubles, 0));
    DoubleVector exponent = (DoubleVector) Lanes.exact(doubles, y.castShape(doubles, 0));
    return (FloatVector) DoublePower.viaLog(base, exponent).castShape(out, 0);
  }
}
