package dev.lanewise.graph.runtime;

import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.locks.LockSupport;
import java.util.function.IntConsumer;
import org.jspecify.annotations.Nullable;

/**
 * A reusable slot for one call of {@link Workers#parallel}. Helpers enter while it is open and are
 * counted; the owner closes it and waits until they have left, so a slot is never reused under a
 * helper that came late.
 */
final class Job {
  private static final int FREE = Integer.MIN_VALUE;
  private static final int CLAIMED = Integer.MIN_VALUE + 1;

  /** Set in the state while helpers may enter; the other bits count them. */
  private static final int OPEN = 1 << 30;

  /** As long as an idle helper spins: the last chunk of the other thread seldom takes longer. */
  private static final long SPIN_NANOS = 200_000;

  private final AtomicInteger state = new AtomicInteger(FREE);
  private final AtomicInteger next = new AtomicInteger();
  private final AtomicReference<@Nullable Throwable> failure = new AtomicReference<>();
  private int chunks;
  private @Nullable IntConsumer body;
  private volatile @Nullable Thread owner;

  /** Takes a free slot for the current thread. */
  boolean claim() {
    return state.get() == FREE && state.compareAndSet(FREE, CLAIMED);
  }

  /** Lets helpers in; the slot is claimed. */
  void open(int chunks, IntConsumer body) {
    this.chunks = chunks;
    this.body = body;
    next.set(0);
    state.set(OPEN);
  }

  /** Runs chunks until none is left to begin; the caller is the owner or has entered. */
  void runChunks() {
    IntConsumer work = body;
    int count = chunks;
    if (work == null) {
      return;
    }
    for (int chunk = next.getAndIncrement(); chunk < count; chunk = next.getAndIncrement()) {
      try {
        work.accept(chunk);
      } catch (
          Throwable e) { // whatever it is, it belongs to the caller, on whose thread it goes on
        failure.compareAndSet(null, e);
        next.set(count);
      }
    }
  }

  /** Enters an open slot and works; false if there was nothing to do. */
  boolean help() {
    int s = state.get();
    while (s >= OPEN) {
      if (next.get() >= chunks) {
        return false;
      }
      if (state.compareAndSet(s, s + 1)) {
        runChunks();
        if (state.decrementAndGet() == 0) {
          LockSupport.unpark(owner);
        }
        return true;
      }
      s = state.get();
    }
    return false;
  }

  /** Closes the slot, waits for the helpers to leave, frees it and throws what a chunk threw. */
  void finish() {
    if (state.addAndGet(-OPEN) != 0) {
      awaitHelpers();
    }
    Throwable thrown = failure.get();
    body = null;
    failure.set(null);
    state.set(FREE);
    if (thrown instanceof RuntimeException e) {
      throw e;
    } else if (thrown instanceof Error e) {
      throw e;
    }
  }

  private void awaitHelpers() {
    long until = System.nanoTime() + SPIN_NANOS;
    while (System.nanoTime() < until) {
      if (state.get() == 0) {
        return;
      }
      Thread.onSpinWait();
    }
    owner = Thread.currentThread();
    boolean interrupted = false;
    while (state.get() != 0) {
      LockSupport.park(this);
      interrupted |= Thread.interrupted();
    }
    owner = null;
    if (interrupted) {
      Thread.currentThread().interrupt();
    }
  }
}
