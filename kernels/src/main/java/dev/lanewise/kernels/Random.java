package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Counter-based random bits: Threefry-2x32 with 20 rounds.
 *
 * <p>Element {@code i} of a stream is a function of the key and of {@code i} alone: the 64-bit
 * counter is split into its high and low words, which are enciphered under the key. So any part of
 * a stream can be made without the rest, in any order and on any number of threads, with the same
 * bits. The layout is that of JAX's partitionable Threefry.
 *
 * <p>Source: J. K. Salmon, M. A. Moraes, R. O. Dror, D. E. Shaw, "Parallel Random Numbers: As Easy
 * as 1, 2, 3", SC 2011.
 */
public final class Random {
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;

  /**
   * The final class of these vectors, to which every result is cast; see {@link TransposeTiles}.
   */
  private static final Class<? extends IntVector> EXACT =
      SPECIES.vectorType().asSubclass(IntVector.class);

  private static final int LANES = SPECIES.length();
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final IntVector IOTA = IntVector.zero(SPECIES).addIndex(1);

  /** The key schedule's parity constant, from Skein. */
  private static final int PARITY = 0x1BD11BDA;

  /** Lane numbers that interleave two vectors into the 64-bit words of their pairs. */
  private static final IntVector FIRST_PAIRS = pairs(0);

  private static final IntVector SECOND_PAIRS = pairs(LANES / 2);

  private static final MethodTwin BLOCKS_32 =
      new MethodTwin(
          memory -> {
            for (int run = 0; run < Rehearsal.VECTORS; run++) {
              block32(1, 2, 3, run, memory.out(), 0);
            }
          });
  private static final MethodTwin BLOCKS_64 =
      new MethodTwin(
          memory -> {
            for (int run = 0; run < Rehearsal.VECTORS; run++) {
              block64(1, 2, 3, run, memory.out(), 0);
            }
          });

  private Random() {}

