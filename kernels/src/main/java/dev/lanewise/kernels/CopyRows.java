package dev.lanewise.kernels;

import static java.lang.foreign.ValueLayout.JAVA_BYTE;
import static java.lang.foreign.ValueLayout.JAVA_INT_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_LONG_UNALIGNED;
import static java.lang.foreign.ValueLayout.JAVA_SHORT_UNALIGNED;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * The row loops of a {@link CopyPlan}. Offsets and strides are in bytes; the caller has checked
 * that both regions lie in their segments.
 */
final class CopyRows {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VectorSpecies<Byte> BYTES = ByteVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;
  private static final VectorShuffle<Integer> BACKWARD_INTS =
      VectorShuffle.iota(INTS, INTS.length() - 1, -1, true);
  private static final VectorShuffle<Long> BACKWARD_LONGS =
      VectorShuffle.iota(LONGS, LONGS.length() - 1, -1, true);

  /** Below this a loop of vectors beats the call to the runtime's memory copy. */
  private static final int MEMORY_COPY_BYTES = 1024;

  private CopyRows() {}

  /** Copies rows of contiguous bytes. */
  static void contiguous(
      MemorySegment in,
      long i,
      long inRow,
      MemorySegment out,
      long o,
      long outRow,
      long rows,
      long bytes) {
    if (bytes >= MEMORY_COPY_BYTES) {
      for (long row = 0; row < rows; row++) {
        MemorySegment.copy(in, i + row * inRow, out, o + row * outRow, bytes);
      }
    } else if (bytes >= BYTES.length()) {
      vectorRows(in, i, inRow, out, o, outRow, rows, (int) bytes);
    } else if (bytes > Long.BYTES) {
      longRows(in, i, inRow, out, o, outRow, rows, (int) bytes);
    } else if (bytes == Long.BYTES || bytes == 4 || bytes == 2) {
      strided((int) bytes, in, i, 0, inRow, out, o, 0, outRow, 1, rows);
    } else {
      for (long row = 0; row < rows; row++) {
        strided1(in, i + row * inRow, 1, out, o + row * outRow, 1, bytes);
      }
    }
  }

  /** The last vector of a row overlaps the one before it, so that no row has a scalar tail. */
  private static void vectorRows(
      MemorySegment in,
      long i,
      long inRow,
      MemorySegment out,
      long o,
      long outRow,
      long rows,
      int bytes) {
    int last = bytes - BYTES.length();
    for (long row = 0; row < rows; row++) {
      long from = i + row * inRow;
      long to = o + row * outRow;
      for (int b = 0; b < last; b += BYTES.length()) {
        ByteVector.fromMemorySegment(BYTES, in, from + b, ORDER)
            .intoMemorySegment(out, to + b, ORDER);
      }
      ByteVector.fromMemorySegment(BYTES, in, from + last, ORDER)
          .intoMemorySegment(out, to + last, ORDER);
    }
  }

  private static void longRows(
      MemorySegment in,
      long i,
      long inRow,
      MemorySegment out,
      long o,
      long outRow,
      long rows,
      int bytes) {
    int last = bytes - Long.BYTES;
    for (long row = 0; row < rows; row++) {
      long from = i + row * inRow;
      long to = o + row * outRow;
      for (int b = 0; b < last; b += Long.BYTES) {
        out.set(JAVA_LONG_UNALIGNED, to + b, in.get(JAVA_LONG_UNALIGNED, from + b));
      }
      out.set(JAVA_LONG_UNALIGNED, to + last, in.get(JAVA_LONG_UNALIGNED, from + last));
    }
  }

  /** Writes to each row the one element that the input has for it. */
  static void fill(
      int width,
      MemorySegment in,
      long i,
      long inRow,
      MemorySegment out,
      long o,
      long outRow,
      long rows,
      long n) {
    for (long row = 0; row < rows; row++) {
      fillRow(out, o + row * outRow, n * width, pattern(width, in, i + row * inRow), width);
    }
  }

  /** One element repeated over the eight bytes of a long. */
  static long pattern(int width, MemorySegment in, long i) {
    return switch (width) {
      case 1 -> (in.get(JAVA_BYTE, i) & 0xFFL) * 0x0101010101010101L;
      case 2 -> (in.get(JAVA_SHORT_UNALIGNED, i) & 0xFFFFL) * 0x0001000100010001L;
      case 4 -> (in.get(JAVA_INT_UNALIGNED, i) & 0xFFFFFFFFL) * 0x0000000100000001L;
      default -> in.get(JAVA_LONG_UNALIGNED, i);
    };
  }

