package dev.lanewise.bench.cli;

import dev.lanewise.bench.lab.accuracy.UlpTable;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.suite.Catalog;
import dev.lanewise.bench.report.Countdown;
import java.io.IOException;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** What all commands of the laboratory that measure families of kernels do. */
abstract class LabCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private LabOptions options;

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      description = "Only the kernels in whose name the expression is found.")
  @Nullable Pattern filter;

  private final List<String> families;

  LabCommand(String... families) {
    this.families = List.of(families);
  }

  @Override
  public Integer call() throws IOException {
    List<Experiment> experiments =
        Catalog.families(families).stream()
            .filter(one -> filter == null || filter.matcher(one.name()).find())
            .toList();
    if (experiments.isEmpty()) {
      throw new UsageException("--filter " + filter + ": no kernel has such a name");
    }
    LabRun run = new LabRun(spec, experiments, options);
    Countdown countdown =
        new Countdown(spec.commandLine().getErr(), Terminal.redraws(), System::nanoTime);
    List<UlpTable> errors = errors(experiments, options.isQuick(), countdown);
    countdown.end();
    return run.measure(List.of(), List.of(), errors);
  }

  /** The errors of functions that are measured, none unless a command is about functions. */
  List<UlpTable> errors(List<Experiment> experiments, boolean quick, Countdown countdown) {
    return List.of();
  }
}
