package dev.lanewise.bench.compare;

import dev.lanewise.bench.workload.Size;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;

/**
 * What is compared, and how long.
 *
 * @param workloads the names of those to run
 * @param threads each number of threads, at least 1
 * @param rounds how many turns every candidate has
 * @param warmUpSeconds what every process runs before its first turn
 * @param peers the folder that the build leaves the peers in
 */
public record ComparisonSettings(
    List<String> workloads,
    Size size,
    List<Integer> threads,
    int rounds,
    double warmUpSeconds,
    Optional<Path> peers) {
  /** Copies the lists. */
  public ComparisonSettings {
    workloads = List.copyOf(workloads);
    threads = List.copyOf(threads);
  }
}
