package dev.lanewise.graph.report;

import static java.nio.charset.StandardCharsets.UTF_8;

import dev.lanewise.graph.explain.Explanation;
import dev.lanewise.graph.file.WholeFile;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Printer;
import dev.lanewise.graph.optimize.Optimizer;
import dev.lanewise.graph.optimize.OptimizerTrace;
import dev.lanewise.graph.optimize.PassStep;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;

/**
 * How a graph is compiled: as it was given, before and after each pass that changed it, and the
 * kernels that it became. As text, or as a page that a browser shows from disk: one file without
 * scripts, fonts or network.
 */
public final class GraphReport {
  private final OptimizerTrace trace;
  private final Explanation explanation;

  private GraphReport(OptimizerTrace trace, Explanation explanation) {
    this.trace = trace;
    this.explanation = explanation;
  }

  /**
   * Compiles a graph once more, keeping every step.
   *
   * @throws IllegalArgumentException if a donation does not fit the graph
   * @throws IllegalStateException if OpenBLAS is asked for and cannot be loaded
   */
  public static GraphReport of(Graph graph, CompileOptions options) {
    OptimizerTrace trace =
        options.optimize()
            ? OptimizerTrace.of(Optimizer.compiling(), graph)
            : new OptimizerTrace(graph, List.of());
    return new GraphReport(trace, Executable.compile(graph, options).explain());
  }

  /** The graphs between the passes. */
  public OptimizerTrace trace() {
    return trace;
  }

  /** The kernels that the graph became. */
  public Explanation explanation() {
    return explanation;
  }

  /** A line that says what a step did, for people. */
  static String title(int number, PassStep step) {
    return String.format(
        Locale.ROOT,
        "%d. %s, round %d: %,d nodes become %,d, in %.2f ms",
        number,
        step.pass(),
        step.round() + 1,
        step.before().nodes().size(),
        step.after().nodes().size(),
        step.nanos() * 1e-6);
  }

  /**
   * Everything as text: the graph as it was given; for each pass what it removed and what it added,
   * with the numbers that values have before and after it; the graph after the last pass; and the
   * kernels. The graphs between are those of {@link #trace}.
   */
  public String text() {
    StringBuilder out = new StringBuilder("before the first pass\n\n");
    out.append(Printer.print(trace.input()));
    int number = 0;
    for (PassStep step : trace.steps()) {
      out.append('\n').append(title(++number, step)).append('\n');
      GraphDiff diff = GraphDiff.of(step.before(), step.after());
      step.before().nodes().stream()
          .filter(diff.removed()::contains)
          .forEach(node -> out.append("  - ").append(Printer.line(node)).append('\n'));
      step.after().nodes().stream()
          .filter(diff.added()::contains)
          .forEach(node -> out.append("  + ").append(Printer.line(node)).append('\n'));
    }
    out.append("\nafter the last pass\n\n").append(Printer.print(trace.output()));
    return out.append('\n').append(explanation).toString();
  }

  /** Everything as a page of HTML. */
  public String html() {
    return new ReportPage(trace, explanation).render();
  }

  /**
   * Writes {@link #html} to a file, whole or not at all.
   *
   * @throws IOException if it cannot be written; what was there before is still there
   */
  public void writeHtml(Path file) throws IOException {
    WholeFile.write(file, html().getBytes(UTF_8));
  }
}
