package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.suite.NativeCallCosts;
import dev.lanewise.bench.report.Markup;
import dev.lanewise.bench.report.Quantity;
import dev.lanewise.bench.report.SeriesChart;
import dev.lanewise.bench.report.SeriesChart.Point;
import dev.lanewise.bench.report.SeriesChart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** Calls into native code: what a call costs, and what a byte does. */
final class NativeCallsSection {
  /** One a way of calling, taken from the contestants' colours. */
  private static final List<String> STYLES =
      List.of("lanewise", "openblas", "libtorch", "loop", "jdk");

  private final Findings findings;

  NativeCallsSection(Findings findings) {
    this.findings = findings;
  }

  void write(Markup page) {
    page.text("h2", "Calls into native code")
        .text(
            "p",
            "An empty function is called in a chain, each call with the result of the one before."
                + " memcmp reads two blocks of memory; the cost of a byte is the slope between the"
                + " two largest blocks, the cost of a call the time of the smallest.");
    for (Findings.Setting setting : findings.settings()) {
      Map<Experiment, List<Figure>> experiments =
          findings.byExperiment(NativeCallCosts.FAMILY, setting);
      if (!experiments.isEmpty()) {
        page.text("p", setting.text());
        table(page, experiments);
        chart(page, experiments);
      }
    }
  }

  private static void table(Markup page, Map<Experiment, List<Figure>> experiments) {
    page.open("div", "class", "scroll").open("table").open("tr").text("th", "call");
    page.text("th", "ns a call").text("th", "+-").text("th", "ns a KiB of both blocks").close();
    experiments.forEach(
        (experiment, figures) -> {
          List<Figure> sorted = sorted(figures);
          Figure first = sorted.getFirst();
          boolean reads = first.work().bytes() > 0;
          double calls = reads ? 1 : first.result().of().size();
          page.open("tr")
              .text("td", experiment.title().replaceAll(", [A-Z0-9]+$", ""))
              .text("td", Quantity.digits(first.nanos() / calls))
              .text("td", Quantity.percent(first.result().spread()))
              .text("td", reads && sorted.size() > 1 ? Quantity.digits(slope(sorted)) : "")
              .close();
        });
    page.close().close();
  }

  private static List<Figure> sorted(List<Figure> figures) {
    return figures.stream()
        .sorted(Comparator.comparingInt(figure -> figure.result().of().size()))
        .toList();
  }

  private static double slope(List<Figure> sorted) {
    Figure last = sorted.getLast();
    Figure before = sorted.get(sorted.size() - 2);
    double bytes = last.work().bytes() - before.work().bytes();
    return 1024 * (last.nanos() - before.nanos()) / bytes;
  }

  private static void chart(Markup page, Map<Experiment, List<Figure>> experiments) {
    List<Series> series = new ArrayList<>();
    page.open("ul", "class", "legend");
    for (Map.Entry<Experiment, List<Figure>> entry : experiments.entrySet()) {
      if (entry.getValue().getFirst().work().bytes() == 0) {
        continue;
      }
      String style = STYLES.get(series.size() % STYLES.size());
      Charts.legend(page, style, entry.getKey().title().replaceAll(", [A-Z0-9]+$", ""));
      List<Point> points =
          sorted(entry.getValue()).stream()
              .map(one -> new Point(one.result().of().size(), one.nanos(), one.hint()))
              .toList();
      series.add(new Series(style, points, true));
    }
    page.close();
    page.open("div", "class", "charts");
    Charts.figure(
        page,
        "Time of a call by the size of each block",
        "",
        new SeriesChart(
            "Time of a call",
            Charts.bytes("bytes in each block"),
            Charts.number("ns a call", true),
            series,
            List.of()));
    page.close();
  }
}
