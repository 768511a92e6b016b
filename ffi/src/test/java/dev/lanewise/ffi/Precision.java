package dev.lanewise.ffi;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The two element types, so that one test body serves both. */
enum Precision {
  SINGLE(4, 0x1p-23),
  DOUBLE(8, 0x1p-52);

  final int bytes;

  /** Distance from 1 to the next larger number. */
  final double epsilon;

  Precision(int bytes, double epsilon) {
    this.bytes = bytes;
    this.epsilon = epsilon;
  }

  double get(MemorySegment segment, long offset, long index) {
    return this == SINGLE
        ? segment.get(ValueLayout.JAVA_FLOAT, offset + index * bytes)
        : segment.get(ValueLayout.JAVA_DOUBLE, offset + index * bytes);
  }

  void set(MemorySegment segment, long offset, long index, double value) {
    if (this == SINGLE) {
      segment.set(ValueLayout.JAVA_FLOAT, offset + index * bytes, (float) value);
    } else {
      segment.set(ValueLayout.JAVA_DOUBLE, offset + index * bytes, value);
    }
  }

  /** The nearest number of this precision. */
  double round(double value) {
    return this == SINGLE ? (float) value : value;
  }
}
