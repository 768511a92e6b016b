package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Computes first and repeats afterwards: an elementwise operation on operands that are all repeated
 * in the same way is applied to what is repeated. Equal elements fit every way of repeating.
 */
final class BroadcastSinking {
  private final Simplifier to;

  BroadcastSinking(Simplifier to) {
    this.to = to;
  }

  @Nullable Value simplify(Op op, List<Value> operands) {
    Movement.BroadcastInDim common = null;
    Shape source = Shape.scalar();
    for (Value operand : operands) {
      if (Match.splat(operand) != null) {
        continue;
      }
      Node node = operand.node();
      if (node == null || !(node.op() instanceof Movement.BroadcastInDim broadcast)) {
        return null;
      }
      Shape repeated = node.operand(0).shape();
      if (common != null && !(broadcast.equals(common) && repeated.equals(source))) {
        return null;
      }
      common = broadcast;
      source = repeated;
    }
    // With nothing repeated there are only known elements, which constant folding deals with.
    if (operands.isEmpty() || operands.getFirst().type().size() <= source.size()) {
      return null;
    }
    Movement.BroadcastInDim outer =
        common != null
            ? common
            : new Movement.BroadcastInDim(operands.getFirst().shape(), Ints.of());
    List<Value> inner = new ArrayList<>();
    for (Value operand : operands) {
      inner.add(sourceOf(operand, source));
    }
    return to.emit(outer, to.emit(op, inner).getFirst());
  }

  /** What an operand repeats, or its known element in the same shape. */
  private Value sourceOf(Value operand, Shape source) {
    Literal splat = Match.splat(operand);
    return splat != null
        ? to.full(splat, source)
        : Objects.requireNonNull(operand.node()).operand(0);
  }
}
