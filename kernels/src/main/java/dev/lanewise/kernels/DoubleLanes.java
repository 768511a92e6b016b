package dev.lanewise.kernels;

import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;

/** Exact lane functions for F64: rounding to integers, signs, order, neighbours. */
final class DoubleLanes {
  /** 2^52: from here on every number is an integer. */
  private static final double ALL_INTEGERS = 0x1p52;

  private DoubleLanes() {}

  /** Returns y, which is not negative, with the sign of x. */
  static DoubleVector withSignOf(DoubleVector y, DoubleVector x) {
    return y.reinterpretAsLongs()
        .or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
        .reinterpretAsDoubles();
  }

  static DoubleVector sign(DoubleVector x) {
    return x.blend(1, x.compare(VectorOperators.GT, 0)).blend(-1, x.compare(VectorOperators.LT, 0));
  }

  static DoubleVector round(DoubleVector x) {
    DoubleVector size = x.abs();
    DoubleVector y = withSignOf(size.add(ALL_INTEGERS).sub(ALL_INTEGERS), x);
    return x.blend(y, size.compare(VectorOperators.LT, ALL_INTEGERS));
  }

  static DoubleVector floor(DoubleVector x) {
    DoubleVector y = round(x);
    return y.blend(y.sub(1), y.compare(VectorOperators.GT, x));
  }

  static DoubleVector ceil(DoubleVector x) {
    DoubleVector y = round(x);
    y = y.blend(y.add(1), y.compare(VectorOperators.LT, x));
    // What was rounded up from (-1, 0) is -0.
    return y.reinterpretAsLongs()
        .or(x.reinterpretAsLongs().and(Long.MIN_VALUE))
        .reinterpretAsDoubles();
  }

  static DoubleVector nextAfter(DoubleVector x, DoubleVector y) {
    LongVector bits = x.reinterpretAsLongs();
    VectorMask<Double> up = y.compare(VectorOperators.GT, x);
    VectorMask<Double> outward = up.xor(x.compare(VectorOperators.LT, 0));
    DoubleVector next =
        bits.sub(1).blend(bits.add(1), outward.cast(bits.species())).reinterpretAsDoubles();
    DoubleVector least = x.broadcast(Double.MIN_VALUE);
    return next.blend(withSignOf(least, y), x.compare(VectorOperators.EQ, 0))
        .blend(y, x.compare(VectorOperators.EQ, y))
        .blend(x.add(y), x.compare(VectorOperators.NE, x).or(y.compare(VectorOperators.NE, y)));
  }
}
