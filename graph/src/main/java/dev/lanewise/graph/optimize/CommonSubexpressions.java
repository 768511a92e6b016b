package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Value;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/**
 * Computes once what is computed several times: nodes of equal operations on the same operands, in
 * either order where that makes no difference. Constants are compared by content; +0 and -0 differ.
 */
public final class CommonSubexpressions implements Pass {
  /** The pass, which has no options. */
  public CommonSubexpressions() {}

  @Override
  public String name() {
    return "commonSubexpressions";
  }

  @Override
  public Graph run(Graph graph) {
    return Rewriter.rewrite(graph, (builder, _) -> new FirstOfEach(builder));
  }

  /** An operation on operands, in a form that is the same for all ways to write it. */
  private record Expression(Op op, Ints operands) {
    static Expression of(Op op, List<Value> operands) {
      int[] ids = new int[operands.size()];
      for (int i = 0; i < ids.length; i++) {
        ids[i] = operands.get(i).id();
      }
      boolean descending = ids.length == 2 && ids[0] > ids[1];
      if (descending && op instanceof Binary binary && binary.isCommutative()) {
        return new Expression(op, Ints.of(ids[1], ids[0]));
      }
      if (descending && op instanceof Comparison comparison) {
        return new Expression(comparison.swapped(), Ints.of(ids[1], ids[0]));
      }
      return new Expression(op, Ints.of(ids));
    }
  }

  private static final class FirstOfEach implements Rewriter.Rule {
    private final GraphBuilder builder;
    private final Map<Expression, List<Value>> known = new HashMap<>();

    FirstOfEach(GraphBuilder builder) {
      this.builder = builder;
    }

    @Override
    public List<Value> apply(Node node, List<Value> operands) {
      return known.computeIfAbsent(
          Expression.of(node.op(), operands), _ -> builder.addAgain(node, operands));
    }
  }
}
