package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.report.SeriesChart.Along;
import dev.lanewise.bench.report.SeriesChart.Guide;
import dev.lanewise.bench.report.SeriesChart.Point;
import dev.lanewise.bench.report.SeriesChart.Series;
import java.util.List;
import org.junit.jupiter.api.Test;

class SeriesChartTest {
  private static final Along X = new Along("n", true, Quantity::digits);
  private static final Along Y = new Along("GB/s", false, Quantity::digits);

  @Test
  void linesPointsAndGuidesAreDrawn() {
    Series line =
        new Series("a", List.of(new Point(1, 10, "one"), new Point(100, 20, "two & a half")), true);
    Series points = new Series("b", List.of(new Point(10, 5, "three")), false);
    String svg =
        new SeriesChart(
                "A chart", X, Y, List.of(line, points), List.of(new Guide(false, 25, "peak")))
            .draw();
    assertThat(svg)
        .contains("<title>A chart</title>")
        .contains("<polyline class=\"a\" points=\"58.0,")
        .contains("two &amp; a half")
        .contains("class=\"guide\"", "peak", "GB/s")
        .doesNotContain("<polyline class=\"b\"");
  }

  @Test
  void numbersThatAreNotFiniteAreLeftOut() {
    Series line =
        new Series("a", List.of(new Point(1, Double.NaN, "bad"), new Point(2, 3, "good")), true);
    assertThat(new SeriesChart("A chart", X, Y, List.of(line), List.of()).draw())
        .contains("good")
        .doesNotContain("bad", "NaN");
  }

  @Test
  void nothingIsSaidToBeNothing() {
    assertThat(new SeriesChart("A chart", X, Y, List.of(), List.of()).draw())
        .contains("nothing was measured");
  }
}
