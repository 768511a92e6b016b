package dev.lanewise.bench.cli;

import dev.lanewise.bench.model.Recipe;
import dev.lanewise.bench.report.Json;
import dev.lanewise.graph.explain.Explanation;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** What a training step is compiled to, for people and for programs. */
record ExplanationSummary(
    String name, Recipe<?> recipe, Explanation explanation, @Nullable Path page) {

  /** The model, the explanation, and where the page is. */
  String text() {
    String model =
        "A training step of %s: %s, %s, batch %d%n%n"
            .formatted(name, recipe.architecture(), recipe.optimizerName(), recipe.batch());
    String written = page == null ? "" : "%npage          %s".formatted(page);
    return model + explanation.toString().stripTrailing() + written;
  }

  /** One object; memory in bytes. */
  String json() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("command", "explain " + name);
    members.put("model", recipe.architecture());
    members.put("optimizer", recipe.optimizerName());
    members.put("batch", recipe.batch());
    members.put("workspaceBytes", explanation.workspaceBytes());
    members.put("constantBytes", explanation.constantBytes());
    members.put("bytesRead", explanation.bytesRead());
    members.put("bytesWritten", explanation.bytesWritten());
    members.put("flops", explanation.flops());
    members.put("page", page == null ? null : page.toString());
    members.put("kernels", explanation.kernels().stream().map(ExplanationSummary::kernel).toList());
    members.put(
        "boundaries", explanation.boundaries().stream().map(ExplanationSummary::boundary).toList());
    return Json.object(members);
  }

  private static Map<String, Object> kernel(Explanation.Kernel kernel) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("description", kernel.description());
    members.put("operations", String.join(" ", kernel.operations()));
    members.put("backend", kernel.backend().toString());
    members.put("tier", kernel.tier());
    members.put("chunks", kernel.chunks());
    members.put("bytesRead", kernel.bytesRead());
    members.put("bytesWritten", kernel.bytesWritten());
    members.put("flops", kernel.flops());
    return members;
  }

  private static Map<String, Object> boundary(Explanation.Boundary boundary) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("value", boundary.value());
    members.put("bytes", boundary.bytes());
    members.put("producer", boundary.producer());
    members.put("consumer", boundary.consumer());
    members.put("reason", boundary.reason());
    return members;
  }
}
