package dev.lanewise.bench.cli;

import dev.lanewise.bench.report.FileWriter;
import dev.lanewise.bench.report.Json;
import dev.lanewise.bench.report.StepTime;
import dev.lanewise.bench.report.WarmUpChart;
import dev.lanewise.bench.warmup.WarmUp;
import dev.lanewise.bench.warmup.WarmUpFigures;
import dev.lanewise.bench.workload.Size;
import dev.lanewise.bench.workload.Workload;
import dev.lanewise.bench.workload.Workloads;
import dev.lanewise.graph.runtime.Workers;
import java.io.IOException;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise warmup}. */
@Command(
    name = "warmup",
    description = {
      "Runs a workload from the start of the JVM on and shows how long every step takes, while the"
          + " JVM compiles it."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class Warmup implements Callable<Integer> {
  /** What a start can be shown of. */
  enum Subject {
    MLP,
    TRANSFORMER
  }

  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "WORKLOAD", description = "mlp or transformer.")
  private Subject subject;

  @Option(
      names = "--seconds",
      paramLabel = "N",
      description = "How long, from the start of the command. Default: 8.")
  private double seconds = 8;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description = "Threads that share the work of a step. Default: one for each core.")
  private int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--small",
      description = "Small tensors: what is left is what the JVM and the compiler cost.")
  private boolean small;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes the figures and the time of every step to this file.")
  @Nullable Path json;

  @Option(
      names = "--svg",
      paramLabel = "FILE",
      description = "Draws the time of every step to this file.")
  @Nullable Path svg;

  @Override
  public Integer call() throws IOException {
    check();
    Workload workload =
        Workloads.named(subject.name().toLowerCase(Locale.ROOT), small ? Size.SMALL : Size.FULL);
    try (Workers workers = Workers.of(threads)) {
      List<StepTime> steps = WarmUp.run(() -> workload.start(workers), seconds);
      WarmUpFigures figures = WarmUpFigures.of(steps);
      if (json != null) {
        FileWriter.write(json, json(workload, figures, steps));
      }
      if (svg != null) {
        FileWriter.write(svg, chart(workload, figures, steps));
      }
      spec.commandLine().getOut().println(text(workload, figures, steps.size()));
    }
    return ExitCode.OK;
  }

  private void check() {
    if (!(seconds > 0) || Double.isInfinite(seconds)) {
      throw new UsageException("--seconds " + seconds + ": expected a number above 0");
    }
    if (threads < 1 || threads > TrainOptions.MAX_THREADS) {
      throw new UsageException(
          "--threads " + threads + ": expected 1 to " + TrainOptions.MAX_THREADS);
    }
    if (json != null) {
      OutputFile.check("--json", json);
    }
    if (svg != null) {
      OutputFile.check("--svg", svg);
    }
  }

  private String text(Workload workload, WarmUpFigures figures, int steps) {
    return String.join(
        System.lineSeparator(),
        "workload        " + workload.about().title(),
        "threads         " + threads,
        String.format(Locale.ROOT, "steps           %,d", steps),
        String.format(
            Locale.ROOT,
            "first result    %.2f s after the start of the JVM, %.2f s after that of the command",
            figures.firstStepEndSeconds(),
            figures.firstStepSeconds()),
        String.format(
            Locale.ROOT,
            "steady state    %.3f ms a step, from %.2f s on within 1.2 times that",
            1000 * figures.steadySeconds(),
            figures.steadyFromSeconds()),
        String.format(
            Locale.ROOT,
            "after 1 s       the worst step takes %.1f times the steady state, the worst 9 in a row"
                + " %.1f times",
            figures.worstAfterOneSecond(),
            figures.worstMedianAfterOneSecond()));
  }

  private String chart(Workload workload, WarmUpFigures figures, List<StepTime> steps) {
    return WarmUpChart.draw(
        workload.about().title(),
        String.format(
            Locale.ROOT,
            "%d threads: first result at %.2f s, steady from %.2f s on, %.3f ms a step",
            threads,
            figures.firstStepEndSeconds(),
            figures.steadyFromSeconds(),
            1000 * figures.steadySeconds()),
        steps,
        WarmUpFigures.runningMedians(steps),
        figures.steadySeconds());
  }

  private String json(Workload workload, WarmUpFigures figures, List<StepTime> steps) {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("command", "warmup " + workload.name());
    members.put("title", workload.about().title());
    members.put("threads", threads);
    members.put("firstStepEndSeconds", figures.firstStepEndSeconds());
    members.put("firstStepSeconds", figures.firstStepSeconds());
    members.put("steadySeconds", figures.steadySeconds());
    members.put("steadyFromSeconds", figures.steadyFromSeconds());
    members.put("worstAfterOneSecond", figures.worstAfterOneSecond());
    members.put("worstMedianAfterOneSecond", figures.worstMedianAfterOneSecond());
    members.put("endSeconds", steps.stream().map(StepTime::endSeconds).toList());
    members.put("seconds", steps.stream().map(StepTime::seconds).toList());
    return Json.object(members);
  }
}
