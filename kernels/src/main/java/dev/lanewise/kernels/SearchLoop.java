package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** A loop that looks for an element of a row of at least one vector. */
interface SearchLoop {
  /**
   * Place of the first of {@code n} elements from byte offset {@code at} on that equals the one
   * whose bits are given and which is among them.
   */
  long find(MemorySegment in, long at, long n, long bits);
}
