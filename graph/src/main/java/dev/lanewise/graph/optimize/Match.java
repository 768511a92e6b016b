package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Questions that the rules ask about what computes a value. */
final class Match {
  private Match() {}

  /** The operand of the operation that computes a value if that operation is the given one. */
  static @Nullable Value operandOf(Value value, Op op) {
    Node node = value.node();
    return node != null && node.op().equals(op) ? node.operand(0) : null;
  }

  /**
   * A scalar that all elements of a value are known to equal, bit for bit; null if there is none.
   */
  static @Nullable Literal splat(Value value) {
    Node node = value.node();
    if (node == null || value.type().size() == 0) {
      return null;
    }
    if (node.op() instanceof Elementwise.Constant constant) {
      return constant.value().isSplat() ? element(constant.value(), 0) : null;
    }
    boolean repeats =
        node.op() instanceof Movement.BroadcastInDim || node.op() instanceof Movement.Reshape;
    return repeats ? splat(node.operand(0)) : null;
  }

  /** One element of a tensor as a scalar. */
  static Literal element(Literal literal, int index) {
    TensorType scalar = TensorType.scalar(literal.type().dtype());
    return literal.type().dtype().isFloating()
        ? Literal.ofReals(scalar, literal.real(index))
        : Literal.ofIntegers(scalar, literal.integer(index));
  }

  /** Whether all elements are known to be the given number; +0 and -0 differ. */
  static boolean isSplat(Value value, double number) {
    Literal splat = splat(value);
    return splat != null
        && (value.dtype().isFloating()
            ? Double.doubleToLongBits(splat.real(0)) == Double.doubleToLongBits(number)
            : splat.integer(0) == number);
  }

  /** Whether all bits of an integer are known to be set, or a truth value to be true. */
  static boolean isAllOnes(Value value) {
    return isSplat(value, value.dtype() == DType.BOOL ? 1 : -1);
  }

  /** Whether two values are known to be equal, bit for bit. */
  static boolean same(Value x, Value y) {
    if (x == y) {
      return true;
    }
    Literal splat = x.type().equals(y.type()) ? splat(x) : null;
    return splat != null && splat.equals(splat(y));
  }

  /** A shape without its axes of extent 1. */
  static Shape squeeze(Shape shape) {
    return Shape.of(IntStream.of(shape.extents()).filter(extent -> extent != 1).toArray());
  }
}
