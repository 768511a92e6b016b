package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Simpler forms of products: a product reads transposed operands as they lie, so that they need not
 * be copied. The same pairs are added in the same order.
 */
final class ContractionRules {
  private final Simplifier to;

  ContractionRules(Simplifier to) {
    this.to = to;
  }

  @Nullable Value simplify(DotGeneral op, Value left, Value right, TensorType type) {
    if (left.type().size() == 0 || right.type().size() == 0) {
      return to.full(Literal.scalar(type.dtype(), 0), type.shape()); // sums of nothing
    }
    Ints leftOrder = readableOrder(left, op.leftContract().concat(op.leftBatch()));
    if (leftOrder != null) {
      DotGeneral direct =
          new DotGeneral(
              renumber(op.leftContract(), leftOrder),
              op.rightContract(),
              renumber(op.leftBatch(), leftOrder),
              op.rightBatch());
      return to.emit(direct, source(left), right);
    }
    Ints rightOrder = readableOrder(right, op.rightContract().concat(op.rightBatch()));
    if (rightOrder != null) {
      DotGeneral direct =
          new DotGeneral(
              op.leftContract(),
              renumber(op.rightContract(), rightOrder),
              op.leftBatch(),
              renumber(op.rightBatch(), rightOrder));
      return to.emit(direct, left, source(right));
    }
    return null;
  }

  /**
   * The product with its operands exchanged, if that is what a transposition of it yields: batch
   * axes first, then the right operand's other axes, then the left one's. Else null.
   */
  @Nullable Value transposed(Ints permutation, Node product, DotGeneral op) {
    Value left = product.operand(0);
    Value right = product.operand(1);
    int batch = op.leftBatch().size();
    int leftFree = left.type().rank() - op.leftContract().size() - batch;
    int rank = permutation.size();
    Ints exchanged =
        Ints.range(0, batch)
            .concat(Ints.range(batch + leftFree, rank))
            .concat(Ints.range(batch, batch + leftFree));
    return permutation.equals(exchanged)
        ? to.emit(
            new DotGeneral(op.rightContract(), op.leftContract(), op.rightBatch(), op.leftBatch()),
            right,
            left)
        : null;
  }

  /**
   * The permutation of a transposed operand, if the axes that go into the result keep their order
   * without it; null if not, or if it is not transposed.
   */
  private static @Nullable Ints readableOrder(Value operand, Ints consumed) {
    Node node = operand.node();
    if (node == null || !(node.op() instanceof Movement.Transpose transpose)) {
      return null;
    }
    Ints free = renumber(consumed.complement(operand.type().rank()), transpose.permutation());
    boolean ascending =
        IntStream.range(1, free.size()).allMatch(i -> free.get(i) > free.get(i - 1));
    return ascending ? transpose.permutation() : null;
  }

  private static Ints renumber(Ints axes, Ints permutation) {
    return Ints.of(axes.stream().map(permutation::get).toArray());
  }

  private static Value source(Value transposed) {
    return Objects.requireNonNull(transposed.node()).operand(0);
  }
}
