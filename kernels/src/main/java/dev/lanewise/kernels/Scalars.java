package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** How one element of each type is read as, and made from, a {@code double} or a {@code long}. */
final class Scalars {
  /** Reads the element at a byte offset as a double, exactly. */
  @FunctionalInterface
  interface DoubleReader {
    double read(MemorySegment from, long at);
  }

  /** Reads the element at a byte offset as a long, exactly. */
  @FunctionalInterface
  interface LongReader {
    long read(MemorySegment from, long at);
  }

  /** Writes a double as an element at a byte offset, converted to the element's type. */
  @FunctionalInterface
  interface DoubleWriter {
    void write(MemorySegment to, long at, double value);
  }

  /** Writes a long as an element at a byte offset, converted to the element's type. */
  @FunctionalInterface
  interface LongWriter {
    void write(MemorySegment to, long at, long value);
  }

  private Scalars() {}

  /** True for the types whose elements are read as doubles: F32, F64, BF16. */
  static boolean isFloating(ElementType type) {
    return switch (type) {
      case F32, F64, BF16 -> true;
      case I32, I64, BOOL -> false;
    };
  }

  static DoubleReader doubleReader(ElementType type) {
    return switch (type) {
      case F32 -> (from, at) -> from.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
      case F64 -> (from, at) -> from.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
      case BF16 -> (from, at) -> Bfloat16.toFloat(from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
      case I32, I64, BOOL -> throw new IllegalArgumentException(type + " is not a floating type");
    };
  }

  static LongReader longReader(ElementType type) {
    return switch (type) {
      case I32 -> (from, at) -> from.get(ValueLayout.JAVA_INT_UNALIGNED, at);
      case I64 -> (from, at) -> from.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      case BOOL -> (from, at) -> from.get(ValueLayout.JAVA_BYTE, at) != 0 ? 1 : 0;
      case F32, F64, BF16 -> throw new IllegalArgumentException(type + " is not an integral type");
    };
  }

  static DoubleWriter doubleWriter(ElementType type) {
    return switch (type) {
      case F32 -> (to, at, value) -> to.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) value);
      case F64 -> (to, at, value) -> to.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, value);
      case BF16 ->
          (to, at, value) ->
              to.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, Bfloat16.fromDouble(value));
      case I32 -> (to, at, value) -> to.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) value);
      case I64 -> (to, at, value) -> to.set(ValueLayout.JAVA_LONG_UNALIGNED, at, (long) value);
      case BOOL ->
          (to, at, value) -> to.set(ValueLayout.JAVA_BYTE, at, (byte) (value != 0 ? 1 : 0));
    };
  }

  static LongWriter longWriter(ElementType type) {
    return switch (type) {
      case F32 -> (to, at, value) -> to.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) value);
      case F64 -> (to, at, value) -> to.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, (double) value);
      case BF16 ->
          (to, at, value) -> to.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, Bfloat16.fromLong(value));
      case I32 -> (to, at, value) -> to.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) value);
      case I64 -> (to, at, value) -> to.set(ValueLayout.JAVA_LONG_UNALIGNED, at, value);
      case BOOL ->
          (to, at, value) -> to.set(ValueLayout.JAVA_BYTE, at, (byte) (value != 0 ? 1 : 0));
    };
  }
}
