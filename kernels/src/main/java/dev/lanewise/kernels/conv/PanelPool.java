package dev.lanewise.kernels.conv;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Memory for a tile of patches, lent to one piece of a convolution at a time. A few panels wait in
 * fixed slots, so that a steady load allocates none, whatever threads run it.
 */
final class PanelPool {
  /**
   * Bytes of a panel: with what a product packs of it and the result, it stays in a second-level
   * cache of a megabyte.
   */
  static final int BYTES = 1 << 19;

  private static final long ALIGNMENT = 64;

  private static final AtomicReferenceArray<@Nullable MemorySegment> SLOTS =
      new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

  private PanelPool() {}

  static MemorySegment take() {
    for (int slot = 0; slot < SLOTS.length(); slot++) {
      if (SLOTS.getPlain(slot) != null) {
        MemorySegment panel = SLOTS.getAndSet(slot, null);
        if (panel != null) {
          return panel;
        }
      }
    }
    // Freed when it is dropped because no slot is free.
    return Arena.ofAuto().allocate(BYTES + ALIGNMENT, ALIGNMENT);
  }

  static void giveBack(MemorySegment panel) {
    for (int slot = 0; slot < SLOTS.length(); slot++) {
      if (SLOTS.getPlain(slot) == null && SLOTS.compareAndSet(slot, null, panel)) {
        return;
      }
    }
  }
}
