package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.report.Markup;
import dev.lanewise.bench.report.Quantity;
import dev.lanewise.bench.report.SeriesChart;
import dev.lanewise.bench.report.SeriesChart.Guide;
import dev.lanewise.bench.report.SeriesChart.Point;
import dev.lanewise.bench.report.SeriesChart.Series;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.List;
import java.util.Map;
import java.util.Optional;

/**
 * Kernels of arithmetic: rates against the size and the measured peak, and beside a rival.
 *
 * @param heading of the section
 * @param rival whom Lanewise is compared with
 */
record RatesSection(Findings findings, String family, String heading, Contestant rival) {

  void write(Markup page) {
    page.text("h2", heading);
    for (Findings.Setting setting : findings.settings()) {
      Map<Experiment, List<Figure>> experiments = findings.byExperiment(family, setting);
      if (experiments.isEmpty()) {
        continue;
      }
      page.text("p", setting.text());
      EnumSet<Contestant> contestants = EnumSet.noneOf(Contestant.class);
      experiments.values().stream()
          .flatMap(List::stream)
          .map(Figure::contestant)
          .forEach(contestants::add);
      Charts.legend(page, contestants);
      page.open("div", "class", "charts");
      experiments.forEach(
          (experiment, figures) -> {
            if (orders(figures) > 1) {
              rates(page, experiment, figures, setting);
              shares(page, experiment, figures);
            }
          });
      page.close();
      table(page, experiments);
    }
  }

  private static long orders(List<Figure> figures) {
    return figures.stream().map(figure -> figure.result().of().size()).distinct().count();
  }

  private void rates(
      Markup page, Experiment experiment, List<Figure> figures, Findings.Setting setting) {
    double peak = setting.threads() * findings.limits(setting).peak(experiment.type());
    List<Guide> guides =
        peak > 0
            ? List.of(new Guide(false, peak, "measured peak " + Quantity.digits(peak)))
            : List.of();
    Charts.figure(
        page,
        experiment.title(),
        "",
        new SeriesChart(
            experiment.title(),
            Charts.number("n", true),
            Charts.number("GFLOP/s", false),
            Charts.series(figures, RatesSection::order, Figure::gigaflops),
            guides));
  }

  private static double order(Figure figure) {
    return figure.result().of().size();
  }

  private void shares(Markup page, Experiment experiment, List<Figure> figures) {
    List<Point> points = new ArrayList<>();
    for (Figure figure : figures) {
      Optional<Figure> other = findings.beside(figure, rival);
      if (figure.contestant() == Contestant.LANEWISE && other.isPresent()) {
        double share = other.get().nanos() / figure.nanos();
        points.add(
            new Point(
                order(figure),
                share,
                "n=" + figure.result().of().size() + ": " + Quantity.digits(share)));
      }
    }
    if (points.isEmpty()) {
      return;
    }
    Charts.figure(
        page,
        "Lanewise over " + rival.title() + ": " + experiment.title(),
        "",
        new SeriesChart(
            "Lanewise over " + rival.title(),
            Charts.number("n", true),
            Charts.number("rate, " + rival.title() + " = 1", false),
            List.of(new Series(Charts.style(Contestant.LANEWISE), points, true)),
            List.of(new Guide(false, 1, rival.title()))));
  }

  private void table(Markup page, Map<Experiment, List<Figure>> experiments) {
    page.open("div", "class", "scroll").open("table").open("tr").text("th", "kernel");
    for (String heading :
        List.of("size", "Lanewise GFLOP/s", rival.title() + " GFLOP/s", "ratio", "of the limit")) {
      page.text("th", heading);
    }
    page.close();
    experiments.forEach(
        (experiment, figures) ->
            figures.stream()
                .filter(figure -> figure.contestant() == Contestant.LANEWISE)
                .forEach(figure -> row(page, experiment, figure)));
    page.close().close();
  }

  private void row(Markup page, Experiment experiment, Figure figure) {
    Optional<Figure> other = findings.beside(figure, rival);
    page.open("tr")
        .text("td", experiment.title())
        .text("td", Integer.toString(figure.result().of().size()))
        .text("td", Quantity.digits(figure.gigaflops()))
        .text("td", other.map(one -> Quantity.digits(one.gigaflops())).orElse(""))
        .text("td", other.map(one -> Quantity.digits(one.nanos() / figure.nanos())).orElse(""))
        .text("td", Quantity.percent(figure.shareOfLimit()))
        .close();
  }
}
