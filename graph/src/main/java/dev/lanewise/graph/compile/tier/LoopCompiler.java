package dev.lanewise.graph.compile.tier;

import java.lang.System.Logger.Level;
import java.lang.ref.WeakReference;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.Deque;
import java.util.List;
import java.util.Objects;
import java.util.concurrent.TimeUnit;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;

/**
 * The one background thread that generates and warms kernels, the loops that ran most first. It is
 * a daemon, begins with the first loop and sleeps while there is none.
 *
 * <p>The just-in-time compiler is what takes the time, on a thread of its own. So a kernel is run
 * until that must have taken notice, and from then on just often enough to see that it is done:
 * whatever else this thread did would be taken from the compiler or from the program.
 */
final class LoopCompiler {
  private static final LoopCompiler SHARED = new LoopCompiler();

  /** Between looks at a kernel that the just-in-time compiler has not finished. */
  private static final long REST_MILLIS = 2;

  /**
   * Kernels that are given to the just-in-time compilers at a time. All at once, they would have to
   * wait for each other anyhow, and the program's own code with them.
   */
  private static final int ABREAST = 3;

  /** The loops that nothing was done for yet; those that nobody uses any more go by themselves. */
  private final List<WeakReference<TieredLoop>> waiting = new ArrayList<>();

  private boolean started;

  /** The loops whose kernels have been run; of the thread alone. */
  private final Deque<TieredLoop> warming = new ArrayDeque<>();

  private LoopCompiler() {}

  static LoopCompiler shared() {
    return SHARED;
  }

  synchronized void add(TieredLoop loop) {
    waiting.add(new WeakReference<>(loop));
    if (!started) {
      started = true;
      Thread thread = new Thread(this::run, "lanewise-compiler");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  private void run() {
    try {
      while (true) {
        TieredLoop next = next();
        if (next != null) {
          step(next, TieredLoop::begin);
        }
        TieredLoop oldest = warming.poll();
        if (oldest != null) {
          step(oldest, TieredLoop::advance);
          TimeUnit.MILLISECONDS.sleep(REST_MILLIS);
        }
      }
    } catch (InterruptedException e) {
      // Nobody interrupts this thread but someone who wants it to end: loops go on in tiles.
      synchronized (this) {
        started = false;
      }
    }
  }

  private void step(TieredLoop loop, Predicate<TieredLoop> work) {
    try {
      if (!work.test(loop)) {
        warming.add(loop);
      }
    } catch (RuntimeException | LinkageError | StackOverflowError e) {
      // A loop without a generated kernel goes on in tiles; the other loops still want theirs.
      System.getLogger("dev.lanewise.graph")
          .log(Level.WARNING, "a fused kernel could not be generated", e);
    }
  }

  /**
   * The hottest of the loops that wait, or null if none does, or enough others are being warmed.
   *
   * @throws InterruptedException if the thread is interrupted while there is nothing to do
   */
  private synchronized @Nullable TieredLoop next() throws InterruptedException {
    waiting.removeIf(loop -> loop.refersTo(null));
    while (waiting.isEmpty() && warming.isEmpty()) {
      wait();
    }
    if (warming.stream().filter(TieredLoop::isFresh).count() >= ABREAST) {
      return null;
    }
    TieredLoop hottest =
        waiting.stream()
            .map(WeakReference::get)
            .filter(Objects::nonNull)
            .max(Comparator.comparingLong(TieredLoop::work))
            .orElse(null);
    waiting.removeIf(loop -> loop.refersTo(hottest));
    return hottest;
  }
}
