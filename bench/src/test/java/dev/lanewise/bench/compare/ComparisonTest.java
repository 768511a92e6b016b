package dev.lanewise.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.report.ParsedJson;
import dev.lanewise.bench.workload.Size;
import dev.lanewise.bench.workload.Workloads;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.Set;
import org.junit.jupiter.api.Test;

/** Rounds and reports, with candidates that only say how long they took. */
class ComparisonTest {
  private static final Machine MACHINE =
      new Machine("a processor", 2, 8_000_000_000L, "an OS", "a JVM", "a BLAS", 0.5);

  private final List<String> order = new ArrayList<>();
  private final List<Candidate> closed = new ArrayList<>();
  private final List<Double> progress = new ArrayList<>();

  private static ComparisonSettings settings(List<Integer> threads, String... workloads) {
    return new ComparisonSettings(
        List.of(workloads), Size.SMALL, threads, 3, 1.5, Optional.of(Path.of("peers")));
  }

  /** Our step takes 2 ms on one thread, LibTorch's 10 with its own settings and 5 with better. */
  private static double nanos(Candidate candidate, int threads) {
    return switch (candidate) {
      case LANEWISE -> 2e6 / threads;
      case LIBTORCH -> 10e6;
      case LIBTORCH_TUNED -> 5e6;
      case LIBTORCH_MKL -> 6e6;
      case PLAIN_JAVA -> 50e6;
      case LIBTORCH_MEMORY -> Double.NaN;
    };
  }

  private Contestant contestant(Candidate candidate, int threads, Fingerprint fingerprint) {
    return new Contestant() {
      @Override
      public Fingerprint fingerprint() {
        return fingerprint;
      }

      @Override
      public Turn turn() {
        order.add(candidate.name());
        return new Turn(nanos(candidate, threads), 48);
      }

      @Override
      public long peakBytes() {
        return candidate == Candidate.LANEWISE ? 1_000_000 : 3_000_000;
      }

      @Override
      public void close() {
        closed.add(candidate);
      }
    };
  }

  private List<WorkloadResult> run(
      ComparisonSettings settings, Set<Candidate> missing, Set<Candidate> wrong)
      throws IOException {
    return Comparison.run(
        settings,
        (candidate, assignment) -> {
          if (missing.contains(candidate)) {
            throw new ComparisonException(candidate.title() + " ended before its time");
          }
          double sum = wrong.contains(candidate) ? 3 : 4;
          return contestant(candidate, assignment.threads(), new Fingerprint(List.of(sum, 4.0)));
        },
        (what, done) -> progress.add(done));
  }

  @Test
  void candidatesTakeTurnsAndEachBeginsOnce() throws IOException {
    run(settings(List.of(1), "softmax"), Set.of(), Set.of());
    assertThat(order)
        .containsExactly(
            "LANEWISE",
            "PLAIN_JAVA",
            "LIBTORCH",
            "LIBTORCH_TUNED",
            "PLAIN_JAVA",
            "LIBTORCH",
            "LIBTORCH_TUNED",
            "LANEWISE",
            "LIBTORCH",
            "LIBTORCH_TUNED",
            "LANEWISE",
            "PLAIN_JAVA");
    assertThat(closed)
        .containsExactlyInAnyOrder(
            Candidate.LANEWISE,
            Candidate.PLAIN_JAVA,
            Candidate.LIBTORCH,
            Candidate.LIBTORCH_TUNED,
            Candidate.LIBTORCH_MEMORY);
    assertThat(progress).isSorted().first().isEqualTo(0.0);
    assertThat(progress.getLast()).isBetween(0.7, 1.0);
  }

