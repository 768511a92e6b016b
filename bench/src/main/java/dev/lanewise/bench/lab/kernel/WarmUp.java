package dev.lanewise.bench.lab.kernel;

import com.sun.management.ThreadMXBean;
import dev.lanewise.kernels.PendingLoops;
import java.lang.management.ManagementFactory;

/**
 * Calls a body until the JVM has compiled it. A fixed time does not do: on a busy machine vector
 * code may wait for the compiler for seconds, and until then takes a hundred times as long and
 * makes an object of every vector.
 */
public final class WarmUp {
  private static final long WINDOW_NANOS = 250_000_000;

  /** Windows without progress before the body counts as compiled. */
  private static final int QUIET_WINDOWS = 3;

  /** Windows for a body that allocates: its vectors may be objects still. */
  private static final int MOST_ALLOCATING_WINDOWS = 20;

  /** Windows for one of our kernels whose vector loops wait for the compiler. */
  private static final int MOST_WINDOWS = 100;

  /** Left to the compiler after a window, where there are more threads than cores. */
  private static final long PAUSE_MILLIS = 20;

  /** A call that allocates less does not make objects of vectors. */
  private static final double FEW_BYTES = 64;

  private static final double PROGRESS = 0.95;

  private WarmUp() {}

  /**
   * Calls the body for a second at least, and until nothing changes any more: at most five if it
   * allocates, and 25 if {@linkplain PendingLoops vector loops} of our kernels are not compiled.
   * Bodies must do the same work whatever they have done before.
   */
  public static void run(Body body) {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    double best = Double.POSITIVE_INFINITY;
    int quiet = 0;
    for (int window = 0; window < MOST_WINDOWS && quiet < QUIET_WINDOWS; window++) {
      long bytes = threads.getCurrentThreadAllocatedBytes();
      long start = System.nanoTime();
      long calls = 0;
      long elapsed;
      do {
        body.run();
        calls++;
        elapsed = System.nanoTime() - start;
      } while (elapsed < WINDOW_NANOS);
      double nanos = (double) elapsed / calls;
      double heap = (double) (threads.getCurrentThreadAllocatedBytes() - bytes) / calls;
      boolean allocates = heap > FEW_BYTES && window < MOST_ALLOCATING_WINDOWS;
      boolean pending = PendingLoops.count() > 0;
      quiet = nanos < PROGRESS * best || allocates || pending ? 0 : quiet + 1;
      best = Math.min(best, nanos);
      pause();
    }
  }

  private static void pause() {
    try {
      Thread.sleep(PAUSE_MILLIS);
    } catch (InterruptedException e) {
      Thread.currentThread().interrupt();
    }
  }
}
