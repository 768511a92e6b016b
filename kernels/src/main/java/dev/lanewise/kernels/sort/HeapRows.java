package dev.lanewise.kernels.sort;

/**
 * Arrays that a thread sorts rows in, and keeps. {@link java.util.Arrays#sort} takes arrays only;
 * where it has vector code it takes half the time of a radix sort. It makes some small arrays of
 * its own, about 300 bytes a row.
 */
final class HeapRows {
  /** Longer rows are sorted by their digits: what a thread keeps stays below 768 kB. */
  static final int LONGEST = 1 << 16;

  private static final int SHORTEST = 1 << 10;

  private static final ThreadLocal<HeapRows> ROWS = ThreadLocal.withInitial(HeapRows::new);

  private int[] ints = {};
  private long[] longs = {};

  private HeapRows() {}

  static int[] ints(int n) {
    HeapRows rows = ROWS.get();
    if (rows.ints.length < n) {
      rows.ints = new int[length(n)];
    }
    return rows.ints;
  }

  static long[] longs(int n) {
    HeapRows rows = ROWS.get();
    if (rows.longs.length < n) {
      rows.longs = new long[length(n)];
    }
    return rows.longs;
  }

  private static int length(int n) {
    return Math.max(SHORTEST, Integer.highestOneBit(n - 1) << 1);
  }
}
