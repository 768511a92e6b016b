package dev.lanewise.graph.runtime;

import dev.lanewise.graph.ir.TensorType;
import java.lang.ref.Cleaner.Cleanable;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;

/**
 * Memory for the small results of the steps of one workspace, cut from one block of the pool after
 * another. The block goes back when all arrays in it are closed or unreachable: so one that lives
 * on keeps {@link #REGION_BYTES} with it, but none needs a place in the pool's books, nor a phantom
 * reference and the cleaner's thread, which for a scalar cost several times what computes it. Used
 * by one step at a time.
 */
final class SmallResults {
  /** Of all results of a step; larger ones are worth a block each. */
  private static final long MOST_BYTES = 1_024;

  private static final long REGION_BYTES = 16 << 10;

  private final MemoryPool pool;
  private final String holder;
  private @Nullable Region region;

  SmallResults(MemoryPool pool, String holder) {
    this.pool = pool;
    this.holder = holder;
  }

  /** Whether the results of a step of so many bytes in all should come from here. */
  static boolean serves(long bytes) {
    return bytes <= MOST_BYTES;
  }

  /**
   * An array whose elements are unspecified.
   *
   * @param scope what it belongs to; null if to nobody
   */
  Array allocate(TensorType type, @Nullable Scope scope) {
    Region current = region;
    if (current == null || !current.hasRoom(type.bytes())) {
      retire();
      current = new Region(pool, pool.take(REGION_BYTES, false, holder));
      region = current;
    }
    return Array.uncleaned(type, current.next(type.bytes()), scope);
  }

  /** Takes no more from the current block, so that it can go back when its arrays are closed. */
  void retire() {
    Region current = region;
    if (current != null) {
      region = null;
      current.retire();
    }
  }

  /**
   * One block of the pool. Every array in it holds on to this, by its storage's owner; so when this
   * is unreachable all of them are.
   */
  private static final class Region implements BlockOwner {
    /** Stands for the slices that are not handed out yet. */
    private static final int UNKNOWN = 1 << 30;

    private final Block block;
    private final Cleanable memory;
    private final AtomicInteger open = new AtomicInteger(UNKNOWN);
    private int count;
    private long used;

    Region(MemoryPool pool, Block block) {
      this.block = block;
      this.memory = Storage.CLEANER.register(this, new Storage(pool, block));
    }

    boolean hasRoom(long bytes) {
      return padded(bytes) <= block.capacity() - used;
    }

    Storage next(long bytes) {
      long from = used;
      used += padded(bytes);
      count++;
      return new Storage(this, block, block.segment.asSlice(from, padded(bytes) + Block.SLACK));
    }

    /** Nothing shares a cache line, so that threads that use results do not disturb each other. */
    private static long padded(long bytes) {
      return Math.max(1, Math.ceilDiv(bytes, MemoryPool.ALIGNMENT)) * MemoryPool.ALIGNMENT;
    }

    @Override
    public void give(Block sliced) {
      close(1);
    }

    void retire() {
      close(UNKNOWN - count);
    }

    private void close(int slices) {
      if (open.addAndGet(-slices) == 0) {
        memory.clean();
      }
    }
  }
}
