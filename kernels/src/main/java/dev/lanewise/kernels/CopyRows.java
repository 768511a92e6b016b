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

  /** The final classes of these vectors; see {@link TransposeTiles}. */
  private static final Class<? extends ByteVector> EXACT_BYTES =
      BYTES.vectorType().asSubclass(ByteVector.class);

  private static final Class<? extends IntVector> EXACT_INTS =
      INTS.vectorType().asSubclass(IntVector.class);
  private static final Class<? extends LongVector> EXACT_LONGS =
      LONGS.vectorType().asSubclass(LongVector.class);

  private static final VectorShuffle<Integer> INTS_REVERSED =
      VectorShuffle.iota(INTS, INTS.length() - 1, -1, true);
  private static final VectorShuffle<Long> LONGS_REVERSED =
      VectorShuffle.iota(LONGS, LONGS.length() - 1, -1, true);

  /** Below this a loop of vectors beats the call to the runtime's memory copy. */
  private static final int MEMORY_COPY_BYTES = 1024;

  private static final MethodTwin ROWS =
      new MethodTwin(
          memory -> {
            int bytes = 4 * BYTES.length();
            for (int row = 0; row < Rehearsal.VECTORS; row++) {
              vectorRows(memory.a(), 0, bytes, memory.out(), 0, bytes, 4, bytes - 1);
            }
          });
  private static final MethodTwin INTS_BACKWARD =
      new MethodTwin(
          memory -> {
            int n = 4 * INTS.length();
            for (int row = 0; row < Rehearsal.VECTORS; row++) {
              reverseInts(memory.a(), (n - 1L) * Integer.BYTES, memory.out(), 0, n);
            }
          });
  private static final MethodTwin LONGS_BACKWARD =
      new MethodTwin(
          memory -> {
            int n = 4 * LONGS.length();
            for (int row = 0; row < Rehearsal.VECTORS; row++) {
              reverseLongs(memory.a(), (n - 1L) * Long.BYTES, memory.out(), 0, n);
            }
          });

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
    boolean vectors = bytes >= BYTES.length() && bytes < MEMORY_COPY_BYTES;
    if (bytes >= MEMORY_COPY_BYTES || (vectors && !ROWS.isWarm(rows * bytes / Long.BYTES))) {
      for (long row = 0; row < rows; row++) {
        MemorySegment.copy(in, i + row * inRow, out, o + row * outRow, bytes);
      }
    } else if (vectors) {
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
        EXACT_BYTES
            .cast(ByteVector.fromMemorySegment(BYTES, in, from + b, ORDER))
            .intoMemorySegment(out, to + b, ORDER);
      }
      EXACT_BYTES
          .cast(ByteVector.fromMemorySegment(BYTES, in, from + last, ORDER))
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
      Fill.pattern(element(width, in, i + row * inRow), width, out, o + row * outRow, n * width);
    }
  }

  private static long element(int width, MemorySegment in, long i) {
    return switch (width) {
      case 1 -> in.get(JAVA_BYTE, i);
      case 2 -> in.get(JAVA_SHORT_UNALIGNED, i);
      case 4 -> in.get(JAVA_INT_UNALIGNED, i);
      default -> in.get(JAVA_LONG_UNALIGNED, i);
    };
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
            case 4 -> INTS_BACKWARD.isWarm(n) ? reverseInts(in, from, out, to, n) : 0;
            case 8 -> LONGS_BACKWARD.isWarm(n) ? reverseLongs(in, from, out, to, n) : 0;
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
      EXACT_INTS
          .cast(
              EXACT_INTS
                  .cast(
                      IntVector.fromMemorySegment(
                          INTS, in, i - (done + lanes - 1) * Integer.BYTES, ORDER))
                  .rearrange(INTS_REVERSED))
          .intoMemorySegment(out, o + done * Integer.BYTES, ORDER);
    }
    return done;
  }

  private static long reverseLongs(MemorySegment in, long i, MemorySegment out, long o, long n) {
    int lanes = LONGS.length();
    long done = 0;
    for (; done + lanes <= n; done += lanes) {
      EXACT_LONGS
          .cast(
              EXACT_LONGS
                  .cast(
                      LongVector.fromMemorySegment(
                          LONGS, in, i - (done + lanes - 1) * Long.BYTES, ORDER))
                  .rearrange(LONGS_REVERSED))
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