  @Test
  void theTableHasRatiosAndMemory() throws IOException {
    ComparisonSettings settings = settings(List.of(1, 2), "softmax", "mlp");
    List<WorkloadResult> results = run(settings, Set.of(), Set.of());
    ComparisonReport report = new ComparisonReport(settings, MACHINE, 0.75, results);
    List<String> lines = report.text().lines().toList();
    assertThat(lines.get(0))
        .isEqualTo(
            "workload  threads  Lanewise (min..max)         heap a step  LibTorch  LibTorch tuned"
                + "  LibTorch tuned, MKL  plain Java  LibTorch's best / Lanewise  against 1"
                + " thread");
    assertThat(lines.get(1).split(" {2,}", -1))
        .containsExactly(
            "softmax",
            "1",
            "2.00 ms (2.00 ms..2.00 ms)",
            "48.0 B",
            "10.0 ms",
            "5.00 ms",
            "50.0 ms",
            "2.50 x");
    assertThat(lines.get(4).split(" {2,}", -1))
        .containsExactly(
            "mlp",
            "2",
            "1.00 ms (1.00 ms..1.00 ms)",
            "48.0 B",
            "10.0 ms",
            "5.00 ms",
            "6.00 ms",
            "5.00 x",
            "2.00 x");
    assertThat(lines)
        .contains("peak memory of softmax  Lanewise 1.00 MB  LibTorch 3.00 MB")
        .contains(
            "machine  a processor, 2 cores, 8.00 GB, an OS; load 0.5 at the start, 0.8 at the end");
    assertThat(report.failures()).isEmpty();
  }

  @Test
  void theFileHasEveryFigure() throws IOException {
    ComparisonSettings settings = settings(List.of(1), "tanh-chain");
    ComparisonReport report =
        new ComparisonReport(settings, MACHINE, 0.75, run(settings, Set.of(), Set.of()));
    ParsedJson json = ParsedJson.of(report.json());
    assertThat(json.text("blas")).isEqualTo("a BLAS");
    assertThat(json.integer("rounds")).isEqualTo(3);
    ParsedJson result = json.objects("results").getFirst();
    assertThat(result.integer("operations")).isEqualTo(60);
    assertThat(result.isNull("aimNanos")).as("none in the small size").isTrue();
    assertThat(result.number("bestPeerOverLanewise")).isEqualTo(2.5);
    ParsedJson own = result.objects("measurements").getFirst();
    assertThat(own.text("candidate")).isEqualTo("LANEWISE");
    assertThat(own.number("medianNanos")).isEqualTo(2e6);
    assertThat(own.number("heapBytesAStep")).isEqualTo(48);
  }

  @Test
  void whoFailsOrDiffersIsNamedAndLeftOut() throws IOException {
    ComparisonSettings settings = settings(List.of(1), "softmax");
    List<WorkloadResult> results =
        run(settings, Set.of(Candidate.LIBTORCH_TUNED), Set.of(Candidate.LIBTORCH));
    ComparisonReport report = new ComparisonReport(settings, MACHINE, 0.75, results);
    assertThat(report.failures())
        .containsExactly(
            "softmax: LibTorch tuned ended before its time",
            "softmax: LibTorch computes something else than Lanewise");
    assertThat(report.text()).contains("failed: softmax: LibTorch tuned ended");
    assertThat(results.getFirst().ratio()).isEmpty();
    assertThat(results.getFirst().measurements())
        .extracting(Measurement::candidate)
        .containsExactly(Candidate.LANEWISE, Candidate.PLAIN_JAVA);
    assertThat(closed).contains(Candidate.LIBTORCH);
  }

  @Test
  void figuresHaveThreeDigitsAndAUnit() {
    assertThat(ComparisonTable.time(12.34)).isEqualTo("12.3 ns");
    assertThat(ComparisonTable.time(1234)).isEqualTo("1.23 us");
    assertThat(ComparisonTable.time(123.4e6)).isEqualTo("123 ms");
    assertThat(ComparisonTable.time(2.5e9)).isEqualTo("2.50 s");
    assertThat(ComparisonTable.bytes(64)).isEqualTo("64.0 B");
    assertThat(ComparisonTable.bytes(2.5e9)).isEqualTo("2.50 GB");
  }

  @Test
  void everyAimIsOneOfAWorkload() {
    ComparisonSettings full =
        new ComparisonSettings(List.of(), Size.FULL, List.of(1), 1, 0, Optional.empty());
    ComparisonReport report = new ComparisonReport(full, MACHINE, 0, List.of());
    List<String> aimed =
        Workloads.of(Size.FULL).stream()
            .map(w -> new WorkloadResult(w, 1, List.of(), Map.of(), List.of()))
            .filter(row -> report.aimNanos(row).isPresent())
            .map(row -> row.workload().name())
            .toList();
    assertThat(aimed)
        .containsExactly(
            "gelu-forward-1m",
            "gelu-1m",
            "gelu-16m",
            "softmax",
            "layer-norm",
            "mlp",
            "tanh-chain",
            "tanh-chain-arrays",
            "scalar-expression",
            "scalar-expression-arrays");
  }
}
