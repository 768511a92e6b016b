package dev.lanewise.graph.compile.tier;

import java.lang.System.Logger.Level;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The one background thread that generates and warms kernels, the loops that ran most first. It is
 * a daemon, begins with the first loop and sleeps while there is none.
 */
final class LoopCompiler {
  private static final LoopCompiler SHARED = new LoopCompiler();

  private final List<TieredLoop> waiting = new ArrayList<>();
  private boolean started;

  private LoopCompiler() {}

  static LoopCompiler shared() {
    return SHARED;
  }

  synchronized void add(TieredLoop loop) {
    waiting.add(loop);
    if (!started) {
      started = true;
      Thread thread = new Thread(this::run, "lanewise-compiler");
      thread.setDaemon(true);
      thread.start();
    }
    notifyAll();
  }

  private void run() {
    while (true) {
      TieredLoop loop = next();
      if (loop == null) {
        return;
      }
      try {
        if (!loop.compile()) {
          add(loop);
        }
      } catch (RuntimeException | LinkageError | StackOverflowError e) {
        // A loop without a generated kernel goes on in tiles; the other loops still want theirs.
        System.getLogger("dev.lanewise.graph")
            .log(Level.WARNING, "a fused kernel could not be generated", e);
      }
    }
  }

  /**
   * The hottest of the loops that had the fewest turns, or null if the thread is to end. While the
   * just-in-time compiler works on one, the next is begun.
   */
  private synchronized @Nullable TieredLoop next() {
    while (waiting.isEmpty()) {
      try {
        wait();
      } catch (InterruptedException e) {
        started = false;
        return null;
      }
    }
    TieredLoop hottest = waiting.getFirst();
    for (TieredLoop loop : waiting) {
      if (loop.turns() < hottest.turns()
          || (loop.turns() == hottest.turns() && loop.work() > hottest.work())) {
        hottest = loop;
      }
    }
    waiting.remove(hottest);
    return hottest;
  }
}
