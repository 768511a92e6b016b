package dev.lanewise.graph.runtime;

import java.util.ArrayList;
import java.util.Collections;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;
import java.util.Set;
import java.util.WeakHashMap;
import java.util.concurrent.locks.LockSupport;
import java.util.concurrent.locks.ReentrantLock;
import org.jspecify.annotations.Nullable;

/**
 * Native memory in blocks of a few sizes, kept for reuse when given back. Allocating from the
 * operating system is what this avoids: a new block of 64 MB costs 8 ms to zero and 24 ms to touch,
 * closing a shared arena 20 to 97 us.
 *
 * <p>The lock is held for a few dozen instructions; native memory is allocated and freed outside
 * it.
 */
final class MemoryPool implements BlockOwner {
  /** Of every block, in bytes: one AVX-512 vector, one cache line. */
  static final long ALIGNMENT = 64;

  /** How often a full pool waits for the garbage collector to find unreachable arrays. */
  private static final int COLLECTIONS = 4;

  /** The wait for its cleaner: four times this, then eight, ... */
  private static final long COLLECTION_NANOS = 5_000_000;

  private static final int HOLDERS_SHOWN = 8;

  private static final MemoryPool SHARED =
      new MemoryPool(MemoryBudget.configured(), Boolean.getBoolean("lanewise.memory.track"));

  private final ReentrantLock lock = new ReentrantLock();
  private final SizeClass[] classes = new SizeClass[SizeClass.COUNT];
  private final long budget;
  private final boolean tracking;

  /** Whoever keeps blocks it could do without. */
  private final Set<WorkspacePool> workspaces =
      Collections.synchronizedSet(Collections.newSetFromMap(new WeakHashMap<>()));

  private @Nullable Block firstInUse;
  private long reserved;
  private long inUse;
  private long peak;
  private long allocations;
  private long blocksTaken;

  MemoryPool(long budget, boolean tracking) {
    this.budget = budget;
    this.tracking = tracking;
    for (int i = 0; i < classes.length; i++) {
      classes[i] = new SizeClass(SizeClass.capacityOf(i));
    }
  }

  static MemoryPool shared() {
    return SHARED;
  }

  /** Whether every block remembers the line that it was taken on. */
  boolean isTracking() {
    return tracking;
  }

  void register(WorkspacePool pool) {
    workspaces.add(pool);
  }

  /**
   * Hands out a block.
   *
   * @param bytes the least capacity; may be 0
   * @param zero whether the memory must be all zeros; otherwise its content is unspecified
   * @param holder what it is for, in a report
   * @throws MemoryBudgetException if the budget does not allow it
   */
  Block take(long bytes, boolean zero, String holder) {
    if (bytes > budget) {
      throw refusal(bytes, holder, null);
    }
    SizeClass sizeClass = classes[SizeClass.indexOf(bytes)];
    Block block = tryTake(sizeClass, holder);
    for (int attempt = 0; block == null; attempt++) {
      if (!reclaim(attempt)) {
        throw refusal(bytes, holder, null);
      }
      block = tryTake(sizeClass, holder);
    }
    if (zero && !block.zeroed) {
      block.segment.asSlice(0, block.capacity()).fill((byte) 0);
    }
    block.zeroed = false;
    block.line = tracking ? CallSite.capture() : null;
    return block;
  }

  /** Does what may make room, the cheapest first; false when nothing is left to try. */
  private boolean reclaim(int attempt) {
    if (attempt == 0) {
      freeIdleChunks();
    } else if (attempt == 1) {
      trim();
    } else if (attempt < 2 + COLLECTIONS) {
      System.gc();
      LockSupport.parkNanos(COLLECTION_NANOS << attempt);
      trim();
    } else {
      return false;
    }
    return true;
  }

  /** A cached block, or a new one if the budget allows it, or null. */
  private @Nullable Block tryTake(SizeClass sizeClass, String holder) {
    lock.lock();
    try {
      Block block = sizeClass.pop();
      if (block != null) {
        enlist(block, holder);
        return block;
      }
      if (sizeClass.chunkBytes() > budget - reserved) {
        return null;
      }
      reserved += sizeClass.chunkBytes();
    } finally {
      lock.unlock();
    }
    return takeNew(sizeClass, holder);
  }