  /**
   * Enciphers one counter under one key.
   *
   * @return the first output word in the high half, the second in the low half
   */
  public static long threefry2x32(int key0, int key1, int counter0, int counter1) {
    int key2 = PARITY ^ key0 ^ key1;
    int x0 = counter0 + key0;
    int x1 = counter1 + key1;
    for (int group = 0; group < 5; group++) {
      boolean even = (group & 1) == 0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, even ? 13 : 17) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, even ? 15 : 29) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, even ? 26 : 16) ^ x0;
      x0 += x1;
      x1 = Integer.rotateLeft(x1, even ? 6 : 24) ^ x0;
      // The schedule goes round the three key words.
      x0 += word((group + 1) % 3, key0, key1, key2);
      x1 += word((group + 2) % 3, key0, key1, key2) + group + 1;
    }
    return pack(x0, x1);
  }

  private static int word(int index, int key0, int key1, int key2) {
    return index == 0 ? key0 : index == 1 ? key1 : key2;
  }

  private static long pack(int high, int low) {
    return (long) high << 32 | (low & 0xFFFFFFFFL);
  }

  /**
   * Key number {@code index} of the keys split off a key: the cipher of the index.
   *
   * @param key the two key words, the first in the high half
   */
  public static long split(long key, long index) {
    return threefry2x32((int) (key >>> 32), (int) key, (int) (index >>> 32), (int) index);
  }

  /**
   * A key made from a key and 32 bits of data, as JAX's {@code fold_in}: the cipher of {@code (0,
   * data)}.
   *
   * @param key the two key words, the first in the high half
   */
  public static long foldIn(long key, int data) {
    return threefry2x32((int) (key >>> 32), (int) key, 0, data);
  }

  /** One element of the stream that {@link #bits32} writes. */
  public static int bits32(int key0, int key1, long counter) {
    long pair = threefry2x32(key0, key1, (int) (counter >>> 32), (int) counter);
    return (int) (pair >>> 32) ^ (int) pair;
  }

  /**
   * Writes 32-bit elements {@code [firstCounter, firstCounter + n)} of a stream: the exclusive or
   * of the two output words of each counter.
   *
   * @param offset byte offset of the first element written
   * @param n number of elements of 4 bytes
   * @throws IllegalArgumentException if the segment is not native or is read-only, or {@code n} is
   *     negative
   * @throws IndexOutOfBoundsException if the elements do not lie inside the segment
   */
  public static void bits32(
      int key0, int key1, MemorySegment out, long offset, long firstCounter, long n) {
    check("bits32", out, offset, n, Integer.BYTES);
    long done = 0;
    while (done < n) {
      long counter = firstCounter + done;
      int low = (int) counter;
      int high = (int) (counter >>> 32);
      // Lanes share the high word up to the next multiple of 2^32.
      long run = Math.min(n - done, (1L << 32) - (low & 0xFFFFFFFFL));
      long whole = BLOCKS_32.isWarm(run) ? run & -LANES : 0;
      for (long k = 0; k < whole; k += LANES) {
        block32(key0, key1, high, low + (int) k, out, offset + (done + k) * Integer.BYTES);
      }
      for (long k = whole; k < run; k++) {
        out.set(
            ValueLayout.JAVA_INT_UNALIGNED,
            offset + (done + k) * Integer.BYTES,
            bits32(key0, key1, counter + k));
      }
      done += run;
    }
  }

  /**
   * Writes 64-bit elements {@code [firstCounter, firstCounter + n)} of a stream: the two output
   * words of each counter, the first in the high half.
   *
   * @param offset byte offset of the first element written
   * @param n number of elements of 8 bytes
   * @throws IllegalArgumentException if the segment is not native or is read-only, or {@code n} is
   *     negative
   * @throws IndexOutOfBoundsException if the elements do not lie inside the segment
   */
  public static void bits64(
      int key0, int key1, MemorySegment out, long offset, long firstCounter, long n) {
    check("bits64", out, offset, n, Long.BYTES);
    long done = 0;
    while (done < n) {
      long counter = firstCounter + done;
      int low = (int) counter;
      int high = (int) (counter >>> 32);
      long run = Math.min(n - done, (1L << 32) - (low & 0xFFFFFFFFL));
      long whole = BLOCKS_64.isWarm(run) ? run & -LANES : 0;
      for (long k = 0; k < whole; k += LANES) {
        block64(key0, key1, high, low + (int) k, out, offset + (done + k) * Long.BYTES);
      }
      for (long k = whole; k < run; k++) {
        out.set(
            ValueLayout.JAVA_LONG_UNALIGNED,
            offset + (done + k) * Long.BYTES,
            threefry2x32(key0, key1, high, low + (int) k));
      }
      done += run;
    }
  }

  private static void check(String op, MemorySegment out, long offset, long n, int width) {
    if (n < 0) {
      throw new IllegalArgumentException("[" + op + "] n must not be negative, got " + n);
    }
    Regions.writable(op, "output", out, offset, 0, Regions.times(op, n, width));
  }

  /**
   * One vector of 32-bit elements. The rounds stand here in full: a vector must not cross a call.
   */
  private static void block32(int key0, int key1, int high, int low, MemorySegment out, long at) {
    int key2 = PARITY ^ key0 ^ key1;
    IntVector x0 = EXACT.cast(IntVector.broadcast(SPECIES, high + key0));
    IntVector x1 = EXACT.cast(IOTA.add(low + key1));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 13));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 15));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 26));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 6));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key1));
    x1 = EXACT.cast(x1.add(key2 + 1));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 17));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 29));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 16));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 24));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key2));
    x1 = EXACT.cast(x1.add(key0 + 2));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 13));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 15));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 26));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 6));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key0));
    x1 = EXACT.cast(x1.add(key1 + 3));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 17));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 29));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 16));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 24));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key1));
    x1 = EXACT.cast(x1.add(key2 + 4));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 13));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 15));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 26));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 6));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key2));
    x1 = EXACT.cast(x1.add(key0 + 5));
    EXACT.cast(x0.lanewise(VectorOperators.XOR, x1)).intoMemorySegment(out, at, ORDER);
  }

  /**
   * Two vectors of 64-bit elements. The rounds stand here in full: a vector must not cross a call.
   */
  private static void block64(int key0, int key1, int high, int low, MemorySegment out, long at) {
    int key2 = PARITY ^ key0 ^ key1;
    IntVector x0 = EXACT.cast(IntVector.broadcast(SPECIES, high + key0));
    IntVector x1 = EXACT.cast(IOTA.add(low + key1));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 13));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 15));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 26));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 6));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key1));
    x1 = EXACT.cast(x1.add(key2 + 1));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 17));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 29));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 16));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 24));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key2));
    x1 = EXACT.cast(x1.add(key0 + 2));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 13));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 15));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 26));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 6));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key0));
    x1 = EXACT.cast(x1.add(key1 + 3));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 17));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 29));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 16));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 24));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key1));
    x1 = EXACT.cast(x1.add(key2 + 4));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 13));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 15));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 26));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(x1));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.ROL, 6));
    x1 = EXACT.cast(x1.lanewise(VectorOperators.XOR, x0));
    x0 = EXACT.cast(x0.add(key2));
    x1 = EXACT.cast(x1.add(key0 + 5));
    EXACT.cast(FIRST_PAIRS.selectFrom(x0, x1)).intoMemorySegment(out, at, ORDER);
    EXACT
        .cast(SECOND_PAIRS.selectFrom(x0, x1))
        .intoMemorySegment(out, at + SPECIES.vectorByteSize(), ORDER);
  }

  /**
   * Lane {@code j} takes word {@code first + j / 2} of the pair's half that belongs at its place.
   */
  private static IntVector pairs(int first) {
    int[] lanes = new int[LANES];
    boolean lowFirst = ORDER == ByteOrder.LITTLE_ENDIAN;
    for (int lane = 0; lane < LANES; lane++) {
      boolean low = (lane & 1) == 0 == lowFirst;
      lanes[lane] = first + lane / 2 + (low ? LANES : 0);
    }
    return IntVector.fromArray(SPECIES, lanes, 0);
  }
}
