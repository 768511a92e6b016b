package dev.lanewise.kernels.scan;

import java.lang.foreign.MemorySegment;

/** The vector loops of one element type. Offsets and steps are in bytes and have been checked. */
interface ColumnScans {
  /** Returns the columns that one loop does. */
  int lanes();

  /** Scans n rows of one vector, each {@code step} bytes behind the one before. */
  void scan(
      Cumulation cumulation,
      MemorySegment source,
      long from,
      MemorySegment target,
      long to,
      long step,
      long n,
      boolean exclusive);
}
