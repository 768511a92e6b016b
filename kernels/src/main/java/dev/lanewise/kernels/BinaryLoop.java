package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * A loop over two operands, each either {@code n} elements or, if this copy of the loop was made
 * for that, one element for all. Its arguments have been validated: it does nothing but the work.
 */
interface BinaryLoop {
  /** Computes {@code n} elements; {@code aAt}, {@code bAt} and {@code outAt} are byte offsets. */
  void run(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt, int n);
}
