package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class AxisTest {
  @Test
  void ticksAreRoundAndCoverTheData() {
    Axis axis = Axis.covering(0.024, 1.83, 300, 100, 4);
    assertThat(axis.ticks()).containsExactly(0.0, 0.5, 1.0, 1.5, 2.0);
    assertThat(axis.decimals()).isEqualTo(1);
    assertThat(axis.at(0)).isEqualTo(300);
    assertThat(axis.at(2)).isEqualTo(100);
    assertThat(axis.at(0.5)).isEqualTo(250);
  }

  @Test
  void aHundredPercentIsTheTop() {
    Axis axis = Axis.covering(61.4, 100, 300, 100, 4);
    assertThat(axis.high()).isEqualTo(100);
    assertThat(axis.low()).isEqualTo(60);
  }

  @Test
  void oneValueHasAnAxisToo() {
    for (double value : new double[] {0, 1, 100, 1e-9, 12345}) {
      Axis axis = Axis.covering(value, value, 0, 1, 4);
      assertThat(axis.low()).isLessThanOrEqualTo(value);
      assertThat(axis.high()).isGreaterThan(axis.low());
      assertThat(axis.at(value)).isBetween(0.0, 1.0);
    }
  }

  @Test
  void anyDataIsWithinAFewTicks() {
    SplittableRandom random = new SplittableRandom(11);
    for (int i = 0; i < 10_000; i++) {
      double min = Math.pow(10, random.nextDouble(-6, 6));
      double max = min * (1 + Math.pow(10, random.nextDouble(-3, 3)));
      Axis axis = Axis.covering(min, max, 0, 1, 4);
      assertThat(axis.at(min)).as("%s to %s", min, max).isBetween(-1e-9, 1 + 1e-9);
      assertThat(axis.at(max)).as("%s to %s", min, max).isBetween(-1e-9, 1 + 1e-9);
      assertThat(axis.ticks()).as("%s to %s", min, max).hasSizeBetween(2, 7);
      assertThat(axis.ticks().getLast()).isCloseTo(axis.high(), within(1e-6 * axis.high()));
    }
  }
}
