package dev.lanewise.graph.ir;

import java.util.List;
import java.util.Locale;
import java.util.function.Predicate;

/** Graphs as pictures. */
public final class GraphExport {
  private static final int ROW_HEIGHT = 84;
  private static final int BOX_HEIGHT = 40;
  private static final int CHARACTER_WIDTH = 7;
  private static final int GAP = 24;
  private static final int MARGIN = 40;
  private static final int MAX_CHARACTERS = 34;

  private static final String STYLE =
      """
      text { font: 12px ui-monospace, Menlo, Consolas, monospace; text-anchor: middle; fill: #1a1a1a }
      .type { font-size: 10px; fill: #555 }
      rect { stroke: #555; rx: 5px }
      .parameter { fill: #dcebfa } .constant { fill: #f2f2f2 }
      .node { fill: #fff } .result { fill: #dff3df }
      path { fill: none; stroke: #999 }
      """;

  private GraphExport() {}

  /** The graph in the DOT language of Graphviz; tooltips hold attributes and source lines. */
  public static String dot(Graph graph) {
    GraphDiagram diagram = GraphDiagram.of(graph);
    StringBuilder out = new StringBuilder();
    out.append("digraph ").append(quoted(graph.name())).append(" {\n");
    out.append("  node [shape=box, style=\"rounded,filled\", fontname=\"monospace\"];\n");
    for (int i = 0; i < diagram.boxes().size(); i++) {
      GraphDiagram.Box box = diagram.boxes().get(i);
      out.append(
          format(
              "  b%d [label=%s, tooltip=%s, fillcolor=%s];\n",
              i,
              quoted(box.title() + "\n" + box.subtitle()),
              quoted(box.detail()),
              quoted(colour(box.kind()))));
    }
    for (GraphDiagram.Arrow arrow : diagram.arrows()) {
      out.append(format("  b%d -> b%d;\n", arrow.from(), arrow.to()));
    }
    return out.append("}\n").toString();
  }

  /**
   * The graph as an SVG document that needs nothing else: no script, font or network. Pointing at a
   * box shows its attributes and source line.
   */
  public static String svg(Graph graph) {
    StringBuilder out = new StringBuilder();
    appendDrawing(
        out,
        GraphDiagram.of(graph),
        " xmlns=\"http://www.w3.org/2000/svg\"",
        "<title>" + escaped(graph.name()) + "</title>\n<style>\n" + STYLE + "</style>\n");
    return out.toString();
  }

  /**
   * Some nodes of a graph as an SVG element for a page of HTML, which is to bring the style: the
   * element is of class {@code graph}, its boxes of class {@code parameter}, {@code constant},
   * {@code node} or {@code result}, and also of class {@code marked} if they are to stand out.
   *
   * @param drawn the nodes to draw; with them come the parameters that they read and the results
   *     that they compute
   * @param marked the nodes that stand out
   */
  public static String svgElement(Graph graph, Predicate<Node> drawn, Predicate<Node> marked) {
    StringBuilder out = new StringBuilder();
    String label = " class=\"graph\" role=\"img\" aria-label=\"" + escaped(graph.name()) + "\"";
    appendDrawing(out, GraphDiagram.of(graph, drawn, marked), label, "");
    return out.toString();
  }

  private static void appendDrawing(
      StringBuilder out, GraphDiagram diagram, String attributes, String head) {
    List<List<Integer>> rows = LayeredLayout.rows(diagram);
    double width = 2 * MARGIN + rows.stream().mapToDouble(r -> width(diagram, r)).max().orElse(0);
    double height = 2 * MARGIN + Math.max(rows.size(), 1) * ROW_HEIGHT;
    double[] centres = new double[diagram.boxes().size()];
    double[] tops = new double[centres.length];
    for (int row = 0; row < rows.size(); row++) {
      double x = (width - width(diagram, rows.get(row))) / 2;
      for (int box : rows.get(row)) {
        double boxWidth = width(diagram.boxes().get(box));
        centres[box] = x + boxWidth / 2;
        tops[box] = MARGIN + row * (double) ROW_HEIGHT;
        x += boxWidth + GAP;
      }
    }
    out.append(
        format(
            "<svg%s width=\"%.0f\" height=\"%.0f\" viewBox=\"0 0 %.0f %.0f\">\n",
            attributes, width, height, width, height));
    out.append(head);
    for (GraphDiagram.Arrow arrow : diagram.arrows()) {
      appendArrow(out, arrow, centres, tops, width);
    }
    for (int i = 0; i < centres.length; i++) {
      appendBox(out, diagram.boxes().get(i), centres[i], tops[i]);
    }
    out.append("</svg>\n");
  }

