package dev.lanewise.bench.warmup;

import dev.lanewise.bench.report.StepTime;
import java.util.Arrays;
import java.util.List;

/**
 * The figures of a start. Steady is the median of the steps in the last quarter of the time.
 *
 * @param firstStepEndSeconds when the first result was there, since the start of the JVM
 * @param firstStepSeconds how long it took from the beginning of the command
 * @param steadySeconds a step in the steady state
 * @param steadyFromSeconds since the start of the JVM, when the median of {@value #WINDOW} steps is
 *     within {@value #NEAR} times the steady state for the first time
 * @param worstAfterOneSecond the longest step that ends later than a second after the start of the
 *     JVM, over the steady state; 0 if there is none
 * @param worstMedianAfterOneSecond the same of the medians of {@value #WINDOW} steps, which one
 *     interruption of the process does not change
 */
public record WarmUpFigures(
    double firstStepEndSeconds,
    double firstStepSeconds,
    double steadySeconds,
    double steadyFromSeconds,
    double worstAfterOneSecond,
    double worstMedianAfterOneSecond) {
  private static final int WINDOW = 9;
  private static final double NEAR = 1.2;

  /**
   * Works them out.
   *
   * @param steps in order, at least one
   */
  public static WarmUpFigures of(List<StepTime> steps) {
    double end = steps.getLast().endSeconds();
    double first = steps.getFirst().endSeconds();
    double lastQuarter = end - (end - first) / 4;
    double steady =
        median(
            steps.stream()
                .filter(step -> step.endSeconds() >= lastQuarter)
                .mapToDouble(StepTime::seconds)
                .toArray());
    double worst = 0;
    for (StepTime step : steps) {
      if (step.endSeconds() > 1) {
        worst = Math.max(worst, step.seconds());
      }
    }
    double worstMedian = 0;
    double steadyFrom = Double.NaN;
    for (StepTime median : runningMedians(steps)) {
      if (median.endSeconds() > 1) {
        worstMedian = Math.max(worstMedian, median.seconds());
      }
      if (Double.isNaN(steadyFrom) && median.seconds() <= NEAR * steady) {
        steadyFrom = median.endSeconds();
      }
    }
    return new WarmUpFigures(
        first,
        steps.getFirst().seconds(),
        steady,
        steadyFrom,
        worst / steady,
        worstMedian / steady);
  }

  /** For each run of steps in a row its median, at the end of the run's first step. */
  public static List<StepTime> runningMedians(List<StepTime> steps) {
    int window = Math.min(WINDOW, steps.size());
    StepTime[] medians = new StepTime[steps.size() - window + 1];
    for (int i = 0; i < medians.length; i++) {
      double[] run = steps.subList(i, i + window).stream().mapToDouble(StepTime::seconds).toArray();
      medians[i] = new StepTime(steps.get(i).endSeconds(), median(run));
    }
    return List.of(medians);
  }

  private static double median(double[] values) {
    Arrays.sort(values);
    int middle = values.length / 2;
    return values.length % 2 == 1 ? values[middle] : (values[middle - 1] + values[middle]) / 2;
  }
}
