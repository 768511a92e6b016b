package dev.lanewise.graph.ir;

import java.util.Arrays;

/**
 * An immutable tensor on the heap: the value of a {@link Elementwise.Constant}, and what the
 * reference interpreter computes with. Floating-point elements are held as doubles rounded to the
 * element type, the others as longs; both are exact.
 */
public final class Literal {
  private final TensorType type;
  private final double[] reals;
  private final long[] integers;

  private Literal(TensorType type, double[] reals, long[] integers) {
    this.type = type;
    this.reals = reals;
    this.integers = integers;
    long length = type.dtype().isFloating() ? reals.length : integers.length;
    if (length != type.size()) {
      throw new IllegalArgumentException(
          "[literal] " + type + " has " + type.size() + " elements, given " + length);
    }
  }

  /**
   * A tensor of floating-point values in row-major order, each rounded to the element type.
   *
   * @throws IllegalArgumentException if the type is not floating or the count does not fit
   */
  public static Literal ofReals(TensorType type, double... values) {
    if (!type.dtype().isFloating()) {
      throw new IllegalArgumentException("[literal] a floating type is needed, given " + type);
    }
    double[] rounded = new double[values.length];
    for (int i = 0; i < rounded.length; i++) {
      rounded[i] = type.dtype().round(values[i]);
    }
    return new Literal(type, rounded, new long[0]);
  }

  /**
   * A tensor of integers or truth values (0 and 1) in row-major order, each wrapped to the type.
   *
   * @throws IllegalArgumentException if the type is floating or the count does not fit
   */
  public static Literal ofIntegers(TensorType type, long... values) {
    if (type.dtype().isFloating()) {
      throw new IllegalArgumentException("[literal] an integer type is needed, given " + type);
    }
    long[] wrapped = new long[values.length];
    for (int i = 0; i < wrapped.length; i++) {
      wrapped[i] = type.dtype().wrap(values[i]);
    }
    return new Literal(type, new double[0], wrapped);
  }

  /** A scalar of any type; integers truncate the value. */
  public static Literal scalar(DType dtype, double value) {
    TensorType type = TensorType.scalar(dtype);
    return dtype.isFloating() ? ofReals(type, value) : ofIntegers(type, (long) value);
  }

  /** The element type and shape. */
  public TensorType type() {
    return type;
  }

  /** The number of elements. */
  public int size() {
    return Math.max(reals.length, integers.length);
  }

  /** An element of a floating tensor, by row-major index. */
  public double real(int index) {
    return reals[index];
  }

  /** An element of an integer or truth-value tensor, by row-major index. */
  public long integer(int index) {
    return integers[index];
  }

  /** An element of any type as a double, by row-major index; an I64 beyond 2^53 rounds. */
  public double number(int index) {
    return type.dtype().isFloating() ? reals[index] : integers[index];
  }

  /** Whether all elements are equal, bit for bit; true if there are none. */
  public boolean isSplat() {
    for (int i = 1; i < size(); i++) {
      boolean same =
          type.dtype().isFloating()
              ? Double.doubleToLongBits(reals[i]) == Double.doubleToLongBits(reals[0])
              : integers[i] == integers[0];
      if (!same) {
        return false;
      }
    }
    return true;
  }

  /** The same elements in another shape of the same size. */
  public Literal reshape(Shape shape) {
    return new Literal(type.as(shape), reals, integers);
  }

  /** Equal types and equal elements; NaN equals NaN, and -0 differs from +0. */
  @Override
  public boolean equals(Object other) {
    return other instanceof Literal literal
        && type.equals(literal.type)
        && Arrays.equals(reals, literal.reals)
        && Arrays.equals(integers, literal.integers);
  }

  @Override
  public int hashCode() {
    return 31 * type.hashCode() + 17 * Arrays.hashCode(reals) + Arrays.hashCode(integers);
  }

  /** The type and at most eight elements. */
  @Override
  public String toString() {
    StringBuilder out = new StringBuilder(type.toString()).append('{');
    int shown = Math.min(size(), 8);
    for (int i = 0; i < shown; i++) {
      out.append(i == 0 ? "" : ", ").append(elementText(i));
    }
    return out.append(shown < size() ? ", ...}" : "}").toString();
  }

  private String elementText(int index) {
    return switch (type.dtype()) {
      case F64 -> Double.toString(reals[index]);
      case F32, BF16 -> Float.toString((float) reals[index]);
      case I32, I64 -> Long.toString(integers[index]);
      case BOOL -> Boolean.toString(integers[index] != 0);
    };
  }
}
