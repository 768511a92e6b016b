package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** Refuses arguments of a product that would read or write outside its matrices. */
final class GemmChecks {
  private GemmChecks() {}

  static void sizes(int batch, int m, int n, int k) {
    if ((batch | m | n | k) < 0) {
      throw new IllegalArgumentException(
          "[gemm] sizes must not be negative, were batch = %d, m = %d, n = %d, k = %d"
              .formatted(batch, m, n, k));
    }
  }

  /** Checks that every matrix of a batch, {@code rows x columns} as stored, lies in its segment. */
  static void matrix(
      char name,
      MemorySegment segment,
      long offset,
      int rows,
      int columns,
      int leading,
      int batch,
      long stride,
      int elementBytes) {
    if (!segment.isNative()) {
      throw new IllegalArgumentException(
          "[gemm] %s must be a native segment, was on the heap".formatted(name));
    }
    if (leading < columns) {
      throw new IllegalArgumentException(
          "[gemm] ld%c must be at least %d (columns of %c), was %d"
              .formatted(Character.toLowerCase(name), columns, name, leading));
    }
    if (stride < 0) {
      throw new IllegalArgumentException(
          "[gemm] stride%c must not be negative, was %d".formatted(name, stride));
    }
    // In elements, so that nothing overflows: two ints make at most 2^62.
    long available = offset < 0 ? -1 : (segment.byteSize() - offset) / elementBytes;
    boolean empty = rows == 0 || columns == 0 || batch == 0;
    long extent = empty ? 0 : (rows - 1L) * leading + columns;
    boolean fits = offset >= 0 && offset <= segment.byteSize() && extent <= available;
    if (fits && !empty && batch > 1) {
      fits = stride <= (available - extent) / (batch - 1);
    }
    if (!fits) {
      throw new IndexOutOfBoundsException(
          "[gemm] %c is %d x %d with ld%c = %d, batch = %d, stride%c = %d at byte offset %d: outside its segment of %d bytes"
              .formatted(
                  name,
                  rows,
                  columns,
                  Character.toLowerCase(name),
                  leading,
                  batch,
                  name,
                  stride,
                  offset,
                  segment.byteSize()));
    }
  }

  static void destination(MemorySegment c, int batch, long stride) {
    if (c.isReadOnly()) {
      throw new IllegalArgumentException("[gemm] C must be writable, was a read-only segment");
    }
    if (batch > 1 && stride == 0) {
      throw new IllegalArgumentException(
          "[gemm] strideC must be positive for a batch of %d, was 0".formatted(batch));
    }
  }
}
