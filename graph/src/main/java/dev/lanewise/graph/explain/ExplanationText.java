package dev.lanewise.graph.explain;

import dev.lanewise.graph.explain.Explanation.Boundary;
import dev.lanewise.graph.explain.Explanation.Kernel;
import dev.lanewise.graph.explain.Explanation.Memory;
import java.util.List;
import java.util.Locale;
import java.util.stream.Collectors;

/** An {@link Explanation} as text; the same in every locale. */
final class ExplanationText {
  /** A longer list of operations is cut in the table, and stands in full below it. */
  private static final int MOST_CHARACTERS = 44;

  private static final String NONE = "-";

  private final Explanation explanation;
  private final StringBuilder out = new StringBuilder();

  ExplanationText(Explanation explanation) {
    this.explanation = explanation;
  }

  String render() {
    totals();
    if (!explanation.kernels().isEmpty()) {
      out.append("\nkernels\n");
      kernels();
      out.append("\nwhat they compute, from what, to where\n");
      for (int i = 0; i < explanation.kernels().size(); i++) {
        details(i, explanation.kernels().get(i));
      }
    }
    if (!explanation.boundaries().isEmpty()) {
      out.append("\nboundaries: what goes through memory, and why\n");
      boundaries();
    }
    return out.toString();
  }

  private void totals() {
    long moved = explanation.bytesRead() + explanation.bytesWritten();
    line(
        "%s: %,d kernel calls, %,d bytes of workspace, %,d of constants",
        explanation.graph(),
        explanation.kernels().size(),
        explanation.workspaceBytes(),
        explanation.constantBytes());
    line(
        "a step takes %,d operations and moves %,d bytes, of which it reads %,d and writes %,d",
        explanation.flops(), moved, explanation.bytesRead(), explanation.bytesWritten());
    explanation.notes().forEach(note -> line("%s", note));
  }

  private void kernels() {
    TextTable table =
        new TextTable(
            "rlllrrrr", "#", "operations", "by", "tier", "chunks", "read", "written", "flops");
    for (int i = 0; i < explanation.kernels().size(); i++) {
      Kernel kernel = explanation.kernels().get(i);
      table.row(
          Integer.toString(i),
          shortened(operations(kernel)),
          kernel.backend().toString(),
          kernel.tier().isEmpty() ? NONE : kernel.tier(),
          Integer.toString(kernel.chunks()),
          Quantity.bytes(kernel.bytesRead()),
          Quantity.bytes(kernel.bytesWritten()),
          kernel.flops() == 0 ? NONE : Quantity.count(kernel.flops()));
    }
    table.writeTo(out);
  }

  /** Names in a row, of which several equal ones are counted: {@code 3 mul, add}. */
  private static String operations(Kernel kernel) {
    if (kernel.operations().isEmpty()) {
      return "move";
    }
    return kernel.operations().stream()
        .collect(
            Collectors.groupingBy(
                name -> name, java.util.LinkedHashMap::new, Collectors.counting()))
        .entrySet()
        .stream()
        .map(entry -> (entry.getValue() == 1 ? "" : entry.getValue() + " ") + entry.getKey())
        .collect(Collectors.joining(", "));
  }

  private static String shortened(String text) {
    return text.length() <= MOST_CHARACTERS ? text : text.substring(0, MOST_CHARACTERS - 3) + "...";
  }

  private void details(int index, Kernel kernel) {
    line("%5d  %s", index, kernel.description());
    kernel.nodes().forEach(node -> line("         %s", node));
    kernel.details().forEach(detail -> line("         %s", detail));
    line("         %s -> %s", texts(kernel.reads()), texts(kernel.writes()));
  }

  private static String texts(List<Memory> memory) {
    return memory.isEmpty()
        ? "nothing"
        : memory.stream().map(Memory::toString).collect(Collectors.joining(", "));
  }

  private void boundaries() {
    TextTable table = new TextTable("rrlrl", "from", "to", "value", "bytes", "because");
    for (Boundary boundary : explanation.boundaries()) {
      table.row(
          Integer.toString(boundary.producer()),
          Integer.toString(boundary.consumer()),
          boundary.value(),
          Quantity.bytes(boundary.bytes()),
          boundary.reason());
    }
    table.writeTo(out);
  }

  @SuppressWarnings("AnnotateFormatMethod") // the annotation is not worth a dependency
  private void line(String format, Object... arguments) {
    out.append(String.format(Locale.ROOT, format, arguments)).append('\n');
  }
}
