package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;

/** Packed panels of A and B, and scratch blocks, for one product at a time. */
final class GemmWorkspace {
  /**
   * Smallest panel array, in bytes. G1 gives an array of more than half a region a region of its
   * own, whose start is aligned, so the lines of the panels are aligned too; in L1 that is 397
   * against 234 GB/s.
   */
  private static final int LEAST_BYTES = 1 << 21;

  /**
   * A block of C that a micro-kernel cannot store in place is stored here and merged, or
   * transposed, for which it has as many rows as a vector has lanes.
   */
  final MemorySegment block;

  /** A square of elements at the edge of a matrix, with something behind them, to be transposed. */
  final MemorySegment edge;

  private final GemmElements elements;
  private Object a;
  private Object b;

  GemmWorkspace(GemmElements elements) {
    this.elements = elements;
    long vectorBytes = (long) elements.lanes * elements.elementBytes;
    Arena arena = Arena.ofAuto();
    block = arena.allocate(2L * Math.max(elements.maxRows, elements.lanes) * vectorBytes, 64);
    edge = arena.allocate(elements.lanes * vectorBytes, 64);
    a = elements.allocate(LEAST_BYTES / elements.elementBytes);
    b = elements.allocate(LEAST_BYTES / elements.elementBytes);
  }

  /** Returns an array for the A panels of at least the given length. */
  Object a(int length) {
    if (elements.length(a) < length) {
      a = elements.allocate(length);
    }
    return a;
  }

  /** Returns an array for the B panels of at least the given length. */
  Object b(int length) {
    if (elements.length(b) < length) {
      b = elements.allocate(length);
    }
    return b;
  }
}
