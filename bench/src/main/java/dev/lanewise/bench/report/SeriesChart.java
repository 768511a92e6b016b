package dev.lanewise.bench.report;

import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.function.DoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;
import org.jspecify.annotations.Nullable;

/**
 * Lines and points over one pair of axes, as an SVG element for a page. The page's style sheet says
 * how {@code grid}, {@code tick}, {@code guide}, {@code label}, and the classes of series look: a
 * series' class is on its {@code polyline} or {@code path} and on its {@code circle}s.
 *
 * <p>The drawing is small, so that its text can be read when it is as wide as a phone.
 */
public final class SeriesChart {
  private static final int WIDTH = 420;
  private static final int HEIGHT = 300;
  private static final int LEFT = 58;
  private static final int RIGHT = WIDTH - 14;
  private static final int TOP = 16;
  private static final int BOTTOM = HEIGHT - 46;
  private static final int MOST_TICKS = 7;

  /**
   * A place in the drawing.
   *
   * @param hint what a pointer that rests there shows
   */
  public record Point(double x, double y, String hint) {}

  /**
   * Points that belong together.
   *
   * @param style classes, see above
   * @param joined whether a line goes through them
   */
  public record Series(String style, List<Point> points, boolean joined) {
    /** Copies the points that a drawing can have. */
    public Series {
      points =
          points.stream()
              .filter(point -> Double.isFinite(point.x()) && Double.isFinite(point.y()))
              .toList();
    }
  }

  /**
   * A thin line across the drawing.
   *
   * @param upright whether it stands at an x, or lies at a y
   */
  public record Guide(boolean upright, double at, String label) {}

  /**
   * An axis.
   *
   * @param label with the unit
   * @param logarithmic or linear from 0
   * @param tick how the number at a tick is written
   */
  public record Along(String label, boolean logarithmic, DoubleFunction<String> tick) {}

  private final String title;
  private final Along x;
  private final Along y;
  private final List<Series> series;
  private final List<Guide> guides;

  /**
   * @param title for those who cannot see the drawing
   */
  public SeriesChart(String title, Along x, Along y, List<Series> series, List<Guide> guides) {
    this.title = title;
    this.x = x;
    this.y = y;
    this.series = List.copyOf(series);
    this.guides = List.copyOf(guides);
  }

  /** Draws; a text says so if there is nothing to draw. */
  public String draw() {
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text("title", title);
    Scale across = scale(x, LEFT, RIGHT, true);
    Scale up = scale(y, BOTTOM, TOP, false);
    if (across == null || up == null) {
      svg.text("text", "nothing was measured", "x", "24", "y", "40");
      return svg.element();
    }
    grid(svg, across, up);
    for (Guide guide : guides) {
      guide(svg, guide, across, up);
    }
    for (Series one : series) {
      line(svg, one, across, up);
    }
    return svg.element();
  }

  private @Nullable Scale scale(Along along, double from, double to, boolean upright) {
    double[] values =
        DoubleStream.concat(
                series.stream()
                    .flatMap(one -> one.points().stream())
                    .mapToDouble(point -> upright ? point.x() : point.y()),
                guides.stream()
                    .filter(guide -> guide.upright() == upright && !upright)
                    .mapToDouble(Guide::at))
            .filter(value -> !along.logarithmic() || value > 0)
            .sorted()
            .toArray();
    if (values.length == 0) {
      return null;
    }
    double max = values[values.length - 1];
    return along.logarithmic()
        ? LogAxis.covering(values[0], max, from, to)
        : Axis.covering(0, max, from, to, 5);
  }

  private void grid(Svg svg, Scale across, Scale up) {
    for (double tick : sparse(up.ticks())) {
      String at = Svg.number(up.at(tick));
      svg.empty("path", "class", "grid", "d", "M" + LEFT + " " + at + "H" + RIGHT);
      ChartStyle.tick(svg, y.tick().apply(tick), LEFT - 6, up.at(tick) + 4, "end");
    }
    for (double tick : sparse(across.ticks())) {
      String at = Svg.number(across.at(tick));
      svg.empty("path", "class", "grid", "d", "M" + at + " " + TOP + "V" + BOTTOM);
      ChartStyle.tick(svg, x.tick().apply(tick), across.at(tick), BOTTOM + 16, "middle");
    }
    label(svg, x.label(), "translate(" + (LEFT + RIGHT) / 2 + " " + (HEIGHT - 8) + ")");
    label(svg, y.label(), "translate(14 " + (TOP + BOTTOM) / 2 + ") rotate(-90)");
  }

  private static void label(Svg svg, String label, String where) {
    svg.text("text", label, "class", "label", "text-anchor", "middle", "transform", where);
  }

  /** Powers of ten alone where all ticks would run into each other; of these every so many. */
  private static List<Double> sparse(List<Double> ticks) {
    if (ticks.size() <= MOST_TICKS) {
      return ticks;
    }
    List<Double> powers = new ArrayList<>();
    for (double tick : ticks) {
      double log = Math.log10(tick);
      if (Math.abs(log - Math.rint(log)) < 1e-6) {
        powers.add(tick);
      }
    }
    int step = (powers.size() + MOST_TICKS - 1) / MOST_TICKS;
    List<Double> few = new ArrayList<>();
    for (int i = 0; i < powers.size(); i += step) {
      few.add(powers.get(i));
    }
    return few;
  }

  private static void guide(Svg svg, Guide guide, Scale across, Scale up) {
    if (guide.upright()) {
      double at = across.at(guide.at());
      if (at < LEFT || at > RIGHT) {
        return;
      }
      svg.empty("path", "class", "guide", "d", "M" + Svg.number(at) + " " + TOP + "V" + BOTTOM);
      ChartStyle.tick(svg, guide.label(), at - 3, TOP + 10, "end");
    } else {
      double at = up.at(guide.at());
      svg.empty("path", "class", "guide", "d", "M" + LEFT + " " + Svg.number(at) + "H" + RIGHT);
      ChartStyle.tick(svg, guide.label(), RIGHT - 4, at - 4, "end");
    }
  }

  private static void line(Svg svg, Series one, Scale across, Scale up) {
    if (one.joined() && one.points().size() > 1) {
      String points =
          one.points().stream()
              .map(point -> place(across.at(point.x())) + "," + place(up.at(point.y())))
              .collect(Collectors.joining(" "));
      svg.empty("polyline", "class", one.style(), "points", points);
    }
    for (Point point : one.points()) {
      if (point.hint().isEmpty()) {
        continue;
      }
      svg.open(
              "circle",
              "class",
              one.style(),
              "r",
              "3",
              "cx",
              place(across.at(point.x())),
              "cy",
              place(up.at(point.y())))
          .text("title", point.hint())
          .close();
    }
  }

  private static String place(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }
}
