package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.run.Caches;
import dev.lanewise.bench.report.Markup;
import dev.lanewise.bench.report.Quantity;
import dev.lanewise.bench.report.SeriesChart;
import dev.lanewise.bench.report.SeriesChart.Guide;
import dev.lanewise.bench.report.SeriesChart.Point;
import dev.lanewise.bench.report.SeriesChart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Set;

/** Kernels that move memory: bandwidth against the size of the working set, beside the limit. */
final class ThroughputSection {
  private final Findings findings;
  private final Caches caches;

  ThroughputSection(Findings findings, Caches caches) {
    this.findings = findings;
    this.caches = caches;
  }

  void write(Markup page, String family) {
    page.text("h2", "Throughput: " + family);
    for (Findings.Setting setting : findings.settings()) {
      Map<Experiment, List<Figure>> experiments = findings.byExperiment(family, setting);
      if (experiments.isEmpty()) {
        continue;
      }
      page.text("p", setting.text());
      Set<Contestant> contestants = EnumSet.noneOf(Contestant.class);
      experiments.values().stream()
          .flatMap(List::stream)
          .map(Figure::contestant)
          .forEach(contestants::add);
      Charts.legend(page, contestants);
      page.open("ul", "class", "legend");
      Charts.legend(page, "roof memory", "what the memory can do with this share of writes");
      page.close();
      page.open("div", "class", "charts");
      experiments.forEach(
          (experiment, figures) ->
              Charts.figure(
                  page, experiment.title(), caption(figures), chart(experiment, figures, setting)));
      page.close();
    }
  }

  /** The share of the limit at every working set. */
  private String caption(List<Figure> figures) {
    List<String> shares = new ArrayList<>();
    for (Figure figure : figures) {
      if (figure.contestant() == Contestant.LANEWISE && !Double.isNaN(figure.shareOfLimit())) {
        shares.add(
            caches.level(figure.work().bytes()) + " " + Quantity.percent(figure.shareOfLimit()));
      }
    }
    return shares.isEmpty() ? "" : "Lanewise, share of the limit: " + String.join(", ", shares);
  }

  private SeriesChart chart(Experiment experiment, List<Figure> figures, Findings.Setting setting) {
    List<Series> series = new ArrayList<>();
    Limits limits = findings.limits(setting);
    if (limits.isKnown()) {
      List<Point> roof =
          figures.stream()
              .sorted(Comparator.comparingDouble(figure -> figure.work().bytes()))
              .map(
                  figure ->
                      new Point(
                          figure.work().bytes(),
                          setting.threads()
                              * figure.work().bytes()
                              / limits.memoryNanos(figure.work()),
                          ""))
              .distinct()
              .toList();
      series.add(new Series("roof memory", roof, true));
    }
    series.addAll(
        Charts.series(figures, figure -> figure.work().bytes(), Figure::gigabytesASecond));
    return new SeriesChart(
        experiment.title(),
        Charts.bytes("bytes moved by a call"),
        Charts.number("GB/s", true),
        series,
        List.of(
            new Guide(true, caches.l1(), "L1"),
            new Guide(true, caches.l2(), "L2"),
            new Guide(true, caches.l3(), "L3")));
  }
}
