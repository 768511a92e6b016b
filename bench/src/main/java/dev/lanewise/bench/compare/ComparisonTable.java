package dev.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import java.util.OptionalDouble;
import java.util.function.Function;

/** A comparison in aligned columns. Columns that have nothing to say are left out. */
final class ComparisonTable {
  private static final String GAP = "  ";

  private final ComparisonReport report;
  private final List<Column> columns =
      List.of(
          new Column("workload", row -> row.workload().name()),
          new Column("threads", row -> Integer.toString(row.threads())),
          new Column("Lanewise (min..max)", this::own),
          new Column("heap a step", row -> row.of(Candidate.LANEWISE).map(this::heap).orElse("")),
          other(Candidate.LIBTORCH),
          other(Candidate.LIBTORCH_TUNED),
          other(Candidate.LIBTORCH_MKL),
          other(Candidate.PLAIN_JAVA),
          new Column("LibTorch's best / Lanewise", row -> times(row.ratio())),
          new Column("against 1 thread", this::speedUp),
          new Column("aim", this::aim));

  private record Column(String header, Function<WorkloadResult, String> cell) {}

  private ComparisonTable(ComparisonReport report) {
    this.report = report;
  }

  static String text(ComparisonReport report) {
    ComparisonTable table = new ComparisonTable(report);
    List<String> lines = new ArrayList<>(table.rows());
    lines.addAll(table.memory());
    lines.addAll(table.notes());
    report.failures().forEach(failure -> lines.add("failed: " + failure));
    return String.join(System.lineSeparator(), lines);
  }

  private List<String> rows() {
    List<StringBuilder> lines = new ArrayList<>();
    for (int i = 0; i <= report.results().size(); i++) {
      lines.add(new StringBuilder());
    }
    for (Column column : columns) {
      List<String> cells = report.results().stream().map(column.cell()).toList();
      if (cells.stream().allMatch(String::isEmpty)) {
        continue;
      }
      int width =
          Math.max(
              column.header().length(), cells.stream().mapToInt(String::length).max().orElse(0));
      String format = "%-" + width + "s" + GAP;
      lines.getFirst().append(String.format(Locale.ROOT, format, column.header()));
      for (int i = 0; i < cells.size(); i++) {
        lines.get(i + 1).append(String.format(Locale.ROOT, format, cells.get(i)));
      }
    }
    return lines.stream().map(line -> line.toString().stripTrailing()).toList();
  }

  private Column other(Candidate candidate) {
    return new Column(
        candidate.title(),
        row -> row.of(candidate).map(m -> time(m.medianNanos() / operations(row))).orElse(""));
  }

  private String own(WorkloadResult row) {
    Optional<Measurement> own = row.of(Candidate.LANEWISE);
    if (own.isEmpty()) {
      return "";
    }
    double operations = operations(row);
    return "%s (%s..%s)"
        .formatted(
            time(own.get().medianNanos() / operations),
            time(own.get().minNanos() / operations),
            time(own.get().maxNanos() / operations));
  }

  private static double operations(WorkloadResult row) {
    return row.workload().about().operations();
  }

  private String heap(Measurement own) {
    return bytes(own.medianHeapBytes());
  }

  /** How many times as fast as on one thread, on more. */
  private String speedUp(WorkloadResult row) {
    Optional<Measurement> own = row.of(Candidate.LANEWISE);
    Optional<Measurement> alone =
        report.results().stream()
            .filter(other -> other.threads() == 1)
            .filter(other -> other.workload().name().equals(row.workload().name()))
            .findFirst()
            .flatMap(other -> other.of(Candidate.LANEWISE));
    return row.threads() == 1 || own.isEmpty() || alone.isEmpty()
        ? ""
        : times(OptionalDouble.of(alone.get().medianNanos() / own.get().medianNanos()));
  }

  private String aim(WorkloadResult row) {
    OptionalDouble aim = report.aimNanos(row);
    Optional<Measurement> own = row.of(Candidate.LANEWISE);
    if (aim.isEmpty() || own.isEmpty()) {
      return "";
    }
    boolean met = own.get().medianNanos() / operations(row) <= aim.getAsDouble();
    return time(aim.getAsDouble()) + (met ? ", met" : ", missed");
  }

  private List<String> memory() {
    List<String> lines = new ArrayList<>();
    for (WorkloadResult result : report.results()) {
      Map<Candidate, Long> peaks = result.peakBytes();
      if (!peaks.isEmpty()) {
        String own =
            peaks.containsKey(Candidate.LANEWISE)
                ? "Lanewise " + bytes(peaks.get(Candidate.LANEWISE))
                : "";
        String peer =
            peaks.containsKey(Candidate.LIBTORCH_MEMORY)
                ? GAP + "LibTorch " + bytes(peaks.get(Candidate.LIBTORCH_MEMORY))
                : "";
        lines.add("peak memory of " + result.workload().name() + GAP + own + peer);
      }
    }
    return lines;
  }

  private List<String> notes() {
    Machine machine = report.machine();
    List<String> lines = new ArrayList<>();
    report.results().stream()
        .map(WorkloadResult::workload)
        .map(workload -> workload.name() + GAP + workload.about().title())
        .distinct()
        .forEach(lines::add);
    lines.add(
        String.format(
            Locale.ROOT,
            "machine%s%s, %d cores, %s, %s; load %.1f at the start, %.1f at the end",
            GAP,
            machine.processor(),
            machine.cores(),
            bytes((double) machine.memoryBytes()),
            machine.os(),
            machine.loadAverage(),
            report.loadAverageAtEnd()));
    lines.add("JVM" + GAP + machine.jvm());
    lines.add("BLAS" + GAP + machine.blas());
    lines.add(
        "figures"
            + GAP
            + "medians of "
            + report.settings().rounds()
            + " alternating rounds; peak memory: our workspace and results, and by how much"
            + " LibTorch's resident memory rises during a step");
    if (report.settings().peers().isEmpty()) {
      lines.add("LibTorch" + GAP + "not run, see lanewise compare --help on --peers");
    }
    return lines;
  }

  private static String times(OptionalDouble ratio) {
    return ratio.isPresent() ? digits(ratio.getAsDouble()) + " x" : "";
  }

  /** Three digits and a unit. */
  static String time(double nanos) {
    return nanos < 1e3
        ? digits(nanos) + " ns"
        : nanos < 1e6
            ? digits(nanos * 1e-3) + " us"
            : nanos < 1e9 ? digits(nanos * 1e-6) + " ms" : digits(nanos * 1e-9) + " s";
  }

  /** Three digits and a unit. */
  static String bytes(double bytes) {
    return bytes < 1e3
        ? digits(bytes) + " B"
        : bytes < 1e6
            ? digits(bytes * 1e-3) + " kB"
            : bytes < 1e9 ? digits(bytes * 1e-6) + " MB" : digits(bytes * 1e-9) + " GB";
  }

  private static String digits(double value) {
    return String.format(Locale.ROOT, value < 10 ? "%.2f" : value < 100 ? "%.1f" : "%.0f", value);
  }
}
