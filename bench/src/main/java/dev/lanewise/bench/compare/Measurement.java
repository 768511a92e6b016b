package dev.lanewise.bench.compare;

import java.util.List;

/**
 * What one candidate's turns came to, at one workload and number of threads.
 *
 * @param turns at least one, in the order of the rounds
 */
record Measurement(Candidate candidate, List<Turn> turns) {
  /** Copies the list. */
  Measurement {
    turns = List.copyOf(turns);
  }

  double medianNanos() {
    return TaskTimer.median(turns.stream().mapToDouble(Turn::nanos).sorted().toArray());
  }

  double minNanos() {
    return turns.stream().mapToDouble(Turn::nanos).min().orElseThrow();
  }

  double maxNanos() {
    return turns.stream().mapToDouble(Turn::nanos).max().orElseThrow();
  }

  double medianHeapBytes() {
    return TaskTimer.median(turns.stream().mapToDouble(Turn::heapBytes).sorted().toArray());
  }
}
