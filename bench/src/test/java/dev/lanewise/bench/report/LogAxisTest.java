package dev.lanewise.bench.report;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.List;
import org.junit.jupiter.api.Test;

class LogAxisTest {
  @Test
  void coversTheDataAndEndsOnTicks() {
    LogAxis axis = LogAxis.covering(0.3, 7, 0, 100);
    assertTicks(axis, 0.2, 0.5, 1, 2, 5, 10);
    assertThat(axis.at(0.2)).isZero();
    assertThat(axis.at(10)).isCloseTo(100, within(1e-9));
    assertThat(axis.at(1) - axis.at(0.5)).isCloseTo(axis.at(10) - axis.at(5), within(1e-9));
  }

  @Test
  void dataOnTicksNeedsNoOthers() {
    assertTicks(LogAxis.covering(1, 100, 0, 1), 1, 2, 5, 10, 20, 50, 100);
  }

  @Test
  void oneValueHasAnAxisToo() {
    assertTicks(LogAxis.covering(5, 5, 0, 1), 5, 10);
    assertTicks(LogAxis.covering(0.001, 0.001, 0, 1), 0.001, 0.002);
  }

  private static void assertTicks(LogAxis axis, double... expected) {
    List<Double> ticks = axis.ticks();
    assertThat(ticks).hasSize(expected.length);
    for (int i = 0; i < expected.length; i++) {
      assertThat(ticks.get(i)).isCloseTo(expected[i], within(1e-9 * expected[i]));
    }
  }
}
