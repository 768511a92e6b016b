package dev.lanewise.bench.cli;

import dev.lanewise.bench.model.Recipe;
import dev.lanewise.bench.training.TrainingStep;
import dev.lanewise.graph.report.GraphReport;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** The course of every explanation: check, compile as training would, say what came of it. */
abstract class ExplainCommand implements Callable<Integer> {
  /** Read by whatever generates classes. */
  private static final String DUMP_PROPERTY = "lanewise.dump";

  @Spec private CommandSpec spec;

  @Option(
      names = "--html",
      paramLabel = "FILE",
      description =
          "Writes a page that shows the graph of the step before and after each pass; it needs no"
              + " network.")
  private @Nullable Path html;

  @Option(
      names = "--dump",
      paramLabel = "DIR",
      description = "Writes the classes that are generated for the step, for javap to read.")
  private @Nullable Path dump;

  @Mixin private JsonOption output;

  abstract Recipe<?> recipe();

  abstract int pixelsPerImage();

  @Override
  public final Integer call() throws IOException {
    Path page = html == null ? null : OutputFile.check("--html", html);
    if (dump != null) {
      System.setProperty(DUMP_PROPERTY, OutputFolder.prepare("--dump", dump).toString());
    }
    TrainingStep step = TrainingStep.of(recipe(), pixelsPerImage(), Blas.products(null));
    GraphReport report = GraphReport.of(step.graph(), step.options());
    if (page != null) {
      report.writeHtml(page);
    }
    ExplanationSummary summary =
        new ExplanationSummary(spec.name(), recipe(), report.explanation(), page);
    spec.commandLine().getOut().println(output.json ? summary.json() : summary.text());
    return ExitCode.OK;
  }
}
