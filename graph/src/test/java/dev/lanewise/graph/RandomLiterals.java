package dev.lanewise.graph;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import java.util.SplittableRandom;

/** Random tensors. */
public final class RandomLiterals {
  private static final double[] SPECIAL = {
    0.0,
    -0.0,
    1.0,
    -1.0,
    2.0,
    0.5,
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    Float.MAX_VALUE,
    -Float.MAX_VALUE,
    Float.MIN_VALUE,
    Float.MIN_NORMAL,
    Double.MAX_VALUE,
    Double.MIN_VALUE,
    1e10,
    -1e-10,
    16777217.0,
    2147483648.0,
    -9.3e18
  };

  /** How many of the special values are zeros, ones, twos and halves. */
  private static final int ALGEBRAIC = 6;

  private static final long[] SPECIAL_INTEGERS = {
    0,
    1,
    -1,
    2,
    31,
    32,
    64,
    Integer.MAX_VALUE,
    Integer.MIN_VALUE,
    Long.MAX_VALUE,
    Long.MIN_VALUE,
    (1L << 53) + 1
  };

  /** What values are drawn. */
  public enum Values {
    /** Finite values of moderate size. */
    ORDINARY,
    /** Now and then NaN, an infinity, a zero of either sign, a value next to over- or underflow. */
    EXTREME
  }

  private RandomLiterals() {}

  /** A tensor of random elements. */
  public static Literal next(SplittableRandom random, TensorType type, Values values) {
    int size = Math.toIntExact(type.size());
    if (type.dtype().isFloating()) {
      double[] reals = new double[size];
      for (int i = 0; i < size; i++) {
        reals[i] = real(random, values);
      }
      return Literal.ofReals(type, reals);
    }
    long[] integers = new long[size];
    for (int i = 0; i < size; i++) {
      integers[i] = integer(random, type.dtype(), values);
    }
    return Literal.ofIntegers(type, integers);
  }

  /** A tensor whose elements are all the same, often a value that algebra treats specially. */
  public static Literal splat(SplittableRandom random, DType dtype) {
    if (dtype.isFloating()) {
      double value = random.nextInt(4) == 0 ? real(random, Values.EXTREME) : special(random);
      return Literal.ofReals(TensorType.scalar(dtype), value);
    }
    long value = SPECIAL_INTEGERS[random.nextInt(SPECIAL_INTEGERS.length)];
    return Literal.ofIntegers(TensorType.scalar(dtype), dtype == DType.BOOL ? value & 1 : value);
  }

  /** A special value; every other time one of those that algebra has most to say about. */
  private static double special(SplittableRandom random) {
    return SPECIAL[random.nextInt(random.nextBoolean() ? ALGEBRAIC : SPECIAL.length)];
  }

  private static double real(SplittableRandom random, Values values) {
    if (values == Values.EXTREME && random.nextInt(4) == 0) {
      return special(random);
    }
    return switch (random.nextInt(4)) {
      case 0 -> random.nextInt(-4, 5); // ties
      case 1 -> random.nextDouble(-1, 1);
      default -> random.nextDouble(-10, 10);
    };
  }

  private static long integer(SplittableRandom random, DType dtype, Values values) {
    if (dtype == DType.BOOL) {
      return random.nextInt(2);
    }
    if (values == Values.EXTREME && random.nextInt(6) == 0) {
      return SPECIAL_INTEGERS[random.nextInt(SPECIAL_INTEGERS.length)];
    }
    // Small enough to serve as indices and shifts now and then.
    return random.nextInt(8) == 0 ? random.nextInt() : random.nextInt(-3, 9);
  }
}