  /** Fills {@code bytes} bytes, a multiple of {@code width}, with a pattern of eight. */
  static void fillRow(MemorySegment out, long o, long bytes, long pattern, int width) {
    long b = 0;
    if (bytes >= BYTES.length()) {
      // Stores of whole vectors; the last one overlaps, in step with the pattern's period.
      LongVector v = LongVector.broadcast(LONGS, pattern);
      long last = bytes - BYTES.length();
      for (; b < last; b += BYTES.length()) {
        v.intoMemorySegment(out, o + b, ORDER);
      }
      v.intoMemorySegment(out, o + last, ORDER);
      return;
    }
    for (; b + Long.BYTES <= bytes; b += Long.BYTES) {
      out.set(JAVA_LONG_UNALIGNED, o + b, pattern);
    }
    for (; b < bytes; b += width) {
      switch (width) {
        case 1 -> out.set(JAVA_BYTE, o + b, (byte) pattern);
        case 2 -> out.set(JAVA_SHORT_UNALIGNED, o + b, (short) pattern);
        default -> out.set(JAVA_INT_UNALIGNED, o + b, (int) pattern);
      }
    }
  }

  /** Copies rows whose input runs backwards one element at a time. */
  static void reverse(
      int width,
      MemorySegment in,
      long i,
      long inRow,
      MemorySegment out,
      long o,
      long outRow,
      long rows,
      long n) {
    for (long row = 0; row < rows; row++) {
      long from = i + row * inRow;
      long to = o + row * outRow;
      long done =
          switch (width) {
            case 4 -> reverseInts(in, from, out, to, n);
            case 8 -> reverseLongs(in, from, out, to, n);
            default -> 0;
          };
      strided(
          width, in, from - done * width, 0, -width, out, to + done * width, 0, width, 1, n - done);
    }
  }

  private static long reverseInts(MemorySegment in, long i, MemorySegment out, long o, long n) {
    int lanes = INTS.length();
    long done = 0;
    for (; done + lanes <= n; done += lanes) {
      IntVector.fromMemorySegment(INTS, in, i - (done + lanes - 1) * Integer.BYTES, ORDER)
          .rearrange(BACKWARD_INTS)
          .intoMemorySegment(out, o + done * Integer.BYTES, ORDER);
    }
    return done;
  }

  private static long reverseLongs(MemorySegment in, long i, MemorySegment out, long o, long n) {
    int lanes = LONGS.length();
    long done = 0;
    for (; done + lanes <= n; done += lanes) {
      LongVector.fromMemorySegment(LONGS, in, i - (done + lanes - 1) * Long.BYTES, ORDER)
          .rearrange(BACKWARD_LONGS)
          .intoMemorySegment(out, o + done * Long.BYTES, ORDER);
    }
    return done;
  }

  /** Copies rows element by element with any step on either side. */
  static void strided(
      int width,
      MemorySegment in,
      long i,
      long inRow,
      long inStep,
      MemorySegment out,
      long o,
      long outRow,
      long outStep,
      long rows,
      long n) {
    for (long row = 0; row < rows; row++) {
      long from = i + row * inRow;
      long to = o + row * outRow;
      switch (width) {
        case 1 -> strided1(in, from, inStep, out, to, outStep, n);
        case 2 -> strided2(in, from, inStep, out, to, outStep, n);
        case 4 -> strided4(in, from, inStep, out, to, outStep, n);
        default -> strided8(in, from, inStep, out, to, outStep, n);
      }
    }
  }

  private static void strided1(
      MemorySegment in, long i, long inStep, MemorySegment out, long o, long outStep, long n) {
    for (long k = 0; k < n; k++) {
      out.set(JAVA_BYTE, o + k * outStep, in.get(JAVA_BYTE, i + k * inStep));
    }
  }

  private static void strided2(
      MemorySegment in, long i, long inStep, MemorySegment out, long o, long outStep, long n) {
    for (long k = 0; k < n; k++) {
      out.set(JAVA_SHORT_UNALIGNED, o + k * outStep, in.get(JAVA_SHORT_UNALIGNED, i + k * inStep));
    }
  }

  private static void strided4(
      MemorySegment in, long i, long inStep, MemorySegment out, long o, long outStep, long n) {
    for (long k = 0; k < n; k++) {
      out.set(JAVA_INT_UNALIGNED, o + k * outStep, in.get(JAVA_INT_UNALIGNED, i + k * inStep));
    }
  }

  private static void strided8(
      MemorySegment in, long i, long inStep, MemorySegment out, long o, long outStep, long n) {
    for (long k = 0; k < n; k++) {
      out.set(JAVA_LONG_UNALIGNED, o + k * outStep, in.get(JAVA_LONG_UNALIGNED, i + k * inStep));
    }
  }
}
