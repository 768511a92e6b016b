package dev.lanewise.graph.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/** A graph as boxes and arrows: parameters, nodes and results in one numbering. */
final class GraphDiagram {

  /** What a box stands for. */
  enum Kind {
    PARAMETER,
    CONSTANT,
    NODE,
    RESULT
  }

  /**
   * A box.
   *
   * @param title the first line
   * @param subtitle the second line
   * @param detail everything there is to say
   * @param marked whether it is to stand out
   */
  record Box(Kind kind, String title, String subtitle, String detail, boolean marked) {}

  /** An arrow between two boxes, by index. */
  record Arrow(int from, int to) {}

  private final List<Box> boxes = new ArrayList<>();
  private final List<Arrow> arrows = new ArrayList<>();

  private GraphDiagram() {}

  /** The diagram of a graph; boxes come in the graph's order, so arrows go to later boxes. */
  static GraphDiagram of(Graph graph) {
    return of(graph, _ -> true, _ -> false);
  }

  /**
   * The diagram of some nodes of a graph, of which some stand out, with the parameters that they
   * read and the results that they compute.
   */
  static GraphDiagram of(Graph graph, Predicate<Node> drawn, Predicate<Node> marked) {
    List<Node> nodes = graph.nodes().stream().filter(drawn).toList();
    boolean whole = nodes.size() == graph.nodes().size();
    Set<Value> read = new HashSet<>();
    nodes.forEach(node -> read.addAll(node.operands()));
    GraphDiagram diagram = new GraphDiagram();
    Map<Value, Integer> makers = new HashMap<>();
    for (Value parameter : graph.parameters()) {
      if (!whole && !read.contains(parameter)) {
        continue;
      }
      makers.put(parameter, diagram.boxes.size());
      String title = "parameter " + parameter.index();
      diagram.boxes.add(
          new Box(Kind.PARAMETER, title, parameter.type().toString(), parameter.toString(), false));
    }
    for (Node node : nodes) {
      node.operands().forEach(operand -> diagram.arrow(makers.get(operand)));
      node.results().forEach(value -> makers.put(value, diagram.boxes.size()));
      diagram.boxes.add(box(node, marked.test(node)));
    }
    for (int i = 0; i < graph.results().size(); i++) {
      Value result = graph.results().get(i);
      if (makers.containsKey(result)) {
        diagram.arrow(makers.get(result));
        diagram.boxes.add(
            new Box(
                Kind.RESULT, "result " + i, result.type().toString(), result.toString(), false));
      }
    }
    return diagram;
  }

  /** Leads from a box, if that is drawn, to the next one to be added. */
  private void arrow(@Nullable Integer from) {
    if (from != null) {
      arrows.add(new Arrow(from, boxes.size()));
    }
  }

  private static Box box(Node node, boolean marked) {
    boolean constant = node.op() instanceof Elementwise.Constant;
    String title = constant ? Printer.attributes(node.op()) : node.op().mnemonic();
    String types =
        String.join(", ", node.results().stream().map(v -> v.type().toString()).toList());
    String source = node.source() == null ? "" : "\n" + node.source();
    Kind kind = constant ? Kind.CONSTANT : Kind.NODE;
    return new Box(kind, title, types, Printer.line(node) + source, marked);
  }

  List<Box> boxes() {
    return boxes;
  }

  List<Arrow> arrows() {
    return arrows;
  }
}
