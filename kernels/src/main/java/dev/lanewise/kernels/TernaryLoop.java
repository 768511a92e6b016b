package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * A loop over three operands, each either {@code n} elements or, if this copy of the loop was made
 * for that, one element for all. Its arguments have been validated: it does nothing but the work.
 */
interface TernaryLoop {
  /** Computes {@code n} elements; the arguments that end in {@code At} are byte offsets. */
  void run(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment out,
      long outAt,
      int n);
}
