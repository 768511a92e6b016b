package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * What a graph computes, compared by content: graphs traced anew from the same function are equal
 * although their values are other objects. Source lines and names do not count.
 */
record GraphKey(List<TensorType> parameters, List<Step> steps, Ints results) {
  /** An operation and the numbers of the values it takes. */
  record Step(Op op, Ints operands) {}

  static GraphKey of(Graph graph) {
    int[] numbers = new int[graph.valueCount()];
    int next = 0;
    for (Value parameter : graph.parameters()) {
      numbers[parameter.id()] = next++;
    }
    List<Step> steps = new ArrayList<>(graph.nodes().size());
    for (Node node : graph.nodes()) {
      steps.add(new Step(node.op(), numbers(node.operands(), numbers)));
      for (Value result : node.results()) {
        numbers[result.id()] = next++;
      }
    }
    return new GraphKey(graph.parameterTypes(), steps, numbers(graph.results(), numbers));
  }

  private static Ints numbers(List<Value> values, int[] numbers) {
    return Ints.of(values.stream().mapToInt(value -> numbers[value.id()]).toArray());
  }
}
