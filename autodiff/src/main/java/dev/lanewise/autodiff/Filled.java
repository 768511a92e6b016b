package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;

/** A tensor of equal elements. */
final class Filled extends GeneratedTensor {
  private final Literal element;

  private Filled(TensorType type, Literal element) {
    super(type);
    this.element = element;
  }

  /**
   * Equal elements of a type.
   *
   * @throws IllegalArgumentException if the type cannot hold the value
   */
  static Filled of(TensorType type, double value) {
    requireHolds(type.dtype(), value);
    return new Filled(type, Literal.scalar(type.dtype(), value));
  }

  /** An I64 scalar. */
  static Filled ofLong(long value) {
    TensorType type = TensorType.scalar(DType.I64);
    return new Filled(type, Literal.ofIntegers(type, value));
  }

  /** The element, a scalar. */
  Literal element() {
    return element;
  }

  private static void requireHolds(DType dtype, double value) {
    if (!holds(dtype, value)) {
      throw Errors.op("full", "%s cannot hold %s".formatted(dtype, value));
    }
  }

  /** Whether a value becomes an element of a type without more than rounding of a float. */
  static boolean holds(DType dtype, double value) {
    return switch (dtype) {
      case F32, F64, BF16 -> true;
      case I32 -> value == (int) value;
      // Beyond 2^53 a double stands for several integers.
      case I64 -> value == (long) value && Math.abs(value) <= 0x1p53;
      case BOOL -> value == 0 || value == 1;
    };
  }

  @Override
  Value emit(GraphBuilder builder) {
    Value scalar = builder.constant(element);
    return builder.broadcast(scalar, shape(), Ints.of());
  }
}
