package dev.lanewise.graph.optimize;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Replaces nodes whose operands are known by their results, as the interpreter computes them. Only
 * small ones: a large constant costs more memory traffic than computing it again, and the
 * interpreter is slow.
 */
public final class ConstantFolding implements Pass {
  /** The largest number of elements of an operand or a result. */
  private static final int MAX_SIZE = 1024;

  /** The largest number of scalar products in a contraction. */
  private static final long MAX_PRODUCTS = 1 << 16;

  /** The pass, which has no options. */
  public ConstantFolding() {}

  @Override
  public String name() {
    return "constantFolding";
  }

  @Override
  public Graph run(Graph graph) {
    return Rewriter.rewrite(
        graph, (builder, _) -> (node, operands) -> fold(builder, node, operands));
  }

  private static List<Value> fold(GraphBuilder builder, Node node, List<Value> operands) {
    if (isFoldable(node)) {
      List<Literal> known = new ArrayList<>();
      for (Value operand : operands) {
        Literal literal = literal(operand);
        if (literal == null) {
          return builder.addAgain(node, operands);
        }
        known.add(literal);
      }
      return Interpreter.apply(node.op(), known).stream().map(builder::constant).toList();
    }
    return builder.addAgain(node, operands);
  }

  /** The value of a constant, or of a repeated constant; null of anything else. */
  private static @Nullable Literal literal(Value value) {
    if (value.type().size() > MAX_SIZE) {
      return null;
    }
    Node node = value.node();
    if (node != null && node.op() instanceof Elementwise.Constant constant) {
      return constant.value();
    }
    if (node != null && node.op() instanceof Movement.BroadcastInDim broadcast) {
      Literal repeated = literal(node.operand(0));
      return repeated == null ? null : Interpreter.apply(broadcast, List.of(repeated)).getFirst();
    }
    return null;
  }

  private static boolean isFoldable(Node node) {
    for (Value result : node.results()) {
      if (result.type().size() > MAX_SIZE) {
        return false;
      }
    }
    return !node.operands().isEmpty() && isFoldable(node.op(), node);
  }

  private static boolean isFoldable(Op op, Node node) {
    return switch (op) {
      case Unary _, Binary _, Comparison _, Elementwise _, Reduction _, RandomBits _ -> true;
      // A repeated element is better kept as such: a kernel holds it in a register.
      case Movement movement -> !(movement instanceof Movement.BroadcastInDim);
      case DotGeneral dot -> {
        long inner = node.operand(0).shape().select(dot.leftContract()).size();
        yield node.result().type().size() * inner <= MAX_PRODUCTS;
      }
      // Whoever convolves constants does so with more of them than are folded.
      case Convolution _, Windowed _ -> false;
      // An index that is out of range is to be reported when the graph runs, not now.
      case Indexing.Gather gather -> gather.outOfBounds() != Indexing.OutOfBounds.ERROR;
      case Indexing.ScatterAdd scatter -> scatter.outOfBounds() != Indexing.OutOfBounds.ERROR;
    };
  }
}
