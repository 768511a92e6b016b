package dev.lanewise.bench.cli;

import dev.lanewise.bench.lab.run.LabFile;
import dev.lanewise.bench.lab.statistics.RunComparison;
import dev.lanewise.bench.report.Quantity;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Parameters;
import picocli.CommandLine.Spec;

/** {@code lanewise lab compare}. */
@Command(
    name = "compare",
    description = {
      "Says which differences between two runs exceed the noise: rank-sum test (Mann and Whitney)"
          + " at a false discovery rate of 5 % (Benjamini and Hochberg), and a 95 % bootstrap"
          + " interval of the ratio of medians without 1."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class)
final class LabCompare implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Parameters(index = "0", paramLabel = "A.json", description = "The first run.")
  private Path first;

  @Parameters(index = "1", paramLabel = "B.json", description = "The second run.")
  private Path second;

  @Option(names = "--all", description = "Shows the cases that do not differ as well.")
  private boolean all;

  @Override
  public Integer call() throws IOException {
    LabFile a = read(first);
    LabFile b = read(second);
    RunComparison comparison = RunComparison.of(a, b);
    if (comparison.rows().isEmpty()) {
      throw new UsageException(first + " and " + second + " have no case in common");
    }
    PrintWriter out = spec.commandLine().getOut();
    conditions(out, a.conditions(), b.conditions());
    List<RunComparison.Row> shown =
        comparison.rows().stream().filter(row -> all || row.exceedsNoise()).toList();
    if (!shown.isEmpty()) {
      out.println(line("case", "A", "B", "B / A", "95 % interval", "p", ""));
    }
    shown.forEach(row -> out.println(line(row)));
    long differing = comparison.rows().stream().filter(RunComparison.Row::exceedsNoise).count();
    out.println(
        differing
            + " of "
            + comparison.rows().size()
            + " cases differ by more than the noise; "
            + comparison.onlyInOne()
            + " are in one file alone");
    return ExitCode.OK;
  }

  private static LabFile read(Path file) throws IOException {
    if (!Files.isRegularFile(file)) {
      throw new UsageException(file + ": no such file");
    }
    return LabFile.read(file);
  }

  private static void conditions(PrintWriter out, Map<String, String> a, Map<String, String> b) {
    a.forEach(
        (name, value) -> {
          String other = b.getOrDefault(name, "");
          if (!value.equals(other)) {
            out.println("differs: " + name + ": " + value + " | " + other);
          }
        });
  }

  private static String line(RunComparison.Row row) {
    return line(
        row.of().text(),
        Quantity.nanos(row.firstNanos()),
        Quantity.nanos(row.secondNanos()),
        String.format(Locale.ROOT, "%.3f", row.ratio()),
        String.format(Locale.ROOT, "%.3f to %.3f", row.low(), row.high()),
        String.format(Locale.ROOT, "%.2g", row.pValue()),
        row.exceedsNoise() ? row.ratio() < 1 ? "faster" : "slower" : "");
  }

  private static String line(Object... cells) {
    return String.format(Locale.ROOT, "%-60s %10s %10s %7s %16s %9s %s", cells).stripTrailing();
  }
}
