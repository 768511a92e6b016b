package dev.lanewise.graph.runtime;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import java.lang.invoke.VarHandle;
import java.lang.ref.Cleaner;
import java.util.concurrent.locks.LockSupport;
import org.jspecify.annotations.Nullable;

/**
 * Who may touch a block of memory now, and whether anyone ever may again. A block is held by
 * running steps (shared to read, exclusive to write) and, briefly, by readers and writers that copy
 * elements in or out. Once closed nobody new gets hold of it, and the last holder's release gives
 * the block back to its owner: so closing never waits, and never pulls memory from under anyone.
 *
 * <p>All of that is one atomic long, and nothing here allocates. As the cleaner's action of an
 * unreachable owner this must not refer to it.
 */
final class Storage implements Runnable {
  static final Cleaner CLEANER = Cleaner.create();

  /** How an attempt to get hold of the memory went. */
  enum Hold {
    HELD,
    CLOSED,
    /** A running step holds the memory in a way that excludes this one. */
    BUSY
  }

  private static final Ending UNREACHABLE = new Ending.Found("was unreachable", null);

  private static final VarHandle STATE;

  static {
    try {
      MethodHandles.Lookup lookup = MethodHandles.lookup();
      STATE = lookup.findVarHandle(Storage.class, "state", long.class);
    } catch (ReflectiveOperationException e) {
      throw new ExceptionInInitializerError(e);
    }
  }

  // The state: two counts and three flags.
  private static final long STEP = 1;
  private static final long STEPS = (1L << 24) - 1;
  private static final long READER = 1L << 24;
  private static final long READERS = STEPS << 24;
  private static final long STEP_WRITING = 1L << 48;
  private static final long WRITER = 1L << 49;
  private static final long CLOSED = 1L << 50;

  private static final int SPINS = 100;
  private static final long NAP_NANOS = 20_000;

  private final BlockOwner owner;
  private volatile long state;

  /** Why the memory is gone. Written before {@link #CLOSED} is set, read after. */
  private @Nullable Ending ending;

  private final Block block;

  /** Null once the block was given back or surrendered; touched only by holders. */
  private @Nullable MemorySegment segment;

  /** A whole block. */
  Storage(BlockOwner owner, Block block) {
    this(owner, block, block.segment);
  }

  /**
   * A part of a block.
   *
   * @param owner knows how many parts there are
   */
  Storage(BlockOwner owner, Block block, MemorySegment segment) {
    this.owner = owner;
    this.block = block;
    this.segment = segment;
  }

  /** The memory; only a holder may ask. */
  MemorySegment segment() {
    MemorySegment held = segment;
    if (held == null) {
      throw new IllegalStateException("[memory] the block is gone");
    }
    return held;
  }

  boolean isClosed() {
    return (state & CLOSED) != 0;
  }

  /** For a step that reads. Waits only for writers, which are brief. */
  Hold holdForStep() {
    for (int spins = 0; ; spins++) {
      long s = state;
      if ((s & CLOSED) != 0) {
        return Hold.CLOSED;
      } else if ((s & STEP_WRITING) != 0) {
        return Hold.BUSY;
      } else if ((s & WRITER) != 0) {
        pause(spins);
      } else if (STATE.compareAndSet(this, s, s + STEP)) {
        return Hold.HELD;
      }
    }
  }

  /** For a step that writes. Waits only for readers and writers, which are brief. */
  Hold holdForStepWriting() {
    for (int spins = 0; ; spins++) {
      long s = state;
      if ((s & CLOSED) != 0) {
        return Hold.CLOSED;
      } else if ((s & (STEPS | STEP_WRITING)) != 0) {
        return Hold.BUSY;
      } else if ((s & (READERS | WRITER)) != 0) {
        pause(spins);
      } else if (STATE.compareAndSet(this, s, s | STEP_WRITING)) {
        return Hold.HELD;
      }
    }
  }

  /** For a copy out. Waits for a step that writes; false if closed. */
  boolean holdForReading() {
    for (int spins = 0; ; spins++) {
      long s = state;
      if ((s & CLOSED) != 0) {
        return false;
      } else if ((s & (STEP_WRITING | WRITER)) != 0) {
        pause(spins);
      } else if (STATE.compareAndSet(this, s, s + READER)) {
        return true;
      }
    }
  }

  /** For a copy in. Waits for everyone else; false if closed. */
  boolean holdForWriting() {
    for (int spins = 0; ; spins++) {
      long s = state;
      if ((s & CLOSED) != 0) {
        return false;
      } else if (s != 0) {
        pause(spins);
      } else if (STATE.compareAndSet(this, s, WRITER)) {
        return true;
      }
    }
  }

  void releaseStep() {
    release(STEP);
  }

  void releaseStepWriting() {
    release(STEP_WRITING);
  }

  void releaseReading() {
    release(READER);
  }

  void releaseWriting() {
    release(WRITER);
  }

  private void release(long hold) {
    long before = (long) STATE.getAndAdd(this, -hold);
    if (before - hold == CLOSED) {
      giveBack();
    }
  }

  /**
   * Lets no one new in, and gives the memory back when the last holder lets go. Does nothing if
   * closed already.
   *
   * @param how what happened, for the errors of later users
   */
  void close(Ending how) {
    if (markClosed(how) == 0) {
      giveBack();
    }
  }

  /** The state before; of two that close this at once, either may be the one that errors name. */
  private long markClosed(Ending how) {
    if (isClosed()) {
      return CLOSED;
    }
    ending = how;
    return (long) STATE.getAndBitwiseOr(this, CLOSED);
  }

  /** The owner is unreachable. */
  @Override
  public void run() {
    close(UNREACHABLE);
  }

  /**
   * Closes this and hands the memory to a new storage; only the step that holds it for writing may
   * ask, and must still release it.
   */
  Storage surrender(Ending how) {
    MemorySegment moved = segment();
    segment = null;
    markClosed(how);
    return new Storage(owner, block, moved);
  }

  private void giveBack() {
    if (segment != null) {
      segment = null;
      owner.give(block);
    }
  }

  /** What became of the memory, to follow the name of its owner. */
  String endingText() {
    return isClosed() && ending != null ? ending.text() : "is open";
  }

  private static void pause(int spins) {
    if (spins < SPINS) {
      Thread.onSpinWait();
    } else {
      LockSupport.parkNanos(NAP_NANOS);
    }
  }
}
