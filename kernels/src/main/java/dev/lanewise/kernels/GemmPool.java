package dev.lanewise.kernels;

import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * Blocked products with their workspaces, lent to one call at a time.
 *
 * <p>They wait in a small fixed array of slots, not in thread-locals: a product takes one, makes
 * one if all are lent, and puts it back if there is room. So any number of threads, virtual ones
 * too, keep no more of them alive than there are slots, and a steady load allocates none.
 */
final class GemmPool {
  private final GemmElements elements;
  private final AtomicReferenceArray<@Nullable GemmBlocked> slots =
      new AtomicReferenceArray<>(2 * Runtime.getRuntime().availableProcessors());

  GemmPool(GemmElements elements) {
    this.elements = elements;
  }

  GemmBlocked take() {
    for (int slot = 0; slot < slots.length(); slot++) {
      if (slots.getPlain(slot) != null) {
        GemmBlocked product = slots.getAndSet(slot, null);
        if (product != null) {
          return product;
        }
      }
    }
    return new GemmBlocked(elements);
  }

  void giveBack(GemmBlocked product) {
    for (int slot = 0; slot < slots.length(); slot++) {
      if (slots.getPlain(slot) == null && slots.compareAndSet(slot, null, product)) {
        return;
      }
    }
  }
}
