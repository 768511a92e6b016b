package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Value;
import java.util.List;

/**
 * Reductions of all axes in two steps, along the last axis and then of what is left: so the first
 * and larger step can join a loop over rows, a loss that of the activations it sums, for example.
 * The order in which a sum of floats is rounded changes, as it does from one kernel to another.
 */
final class FullReductions {
  /** Shorter rows cost more than the memory that is saved. */
  private static final int SHORTEST_ROW = 64;

  private FullReductions() {}

  /** The graph with such reductions divided; the same object if there are none. */
  static Graph inTwoSteps(Graph graph) {
    if (graph.nodes().stream().noneMatch(FullReductions::isDivided)) {
      return graph;
    }
    GraphBuilder builder = new GraphBuilder();
    Value[] copies = new Value[graph.valueCount()];
    for (Value parameter : graph.parameters()) {
      copies[parameter.id()] = builder.parameter(parameter.type());
    }
    for (Node node : graph.nodes()) {
      builder.setSource(node.source());
      List<Value> operands = node.operands().stream().map(v -> copies[v.id()]).toList();
      List<Value> results =
          isDivided(node)
              ? List.of(divided(builder, (Reduction.Reduce) node.op(), operands.getFirst()))
              : builder.add(node.op(), operands);
      for (int i = 0; i < results.size(); i++) {
        copies[node.results().get(i).id()] = results.get(i);
      }
    }
    return builder.build(
        graph.name(), graph.results().stream().map(value -> copies[value.id()]).toList());
  }

  private static boolean isDivided(Node node) {
    if (!(node.op() instanceof Reduction.Reduce(_, Ints axes))) {
      return false;
    }
    Value operand = node.operand(0);
    Shape shape = operand.shape();
    return axes.size() == shape.rank()
        && shape.rank() > 1
        && shape.extent(shape.rank() - 1) >= SHORTEST_ROW
        && shape.size() > shape.extent(shape.rank() - 1)
        && !operand.isParameter()
        && operand.dtype() != DType.BF16;
  }

  private static Value divided(GraphBuilder builder, Reduction.Reduce reduce, Value operand) {
    int last = operand.shape().rank() - 1;
    Value rows = builder.add(new Reduction.Reduce(reduce.kind(), Ints.of(last)), operand);
    return builder.add(new Reduction.Reduce(reduce.kind(), Ints.range(0, last)), rows);
  }
}
