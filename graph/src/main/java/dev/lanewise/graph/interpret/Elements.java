package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;

/** The elements of a result while it is computed. All are zero at first. */
final class Elements {
  private final TensorType type;
  private final double[] reals;
  private final long[] integers;

  Elements(TensorType type) {
    if (type.size() > Integer.MAX_VALUE - 8) {
      throw new IllegalArgumentException("[interpreter] " + type + " is too large for an array");
    }
    this.type = type;
    boolean floating = type.dtype().isFloating();
    this.reals = new double[floating ? (int) type.size() : 0];
    this.integers = new long[floating ? 0 : (int) type.size()];
  }

  /** The elements of an existing tensor, to be changed. */
  static Elements copyOf(Literal literal) {
    Elements copy = new Elements(literal.type());
    for (int i = 0; i < literal.size(); i++) {
      copy.set(i, literal, i);
    }
    return copy;
  }

  int size() {
    return (int) type.size();
  }

  void set(int index, double value) {
    reals[index] = value;
  }

  void set(int index, long value) {
    integers[index] = value;
  }

  /** Copies an element of a tensor of the same element type. */
  void set(int index, Literal from, int fromIndex) {
    if (type.dtype().isFloating()) {
      reals[index] = from.real(fromIndex);
    } else {
      integers[index] = from.integer(fromIndex);
    }
  }

  /** Adds an element of a tensor of the same element type; rounding waits for the end. */
  void add(int index, Literal from, int fromIndex) {
    if (type.dtype().isFloating()) {
      reals[index] += from.real(fromIndex);
    } else {
      integers[index] += from.integer(fromIndex);
    }
  }

  /** The finished tensor, rounded or wrapped to its element type. */
  Literal toLiteral() {
    return type.dtype().isFloating()
        ? Literal.ofReals(type, reals)
        : Literal.ofIntegers(type, integers);
  }
}
