package dev.lanewise.bench.data;

import static org.assertj.core.api.Assertions.assertThat;

import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class DigitsTest {
  private static final DataSet DIGITS = Digits.load();

  @Test
  void everyFifthSampleIsHeldOut() {
    assertThat(DIGITS.train().size()).isEqualTo(1438);
    assertThat(DIGITS.test().size()).isEqualTo(359);
    assertThat(DIGITS.pixelsPerImage()).isEqualTo(64);
    // The file begins with the digits 0 1 2 3 4 5 6 7 8 9 0 1 ...
    assertThat(DIGITS.test().labels()).startsWith(4, 9, 4, 9);
    assertThat(DIGITS.train().labels()).startsWith(0, 1, 2, 3, 5, 6, 7, 8, 0, 1);
  }

  @Test
  void pixelsRunFromZeroToOne() {
    float max = 0;
    for (LabelledImages images : new LabelledImages[] {DIGITS.train(), DIGITS.test()}) {
      for (float pixel : images.pixels()) {
        assertThat(pixel).isBetween(0f, 1f);
        max = Math.max(max, pixel);
      }
    }
    assertThat(max).isEqualTo(1f);
    // The third pixel of the first image has 5 of 16 levels.
    assertThat(DIGITS.train().pixels()[2]).isEqualTo(5f / 16);
  }

  @Test
  void everyDigitIsInBothParts() {
    for (LabelledImages images : new LabelledImages[] {DIGITS.train(), DIGITS.test()}) {
      int[] counts = new int[DataSet.CLASSES];
      for (int label : images.labels()) {
        counts[label]++;
      }
      for (int count : counts) {
        assertThat(count).isBetween(images.size() / 20, images.size() / 5);
      }
    }
  }

  @Test
  void theLicenceTravelsWithTheData() throws IOException {
    try (InputStream notice = Digits.class.getResourceAsStream("digits-NOTICE.txt")) {
      assertThat(new String(notice.readAllBytes(), StandardCharsets.UTF_8))
          .contains("Alpaydin", "Kaynak", "Creative Commons Attribution 4.0");
    }
    assertThat(DIGITS.source()).contains("Alpaydin", "Kaynak", "CC BY 4.0");
  }
}
