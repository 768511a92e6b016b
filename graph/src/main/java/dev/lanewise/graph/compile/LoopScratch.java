package dev.lanewise.graph.compile;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.Arrays;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * What one call of a {@link dev.lanewise.graph.compile.loop.LoopKernel} needs beside its operands:
 * scratch memory, and the arrays that say where operands lie. Lent to one call at a time.
 *
 * <p>Idle ones wait in a small fixed array of slots that the whole process shares, not in
 * thread-locals: a call takes one, makes one if all are lent, and puts it back if there is room. So
 * any number of threads, virtual ones too, keep no more of them alive than there are slots, and a
 * steady load allocates none.
 */
final class LoopScratch {
  private static final AtomicReferenceArray<@Nullable LoopScratch> IDLE =
      new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

  /** Holds the row buffers of most loops, so that few calls find their scratch too small. */
  private static final long LEAST_BYTES = 64 << 10;

  private static final int LEAST_OPERANDS = 16;

  /** At least the bytes asked for, 64-byte aligned, with whatever the call before left there. */
  MemorySegment memory = MemorySegment.NULL;

  /** Where each operand lies; like the others, of at least the length asked for. */
  MemorySegment[] segments = {};

  /** Byte offset of each operand. */
  long[] at = {};

  /** Bytes from one row to the next of each operand. */
  long[] step = {};

  private LoopScratch() {}

  /**
   * Takes one that has room; give it back in a {@code finally} clause.
   *
   * @param operands the length of the arrays, or less
   * @param bytes the size of the memory, or less
   */
  static LoopScratch take(int operands, long bytes) {
    LoopScratch scratch = takeIdle();
    scratch.ensure(operands, bytes);
    return scratch;
  }

  private static LoopScratch takeIdle() {
    for (int slot = 0; slot < IDLE.length(); slot++) {
      if (IDLE.getPlain(slot) != null) {
        LoopScratch scratch = IDLE.getAndSet(slot, null);
        if (scratch != null) {
          return scratch;
        }
      }
    }
    return new LoopScratch();
  }

  private void ensure(int operands, long bytes) {
    if (segments.length < operands) {
      int length = Math.max(LEAST_OPERANDS, operands);
      segments = new MemorySegment[length];
      Arrays.fill(segments, MemorySegment.NULL);
      at = new long[length];
      step = new long[length];
    }
    if (memory.byteSize() < bytes) {
      memory = Arena.ofAuto().allocate(Math.max(LEAST_BYTES, bytes), 64);
    }
  }

  /** Makes it available to the next call, and keeps no operand's memory reachable. */
  void giveBack() {
    Arrays.fill(segments, MemorySegment.NULL);
    for (int slot = 0; slot < IDLE.length(); slot++) {
      if (IDLE.getPlain(slot) == null && IDLE.compareAndSet(slot, null, this)) {
        return;
      }
    }
  }
}
