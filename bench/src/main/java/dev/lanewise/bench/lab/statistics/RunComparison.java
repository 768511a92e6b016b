package dev.lanewise.bench.lab.statistics;

import dev.lanewise.bench.lab.run.LabCase;
import dev.lanewise.bench.lab.run.LabFile;
import dev.lanewise.bench.lab.run.LabResult;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Optional;

/**
 * Two runs of the same cases.
 *
 * <p>A difference exceeds the noise if two things are so: the rank-sum test finds it at a false
 * discovery rate of 5 % over all cases (Y. Benjamini and Y. Hochberg, "Controlling the false
 * discovery rate", Journal of the Royal Statistical Society B 57, 1995), and the 95 % bootstrap
 * interval of the ratio of the medians does not contain 1. Samples of a single process do not tell
 * what another process would do: runs with several are worth more.
 *
 * @param rows the cases that both have, in the first's order
 * @param onlyInOne how many cases one of them has alone
 */
public record RunComparison(List<Row> rows, int onlyInOne) {
  private static final double FALSE_DISCOVERIES = 0.05;
  private static final long SEED = 1;

  /**
   * One case in both runs.
   *
   * @param ratio of the second's median to the first's
   * @param low end of the 95 % interval of the ratio
   * @param high end of the interval
   * @param pValue of the rank-sum test
   * @param exceedsNoise whether they differ
   */
  public record Row(
      LabCase of,
      double firstNanos,
      double secondNanos,
      double ratio,
      double low,
      double high,
      double pValue,
      boolean exceedsNoise) {}

  /** Copies the list. */
  public RunComparison {
    rows = List.copyOf(rows);
  }

  /** Compares what both have. */
  public static RunComparison of(LabFile first, LabFile second) {
    List<Row> rows = new ArrayList<>();
    for (LabResult before : first.results()) {
      Optional<LabResult> after = second.find(before.of());
      after.ifPresent(result -> rows.add(row(before, result)));
    }
    int alone = first.results().size() + second.results().size() - 2 * rows.size();
    double threshold = threshold(rows);
    return new RunComparison(rows.stream().map(row -> judged(row, threshold)).toList(), alone);
  }

  private static Row row(LabResult before, LabResult after) {
    double[] interval = Bootstrap.ratioOfMedians(after.nanos(), before.nanos(), SEED);
    return new Row(
        before.of(),
        before.median(),
        after.median(),
        after.median() / before.median(),
        interval[0],
        interval[1],
        MannWhitney.pValue(after.sorted(), before.sorted()),
        false);
  }

  /** The largest p-value that is at most its rank's share of the rate; negative if none is. */
  private static double threshold(List<Row> rows) {
    List<Double> ascending =
        rows.stream().map(Row::pValue).sorted(Comparator.naturalOrder()).toList();
    double threshold = -1;
    for (int i = 0; i < ascending.size(); i++) {
      if (ascending.get(i) <= FALSE_DISCOVERIES * (i + 1) / ascending.size()) {
        threshold = ascending.get(i);
      }
    }
    return threshold;
  }

  private static Row judged(Row row, double threshold) {
    boolean differs = row.pValue() <= threshold && (row.low() > 1 || row.high() < 1);
    return new Row(
        row.of(),
        row.firstNanos(),
        row.secondNanos(),
        row.ratio(),
        row.low(),
        row.high(),
        row.pValue(),
        differs);
  }
}
