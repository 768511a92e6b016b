package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import java.util.regex.Pattern;
import org.junit.jupiter.api.Test;

class FilterPictureTest {
  private static long count(String text, String pattern) {
    return Pattern.compile(pattern).matcher(text).results().count();
  }

  @Test
  void everyElementIsASquareInItsFiltersOwnColours() {
    float[] values = {0, 2, -2, 1, 0, 0, 0, 0, 100, -50, 0, 0};
    String svg = FilterPicture.draw("three filters", new Filters(values, 3, 2, 2));
    assertThat(svg).contains("<title>three filters</title>");
    assertThat(count(svg, "class=\"element\"")).isEqualTo(12);
    // The extremes of the first and the third filter, and half of them.
    assertThat(count(svg, "#c2550a")).isEqualTo(2);
    assertThat(count(svg, "#1f5fa8")).isEqualTo(1);
    assertThat(count(svg, "#e1aa85")).isEqualTo(1);
    assertThat(count(svg, "#8fafd4")).isEqualTo(1);
    assertThat(count(svg, "fill=\"#ffffff\"")).isEqualTo(7);
  }

  @Test
  void filtersMustFitTheirShape() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Filters(new float[5], 1, 2, 2))
        .withMessage("[filters] 5 values for 1 filters of 2 x 2");
  }
}
