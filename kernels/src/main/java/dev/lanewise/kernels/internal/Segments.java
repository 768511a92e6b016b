package dev.lanewise.kernels.internal;

import java.lang.foreign.MemorySegment;

/** What a kernel checks about the memory it is given before it touches the first byte. */
public final class Segments {
  /**
   * What native segments are instances of. A cast to it leaves C2 no choice of class, which it
   * would otherwise take from the profile that all code of a process shares.
   */
  public static final Class<? extends MemorySegment> NATIVE = MemorySegment.NULL.getClass();

  private Segments() {}

  /**
   * Returns the product of two sizes that are not negative.
   *
   * @throws IllegalArgumentException if it does not fit in a long
   */
  public static long times(String op, long a, long b) {
    if (Math.multiplyHigh(a, b) != 0 || a * b < 0) {
      throw new IllegalArgumentException(
          "[%s] extents reach past 2^63 bytes: %d * %d".formatted(op, a, b));
    }
    return a * b;
  }

  /**
   * Checks an extent.
   *
   * @throws IllegalArgumentException if it is less than {@code least}
   */
  public static void requireExtent(String op, String name, long extent, long least) {
    if (extent < least) {
      throw new IllegalArgumentException(
          "[%s] %s must be at least %d, got %d".formatted(op, name, least, extent));
    }
  }

  /**
   * Checks that {@code bytes} bytes from an offset on may be read.
   *
   * @throws IllegalArgumentException if the segment is not native
   * @throws IndexOutOfBoundsException if the bytes do not lie inside the segment
   */
  public static void requireReadable(
      String op, String name, MemorySegment segment, long offset, long bytes) {
    if (!NATIVE.isInstance(segment)) {
      throw new IllegalArgumentException(
          "[%s] %s must be a native segment, got a heap segment".formatted(op, name));
    }
    long size = segment.byteSize();
    if (offset < 0 || offset > size || bytes > size - offset) {
      throw new IndexOutOfBoundsException(
          "[%s] %s needs %d bytes from offset %d, its segment has %d bytes"
              .formatted(op, name, bytes, offset, size));
    }
  }

  /**
   * Checks that {@code bytes} bytes from an offset on may be written.
   *
   * @throws IllegalArgumentException if the segment is not native or is read-only
   * @throws IndexOutOfBoundsException if the bytes do not lie inside the segment
   */
  public static void requireWritable(
      String op, String name, MemorySegment segment, long offset, long bytes) {
    requireReadable(op, name, segment, offset, bytes);
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException("[%s] %s is read-only".formatted(op, name));
    }
  }

  /**
   * Checks that two regions that {@link #requireReadable} has accepted have no byte in common.
   *
   * @throws IllegalArgumentException if they have
   */
  public static void requireApart(
      String op,
      String aName,
      MemorySegment a,
      long aOffset,
      long aBytes,
      String bName,
      MemorySegment b,
      long bOffset,
      long bBytes) {
    long from = a.address() + aOffset;
    long to = b.address() + bOffset;
    if (from < to + bBytes && to < from + aBytes) {
      throw new IllegalArgumentException(
          "[%s] %s (%d bytes at 0x%x) and %s (%d bytes at 0x%x) overlap"
              .formatted(op, aName, aBytes, from, bName, bBytes, to));
    }
  }

  /**
   * Checks that two regions are the same or have no byte in common.
   *
   * @throws IllegalArgumentException if they overlap in part
   */
  public static void requireSameOrApart(
      String op,
      String aName,
      MemorySegment a,
      long aOffset,
      long aBytes,
      String bName,
      MemorySegment b,
      long bOffset,
      long bBytes) {
    if (a.address() + aOffset != b.address() + bOffset || aBytes != bBytes) {
      requireApart(op, aName, a, aOffset, aBytes, bName, b, bOffset, bBytes);
    }
  }

  /**
   * Checks a range of units of work.
   *
   * @throws IndexOutOfBoundsException if it does not lie inside {@code [0, units)}
   */
  public static void requireUnits(String op, String name, long from, long to, long units) {
    if (from < 0 || to < from || to > units) {
      throw new IndexOutOfBoundsException(
          "[%s] %s [%d, %d) lie outside [0, %d)".formatted(op, name, from, to, units));
    }
  }
}
