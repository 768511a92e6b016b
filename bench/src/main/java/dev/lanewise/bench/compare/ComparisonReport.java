package dev.lanewise.bench.compare;

import dev.lanewise.bench.report.Json;
import dev.lanewise.bench.workload.Cost;
import dev.lanewise.bench.workload.Size;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.OptionalDouble;
import org.jspecify.annotations.Nullable;

/**
 * What a comparison came to.
 *
 * @param machine at the start
 * @param loadAverageAtEnd of the last minute
 */
public record ComparisonReport(
    ComparisonSettings settings,
    Machine machine,
    double loadAverageAtEnd,
    List<WorkloadResult> results) {
  /** Copies the list. */
  public ComparisonReport {
    results = List.copyOf(results);
  }

  /** Why a candidate did not get through at some workload, a sentence each. */
  public List<String> failures() {
    return results.stream()
        .flatMap(
            result ->
                result.failures().stream()
                    .map(failure -> result.workload().name() + ": " + failure))
        .toList();
  }

  /** A table for people. */
  public String text() {
    return ComparisonTable.text(this);
  }

  /** What the aim is for a row: there is one for one thread and the full size alone. */
  OptionalDouble aimNanos(WorkloadResult result) {
    return result.threads() == 1 && settings.size() == Size.FULL
        ? Aims.nanos(result.workload().about().subject())
        : OptionalDouble.empty();
  }

  /**
   * One object: times in nanoseconds a step, memory in bytes; aims in nanoseconds a step, or an
   * operation where a workload has more than one.
   */
  public String json() {
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("command", "compare");
    members.put("processor", machine.processor());
    members.put("cores", machine.cores());
    members.put("memoryBytes", machine.memoryBytes());
    members.put("os", machine.os());
    members.put("jvm", machine.jvm());
    members.put("blas", machine.blas());
    members.put("loadAverageAtStart", machine.loadAverage());
    members.put("loadAverageAtEnd", loadAverageAtEnd);
    members.put("size", settings.size().name());
    members.put("rounds", settings.rounds());
    members.put("warmUpSeconds", settings.warmUpSeconds());
    members.put("candidates", candidates());
    members.put("results", results.stream().map(this::result).toList());
    return Json.object(members);
  }

  /** How the processes were started. */
  private Map<String, Object> candidates() {
    Map<String, Object> candidates = new LinkedHashMap<>();
    for (Candidate candidate : Candidate.values()) {
      if (!candidate.isPeer() || settings.peers().isPresent()) {
        Launch launch = Launch.of(candidate, 1, settings.peers());
        Map<String, Object> members = new LinkedHashMap<>();
        members.put("title", candidate.title());
        members.put("command", launch.command());
        members.put("environmentOnOneThread", launch.environment());
        candidates.put(candidate.name(), members);
      }
    }
    return candidates;
  }

  private Map<String, @Nullable Object> result(WorkloadResult result) {
    Cost cost = result.workload().cost();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("workload", result.workload().name());
    members.put("title", result.workload().about().title());
    members.put("threads", result.threads());
    members.put("operations", result.workload().about().operations());
    members.put("elements", cost.elements());
    members.put("bytes", cost.bytes());
    members.put("flops", cost.flops());
    OptionalDouble aim = aimNanos(result);
    members.put("aimNanos", aim.isPresent() ? aim.getAsDouble() : null);
    OptionalDouble ratio = result.ratio();
    members.put("bestPeerOverLanewise", ratio.isPresent() ? ratio.getAsDouble() : null);
    members.put(
        "measurements", result.measurements().stream().map(ComparisonReport::measurement).toList());
    Map<String, Object> peaks = new LinkedHashMap<>();
    result.peakBytes().forEach((candidate, bytes) -> peaks.put(candidate.name(), bytes));
    members.put("peakBytes", peaks);
    members.put("failures", result.failures());
    return members;
  }

  private static Map<String, Object> measurement(Measurement measurement) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("candidate", measurement.candidate().name());
    members.put("medianNanos", measurement.medianNanos());
    members.put("minNanos", measurement.minNanos());
    members.put("maxNanos", measurement.maxNanos());
    members.put("heapBytesAStep", measurement.medianHeapBytes());
    members.put("nanos", measurement.turns().stream().map(Turn::nanos).toList());
    return members;
  }
}
