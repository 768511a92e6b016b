package dev.lanewise.bench.cli;

import dev.lanewise.bench.lab.run.Protocol;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import jdk.incubator.vector.FloatVector;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** How the laboratory measures, whatever it measures. */
final class LabOptions {
  private static final List<Integer> WIDTHS = List.of(128, 256, 512);
  private static final int MOST_FORKS = 100;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      defaultValue = "lanewise-lab",
      description = "Where the JSON and the page are written. Default: ${DEFAULT-VALUE}.")
  private Path out;

  @Option(
      names = "--quick",
      description = "Shorter samples and fewer of them: a first look, not a figure to quote.")
  private boolean quick;

  @Option(
      names = "--threads",
      paramLabel = "N",
      split = ",",
      defaultValue = "1",
      description = "Numbers of threads that call at once, each on memory of its own. Default: 1.")
  private List<Integer> threads;

  @Option(
      names = "--lanes",
      paramLabel = "BITS",
      split = ",",
      description = "Widths of vectors: 128, 256, 512. Default: what the machine prefers.")
  @Nullable List<Integer> lanes;

  @Option(
      names = "--forks",
      paramLabel = "N",
      defaultValue = "1",
      description = {
        "Processes for each case. More show what the JVM's compiler decides by chance. Default: 1."
      })
  private int forks;

  @Option(
      names = "--no-roofline",
      description = "Does not measure the limits of the machine, and gives no shares of them.")
  private boolean noRoofline;

  @Option(
      names = "--peers",
      paramLabel = "DIR",
      description = "The folder with other libraries that the build with -Ppeers leaves.")
  @Nullable Path peers;

  Path out() {
    return OutputFolder.prepare("--out", out);
  }

  boolean roofline() {
    return !noRoofline;
  }

  boolean isQuick() {
    return quick;
  }

  Optional<Path> peers() {
    if (peers != null && !Files.isDirectory(peers.resolve("classes"))) {
      throw new UsageException("--peers " + peers + ": not a folder that -Ppeers has left");
    }
    return Optional.ofNullable(peers).map(Path::toAbsolutePath);
  }

  Protocol protocol() {
    if (forks < 1 || forks > MOST_FORKS) {
      throw new UsageException("--forks " + forks + ": expected 1 to " + MOST_FORKS);
    }
    return (quick ? Protocol.QUICK : Protocol.STANDARD).withForks(forks);
  }

  List<Integer> threads() {
    for (int count : threads) {
      if (count < 1 || count > TrainOptions.MAX_THREADS) {
        throw new UsageException(
            "--threads " + count + ": expected 1 to " + TrainOptions.MAX_THREADS);
      }
    }
    return threads;
  }

  /** 0 stands for what the machine prefers. */
  List<Integer> lanes() {
    if (lanes == null) {
      return List.of(0);
    }
    int widest = FloatVector.SPECIES_PREFERRED.vectorBitSize();
    for (int bits : lanes) {
      if (!WIDTHS.contains(bits)) {
        throw new UsageException("--lanes " + bits + ": expected 128, 256 or 512");
      }
      if (bits > widest) {
        throw new UsageException(
            "--lanes " + bits + ": the vectors of this machine have " + widest + " bits");
      }
    }
    return lanes;
  }
}
