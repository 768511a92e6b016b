package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.concurrent.BlockingQueue;
import java.util.concurrent.LinkedBlockingQueue;
import java.util.concurrent.TimeUnit;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Gets vector loops compiled without anybody waiting for them: one daemon thread, which is there
 * while loops have been asked for, runs them on memory of its own, those first whose twins have
 * computed most, until they no longer allocate.
 *
 * <p>A loop is run as often as C2 wants to see it ({@link #RUNS}), and while C2 is at it the next
 * one's turn comes: the compiler is the bottleneck, one thread of it on a small machine.
 */
final class LoopWarmer {
  /**
   * C2 takes on a method after 5,000 calls of C1's code, before which the interpreter makes some
   * hundreds; a run makes {@link Rehearsal#VECTORS}.
   */
  private static final int RUNS = 8_000 / Rehearsal.VECTORS;

  private static final int CLEAN_RUNS = 3;

  /** A vector that is an object has at least this many bytes. */
  private static final long BOXED_BYTES = 64;

  private static final long LONGEST_START_NANOS = 2_000_000_000L;

  /** How long C2 may take; a loop that is not compiled by then stays scalar for a good while. */
  private static final long PATIENCE_NANOS = 20_000_000_000L;

  /** How long C2 is given where nobody counts what is allocated. */
  private static final long BLIND_NANOS = 1_000_000_000L;

  private static final long PAUSE_MILLIS = 2;
  private static final long IDLE_MILLIS = 2_000;

  private static final BlockingQueue<TwinLoop> INCOMING = new LinkedBlockingQueue<>();
  private static final AtomicInteger PENDING = new AtomicInteger();
  private static final Object LOCK = new Object();
  private static @Nullable Thread thread;

  /** A loop that has been run often enough and waits for C2. */
  private record Started(TwinLoop loop, long at) {}

  private final Rehearsal memory;
  private final boolean metered = isMetered();
  private final List<TwinLoop> asked = new ArrayList<>();
  private final List<Started> started = new ArrayList<>();

  private LoopWarmer(Rehearsal memory) {
    this.memory = memory;
  }

  /** Asks for a loop to be warmed. */
  static void ask(TwinLoop loop) {
    PENDING.incrementAndGet();
    INCOMING.add(loop);
    synchronized (LOCK) {
      if (thread == null) {
        thread = Thread.ofPlatform().daemon().name("lanewise-kernel-warmer").start(LoopWarmer::run);
      }
    }
  }

  /** How many loops have been asked for and are not finished. */
  static int pending() {
    return PENDING.get();
  }

  private static boolean isMetered() {
    try {
      return AllocationMeter.isPresent();
    } catch (LinkageError e) {
      // jdk.management is not among the modules of this JVM.
      return false;
    }
  }

  private static void run() {
    // Shared, as the memory of whoever runs kernels mostly is: the code should see one kind.
    try (Arena arena = Arena.ofShared()) {
      new LoopWarmer(Rehearsal.allocate(arena)).work();
    }
  }

  private void work() {
    try {
      while (true) {
        TwinLoop next = next(started.isEmpty() ? IDLE_MILLIS : 0);
        if (next != null) {
          start(next);
        } else if (started.isEmpty()) {
          if (retire()) {
            return;
          }
        } else {
          Thread.sleep(PAUSE_MILLIS);
        }
        started.removeIf(this::isFinished);
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but someone who wants it to end; loops stay scalar then.
      Thread.currentThread().interrupt();
    }
  }

  /** Takes the loop with most work behind it, after waiting for one if told to. */
  private @Nullable TwinLoop next(long waitMillis) throws InterruptedException {
    if (asked.isEmpty() && waitMillis > 0) {
      TwinLoop first = INCOMING.poll(waitMillis, TimeUnit.MILLISECONDS);
      if (first != null) {
        asked.add(first);
      }
    }
    INCOMING.drainTo(asked);
    TwinLoop hottest =
        asked.stream().max(Comparator.comparingLong(TwinLoop::elements)).orElse(null);
    asked.remove(hottest);
    return hottest;
  }

  private static boolean retire() {
    synchronized (LOCK) {
      if (INCOMING.isEmpty()) {
        thread = null;
        return true;
      }
      return false;
    }
  }

  private void start(TwinLoop loop) {
    loop.makeReady();
    long from = System.nanoTime();
    for (int run = 0; run < RUNS && System.nanoTime() - from < LONGEST_START_NANOS; run++) {
      loop.rehearse(memory);
    }
    started.add(new Started(loop, System.nanoTime()));
  }

  /** Whether nothing is left to do for a loop for now: it is compiled, or C2 takes too long. */
  private boolean isFinished(Started waiting) {
    long waited = System.nanoTime() - waiting.at;
    if (metered ? isClean(waiting.loop) : waited > BLIND_NANOS) {
      LoopForm.compiled(waiting.loop);
      PENDING.decrementAndGet();
      return true;
    }
    if (waited <= PATIENCE_NANOS) {
      return false;
    }
    PENDING.decrementAndGet();
    waiting.loop.askAgainLater();
    return true;
  }

  private boolean isClean(TwinLoop loop) {
    for (int run = 0; run < CLEAN_RUNS; run++) {
      long before = AllocationMeter.allocatedBytes();
      loop.rehearse(memory);
      if (AllocationMeter.allocatedBytes() - before >= BOXED_BYTES) {
        return false;
      }
    }
    return true;
  }
}
