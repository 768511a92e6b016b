package dev.lanewise.bench.compare;

import dev.lanewise.bench.workload.Workload;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;

/**
 * All candidates at one workload and number of threads.
 *
 * @param measurements of the candidates that got through
 * @param peakBytes of the candidates that were asked for the peak memory of a step
 * @param failures why others did not get through, a sentence each
 */
record WorkloadResult(
    Workload workload,
    int threads,
    List<Measurement> measurements,
    Map<Candidate, Long> peakBytes,
    List<String> failures) {
  /** Copies the collections. */
  WorkloadResult {
    measurements = List.copyOf(measurements);
    peakBytes = Map.copyOf(peakBytes);
    failures = List.copyOf(failures);
  }

  Optional<Measurement> of(Candidate candidate) {
    return measurements.stream().filter(m -> m.candidate() == candidate).findFirst();
  }

  /** LibTorch with whichever settings served it best. */
  Optional<Measurement> bestPeer() {
    return measurements.stream()
        .filter(m -> m.candidate().isPeer())
        .min(Comparator.comparingDouble(Measurement::medianNanos));
  }

  /** How many times as long as the engine the best peer takes. */
  OptionalDouble ratio() {
    Optional<Measurement> own = of(Candidate.LANEWISE);
    Optional<Measurement> peer = bestPeer();
    return own.isPresent() && peer.isPresent()
        ? OptionalDouble.of(peer.get().medianNanos() / own.get().medianNanos())
        : OptionalDouble.empty();
  }
}
