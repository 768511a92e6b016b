package dev.lanewise.bench.report;

import java.util.LinkedHashSet;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;

/**
 * The time of every step of a program that has just been started, against the time since the JVM
 * started, both on logarithmic axes.
 */
public final class WarmUpChart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 460;
  private static final int LEFT = 84;
  private static final int RIGHT = WIDTH - 24;
  private static final int TOP = 96;
  private static final int BOTTOM = HEIGHT - 56;
  private static final double MILLIS = 1000;

  private static final String STYLE =
      ChartStyle.PAGE
          + """
          .step { fill: none; stroke: #0969da; stroke-width: 3; stroke-linecap: round; }
          .median { fill: none; stroke: #bc4c00; stroke-width: 1.5; }
          .steady { fill: none; stroke: #57606a; stroke-dasharray: 2 3; }
          @media (prefers-color-scheme: dark) {
            .step { stroke: #58a6ff; }
            .median { stroke: #f0883e; }
            .steady { stroke: #8b949e; }
          }
          """;

  private WarmUpChart() {}

  /**
   * Draws a start.
   *
   * @param title stands above; any text
   * @param figures a line below the title; any text
   * @param steps at least one, in order
   * @param medians a curve through them
   * @param steadySeconds a step in the steady state
   */
  public static String draw(
      String title,
      String figures,
      List<StepTime> steps,
      List<StepTime> medians,
      double steadySeconds) {
    if (steps.isEmpty()) {
      throw new IllegalArgumentException("[chart] no step to draw");
    }
    LogAxis x =
        LogAxis.covering(steps.getFirst().endSeconds(), steps.getLast().endSeconds(), LEFT, RIGHT);
    double fastest = steps.stream().mapToDouble(StepTime::seconds).min().orElseThrow();
    double slowest = steps.stream().mapToDouble(StepTime::seconds).max().orElseThrow();
    LogAxis y = LogAxis.covering(MILLIS * fastest, MILLIS * slowest, BOTTOM, TOP);
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text("title", title)
        .text("desc", figures)
        .text("style", STYLE)
        .empty("rect", "class", "page", "width", "100%", "height", "100%")
        .text("text", title, "class", "title", "x", "24", "y", "36")
        .text("text", figures, "x", "24", "y", "62");
    grid(svg, x, y);
    String steady = Svg.number(y.at(MILLIS * steadySeconds));
    svg.empty("path", "class", "steady", "d", "M" + LEFT + " " + steady + "H" + RIGHT)
        .empty("path", "class", "step", "d", dots(steps, x, y))
        .empty("polyline", "class", "median", "points", String.join(" ", points(medians, x, y)));
    return svg.document();
  }

  private static void grid(Svg svg, LogAxis x, LogAxis y) {
    for (double tick : y.ticks()) {
      String at = Svg.number(y.at(tick));
      svg.empty("path", "class", "grid", "d", "M" + LEFT + " " + at + "H" + RIGHT);
      ChartStyle.tick(svg, label(tick), LEFT - 8, y.at(tick) + 4, "end");
    }
    for (double tick : x.ticks()) {
      String at = Svg.number(x.at(tick));
      svg.empty("path", "class", "grid", "d", "M" + at + " " + TOP + "V" + BOTTOM);
      ChartStyle.tick(svg, label(tick), x.at(tick), BOTTOM + 18, "middle");
    }
    ChartStyle.uprightLabel(svg, "a step (ms)", (TOP + BOTTOM) / 2.0);
    svg.text(
        "text",
        "since the start of the JVM (s)",
        "x",
        Svg.number((LEFT + RIGHT) / 2.0),
        "y",
        Integer.toString(HEIGHT - 12),
        "text-anchor",
        "middle");
  }

  /** A line of no length for each step: a dot, by the round ends of lines. */
  private static String dots(List<StepTime> steps, LogAxis x, LogAxis y) {
    return points(steps, x, y).stream()
        .map(point -> "M" + point.replace(',', ' ') + "h0")
        .collect(Collectors.joining());
  }

  /** Thousands of steps share their places; each place is drawn once. */
  private static Set<String> points(List<StepTime> steps, LogAxis x, LogAxis y) {
    Set<String> points = new LinkedHashSet<>();
    for (StepTime step : steps) {
      points.add(place(x.at(step.endSeconds())) + "," + place(y.at(MILLIS * step.seconds())));
    }
    return points;
  }

  private static String place(double coordinate) {
    return String.format(Locale.ROOT, "%.1f", coordinate);
  }

  /** Ticks are 1, 2 or 5 times a power of ten: the shortest form has them exactly. */
  private static String label(double tick) {
    int decimals = (int) Math.max(0, -Math.floor(Math.log10(tick) + 1e-9));
    return String.format(Locale.ROOT, "%." + decimals + "f", tick);
  }
}
