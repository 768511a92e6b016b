package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/**
 * Memory of its own for vector loops to run on while nobody waits for them. Operands hold numbers
 * of middling size in every type, and results are not read again: data that decayed into denormals
 * would take a hundred times as long.
 */
record Rehearsal(MemorySegment a, MemorySegment b, MemorySegment c, MemorySegment out) {
  /** Vectors of one run: enough for every path, and a fraction of a millisecond once C1 is done. */
  static final int VECTORS = 32;

  /** Bytes of each segment: as many of the widest vectors as one run has, and as many again. */
  static final int BYTES = 2 * VECTORS * Scratch.SLOT;

  /** 0.75 as F32 and BF16, 5e-4 as F64, true as BOOL. */
  private static final byte PATTERN = 0x3f;

  static Rehearsal allocate(Arena arena) {
    return new Rehearsal(operand(arena), operand(arena), operand(arena), operand(arena));
  }

  private static MemorySegment operand(Arena arena) {
    return arena.allocate(BYTES, Scratch.SLOT).fill(PATTERN);
  }
}
