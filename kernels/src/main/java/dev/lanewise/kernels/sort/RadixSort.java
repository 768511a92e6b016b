package dev.lanewise.kernels.sort;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Stable sorting of unsigned integers by their digits of eight bits, the least significant first
 * (D. E. Knuth, "The Art of Computer Programming", volume 3, section 5.2.5). All digits are counted
 * in one go, and those that all keys share are passed over. Offsets are in bytes of one segment,
 * and the caller has checked them.
 */
final class RadixSort {
  /** Fewer keys are inserted one by one. */
  static final int INSERTION = 40;

  private static final int DIGITS = 256;
  private static final int BITS = 8;
  private static final long COUNTS_OF_DIGIT = DIGITS * Integer.BYTES;

  /** Bytes of the counts of all digits of a long. */
  static final long COUNT_BYTES = Long.BYTES * COUNTS_OF_DIGIT;

  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;

  private RadixSort() {}

  /** Sorts n ints; returns whether they are in the other buffer. */
  static boolean ints(MemorySegment segment, long buffer, long other, long counts, int n) {
    MemorySegment memory = Segments.NATIVE.cast(segment);
    if (n <= INSERTION) {
      insertInts(memory, buffer, n);
      return false;
    }
    memory.asSlice(counts, Integer.BYTES * COUNTS_OF_DIGIT).fill((byte) 0);
    for (int i = 0; i < n; i++) {
      int key = memory.get(INT, buffer + (long) i * Integer.BYTES);
      count(memory, counts, key & 0xff);
      count(memory, counts + COUNTS_OF_DIGIT, key >>> 8 & 0xff);
      count(memory, counts + 2 * COUNTS_OF_DIGIT, key >>> 16 & 0xff);
      count(memory, counts + 3 * COUNTS_OF_DIGIT, key >>> 24);
    }
    long from = buffer;
    long to = other;
    for (int digit = 0; digit < Integer.BYTES; digit++) {
      int shift = digit * BITS;
      long table = counts + digit * COUNTS_OF_DIGIT;
      if (starts(memory, table, memory.get(INT, from) >>> shift & 0xff, n)) {
        moveInts(memory, from, to, table, shift, n);
        long swap = from;
        from = to;
        to = swap;
      }
    }
    return from != buffer;
  }

  /** Sorts n longs by their digits from the given one on; returns whether they have moved. */
  static boolean longs(
      MemorySegment segment, long buffer, long other, long counts, int n, int firstDigit) {
    MemorySegment memory = Segments.NATIVE.cast(segment);
    if (n <= INSERTION) {
      insertLongs(memory, buffer, n, firstDigit * BITS);
      return false;
    }
    countLongs(memory, buffer, counts, n, firstDigit);
    long from = buffer;
    long to = other;
    for (int digit = firstDigit; digit < Long.BYTES; digit++) {
      int shift = digit * BITS;
      long table = counts + digit * COUNTS_OF_DIGIT;
      if (starts(memory, table, (int) (memory.get(LONG, from) >>> shift) & 0xff, n)) {
        moveLongs(memory, from, to, table, shift, n);
        long swap = from;
        from = to;
        to = swap;
      }
    }
    return from != buffer;
  }

  /** Sorts n longs, each with an int; returns whether they are in the other buffers. */
  static boolean pairs(
      MemorySegment segment,
      long buffer,
      long other,
      long indices,
      long otherIndices,
      long counts,
      int n) {
    MemorySegment memory = Segments.NATIVE.cast(segment);
    if (n <= INSERTION) {
      insertPairs(memory, buffer, indices, n);
      return false;
    }
    countLongs(memory, buffer, counts, n, 0);
    long from = buffer;
    long to = other;
    long fromIndices = indices;
    long toIndices = otherIndices;
    for (int digit = 0; digit < Long.BYTES; digit++) {
      int shift = digit * BITS;
      long table = counts + digit * COUNTS_OF_DIGIT;
      if (starts(memory, table, (int) (memory.get(LONG, from) >>> shift) & 0xff, n)) {
        movePairs(memory, from, to, fromIndices, toIndices, table, shift, n);
        long swap = from;
        from = to;
        to = swap;
        swap = fromIndices;
        fromIndices = toIndices;
        toIndices = swap;
      }
    }
    return from != buffer;
  }

  private static void count(MemorySegment memory, long table, int digit) {
    long at = table + (long) digit * Integer.BYTES;
    memory.set(INT, at, memory.get(INT, at) + 1);
  }

