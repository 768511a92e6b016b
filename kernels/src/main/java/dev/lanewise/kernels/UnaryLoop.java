package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** A loop over one operand. Its arguments have been validated: it does nothing but the work. */
interface UnaryLoop {
  /**
   * Computes {@code n} elements.
   *
   * @param in operand, elements side by side from byte {@code inAt} on
   * @param out result, elements side by side from byte {@code outAt} on
   */
  void run(MemorySegment in, long inAt, MemorySegment out, long outAt, int n);
}
