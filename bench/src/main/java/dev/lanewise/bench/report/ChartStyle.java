package dev.lanewise.bench.report;

/**
 * How charts look on light and dark pages alike. Plain properties and no variables, which viewers
 * outside browsers do not know.
 */
final class ChartStyle {
  /** The page, its text and its grid. */
  static final String PAGE =
      """

      svg { color-scheme: light dark; }
      text { fill: #1f2328; font: 13px system-ui, sans-serif; }
      .title { font-size: 16px; font-weight: 600; }
      .tick { font-size: 11px; }
      .page { fill: #ffffff; }
      .grid { stroke: #d0d7de; stroke-width: 1; }
      @media (prefers-color-scheme: dark) {
        text { fill: #e6edf3; }
        .page { fill: #0d1117; }
        .grid { stroke: #30363d; }
      }
      """;

  private ChartStyle() {}

  /** The number at a tick. */
  static void tick(Svg svg, String label, double x, double y, String anchor) {
    svg.text(
        "text",
        label,
        "class",
        "tick",
        "x",
        Svg.number(x),
        "y",
        Svg.number(y),
        "text-anchor",
        anchor);
  }

  /** The name of an upright axis, turned, around a height. */
  static void uprightLabel(Svg svg, String label, double middle) {
    svg.text(
        "text",
        label,
        "text-anchor",
        "middle",
        "transform",
        "translate(22 " + Svg.number(middle) + ") rotate(-90)");
  }
}
