package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.report.Markup;
import dev.lanewise.bench.report.Quantity;
import dev.lanewise.bench.report.SeriesChart;
import dev.lanewise.bench.report.SeriesChart.Along;
import dev.lanewise.bench.report.SeriesChart.Point;
import dev.lanewise.bench.report.SeriesChart.Series;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.function.ToDoubleFunction;

/** What the page's charts have in common. */
final class Charts {
  private Charts() {}

  /** The class that the style sheet has a colour and dashes for. */
  static String style(Contestant contestant) {
    return contestant.name().toLowerCase(Locale.ROOT).replace('_', '-');
  }

  /** A line for each contestant, in the order of their declaration. */
  static List<Series> series(
      List<Figure> figures, ToDoubleFunction<Figure> x, ToDoubleFunction<Figure> y) {
    List<Series> series = new ArrayList<>();
    for (Contestant contestant : Contestant.values()) {
      List<Point> points =
          figures.stream()
              .filter(figure -> figure.contestant() == contestant)
              .sorted(Comparator.comparingDouble(x))
              .map(
                  figure ->
                      new Point(x.applyAsDouble(figure), y.applyAsDouble(figure), figure.hint()))
              .toList();
      if (!points.isEmpty()) {
        series.add(new Series(style(contestant), points, true));
      }
    }
    return series;
  }

  /** What the lines are. */
  static void legend(Markup page, Set<Contestant> contestants) {
    page.open("ul", "class", "legend");
    for (Contestant contestant : Contestant.values()) {
      if (contestants.contains(contestant)) {
        legend(page, style(contestant), contestant.title());
      }
    }
    page.close();
  }

  /** One line and what it is, inside a list. */
  static void legend(Markup page, String style, String what) {
    page.open("li")
        .open("svg", "viewBox", "0 0 32 10", "aria-hidden", "true")
        .empty("polyline", "class", style, "points", "0,5 32,5")
        .close()
        .text("span", what)
        .close();
  }

  /** A chart in a frame. */
  static void figure(Markup page, String heading, String caption, SeriesChart chart) {
    page.open("figure").text("h3", heading).raw(chart.draw());
    if (!caption.isEmpty()) {
      page.text("figcaption", caption);
    }
    page.close();
  }

  /** Bytes, on a logarithmic axis. */
  static Along bytes(String label) {
    return new Along(label, true, Charts::decimalBytes);
  }

  /** Ticks are powers of ten, so units are too. */
  private static String decimalBytes(double bytes) {
    return bytes >= 1e9
        ? Quantity.digits(bytes / 1e9) + " GB"
        : bytes >= 1e6
            ? Quantity.digits(bytes / 1e6) + " MB"
            : bytes >= 1e3 ? Quantity.digits(bytes / 1e3) + " kB" : Quantity.digits(bytes) + " B";
  }

  /** Anything else. */
  static Along number(String label, boolean logarithmic) {
    return new Along(label, logarithmic, Quantity::digits);
  }
}
