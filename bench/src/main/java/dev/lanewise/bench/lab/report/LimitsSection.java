package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.run.Caches;
import dev.lanewise.bench.lab.suite.Roofline;
import dev.lanewise.bench.report.Markup;
import dev.lanewise.bench.report.Quantity;
import dev.lanewise.bench.report.SeriesChart;
import dev.lanewise.bench.report.SeriesChart.Point;
import dev.lanewise.bench.report.SeriesChart.Series;
import dev.lanewise.kernels.ElementType;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The roofline: what the machine can do, and where the kernels lie below it. */
final class LimitsSection {
  private static final double LEAST_INTENSITY = 1.0 / 64;
  private static final double MOST_INTENSITY = 1024;

  /** Shares of writes that loops are measured for. */
  private static final Map<String, Double> MIXES =
      Map.of("read", 0.0, "2 reads, 1 write", 1.0 / 3, "copy", 0.5, "write", 1.0);

  private final Findings findings;
  private final Caches caches;

  LimitsSection(Findings findings, Caches caches) {
    this.findings = findings;
    this.caches = caches;
  }

  void write(Markup page) {
    List<Findings.Setting> known =
        findings.settings().stream().filter(setting -> findings.limits(setting).isKnown()).toList();
    if (known.isEmpty()) {
      return;
    }
    page.text("h2", "What the machine can do")
        .text(
            "p",
            "Measured in this run, not taken from a data sheet: fused multiply-adds that touch no"
                + " memory, and loops that only move it. The limit of a kernel is the larger of its"
                + " flops at the peak rate and its bytes at the bandwidth of a loop with the same"
                + " share of writes on the same working set. Figures are of one thread; all threads"
                + " run at once.");
    for (Findings.Setting setting : known) {
      table(page, setting);
    }
    if (known.stream().allMatch(this::hasNoPoints)) {
      return;
    }
    page.text("h2", "Roofline")
        .text(
            "p",
            "Every kernel that computes, by its flops a byte: the nearer to the line of its working"
                + " set, the less is left to gain.");
    page.open("ul", "class", "legend");
    Charts.legend(page, "roof", "limit, F32, one line a working set");
    Charts.legend(page, Charts.style(Contestant.LANEWISE), "Lanewise, F32");
    Charts.legend(page, Charts.style(Contestant.OPENBLAS), "OpenBLAS, F32");
    page.close();
    page.open("div", "class", "charts");
    for (Findings.Setting setting : known) {
      Charts.figure(page, setting.text(), "", chart(setting));
    }
    page.close();
  }

  private boolean hasNoPoints(Findings.Setting setting) {
    return points(setting, Contestant.LANEWISE).isEmpty();
  }

  private void table(Markup page, Findings.Setting setting) {
    Limits limits = findings.limits(setting);
    page.text(
        "p",
        setting.text()
            + ": peak "
            + Quantity.digits(limits.peak(ElementType.F32))
            + " GFLOP/s in F32, "
            + Quantity.digits(limits.peak(ElementType.F64))
            + " in F64; bandwidth in GB/s:");
    page.open("div", "class", "scroll").open("table").open("tr").text("th", "working set");
    List<String> mixes =
        MIXES.keySet().stream().sorted(Comparator.comparingDouble(MIXES::get)).toList();
    mixes.forEach(mix -> page.text("th", mix));
    page.close();
    for (double set : limits.workingSets()) {
      page.open("tr").text("td", Quantity.bytes(set) + ", " + caches.level(set));
      mixes.forEach(mix -> page.text("td", Quantity.digits(limits.bandwidth(MIXES.get(mix), set))));
      page.close();
    }
    page.close().close();
  }

  private SeriesChart chart(Findings.Setting setting) {
    Limits limits = findings.limits(setting);
    double peak = limits.peak(ElementType.F32);
    List<Series> series = new ArrayList<>();
    for (double set : limits.workingSets()) {
      double bandwidth = limits.bandwidth(set);
      series.add(
          new Series(
              "roof",
              List.of(
                  new Point(LEAST_INTENSITY, LEAST_INTENSITY * bandwidth, ""),
                  new Point(peak / bandwidth, peak, ""),
                  new Point(MOST_INTENSITY, peak, "")),
              true));
    }
    for (Contestant contestant : List.of(Contestant.LANEWISE, Contestant.OPENBLAS)) {
      series.add(new Series(Charts.style(contestant), points(setting, contestant), false));
    }
    return new SeriesChart(
        "Roofline, " + setting.text(),
        Charts.number("flops a byte", true),
        Charts.number("GFLOP/s of a thread", true),
        series,
        List.of());
  }

  private List<Point> points(Findings.Setting setting, Contestant contestant) {
    return findings.figures().stream()
        .filter(figure -> Findings.setting(figure.result()).equals(setting))
        .filter(figure -> figure.contestant() == contestant)
        .filter(figure -> figure.experiment().type() == ElementType.F32)
        .filter(figure -> !figure.experiment().family().equals(Roofline.FAMILY))
        .filter(figure -> figure.work().flops() > 0)
        .map(
            figure ->
                new Point(
                    Math.clamp(figure.work().intensity(), LEAST_INTENSITY, MOST_INTENSITY),
                    figure.work().flops() / figure.nanos(),
                    figure.hint()))
        .toList();
  }
}
