package dev.lanewise.bench.compare;

import com.sun.management.ThreadMXBean;
import dev.lanewise.bench.workload.Task;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.concurrent.TimeUnit;
import java.util.function.LongSupplier;

/** Times the steps of a task, as many at once as the clock needs. */
final class TaskTimer {
  /** A sample is long against the clock's resolution and against one interruption. */
  private static final long SAMPLE_NANOS = TimeUnit.MILLISECONDS.toNanos(20);

  private static final long TURN_NANOS = TimeUnit.MILLISECONDS.toNanos(100);

  /** What the others left in the caches is overwritten for so long before a turn is timed. */
  private static final long SETTLE_NANOS = TimeUnit.MILLISECONDS.toNanos(5);

  private final Task task;
  private final LongSupplier nanoTime;
  private final ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private long stepsInSample = 1;

  /**
   * @param nanoTime the clock, as {@link System#nanoTime}
   */
  TaskTimer(Task task, LongSupplier nanoTime) {
    this.task = task;
    this.nanoTime = nanoTime;
  }

  /** Runs steps for so long, at least one. */
  void warmUp(double seconds) {
    runFor((long) (seconds * 1e9));
  }

  /** Settles, then takes samples for a tenth of a second, at least one. */
  Turn turn() {
    runFor(SETTLE_NANOS);
    double[] samples = new double[(int) (TURN_NANOS / SAMPLE_NANOS)];
    int count = 0;
    long steps = 0;
    long bytesBefore = threads.getTotalThreadAllocatedBytes();
    long start = nanoTime.getAsLong();
    do {
      long elapsed = sample();
      steps += stepsInSample;
      if (elapsed < SAMPLE_NANOS) {
        // Not a sample: the steps have become faster, or this is the first turn.
        stepsInSample = enough(elapsed);
      } else {
        samples[count++] = (double) elapsed / stepsInSample;
      }
    } while (count == 0 || (count < samples.length && nanoTime.getAsLong() - start < TURN_NANOS));
    long bytes = threads.getTotalThreadAllocatedBytes() - bytesBefore;
    double[] taken = Arrays.copyOf(samples, count);
    Arrays.sort(taken);
    return new Turn(median(taken), (double) bytes / steps);
  }

  /** The median of ascending values. */
  static double median(double[] sorted) {
    int middle = sorted.length / 2;
    return sorted.length % 2 == 1 ? sorted[middle] : (sorted[middle - 1] + sorted[middle]) / 2;
  }

  private long sample() {
    long start = nanoTime.getAsLong();
    for (long i = 0; i < stepsInSample; i++) {
      task.run();
    }
    return nanoTime.getAsLong() - start;
  }

  /** Steps for a sample and a bit, going by one that was too short; at most ten times as many. */
  private long enough(long elapsed) {
    double wanted = 1.2 * SAMPLE_NANOS / Math.max(1, elapsed) * stepsInSample;
    return Math.max(stepsInSample + 1, (long) Math.min(wanted, 10.0 * stepsInSample));
  }

  private void runFor(long nanos) {
    long start = nanoTime.getAsLong();
    do {
      task.run();
    } while (nanoTime.getAsLong() - start < nanos);
  }
}