  private static void countLongs(
      MemorySegment memory, long buffer, long counts, int n, int firstDigit) {
    memory.asSlice(counts, COUNT_BYTES).fill((byte) 0);
    for (int i = 0; i < n; i++) {
      long key = memory.get(LONG, buffer + (long) i * Long.BYTES);
      for (int digit = firstDigit; digit < Long.BYTES; digit++) {
        count(memory, counts + digit * COUNTS_OF_DIGIT, (int) (key >>> (digit * BITS)) & 0xff);
      }
    }
  }

  /** Makes counts places of the first key of each digit; false if all keys have the digit given. */
  private static boolean starts(MemorySegment memory, long table, int digit, int n) {
    if (memory.get(INT, table + (long) digit * Integer.BYTES) == n) {
      return false;
    }
    int sum = 0;
    for (int d = 0; d < DIGITS; d++) {
      long at = table + (long) d * Integer.BYTES;
      int keys = memory.get(INT, at);
      memory.set(INT, at, sum);
      sum += keys;
    }
    return true;
  }

  private static int place(MemorySegment memory, long table, int digit) {
    long at = table + (long) digit * Integer.BYTES;
    int place = memory.get(INT, at);
    memory.set(INT, at, place + 1);
    return place;
  }

  private static void moveInts(
      MemorySegment memory, long from, long to, long table, int shift, int n) {
    for (int i = 0; i < n; i++) {
      int key = memory.get(INT, from + (long) i * Integer.BYTES);
      int place = place(memory, table, key >>> shift & 0xff);
      memory.set(INT, to + (long) place * Integer.BYTES, key);
    }
  }

  private static void moveLongs(
      MemorySegment memory, long from, long to, long table, int shift, int n) {
    for (int i = 0; i < n; i++) {
      long key = memory.get(LONG, from + (long) i * Long.BYTES);
      int place = place(memory, table, (int) (key >>> shift) & 0xff);
      memory.set(LONG, to + (long) place * Long.BYTES, key);
    }
  }

  private static void movePairs(
      MemorySegment memory,
      long from,
      long to,
      long fromIndices,
      long toIndices,
      long table,
      int shift,
      int n) {
    for (int i = 0; i < n; i++) {
      long key = memory.get(LONG, from + (long) i * Long.BYTES);
      int place = place(memory, table, (int) (key >>> shift) & 0xff);
      memory.set(LONG, to + (long) place * Long.BYTES, key);
      int index = memory.get(INT, fromIndices + (long) i * Integer.BYTES);
      memory.set(INT, toIndices + (long) place * Integer.BYTES, index);
    }
  }

  private static void insertInts(MemorySegment memory, long buffer, int n) {
    for (int i = 1; i < n; i++) {
      int key = memory.get(INT, buffer + (long) i * Integer.BYTES);
      int j = i;
      for (; j > 0; j--) {
        int before = memory.get(INT, buffer + (j - 1L) * Integer.BYTES);
        if (Integer.compareUnsigned(before, key) <= 0) {
          break;
        }
        memory.set(INT, buffer + (long) j * Integer.BYTES, before);
      }
      memory.set(INT, buffer + (long) j * Integer.BYTES, key);
    }
  }

  private static void insertLongs(MemorySegment memory, long buffer, int n, int shift) {
    for (int i = 1; i < n; i++) {
      long key = memory.get(LONG, buffer + (long) i * Long.BYTES);
      int j = i;
      for (; j > 0; j--) {
        long before = memory.get(LONG, buffer + (j - 1L) * Long.BYTES);
        if (Long.compareUnsigned(before >>> shift, key >>> shift) <= 0) {
          break;
        }
        memory.set(LONG, buffer + (long) j * Long.BYTES, before);
      }
      memory.set(LONG, buffer + (long) j * Long.BYTES, key);
    }
  }

  private static void insertPairs(MemorySegment memory, long buffer, long indices, int n) {
    for (int i = 1; i < n; i++) {
      long key = memory.get(LONG, buffer + (long) i * Long.BYTES);
      int index = memory.get(INT, indices + (long) i * Integer.BYTES);
      int j = i;
      for (; j > 0; j--) {
        long before = memory.get(LONG, buffer + (j - 1L) * Long.BYTES);
        if (Long.compareUnsigned(before, key) <= 0) {
          break;
        }
        memory.set(LONG, buffer + (long) j * Long.BYTES, before);
        int moved = memory.get(INT, indices + (j - 1L) * Integer.BYTES);
        memory.set(INT, indices + (long) j * Integer.BYTES, moved);
      }
      memory.set(LONG, buffer + (long) j * Long.BYTES, key);
      memory.set(INT, indices + (long) j * Integer.BYTES, index);
    }
  }
}
