package dev.lanewise.graph.ir;

import java.util.List;

/**
 * An immutable pure function from tensors to tensors: nodes in an order in which every operand
 * comes before its use. Made by a {@link GraphBuilder}.
 */
public final class Graph {
  private final String name;
  private final List<Value> parameters;
  private final List<Node> nodes;
  private final List<Value> results;
  private final int valueCount;

  Graph(
      String name, List<Value> parameters, List<Node> nodes, List<Value> results, int valueCount) {
    this.name = name;
    this.parameters = List.copyOf(parameters);
    this.nodes = List.copyOf(nodes);
    this.results = List.copyOf(results);
    this.valueCount = valueCount;
  }

  /** A name for people: shown in text, errors and events. */
  public String name() {
    return name;
  }

  /** The parameters in order. */
  public List<Value> parameters() {
    return parameters;
  }

  /** The nodes, operands before users. */
  public List<Node> nodes() {
    return nodes;
  }

  /** The results in order; a value may be named more than once, and may be a parameter. */
  public List<Value> results() {
    return results;
  }

  /** One more than the largest {@link Value#id()}. */
  public int valueCount() {
    return valueCount;
  }

  /** The types of the parameters in order. */
  public List<TensorType> parameterTypes() {
    return Value.typesOf(parameters);
  }

  /** The types of the results in order. */
  public List<TensorType> resultTypes() {
    return Value.typesOf(results);
  }

  /** How often each value is used, by id: as an operand, or as a result of the graph. */
  public int[] useCounts() {
    int[] counts = new int[valueCount];
    for (Node node : nodes) {
      for (Value operand : node.operands()) {
        counts[operand.id()]++;
      }
    }
    for (Value result : results) {
      counts[result.id()]++;
    }
    return counts;
  }
}
