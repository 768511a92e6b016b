package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Body;
import java.lang.foreign.MemorySegment;

/**
 * Work whose result lies on the heap.
 *
 * @param from the result's array
 * @param to the operand that it belongs into
 */
record HeapResult(Runnable work, MemorySegment from, MemorySegment to) implements Body {
  @Override
  public void run() {
    work.run();
  }

  @Override
  public void export() {
    to.copyFrom(from);
  }
}
