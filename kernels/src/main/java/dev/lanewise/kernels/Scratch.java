package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.VectorShape;

/**
 * A few vectors' worth of native memory for each thread, through which loops pass the elements that
 * do not fill a vector, and in which a single element is repeated to fill one. The loop's own code
 * for full vectors serves them all: it is hot by then, it gives every element the same bits
 * wherever a range ends, and neither masks nor broadcasts are needed.
 */
final class Scratch {
  /** Bytes from one slot to the next: a vector, and no less than a cache line. */
  static final int SLOT = Math.max(64, VectorShape.preferredShape().vectorBitSize() / Byte.SIZE);

  /** Byte offset of the slot for results; those for operands are at 0, {@code SLOT}, ... */
  static final int OUT = 3 * SLOT;

  private static final ThreadLocal<MemorySegment> MEMORY =
      ThreadLocal.withInitial(() -> Arena.ofAuto().allocate(4L * SLOT, SLOT));

  private Scratch() {}

  static MemorySegment get() {
    return MEMORY.get();
  }

  /** Fills a slot with copies of one element of {@code width} bytes, and returns the scratch. */
  static MemorySegment repeat(MemorySegment from, long at, int width, long slot) {
    long bits =
        switch (width) {
          case Byte.BYTES -> from.get(ValueLayout.JAVA_BYTE, at);
          case Short.BYTES -> from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
          case Integer.BYTES -> from.get(ValueLayout.JAVA_INT_UNALIGNED, at);
          default -> from.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        };
    MemorySegment scratch = get();
    Fill.pattern(bits, width, scratch, slot, SLOT);
    return scratch;
  }
}
