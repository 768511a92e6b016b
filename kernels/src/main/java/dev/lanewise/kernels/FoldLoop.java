package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** Four accumulators in memory, into which a row is combined: see {@link RowFold}. */
interface FoldLoop {
  /** Writes the identity into all lanes of the accumulators. */
  void start(MemorySegment m, long at);

  /** Combines {@code n} elements into the accumulators. */
  void add(MemorySegment in, long inAt, int n, MemorySegment m, long at);

  /** Combines the accumulators, and then their lanes, into one element. */
  void finish(MemorySegment m, long at, MemorySegment out, long outAt);
}
