package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** What every kernel checks about its operands before the first element is touched. */
final class Operands {
  private Operands() {}

  /**
   * Checks that a run of elements lies inside a native segment, and returns its length in bytes.
   *
   * @throws IllegalArgumentException if the segment is a heap segment or n is negative
   * @throws IndexOutOfBoundsException if the run does not lie inside the segment
   */
  static long requireRun(
      String op, String operand, MemorySegment segment, long offset, ElementType type, long n) {
    if (!Lanes.NATIVE.isInstance(segment)) {
      throw new IllegalArgumentException(
          "[%s] %s must be a native segment, got a heap segment".formatted(op, operand));
    }
    if (n < 0) {
      throw new IllegalArgumentException(
          "[%s] the number of elements must not be negative, got %d".formatted(op, n));
    }
    long size = Lanes.NATIVE.cast(segment).byteSize();
    // The room is shifted, not the count, so that nothing overflows; three divisions took 10 ns.
    if (offset < 0 || offset > size || n > (size - offset) >> type.byteShift()) {
      throw new IndexOutOfBoundsException(
          "[%s] %s needs %d elements of %s from byte %d on, but its segment has %d bytes"
              .formatted(op, operand, n, type, offset, size));
    }
    return n << type.byteShift();
  }

  /**
   * Checks an output as {@link #requireRun} does, and that it can be written.
   *
   * @throws IllegalArgumentException also if the segment is read-only
   */
  static long requireOutput(
      String op, MemorySegment segment, long offset, ElementType type, long n) {
    long bytes = requireRun(op, "out", segment, offset, type, n);
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException("[%s] out is a read-only segment".formatted(op));
    }
    return bytes;
  }

  /**
   * Checks that an input is exactly the output or does not overlap it.
   *
   * @throws IllegalArgumentException if the two overlap in part
   */
  static void requireSameOrApart(
      String op,
      String operand,
      MemorySegment in,
      long inOffset,
      long inBytes,
      MemorySegment out,
      long outOffset,
      long outBytes) {
    long from = Lanes.NATIVE.cast(in).address() + inOffset;
    long to = Lanes.NATIVE.cast(out).address() + outOffset;
    boolean apart = from + inBytes <= to || to + outBytes <= from;
    boolean same = from == to && inBytes == outBytes;
    if (!apart && !same) {
      throw new IllegalArgumentException(
          ("[%s] %s (%d bytes at address 0x%x) overlaps part of out (%d bytes at 0x%x): "
                  + "work in place or apart")
              .formatted(op, operand, inBytes, from, outBytes, to));
    }
  }

  /**
   * Checks a stride in elements, and returns how many elements the operand has.
   *
   * @throws IllegalArgumentException if the stride is neither 0 nor 1
   */
  static long requireExtent(String op, String operand, int stride, long n) {
    if (stride != 0 && stride != 1) {
      throw new IllegalArgumentException(
          "[%s] the stride of %s must be 0 (one element for all) or 1, got %d"
              .formatted(op, operand, stride));
    }
    return stride == 0 ? Math.min(n, 1) : n;
  }
}
