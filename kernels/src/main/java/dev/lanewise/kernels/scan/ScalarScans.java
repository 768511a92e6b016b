package dev.lanewise.kernels.scan;

import java.lang.foreign.MemorySegment;

/** The scalar loops of one element type. Offsets and steps are in bytes and have been checked. */
interface ScalarScans {
  /** Scans n elements, each {@code step} bytes behind the one before; the step may be negative. */
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
