package dev.lanewise.graph.ir;

import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

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
   */
  record Box(Kind kind, String title, String subtitle, String detail) {}

  /** An arrow between two boxes, by index. */
  record Arrow(int from, int to) {}

  private final List<Box> boxes = new ArrayList<>();
  private final List<Arrow> arrows = new ArrayList<>();

  private GraphDiagram() {}

  /** The diagram of a graph; boxes come in the graph's order, so arrows go to later boxes. */
  static GraphDiagram of(Graph graph) {
    GraphDiagram diagram = new GraphDiagram();
    Map<Value, Integer> makers = new HashMap<>();
    for (Value parameter : graph.parameters()) {
      makers.put(parameter, diagram.boxes.size());
      String title = "parameter " + parameter.index();
      diagram.boxes.add(
          new Box(Kind.PARAMETER, title, parameter.type().toString(), parameter.toString()));
    }
    for (Node node : graph.nodes()) {
      for (Value operand : node.operands()) {
        diagram.arrows.add(new Arrow(makers.get(operand), diagram.boxes.size()));
      }
      node.results().forEach(value -> makers.put(value, diagram.boxes.size()));
      diagram.boxes.add(box(node));
    }
    for (int i = 0; i < graph.results().size(); i++) {
      Value result = graph.results().get(i);
      diagram.arrows.add(new Arrow(makers.get(result), diagram.boxes.size()));
      diagram.boxes.add(
          new Box(Kind.RESULT, "result " + i, result.type().toString(), result.toString()));
    }
    return diagram;
  }

  private static Box box(Node node) {
    boolean constant = node.op() instanceof Elementwise.Constant;
    String title = constant ? Printer.attributes(node.op()) : node.op().mnemonic();
    String types =
        String.join(", ", node.results().stream().map(v -> v.type().toString()).toList());
    String source = node.source() == null ? "" : "\n" + node.source();
    return new Box(constant ? Kind.CONSTANT : Kind.NODE, title, types, Printer.line(node) + source);
  }

  List<Box> boxes() {
    return boxes;
  }

  List<Arrow> arrows() {
    return arrows;
  }
}
