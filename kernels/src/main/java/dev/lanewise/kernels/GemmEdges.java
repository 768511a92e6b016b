package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Moves the ragged ends of rows, shorter than a vector, without masks: the JDK's code for masked
 * loads and stores calls methods of masks whose class it does not know, and once three classes have
 * been seen there the mask is boxed, and with it whatever it was made from. Products with tails
 * then allocated up to 100 KB a call, depending on what else had been compiled.
 */
final class GemmEdges {
  /** The shortest vector that every machine has. */
  private static final VectorSpecies<Byte> SPECIES = ByteVector.SPECIES_128;

  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  private GemmEdges() {}

  /**
   * Rows of a segment, from the first on, of which a full vector may be read without leaving the
   * segment.
   *
   * @param at byte offset of the vector in the first row
   */
  static int readableRows(
      MemorySegment segment, long at, long rowBytes, int rows, long vectorBytes) {
    long room = segment.byteSize() - vectorBytes - at;
    return room < 0 ? 0 : (int) Math.min(rows, room / Math.max(rowBytes, 1) + 1);
  }

  /** Copies the bytes of so many rows, and no others; {@code bytes} is a multiple of 4. */
  static void copyRows(
      MemorySegment source,
      long from,
      long sourceRowBytes,
      int rows,
      int bytes,
      MemorySegment target,
      long to,
      long targetRowBytes) {
    for (int row = 0; row < rows; row++) {
      copy(source, from + row * sourceRowBytes, bytes, target, to + row * targetRowBytes);
    }
  }

  private static void copy(
      MemorySegment source, long from, int bytes, MemorySegment target, long to) {
    int left = bytes;
    for (; left >= 16; left -= 16) {
      ByteVector.fromMemorySegment(SPECIES, source, from, ORDER)
          .intoMemorySegment(target, to, ORDER);
      from += 16;
      to += 16;
    }
    if (left >= 8) {
      target.set(
          ValueLayout.JAVA_LONG_UNALIGNED, to, source.get(ValueLayout.JAVA_LONG_UNALIGNED, from));
      from += 8;
      to += 8;
      left -= 8;
    }
    if (left > 0) {
      target.set(
          ValueLayout.JAVA_INT_UNALIGNED, to, source.get(ValueLayout.JAVA_INT_UNALIGNED, from));
    }
  }
}
