package dev.lanewise.graph.report;

import dev.lanewise.graph.explain.Explanation;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphExport;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Printer;
import dev.lanewise.graph.optimize.OptimizerTrace;
import dev.lanewise.graph.optimize.PassStep;
import java.util.List;
import java.util.Locale;
import java.util.Set;

/**
 * A {@link GraphReport} as one page of HTML without a script: links choose the section that is
 * shown, so that keyboards, screen readers and bookmarks work as they do everywhere. The page is
 * well-formed XML too, for tests to take it apart.
 */
final class ReportPage {
  private final OptimizerTrace trace;
  private final Explanation explanation;
  private final StringBuilder out = new StringBuilder();

  ReportPage(OptimizerTrace trace, Explanation explanation) {
    this.trace = trace;
    this.explanation = explanation;
  }

  String render() {
    int sections = trace.steps().size() + 2;
    String name = Html.escaped(trace.input().name());
    out.append("<!DOCTYPE html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\"/>\n");
    out.append("<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\"/>\n");
    out.append("<title>").append(name).append("</title>\n");
    out.append("<style>\n").append(ReportStyle.CSS).append(ReportStyle.chosen(sections));
    out.append("</style>\n</head>\n<body>\n");
    out.append("<header><h1>").append(name).append("</h1><span class=\"dim\">");
    append(
        "%,d nodes, %,d after %,d changes by passes; %,d kernels",
        trace.input().nodes().size(),
        trace.output().nodes().size(),
        trace.steps().size(),
        explanation.kernels().size());
    out.append("</span></header>\n");
    contents();
    out.append("<main>\n");
    input();
    for (int i = 0; i < trace.steps().size(); i++) {
      step(i + 1, trace.steps().get(i));
    }
    kernels(sections - 1);
    return out.append("</main>\n</body>\n</html>\n").toString();
  }

  private void contents() {
    out.append("<nav aria-label=\"Steps\"><ol>\n");
    link(0, "As given", count(trace.input()));
    for (int i = 0; i < trace.steps().size(); i++) {
      PassStep step = trace.steps().get(i);
      link(
          i + 1,
          (i + 1) + ". " + step.pass(),
          count(step.before()) + " \u2192 " + count(step.after()));
    }
    link(trace.steps().size() + 1, "Kernels", count(explanation.kernels().size()));
    out.append("</ol></nav>\n");
  }

  private void link(int section, String label, String figures) {
    append(
        "<li><a href=\"#s%d\">%s<span>%s</span></a></li>\n", section, Html.escaped(label), figures);
  }

  private static String count(Graph graph) {
    return count(graph.nodes().size());
  }

  private static String count(int number) {
    return String.format(Locale.ROOT, "%,d", number);
  }

  private void input() {
    open(0, "As given");
    append("<p class=\"dim\">%s nodes</p>\n", count(trace.input()));
    drawing("The graph", "after", Excerpt.whole(trace.input()), true);
    text("Text", trace.input(), Set.of(), "after");
    out.append("</section>\n");
  }

  private void step(int number, PassStep step) {
    GraphDiff diff = GraphDiff.of(step.before(), step.after());
    open(number, GraphReport.title(number, step));
    append(
        "<p><span class=\"key removed\"></span> %,d removed &#160; <span class=\"key"
            + " added\"></span> %,d added</p>\n",
        diff.removed().size(), diff.added().size());
    if (!diff.removed().isEmpty()) {
      drawing(
          "Before, around what is removed",
          "before",
          Excerpt.around(step.before(), diff.removed()),
          true);
    }
    if (!diff.added().isEmpty()) {
      drawing(
          "After, around what is added", "after", Excerpt.around(step.after(), diff.added()), true);
    }
    drawing("The whole before", "before", Excerpt.whole(step.before(), diff.removed()), false);
    drawing("The whole after", "after", Excerpt.whole(step.after(), diff.added()), false);
    text("Text before", step.before(), diff.removed(), "before");
    text("Text after", step.after(), diff.added(), "after");
    out.append("</section>\n");
  }

  private void kernels(int section) {
    open(section, "Kernels");
    out.append("<div class=\"scroll\" tabindex=\"0\" role=\"region\" aria-label=\"Kernels\"><pre>");
    out.append(Html.escaped(explanation.toString())).append("</pre></div>\n</section>\n");
  }

  private void open(int section, String title) {
    append("<section id=\"s%d\">\n<div class=\"steps\">", section);
    if (section > 0) {
      append("<a href=\"#s%d\">\u2190 Previous</a>", section - 1);
    }
    if (section <= trace.steps().size()) {
      append("<a href=\"#s%d\">Next \u2192</a>", section + 1);
    }
    append("</div>\n<h2>%s</h2>\n", Html.escaped(title));
  }

  private void drawing(String title, String kind, Excerpt excerpt, boolean open) {
    append("<details%s><summary>%s</summary>\n", open ? " open=\"\"" : "", title);
    if (!excerpt.omitted().isEmpty()) {
      append("<p class=\"note\">%s The text has everything.</p>\n", excerpt.omitted());
    }
    append(
        "<div class=\"scroll %s\" tabindex=\"0\" role=\"region\" aria-label=\"%s, drawing\">\n",
        kind, title);
    out.append(
        GraphExport.svgElement(
            excerpt.graph(), excerpt.drawn()::contains, excerpt.marked()::contains));
    out.append("</div></details>\n");
  }

  private void text(String title, Graph graph, Set<Node> marked, String kind) {
    append("<details><summary>%s</summary>\n", title);
    append(
        "<div class=\"scroll %s\" tabindex=\"0\" role=\"region\" aria-label=\"%s\"><pre>",
        kind, title);
    String sign = kind.equals("after") ? "+ " : "- ";
    List<String> lines = Printer.print(graph, true).lines().toList();
    // The head may take several lines; two more follow the nodes.
    int first = lines.size() - 2 - graph.nodes().size();
    for (int i = 0; i < lines.size(); i++) {
      String line = Html.escaped(lines.get(i));
      int node = i - first;
      boolean isNode = node >= 0 && node < graph.nodes().size();
      if (isNode && marked.contains(graph.nodes().get(node))) {
        append("<span class=\"marked\">%s%s</span>\n", sign, line.substring(2));
      } else {
        out.append(line).append('\n');
      }
    }
    out.append("</pre></div></details>\n");
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
  private void append(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments));
  }
}
