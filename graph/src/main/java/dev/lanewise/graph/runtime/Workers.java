package dev.lanewise.graph.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A bounded pool of daemon threads for work that is split into chunks. The caller takes part, so a
 * pool of one has no threads of its own. Any number of threads may call at once, virtual ones too;
 * a call made from within a chunk runs on its thread alone. A call allocates nothing once the
 * threads are up.
 *
 * <p>An idle thread spins for 200 us before it parks, longer than a step's stretches of small
 * kernels that run on one thread: handing work to a spinning thread costs 0.5 us, waking a parked
 * one costs its caller 7 us, and it comes 20 to 50 us late.
 */
public final class Workers implements AutoCloseable {
  private static final long SPIN_NANOS = 200_000;

  /** Calls that are spread over threads at the same time; further ones run on their caller. */
  private static final int SLOTS = 64;

  private static final AtomicInteger POOLS = new AtomicInteger();

  /** Whether this thread is running a chunk. */
  private static final ThreadLocal<boolean[]> INSIDE =
      ThreadLocal.withInitial(() -> new boolean[1]);

  private final int threads;
  private final WorkerThread[] helpers;
  private final Job[] jobs = new Job[SLOTS];

  /** Changes with every job published, so that idle threads need to watch one field only. */
  private final AtomicInteger published = new AtomicInteger();

  private final Object startLock = new Object();
  private volatile boolean started;
  private volatile boolean closed;

  private Workers(int threads) {
    this.threads = threads;
    this.helpers = new WorkerThread[threads - 1];
    for (int i = 0; i < SLOTS; i++) {
      jobs[i] = new Job();
    }
  }

  private static final class Shared {
    static final Workers POOL =
        new Workers(
            Math.max(
                1,
                Integer.getInteger(
                    "lanewise.threads", Runtime.getRuntime().availableProcessors())));

    private Shared() {}
  }

  /**
   * The pool of the process: as many threads as {@code -Dlanewise.threads} says, by default one for
   * each available processor. Closing it does nothing.
   */
  public static Workers shared() {
    return Shared.POOL;
  }

  /**
   * A pool of its own. Close it when done, or its threads stay for the life of the process.
   *
   * @param threads how many run chunks at once, the caller included; at least 1
   */
  public static Workers of(int threads) {
    if (threads < 1) {
      throw new IllegalArgumentException(
          "[workers] at least one thread is needed, given " + threads);
    }
    return new Workers(threads);
  }

  /** How many threads run chunks at once, the caller included. */
  public int threads() {
    return threads;
  }

  /**
   * Runs {@code body} for every chunk {@code 0 .. chunks - 1}, each once, in any order and on any
   * of the threads, and returns when all are done. If a chunk throws, chunks not yet begun are left
   * out and the first exception is thrown here.
   */
  public void parallel(int chunks, IntConsumer body) {
    boolean[] inside = INSIDE.get();
    if (chunks <= 1 || threads == 1 || closed || inside[0]) {
      runAlone(chunks, body);
      return;
    }
    Job job = claimSlot();
    if (job == null) {
      runAlone(chunks, body);
      return;
    }
    start();
    job.open(chunks, body);
    published.incrementAndGet();
    wake(chunks - 1);
    inside[0] = true;
    job.runChunks();
    inside[0] = false;
    job.finish();
  }

  private static void runAlone(int chunks, IntConsumer body) {
    for (int chunk = 0; chunk < chunks; chunk++) {
      body.accept(chunk);
    }
  }

  private @Nullable Job claimSlot() {
    for (Job job : jobs) {
      if (job.claim()) {
        return job;
      }
    }
    return null;
  }

  private void start() {
    if (!started) {
      synchronized (startLock) {
        if (!started) {
          int pool = POOLS.incrementAndGet();
          for (int i = 0; i < helpers.length; i++) {
            helpers[i] = new WorkerThread("lanewise-" + pool + "-" + (i + 1));
          }
          for (WorkerThread helper : helpers) {
            helper.start();
          }
          started = true;
        }
      }
    }
  }

  private void wake(int wanted) {
    int left = wanted;
    for (WorkerThread helper : helpers) {
      if (left == 0) {
        return;
      }
      if (helper.parked) {
        LockSupport.unpark(helper);
      }
      left--;
    }
  }

  /** Ends the threads of a pool made by {@link #of}; later calls run on their caller alone. */
  @Override
  public void close() {
    if (this == Shared.POOL) {
      return;
    }
    closed = true;
    synchronized (startLock) {
      if (started) {
        for (WorkerThread helper : helpers) {
          LockSupport.unpark(helper);
        }
      }
    }
  }

  private final class WorkerThread extends Thread {
    private volatile boolean parked;

    WorkerThread(String name) {
      super(null, null, name, 0, false);
      setDaemon(true);
    }

    @Override
    public void run() {
      INSIDE.get()[0] = true;
      while (!closed) {
        int seen = published.get();
        boolean worked = false;
        for (Job job : jobs) {
          worked |= job.help();
        }
        if (!worked) {
          await(seen);
        }
      }
    }

    /** Returns when something has been published since, or the pool is closed, or for no reason. */
    private void await(int seen) {
      long until = System.nanoTime() + SPIN_NANOS;
      while (System.nanoTime() < until) {
        if (published.get() != seen || closed) {
          return;
        }
        Thread.onSpinWait();
      }
      parked = true;
      // Looked at again after the flag is up: who publishes raises the number first and reads the
      // flags second, so one of the two sees the other.
      if (published.get() == seen && !closed) {
        LockSupport.park(this);
      }
      parked = false;
    }
  }
}
