package dev.lanewise.bench.report;

import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.ToDoubleFunction;
import java.util.stream.Collectors;
import java.util.stream.DoubleStream;

/**
 * Loss and accuracy of a run over its epochs, as an SVG that reads on light and dark pages alike.
 */
public final class TrainingChart {
  private static final int WIDTH = 720;
  private static final int HEIGHT = 560;
  private static final int LEFT = 72;
  private static final int RIGHT = WIDTH - 24;
  private static final int LOSS_TOP = 96;
  private static final int LOSS_BOTTOM = 286;
  private static final int ACCURACY_TOP = 318;
  private static final int ACCURACY_BOTTOM = 508;

  /** Blue and orange stay apart for every kind of colour blindness, dashes do so in print. */
  private static final String STYLE =
      ChartStyle.PAGE
          + """
          .train, .test { fill: none; stroke-width: 2; stroke-linejoin: round; }
          .train { stroke: #0969da; }
          .test { stroke: #bc4c00; stroke-dasharray: 6 3; }
          .train-dot { fill: #0969da; }
          .test-dot { fill: #bc4c00; }
          @media (prefers-color-scheme: dark) {
            .train { stroke: #58a6ff; }
            .test { stroke: #f0883e; }
            .train-dot { fill: #58a6ff; }
            .test-dot { fill: #f0883e; }
          }
          """;

  private TrainingChart() {}

  /**
   * Draws a run.
   *
   * @param title stands above; any text
   * @param history the epochs in order; at least one
   */
  public static String draw(String title, List<EpochReport> history) {
    if (history.isEmpty()) {
      throw new IllegalArgumentException("[chart] no epoch to draw");
    }
    EpochReport last = history.getLast();
    Svg svg = new Svg(WIDTH, HEIGHT);
    svg.text("title", title)
        .text(
            "desc",
            String.format(
                Locale.ROOT,
                "After %d epochs: test loss %.4f nats, test accuracy %.2f %%",
                last.epoch(),
                last.testLoss(),
                100 * last.testAccuracy()))
        .text("style", STYLE)
        .empty("rect", "class", "page", "width", "100%", "height", "100%")
        .text("text", title, "class", "title", "x", "24", "y", "36");
    legend(svg);
    panel(
        svg,
        history,
        new Panel(
            "loss (nats)", LOSS_TOP, LOSS_BOTTOM, EpochReport::trainLoss, EpochReport::testLoss));
    panel(
        svg,
        history,
        new Panel(
            "accuracy (%)",
            ACCURACY_TOP,
            ACCURACY_BOTTOM,
            epoch -> 100 * epoch.trainAccuracy(),
            epoch -> 100 * epoch.testAccuracy()));
    svg.text(
        "text",
        "epoch",
        "x",
        Svg.number((LEFT + RIGHT) / 2.0),
        "y",
        Integer.toString(HEIGHT - 12),
        "text-anchor",
        "middle");
    return svg.document();
  }

  /** What one of the two stacked plots shows, and between which heights. */
  private record Panel(
      String label,
      int top,
      int bottom,
      ToDoubleFunction<EpochReport> train,
      ToDoubleFunction<EpochReport> test) {
    Axis axis(List<EpochReport> history) {
      double[] values =
          history.stream()
              .flatMapToDouble(
                  epoch -> DoubleStream.of(train.applyAsDouble(epoch), test.applyAsDouble(epoch)))
              .filter(Double::isFinite)
              .toArray();
      double min = Arrays.stream(values).min().orElse(0);
      double max = Arrays.stream(values).max().orElse(1);
      return Axis.covering(min, max, bottom, top, 4);
    }
  }

  private static void legend(Svg svg) {
    int y = 66;
    svg.empty("path", "class", "train", "d", "M24 " + y + "h28")
        .text("text", "training (running mean of the epoch)", "x", "60", "y", "70")
        .empty("path", "class", "test", "d", "M330 " + y + "h28")
        .text("text", "held out (after the epoch)", "x", "366", "y", "70");
  }

  private static void panel(Svg svg, List<EpochReport> history, Panel panel) {
    Axis y = panel.axis(history);
    Axis x = epochAxis(history);
    svg.open("g");
    for (double tick : y.ticks()) {
      String at = Svg.number(y.at(tick));
      svg.empty("path", "class", "grid", "d", "M" + LEFT + " " + at + "H" + RIGHT);
      ChartStyle.tick(svg, label(tick, y.decimals()), LEFT - 8, y.at(tick) + 4, "end");
    }
    for (double tick : x.ticks()) {
      ChartStyle.tick(svg, label(tick, 0), x.at(tick), panel.bottom() + 18, "middle");
    }
    ChartStyle.uprightLabel(svg, panel.label(), (panel.top() + panel.bottom()) / 2.0);
    curve(svg, history, "train", panel.train(), x, y);
    curve(svg, history, "test", panel.test(), x, y);
    svg.close();
  }

  /** Ticks on whole epochs, the first one among them. */
  private static Axis epochAxis(List<EpochReport> history) {
    int first = history.getFirst().epoch();
    int last = history.getLast().epoch();
    double step = Math.max(1, Math.ceil((last - first) / 12.0));
    return new Axis(first, Math.max(last, first + 1), LEFT, RIGHT, step);
  }

  private static String label(double tick, int decimals) {
    return String.format(Locale.ROOT, "%." + decimals + "f", tick);
  }

  /** A line through the epochs, and a dot on the last; epochs that diverged leave it out. */
  private static void curve(
      Svg svg,
      List<EpochReport> history,
      String name,
      ToDoubleFunction<EpochReport> value,
      Axis x,
      Axis y) {
    List<EpochReport> finite =
        history.stream().filter(epoch -> Double.isFinite(value.applyAsDouble(epoch))).toList();
    if (finite.isEmpty()) {
      return;
    }
    String points =
        finite.stream()
            .map(
                epoch ->
                    Svg.number(x.at(epoch.epoch()))
                        + ","
                        + Svg.number(y.at(value.applyAsDouble(epoch))))
            .collect(Collectors.joining(" "));
    EpochReport last = finite.getLast();
    svg.empty("polyline", "class", name, "points", points)
        .empty(
            "circle",
            "class",
            name + "-dot",
            "r",
            "3.5",
            "cx",
            Svg.number(x.at(last.epoch())),
            "cy",
            Svg.number(y.at(value.applyAsDouble(last))));
  }
}
