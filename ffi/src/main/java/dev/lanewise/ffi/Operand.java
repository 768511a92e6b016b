package dev.lanewise.ffi;

import java.lang.foreign.MemorySegment;

/**
 * Checks of what a call is about to hand to native code. Each method that takes a segment returns
 * the part from the given byte on, so that an operand cannot be passed on unchecked.
 *
 * <p>Whatever the extents, the arithmetic here does not overflow: they are {@code int}s, the
 * products {@code long}s, and sizes are compared in elements.
 */
final class Operand {
  /** Bytes of an element. */
  static final int F32 = 4;

  /** Bytes of an element. */
  static final int F64 = 8;

  /** Bytes of an element. */
  static final int I32 = 4;

  private Operand() {}

  /**
   * Demands an extent of at least zero.
   *
   * @throws IllegalArgumentException if it is negative
   */
  static void extent(String routine, String name, int value) {
    if (value < 0) {
      throw atLeast(routine, name, "0", value);
    }
  }

  /**
   * Demands a positive increment, for routines that have no meaning for others.
   *
   * @throws IllegalArgumentException if it is zero or negative
   */
  static void positive(String routine, String name, int value) {
    if (value < 1) {
      throw atLeast(routine, name, "1", value);
    }
  }

  /**
   * Demands that one extent does not exceed another.
   *
   * @throws IllegalArgumentException if it does
   */
  static void atMost(String routine, String name, int value, String limitName, int limit) {
    if (value > limit) {
      throw new IllegalArgumentException(
          "["
              + routine
              + "] "
              + name
              + " must be at most "
              + limitName
              + " = "
              + limit
              + ", was "
              + value);
    }
  }

  /**
   * {@code n} elements, {@code |increment|} elements apart. A negative increment walks the same
   * memory from its far end.
   */
  static MemorySegment vector(
      String routine, String name, MemorySegment segment, long offset, int n, int inc, int bytes) {
    if (inc == 0) {
      throw new IllegalArgumentException("[" + routine + "] inc" + name + " must not be 0");
    }
    long elements = n == 0 ? 0 : (n - 1L) * Math.abs((long) inc) + 1;
    return part(routine, name, segment, offset, elements, bytes);
  }

  /** As {@link #vector}, for one that the routine writes. */
  static MemorySegment writableVector(
      String routine, String name, MemorySegment segment, long offset, int n, int inc, int bytes) {
    MemorySegment part = vector(routine, name, segment, offset, n, inc, bytes);
    writable(routine, name, segment);
    return part;
  }

  /** {@code rows} rows of {@code columns} elements, {@code ld} elements apart. */
  static MemorySegment matrix(
      String routine,
      String name,
      MemorySegment segment,
      long offset,
      int rows,
      int columns,
      int ld,
      int bytes) {
    leadingDimension(routine, name, columns, ld);
    return part(routine, name, segment, offset, elements(rows, columns, ld), bytes);
  }

  /** As {@link #matrix}, for one that the routine writes. */
  static MemorySegment writableMatrix(
      String routine,
      String name,
      MemorySegment segment,
      long offset,
      int rows,
      int columns,
      int ld,
      int bytes) {
    MemorySegment part = matrix(routine, name, segment, offset, rows, columns, ld, bytes);
    writable(routine, name, segment);
    return part;
  }

  /** {@code count} matrices, {@code stride} elements from the start of one to that of the next. */
  static MemorySegment batch(
      String routine,
      String name,
      MemorySegment segment,
      long offset,
      int rows,
      int columns,
      int ld,
      int stride,
      int count,
      int bytes) {
    leadingDimension(routine, name, columns, ld);
    if (stride < 0) {
      throw atLeast(routine, "stride" + name, "0", stride);
    }
    long one = elements(rows, columns, ld);
    long elements = count == 0 || one == 0 ? 0 : (count - 1L) * stride + one;
    return part(routine, name, segment, offset, elements, bytes);
  }

  /** As {@link #batch}, for one that the routine writes: its matrices must not overlap. */
  static MemorySegment writableBatch(
      String routine,
      String name,
      MemorySegment segment,
      long offset,
      int rows,
      int columns,
      int ld,
      int stride,
      int count,
      int bytes) {
    MemorySegment part =
        batch(routine, name, segment, offset, rows, columns, ld, stride, count, bytes);
    writable(routine, name, segment);
    long one = elements(rows, columns, ld);
    if (count > 1 && stride < one) {
      throw atLeast(routine, "stride" + name, Long.toString(one), stride);
    }
    return part;
  }

  /** One matrix of a batch that has been checked. */
  static MemorySegment item(MemorySegment checkedBatch, int index, int stride, int bytes) {
    // A matrix without elements has no place in the segment, but a distance from the one before.
    return checkedBatch.asSlice(Math.min((long) index * stride * bytes, checkedBatch.byteSize()));
  }

  /** {@code elements} elements in one run, which the routine writes. */
  static MemorySegment writableRun(
      String routine, String name, MemorySegment segment, long offset, long elements, int bytes) {
    MemorySegment part = part(routine, name, segment, offset, elements, bytes);
    writable(routine, name, segment);
    return part;
  }

  /** {@code elements} elements in one run. */
  static MemorySegment part(
      String routine, String name, MemorySegment segment, long offset, long elements, int bytes) {
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "[" + routine + "] " + name + " must be native memory, was on the heap");
    }
    alive(routine, name, segment);
    long available = segment.byteSize() - offset;
    if (offset < 0 || available < 0 || elements > available / bytes) {
      throw tooShort(routine, name, segment, offset, elements, bytes);
    }
    if ((segment.address() + offset) % bytes != 0) {
      throw new IllegalArgumentException(
          "["
              + routine
              + "] "
              + name
              + " must lie at a multiple of "
              + bytes
              + " bytes, was at address 0x"
              + Long.toHexString(segment.address() + offset));
    }
    return segment.asSlice(offset);
  }

  private static void alive(String routine, String name, MemorySegment segment) {
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("[" + routine + "] " + name + " is closed");
    }
    if (!segment.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException(
          "[" + routine + "] " + name + " is confined to another thread");
    }
  }

  private static void writable(String routine, String name, MemorySegment segment) {
    if (segment.isReadOnly()) {
      throw new IllegalArgumentException(
          "[" + routine + "] " + name + " is written, but its segment is read-only");
    }
  }

  private static void leadingDimension(String routine, String name, int columns, int ld) {
    if (ld < Math.max(1, columns)) {
      throw atLeast(routine, "ld" + name, "max(1, " + columns + ")", ld);
    }
  }

  private static long elements(int rows, int columns, int ld) {
    return rows == 0 || columns == 0 ? 0 : (rows - 1L) * ld + columns;
  }

  private static IllegalArgumentException atLeast(
      String routine, String name, String least, long value) {
    return new IllegalArgumentException(
        "[" + routine + "] " + name + " must be at least " + least + ", was " + value);
  }

  private static IllegalArgumentException tooShort(
      String routine, String name, MemorySegment segment, long offset, long elements, int bytes) {
    return new IllegalArgumentException(
        "["
            + routine
            + "] "
            + name
            + " needs "
            + elements
            + " elements of "
            + bytes
            + " bytes from byte "
            + offset
            + ", its segment has "
            + segment.byteSize()
            + " bytes");
  }
}