  /** A curve; one that passes other rows swings out, so as not to hide behind their boxes. */
  private static void appendArrow(
      StringBuilder out, GraphDiagram.Arrow arrow, double[] centres, double[] tops, double width) {
    double from = tops[arrow.from()] + BOX_HEIGHT;
    double to = tops[arrow.to()];
    double start = centres[arrow.from()];
    double end = centres[arrow.to()];
    long passed = Math.round((to - tops[arrow.from()]) / ROW_HEIGHT) - 1;
    double swing = passed == 0 ? 0 : Math.min(110 + 10.0 * passed, 400);
    double side = start + end >= width ? swing : -swing;
    double reach = passed == 0 ? (to - from) / 2 : ROW_HEIGHT / 2.0;
    out.append(
        format(
            "<path d=\"M%.1f %.1fC%.1f %.1f %.1f %.1f %.1f %.1f\"/>\n",
            start,
            from,
            Math.clamp(start + side, 0, width),
            from + reach,
            Math.clamp(end + side, 0, width),
            to - reach,
            end,
            to));
  }

  private static void appendBox(StringBuilder out, GraphDiagram.Box box, double x, double top) {
    double width = width(box);
    out.append("<g><title>").append(escaped(box.detail())).append("</title>");
    out.append(
        format(
            "<rect class=\"%s\" x=\"%.1f\" y=\"%.1f\" width=\"%.1f\" height=\"%d\"/>",
            box.kind().name().toLowerCase(Locale.ROOT) + (box.marked() ? " marked" : ""),
            x - width / 2,
            top,
            width,
            BOX_HEIGHT));
    out.append(format("<text x=\"%.1f\" y=\"%.1f\">", x, top + 17));
    out.append(escaped(shortened(box.title()))).append("</text>");
    out.append(format("<text class=\"type\" x=\"%.1f\" y=\"%.1f\">", x, top + 32));
    out.append(escaped(shortened(box.subtitle()))).append("</text></g>\n");
  }

  private static double width(GraphDiagram diagram, List<Integer> row) {
    double boxes = row.stream().mapToDouble(box -> width(diagram.boxes().get(box))).sum();
    return boxes + GAP * Math.max(row.size() - 1, 0);
  }

  private static double width(GraphDiagram.Box box) {
    int characters = Math.max(shortened(box.title()).length(), shortened(box.subtitle()).length());
    return Math.max(characters, 4) * CHARACTER_WIDTH + 16.0;
  }

  private static String shortened(String text) {
    return text.length() <= MAX_CHARACTERS ? text : text.substring(0, MAX_CHARACTERS - 1) + "…";
  }

  private static String colour(GraphDiagram.Kind kind) {
    return switch (kind) {
      case PARAMETER -> "#dcebfa";
      case CONSTANT -> "#f2f2f2";
      case NODE -> "#ffffff";
      case RESULT -> "#dff3df";
    };
  }

  /** The same text in every locale: decimal points and Latin digits. */
  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
  private static String format(String format, Object... arguments) {
    return String.format(Locale.ROOT, format, arguments);
  }

  private static String quoted(String text) {
    String escaped = text.replace("\\", "\\\\").replace("\"", "\\\"").replace("\n", "\\n");
    return '"' + escaped + '"';
  }

  /** Text as XML: markup is escaped, and characters that XML does not allow are replaced. */
  private static String escaped(String text) {
    StringBuilder out = new StringBuilder(text.length());
    text.codePoints()
        .forEach(
            c -> {
              switch (c) {
                case '&' -> out.append("&amp;");
                case '<' -> out.append("&lt;");
                case '>' -> out.append("&gt;");
                case '"' -> out.append("&quot;");
                default -> out.appendCodePoint(isXml(c) ? c : '\ufffd');
              }
            });
    return out.toString();
  }

  private static boolean isXml(int c) {
    return c == '\n'
        || c == '\t'
        || (c >= 0x20 && c < 0xd800)
        || (c >= 0xe000 && c <= 0xfffd)
        || c >= 0x10000;
  }
}
