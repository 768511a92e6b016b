package dev.lanewise.bench.warmup;

import dev.lanewise.bench.report.StepTime;
import dev.lanewise.bench.workload.Task;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.function.Supplier;

/** Runs a task from the first step on and takes the time of every one. */
public final class WarmUp {
  private static final double SECONDS_IN_A_NANO = 1e-9;
  private static final long NANOS_IN_A_MILLI = 1_000_000;

  private WarmUp() {}

  /**
   * Runs steps until so much time has passed since the start of the JVM, at least one.
   *
   * @param task made here, because making it is part of the start: what comes before the first step
   *     counts as part of it
   */
  public static List<StepTime> run(Supplier<Task> task, double seconds) {
    long here = System.nanoTime();
    long hereMillis = System.currentTimeMillis();
    List<Long> ends = new ArrayList<>();
    // The JVM's start is not known yet: the bean that tells takes its time to load, which is none
    // of the engine's. A tenth of a second more or less of running makes no difference.
    long until = here + (long) (seconds / SECONDS_IN_A_NANO);
    try (Task running = task.get()) {
      do {
        running.run();
        ends.add(System.nanoTime());
      } while (ends.getLast() < until);
    }
    long sinceStart = hereMillis - ManagementFactory.getRuntimeMXBean().getStartTime();
    return times(ends, here, here - sinceStart * NANOS_IN_A_MILLI);
  }

  private static List<StepTime> times(List<Long> ends, long begin, long start) {
    List<StepTime> times = new ArrayList<>(ends.size());
    long previous = begin;
    for (long end : ends) {
      times.add(
          new StepTime((end - start) * SECONDS_IN_A_NANO, (end - previous) * SECONDS_IN_A_NANO));
      previous = end;
    }
    return times;
  }
}
