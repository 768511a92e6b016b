package dev.lanewise.bench.cli;

import dev.lanewise.bench.compare.Comparison;
import dev.lanewise.bench.compare.ComparisonReport;
import dev.lanewise.bench.compare.ComparisonSettings;
import dev.lanewise.bench.report.Countdown;
import dev.lanewise.bench.report.FileWriter;
import dev.lanewise.bench.workload.Size;
import dev.lanewise.bench.workload.Workload;
import dev.lanewise.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import java.util.concurrent.Callable;
import java.util.regex.Pattern;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Command;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Option;
import picocli.CommandLine.Spec;

/** {@code lanewise compare}. */
@Command(
    name = "compare",
    description = {
      "Times the engine on workloads beside plain Java and LibTorch, every candidate in a process"
          + " of its own, in alternating turns."
    },
    mixinStandardHelpOptions = true,
    versionProvider = Lanewise.Version.class,
    footer = {
      "",
      "LibTorch comes with a build of its own, and then:",
      "  mvn -q -DskipTests -Ppeers package",
      "  bench/target/lanewise/bin/lanewise compare --peers bench/target/peers"
    })
final class Compare implements Callable<Integer> {
  @Spec private CommandSpec spec;

  @Option(
      names = "--filter",
      paramLabel = "REGEX",
      description = "Only the workloads in whose name the expression is found.")
  @Nullable Pattern filter;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1,2",
      description = "The numbers of threads to run with. Default: 1,2.")
  private List<Integer> threads;

  @Option(
      names = "--rounds",
      paramLabel = "N",
      description = "How many turns every candidate has. Default: 11.")
  private int rounds = 11;

  @Option(
      names = "--warm-up",
      paramLabel = "SECONDS",
      description = "How long every process runs before its first turn. Default: 4.")
  private double warmUp = 4;

  @Option(
      names = "--peers",
      paramLabel = "DIR",
      description = "The folder with LibTorch that the build with -Ppeers leaves.")
  @Nullable Path peers;

  @Option(
      names = "--small",
      description = "Small tensors: sees that all compute the same, the times mean nothing.")
  private boolean small;

  @Option(
      names = "--json",
      paramLabel = "FILE",
      description = "Writes every figure and how the processes were started to this file.")
  @Nullable Path json;

  @Override
  public Integer call() throws IOException {
    ComparisonSettings settings = settings();
    Optional<Path> file = Optional.ofNullable(json).map(path -> OutputFile.check("--json", path));
    Countdown countdown =
        new Countdown(spec.commandLine().getErr(), Terminal.redraws(), System::nanoTime);
    ComparisonReport report = Comparison.run(settings, countdown::at);
    countdown.end();
    spec.commandLine().getOut().println(report.text());
    if (file.isPresent()) {
      FileWriter.write(file.get(), report.json());
    }
    return report.failures().isEmpty() ? ExitCode.OK : ExitCode.SOFTWARE;
  }

  private ComparisonSettings settings() {
    Size size = small ? Size.SMALL : Size.FULL;
    List<String> names =
        Workloads.of(size).stream()
            .map(Workload::name)
            .filter(name -> filter == null || filter.matcher(name).find())
            .toList();
    if (names.isEmpty()) {
      throw new UsageException("--filter " + filter + ": no workload has such a name");
    }
    for (int count : threads) {
      if (count < 1 || count > TrainOptions.MAX_THREADS) {
        throw new UsageException(
            "--threads " + count + ": expected 1 to " + TrainOptions.MAX_THREADS);
      }
    }
    if (rounds < 1) {
      throw new UsageException("--rounds " + rounds + ": expected at least 1");
    }
    if (!(warmUp >= 0) || Double.isInfinite(warmUp)) {
      throw new UsageException("--warm-up " + warmUp + ": expected a number of seconds");
    }
    if (peers != null && !Files.isDirectory(peers.resolve("classes"))) {
      throw new UsageException("--peers " + peers + ": not a folder that -Ppeers has left");
    }
    return new ComparisonSettings(
        names, size, threads, rounds, warmUp, Optional.ofNullable(peers).map(Path::toAbsolutePath));
  }
}
