package dev.lanewise.bench.compare;

import dev.lanewise.bench.workload.Workload;
import dev.lanewise.bench.workload.Workloads;
import java.io.IOException;
import java.util.ArrayList;
import java.util.EnumMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Runs every workload: starts its candidates one after the other, sees that they compute the same,
 * and gives them turns in alternation, so that what else the machine does falls on all of them.
 */
public final class Comparison {
  /** A process is up after about so long. */
  private static final double START_SECONDS = 1;

  private static final double TURN_SECONDS = 0.12;

  private final ComparisonSettings settings;
  private final Starter starter;
  private final ProgressListener listener;
  private final List<WorkloadResult> results = new ArrayList<>();
  private final double totalSeconds;
  private double doneSeconds;

  /** Makes a candidate ready. */
  @FunctionalInterface
  interface Starter {
    /**
     * Starts a candidate and lets it warm up.
     *
     * @throws ComparisonException if it does not get that far
     */
    Contestant start(Candidate candidate, TurnServer.Assignment assignment) throws IOException;
  }

  /** Hears how a comparison gets on. */
  @FunctionalInterface
  public interface ProgressListener {
    /**
     * Something is about to begin.
     *
     * @param what in a few words
     * @param done the share of the work that is done, 0 to 1
     */
    void at(String what, double done);
  }

  private Comparison(ComparisonSettings settings, Starter starter, ProgressListener listener) {
    this.settings = settings;
    this.starter = starter;
    this.listener = listener;
    this.totalSeconds = plannedSeconds();
  }

  /** Compares in processes. */
  public static ComparisonReport run(ComparisonSettings settings, ProgressListener listener)
      throws IOException {
    Starter processes =
        (candidate, assignment) -> {
          Launch launch = Launch.of(candidate, assignment.threads(), settings.peers());
          List<String> command = new ArrayList<>(launch.command());
          command.addAll(assignment.words());
          return new ChildProcess(candidate.title(), command, launch.environment());
        };
    Machine before = Machine.now();
    List<WorkloadResult> results = run(settings, processes, listener);
    return new ComparisonReport(settings, before, Machine.now().loadAverage(), results);
  }

  static List<WorkloadResult> run(
      ComparisonSettings settings, Starter starter, ProgressListener listener) throws IOException {
    Comparison comparison = new Comparison(settings, starter, listener);
    for (String name : settings.workloads()) {
      for (int threads : settings.threads()) {
        comparison.compare(Workloads.named(name, settings.size()), threads);
      }
    }
    return comparison.results;
  }

  private void compare(Workload workload, int threads) throws IOException {
    Map<Candidate, Contestant> contestants = new EnumMap<>(Candidate.class);
    List<String> failures = new ArrayList<>();
    Map<Candidate, Long> peaks = new EnumMap<>(Candidate.class);
    try {
      for (Candidate candidate : candidates(workload, threads)) {
        progress(workload, threads, "warming up " + candidate.title());
        try {
          contestants.put(candidate, start(candidate, workload, threads, settings.warmUpSeconds()));
        } catch (ComparisonException e) {
          failures.add(e.getMessage());
        }
        doneSeconds += START_SECONDS + settings.warmUpSeconds();
      }
      dropThoseThatDiffer(contestants, failures);
      List<Measurement> measurements = rounds(workload, threads, contestants);
      if (threads == settings.threads().getFirst()) {
        peaks(workload, contestants, peaks, failures);
      }
      results.add(new WorkloadResult(workload, threads, measurements, peaks, failures));
    } finally {
      contestants.values().forEach(Contestant::close);
    }
  }

  private Contestant start(Candidate candidate, Workload workload, int threads, double warmUp)
      throws IOException {
    return starter.start(
        candidate, new TurnServer.Assignment(workload.name(), settings.size(), threads, warmUp));
  }

  private List<Candidate> candidates(Workload workload, int threads) {
    List<Candidate> candidates = new ArrayList<>();
    candidates.add(Candidate.LANEWISE);
    if (settings.peers().isPresent()) {
      candidates.add(Candidate.LIBTORCH);
      candidates.add(Candidate.LIBTORCH_TUNED);
      if (workload.about().multipliesMatrices()) {
        candidates.add(Candidate.LIBTORCH_MKL);
      }
    }
    if (threads == 1 && workload.plainLoop().isPresent()) {
      candidates.add(Candidate.PLAIN_JAVA);
    }
    return candidates;
  }

  /** A time for something else is worth nothing. */
  private static void dropThoseThatDiffer(
      Map<Candidate, Contestant> contestants, List<String> failures) {
    Contestant own = contestants.get(Candidate.LANEWISE);
    if (own == null) {
      return;
    }
    List<Candidate> differing =
        contestants.entrySet().stream()
            .filter(entry -> !entry.getValue().fingerprint().agreesWith(own.fingerprint()))
            .map(Map.Entry::getKey)
            .toList();
    for (Candidate candidate : differing) {
      failures.add(candidate.title() + " computes something else than Lanewise");
      contestants.remove(candidate).close();
    }
  }

  /** Every round begins with another candidate. */
  private List<Measurement> rounds(
      Workload workload, int threads, Map<Candidate, Contestant> contestants) throws IOException {
    List<Candidate> order = List.copyOf(contestants.keySet());
    Map<Candidate, List<Turn>> turns = new LinkedHashMap<>();
    order.forEach(candidate -> turns.put(candidate, new ArrayList<>()));
    for (int round = 0; round < settings.rounds(); round++) {
      progress(workload, threads, "round %d/%d".formatted(round + 1, settings.rounds()));
      for (int i = 0; i < order.size(); i++) {
        Candidate candidate = order.get((round + i) % order.size());
        turns.get(candidate).add(contestants.get(candidate).turn());
        doneSeconds += TURN_SECONDS;
      }
    }
    return turns.entrySet().stream()
        .map(entry -> new Measurement(entry.getKey(), entry.getValue()))
        .toList();
  }

  private void peaks(
      Workload workload,
      Map<Candidate, Contestant> contestants,
      Map<Candidate, Long> peaks,
      List<String> failures)
      throws IOException {
    Contestant own = contestants.get(Candidate.LANEWISE);
    if (own != null) {
      peaks.put(Candidate.LANEWISE, own.peakBytes());
    }
    if (settings.peers().isPresent()) {
      progress(workload, 1, "peak memory");
      try (Contestant peer = start(Candidate.LIBTORCH_MEMORY, workload, 1, 0)) {
        peaks.put(Candidate.LIBTORCH_MEMORY, peer.peakBytes());
      } catch (ComparisonException e) {
        failures.add(e.getMessage());
      }
      doneSeconds += START_SECONDS;
    }
  }

  private void progress(Workload workload, int threads, String what) {
    String threadsText = threads == 1 ? "1 thread" : threads + " threads";
    listener.at(workload.name() + ", " + threadsText + ": " + what, doneSeconds / totalSeconds);
  }

  private double plannedSeconds() {
    double seconds = 0;
    for (String name : settings.workloads()) {
      Workload workload = Workloads.named(name, settings.size());
      seconds += settings.peers().isPresent() ? START_SECONDS : 0;
      for (int threads : settings.threads()) {
        seconds +=
            candidates(workload, threads).size()
                * (START_SECONDS + settings.warmUpSeconds() + settings.rounds() * TURN_SECONDS);
      }
    }
    return seconds;
  }
}
