package dev.lanewise.kernels;

import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Exact lane functions for F32: rounding to integers, signs, order, neighbours. */
final class FloatLanes {
  /** 2^23: from here on every number is an integer. */
  private static final float ALL_INTEGERS = 0x1p23f;

  private FloatLanes() {}

  /** Returns y, which is not negative, with the sign of x. */
  static FloatVector withSignOf(FloatVector y, FloatVector x) {
    return y.reinterpretAsInts()
        .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
        .reinterpretAsFloats();
  }

  static FloatVector sign(FloatVector x) {
    return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
  }

  static FloatVector round(FloatVector x) {
    FloatVector size = x.abs();
    FloatVector y = withSignOf(size.add(ALL_INTEGERS).sub(ALL_INTEGERS), x);
    return x.blend(y, size.compare(VectorOperators.LT, ALL_INTEGERS));
  }

  static FloatVector floor(FloatVector x) {
    FloatVector y = round(x);
    return y.blend(y.sub(1), y.compare(VectorOperators.GT, x));
  }

  static FloatVector ceil(FloatVector x) {
    FloatVector y = round(x);
    y = y.blend(y.add(1), y.compare(VectorOperators.LT, x));
    // What was rounded up from (-1, 0) is -0.
    return y.reinterpretAsInts()
        .or(x.reinterpretAsInts().and(Integer.MIN_VALUE))
        .reinterpretAsFloats();
  }

  static FloatVector nextAfter(FloatVector x, FloatVector y) {
    IntVector bits = x.reinterpretAsInts();
    VectorMask<Float> up = y.compare(VectorOperators.GT, x);
    VectorMask<Float> outward = up.xor(x.compare(VectorOperators.LT, 0));
    FloatVector next =
        bits.sub(1).blend(bits.add(1), outward.cast(bits.species())).reinterpretAsFloats();
    FloatVector least = x.broadcast(Float.MIN_VALUE);
    return next.blend(withSignOf(least, y), x.compare(VectorOperators.EQ, 0))
        .blend(y, x.compare(VectorOperators.EQ, y))
        .blend(x.add(y), x.compare(VectorOperators.NE, x).or(y.compare(VectorOperators.NE, y)));
  }
}
