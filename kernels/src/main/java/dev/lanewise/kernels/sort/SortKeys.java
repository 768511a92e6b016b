package dev.lanewise.kernels.sort;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Maps elements to unsigned integers of their width in whose order they are to come, and back. The
 * bits of IEEE 754 numbers are in the order of the numbers where the sign is 0, and in the opposite
 * one where it is 1; NaN is the largest integer in either direction.
 */
final class SortKeys {
  private static final int LAST = -1;

  private SortKeys() {}

  static boolean isNarrow(ElementType type) {
    return type == ElementType.F32 || type == ElementType.I32;
  }

  /** The key of a 4-byte element, in the low bits of a long whose others are 0. */
  static long narrow(ElementType type, boolean descending, MemorySegment in, long at) {
    int bits = in.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    int key;
    if (type == ElementType.I32) {
      key = bits ^ Integer.MIN_VALUE;
    } else if ((bits & Integer.MAX_VALUE) > 0x7f800000) {
      return LAST & 0xffffffffL;
    } else {
      key = bits ^ (bits >> 31 | Integer.MIN_VALUE);
    }
    return (descending ? ~key : key) & 0xffffffffL;
  }

  static long wide(ElementType type, boolean descending, MemorySegment in, long at) {
    long bits = in.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
    long key;
    if (type == ElementType.I64) {
      key = bits ^ Long.MIN_VALUE;
    } else if ((bits & Long.MAX_VALUE) > 0x7ff0000000000000L) {
      return LAST;
    } else {
      key = bits ^ (bits >> 63 | Long.MIN_VALUE);
    }
    return descending ? ~key : key;
  }

  /** The bits of the element that has a key; of NaN, those of {@link Float#NaN}. */
  static int narrowBits(ElementType type, boolean descending, int key) {
    if (type == ElementType.I32) {
      return (descending ? ~key : key) ^ Integer.MIN_VALUE;
    }
    if (key == LAST) {
      return Float.floatToIntBits(Float.NaN);
    }
    int ordered = descending ? ~key : key;
    return ordered ^ (~ordered >> 31 | Integer.MIN_VALUE);
  }

  /** The bits of the element that has a key; of NaN, those of {@link Double#NaN}. */
  static long wideBits(ElementType type, boolean descending, long key) {
    if (type == ElementType.I64) {
      return (descending ? ~key : key) ^ Long.MIN_VALUE;
    }
    if (key == LAST) {
      return Double.doubleToLongBits(Double.NaN);
    }
    long ordered = descending ? ~key : key;
    return ordered ^ (~ordered >> 63 | Long.MIN_VALUE);
  }
}
