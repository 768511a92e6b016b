package dev.lanewise.bench.warmup;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.bench.report.StepTime;
import dev.lanewise.bench.workload.Size;
import dev.lanewise.bench.workload.Task;
import dev.lanewise.bench.workload.Workloads;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class WarmUpTest {
  /** 0.4 s for the first step, then 20 of 50 ms, one of 100, and 10 ms each from there on. */
  private static List<StepTime> start() {
    List<StepTime> steps = new ArrayList<>();
    double now = 0.1;
    for (int i = 0; i < 300; i++) {
      double seconds = i == 0 ? 0.4 : i <= 20 ? 0.05 : i == 30 ? 0.1 : 0.01;
      now += seconds;
      steps.add(new StepTime(now, seconds));
    }
    return steps;
  }

  @Test
  void figuresOfAStart() {
    WarmUpFigures figures = WarmUpFigures.of(start());
    assertThat(figures.firstStepSeconds()).isEqualTo(0.4);
    assertThat(figures.firstStepEndSeconds()).isCloseTo(0.5, within(1e-9));
    assertThat(figures.steadySeconds()).isEqualTo(0.01);
    // Of the nine steps from the 17th on five take 10 ms.
    assertThat(figures.steadyFromSeconds()).isCloseTo(0.5 + 17 * 0.05, within(1e-9));
    assertThat(figures.worstAfterOneSecond()).isCloseTo(10, within(1e-9));
    assertThat(figures.worstMedianAfterOneSecond()).isCloseTo(5, within(1e-9));
  }

  @Test
  void figuresOfAStepOrTwo() {
    WarmUpFigures one = WarmUpFigures.of(List.of(new StepTime(0.6, 0.5)));
    assertThat(one).isEqualTo(new WarmUpFigures(0.6, 0.5, 0.5, 0.6, 0, 0));
    WarmUpFigures two = WarmUpFigures.of(List.of(new StepTime(1.6, 0.5), new StepTime(1.8, 0.2)));
    assertThat(two.steadySeconds()).isEqualTo(0.2);
    assertThat(two.worstAfterOneSecond()).isCloseTo(2.5, within(1e-9));
  }

  @Test
  void stepsFollowEachOtherSinceTheJvmStarted() {
    Task loop = Workloads.named("softmax", Size.SMALL).plainLoop().orElseThrow();
    List<StepTime> steps = WarmUp.run(() -> loop, 0.02);
    assertThat(steps.getFirst().endSeconds()).isGreaterThan(steps.getFirst().seconds());
    for (int i = 1; i < steps.size(); i++) {
      StepTime step = steps.get(i);
      assertThat(step.seconds()).isPositive();
      assertThat(step.endSeconds() - step.seconds())
          .isCloseTo(steps.get(i - 1).endSeconds(), within(1e-6));
    }
    double ran = steps.stream().mapToDouble(StepTime::seconds).sum();
    assertThat(ran).isGreaterThanOrEqualTo(0.02);
  }
}
