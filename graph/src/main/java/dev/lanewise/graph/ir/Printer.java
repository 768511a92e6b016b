package dev.lanewise.graph.ir;

import java.util.List;
import java.util.stream.Collectors;

/**
 * Graphs as text, a node to a line. The text of a graph is the same in every run:
 *
 * <pre>
 * graph loss(%0: F32[2, 3], %1: F32[3]) {
 *   %2: F32[2, 3] = broadcastInDim(%1) {shape=[2, 3], axes=[1]}
 *   %3: F32[2, 3] = add(%0, %2)
 *   return %3
 * }
 * </pre>
 */
public final class Printer {
  private Printer() {}

  /** The text of a graph, without source lines. */
  public static String print(Graph graph) {
    return print(graph, false);
  }

  /** The text of a graph; if asked, with the user's line behind every node that has one. */
  public static String print(Graph graph, boolean withSource) {
    StringBuilder out = new StringBuilder("graph ").append(graph.name()).append('(');
    out.append(join(graph.parameters().stream().map(Value::toString).toList())).append(") {\n");
    for (Node node : graph.nodes()) {
      out.append("  ").append(line(node));
      if (withSource && node.source() != null) {
        out.append("  // ").append(node.source());
      }
      out.append('\n');
    }
    out.append("  return ").append(ids(graph.results())).append("\n}\n");
    return out.toString();
  }

  /** The text of a node, for example {@code %3: F32[2, 3] = add(%0, %2)}. */
  public static String line(Node node) {
    String results = join(node.results().stream().map(Value::toString).toList());
    String attributes = attributes(node.op());
    String braces =
        attributes.isEmpty() || attributes.startsWith("{") ? attributes : "{" + attributes + "}";
    return "%s = %s(%s)%s"
        .formatted(
            results,
            node.op().mnemonic(),
            ids(node.operands()),
            braces.isEmpty() ? "" : " " + braces);
  }

  /**
   * The static attributes of an operation, for example {@code shape=[2, 3], axes=[1]}; of a
   * constant, at most eight elements in braces; empty if there are none.
   */
  public static String attributes(Op op) {
    return OpText.attributes(op);
  }

  private static String ids(List<Value> values) {
    return values.stream().map(value -> "%" + value.id()).collect(Collectors.joining(", "));
  }

  private static String join(List<String> parts) {
    return String.join(", ", parts);
  }
}
