package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;

/** Who uses the values of a graph. Each node has one result, whose id stands for the node too. */
final class Uses {
  private final List<List<Node>> users = new ArrayList<>();
  private final boolean[] isResult;

  Uses(Graph graph) {
    isResult = new boolean[graph.valueCount()];
    for (int id = 0; id < graph.valueCount(); id++) {
      users.add(new ArrayList<>(2));
    }
    for (Node node : graph.nodes()) {
      for (Value operand : node.operands()) {
        List<Node> list = users.get(operand.id());
        if (list.isEmpty() || list.getLast() != node) {
          list.add(node);
        }
      }
    }
    graph.results().forEach(result -> isResult[result.id()] = true);
  }

  /** The nodes that use a value, in the order of the graph. */
  List<Node> of(Value value) {
    return users.get(value.id());
  }

  /** Whether a value is a result of the graph. */
  boolean isResult(Value value) {
    return isResult[value.id()];
  }
}
