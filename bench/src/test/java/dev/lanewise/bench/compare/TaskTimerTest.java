package dev.lanewise.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.bench.workload.Task;
import java.util.List;
import org.junit.jupiter.api.Test;

/** On a clock that only the task moves. */
class TaskTimerTest {
  private static final long MILLI = 1_000_000;

  private long now;
  private long steps;

  /** A step takes so long, each the next duration in turn. */
  private Task taking(long... nanos) {
    return new Task() {
      @Override
      public void run() {
        now += nanos[(int) (steps++ % nanos.length)];
      }

      @Override
      public List<float[]> results() {
        return List.of();
      }

      @Override
      public long peakBytes() {
        return 0;
      }

      @Override
      public void close() {}
    };
  }

  @Test
  void aShortStepIsRunOftenEnough() {
    Turn turn = new TaskTimer(taking(100), () -> now).turn();
    assertThat(turn.nanos()).isCloseTo(100, within(1e-9));
    // 5 ms of settling, what it takes to find the number of steps, and 5 samples of at least 20.
    assertThat(now).isBetween(105 * MILLI, 180 * MILLI);
    assertThat(turn.heapBytes()).isNotNegative();
  }

  @Test
  void aLongStepIsASample() {
    Turn turn = new TaskTimer(taking(300 * MILLI), () -> now).turn();
    assertThat(turn.nanos()).isCloseTo(300 * MILLI, within(1e-6));
    assertThat(steps).as("one to settle, one timed").isEqualTo(2);
  }

  @Test
  void aTurnIsTheMedianOfItsSamples() {
    // The first one settles; the fourth is an interruption.
    Turn turn =
        new TaskTimer(taking(30 * MILLI, 30 * MILLI, 31 * MILLI, 90 * MILLI), () -> now).turn();
    assertThat(turn.nanos()).isCloseTo(31 * MILLI, within(1e-6));
    assertThat(steps).isEqualTo(4);
  }

  @Test
  void warmsUpForAsLongAsItIsToldAndAtLeastAStep() {
    new TaskTimer(taking(MILLI), () -> now).warmUp(0.05);
    assertThat(steps).isEqualTo(50);
    new TaskTimer(taking(MILLI), () -> now).warmUp(0);
    assertThat(steps).isEqualTo(51);
  }

  @Test
  void mediansOfOddAndEvenCounts() {
    assertThat(TaskTimer.median(new double[] {1, 2, 9})).isEqualTo(2);
    assertThat(TaskTimer.median(new double[] {1, 2, 4, 9})).isEqualTo(3);
  }
}