  /** Fills a reservation already made. */
  private Block takeNew(SizeClass sizeClass, String holder) {
    Chunk chunk;
    try {
      chunk = new Chunk(sizeClass);
    } catch (OutOfMemoryError e) {
      unreserve(sizeClass.chunkBytes());
      throw refusal(sizeClass.capacity(), holder, e);
    }
    lock.lock();
    try {
      allocations++;
      sizeClass.add(chunk);
      Block block = Objects.requireNonNull(sizeClass.pop());
      enlist(block, holder);
      return block;
    } finally {
      lock.unlock();
    }
  }

  private void enlist(Block block, String holder) {
    block.holder = holder;
    block.chunk.inUse++;
    block.previous = null;
    block.next = firstInUse;
    if (firstInUse != null) {
      firstInUse.previous = block;
    }
    firstInUse = block;
    inUse += block.capacity();
    peak = Math.max(peak, inUse);
    blocksTaken++;
  }

  @Override
  public void give(Block block) {
    lock.lock();
    try {
      if (block.previous == null) {
        firstInUse = block.next;
      } else {
        block.previous.next = block.next;
      }
      if (block.next != null) {
        block.next.previous = block.previous;
      }
      block.previous = null;
      block.line = null;
      block.chunk.inUse--;
      inUse -= block.capacity();
      block.chunk.sizeClass.push(block);
    } finally {
      lock.unlock();
    }
  }

  /** Drops idle workspaces and gives all free memory back. */
  void trim() {
    List<WorkspacePool> pools;
    synchronized (workspaces) {
      pools = List.copyOf(workspaces);
    }
    pools.forEach(WorkspacePool::dropIdle);
    freeIdleChunks();
  }

  private void freeIdleChunks() {
    List<Chunk> idle = new ArrayList<>();
    lock.lock();
    try {
      for (SizeClass sizeClass : classes) {
        idle.addAll(sizeClass.removeIdleChunks());
      }
    } finally {
      lock.unlock();
    }
    long bytes = 0;
    for (Chunk chunk : idle) {
      chunk.free();
      bytes += chunk.bytes();
    }
    // Only now, so that the budget holds for what the operating system sees.
    unreserve(bytes);
  }

  private void unreserve(long bytes) {
    lock.lock();
    try {
      reserved -= bytes;
    } finally {
      lock.unlock();
    }
  }

  MemoryStats stats() {
    lock.lock();
    try {
      return new MemoryStats(inUse, reserved - inUse, peak, budget, allocations, blocksTaken);
    } finally {
      lock.unlock();
    }
  }

  void resetPeak() {
    lock.lock();
    try {
      peak = inUse;
    } finally {
      lock.unlock();
    }
  }

  private MemoryBudgetException refusal(long bytes, String holder, @Nullable Throwable cause) {
    MemoryStats stats = stats();
    String message =
        "[memory] %s needs %,d bytes: %,d of the %,d allowed are in use (-Dlanewise.memory)%s\n%s"
            .formatted(
                holder,
                bytes,
                stats.inUse(),
                stats.budget(),
                cause == null ? "" : ", and the system refuses more: " + cause.getMessage(),
                report());
    return new MemoryBudgetException(message, bytes, budget);
  }

  /** The largest holders, with lines if they are tracked. */
  String report() {
    record Holder(long bytes, String text) {}
    List<Holder> holders = new ArrayList<>();
    lock.lock();
    try {
      for (Block block = firstInUse; block != null; block = block.next) {
        String line = block.line == null ? "" : " from " + CallSite.describe(block.line);
        holders.add(new Holder(block.capacity(), block.holder + line));
      }
    } finally {
      lock.unlock();
    }
    holders.sort(Comparator.comparingLong(Holder::bytes).reversed());
    StringBuilder out = new StringBuilder();
    for (Holder holder : holders.subList(0, Math.min(HOLDERS_SHOWN, holders.size()))) {
      out.append("  %,d bytes: %s\n".formatted(holder.bytes(), holder.text()));
    }
    if (holders.size() > HOLDERS_SHOWN) {
      out.append("  and %d smaller holders\n".formatted(holders.size() - HOLDERS_SHOWN));
    }
    if (!tracking) {
      out.append("  run with -Dlanewise.memory.track=true to see the lines that allocated them\n");
    }
    return out.toString();
  }
}
