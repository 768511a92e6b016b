package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/** Loops that write without reading: a constant, and the counting sequence. */
final class Fill {
  private static final VectorSpecies<Long> SPECIES = LongVector.SPECIES_PREFERRED;
  private static final int STEP = SPECIES.vectorByteSize();

  private static final long COPY_BYTES = 8192;

  private static final MethodTwin VECTORS =
      new MethodTwin(
          memory -> {
            for (int run = 0; run < Rehearsal.VECTORS; run++) {
              vectors(run, memory.out(), 0, 4L * STEP);
            }
          });

  private Fill() {}

  /** Writes a pattern of 1, 2, 4 or 8 bytes over and over; {@code bytes} is a multiple of it. */
  static void pattern(long bits, int width, MemorySegment out, long outAt, long bytes) {
    long repeated = repeated(bits, width);
    if (bytes < Long.BYTES) {
      for (long at = 0; at < bytes; at += width) {
        element(bits, width, out, outAt + at);
      }
    } else if (bytes >= STEP && VECTORS.isWarm(bytes / Long.BYTES)) {
      vectors(repeated, out, outAt, bytes);
    } else {
      copies(repeated, out, outAt, bytes);
    }
  }

  /** The last vector overlaps the one before it, in step with the pattern's period. */
  private static void vectors(long repeated, MemorySegment out, long outAt, long bytes) {
    LongVector pattern = LongVector.broadcast(SPECIES, repeated);
    long last = bytes - STEP;
    for (long at = 0; at < last; at += STEP) {
      pattern.intoMemorySegment(out, outAt + at, Lanes.ORDER);
    }
    pattern.intoMemorySegment(out, outAt + last, Lanes.ORDER);
  }

  /** Copies what has been written behind itself, twice as much each time while it is in L1. */
  private static void copies(long repeated, MemorySegment out, long outAt, long bytes) {
    out.set(ValueLayout.JAVA_LONG_UNALIGNED, outAt, repeated);
    long done = Long.BYTES;
    while (done < bytes) {
      long count = Math.min(Math.min(done, COPY_BYTES), bytes - done);
      MemorySegment.copy(out, outAt, out, outAt + done, count);
      done += count;
    }
  }

  /** Returns a long filled with the lowest {@code width} bytes of {@code bits}. */
  private static long repeated(long bits, int width) {
    return switch (width) {
      case Byte.BYTES -> (bits & 0xffL) * 0x0101010101010101L;
      case Short.BYTES -> (bits & 0xffffL) * 0x0001000100010001L;
      case Integer.BYTES -> (bits & 0xffffffffL) * 0x0000000100000001L;
      default -> bits;
    };
  }

  private static void element(long bits, int width, MemorySegment out, long at) {
    switch (width) {
      case Byte.BYTES -> out.set(ValueLayout.JAVA_BYTE, at, (byte) bits);
      case Short.BYTES -> out.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) bits);
      case Integer.BYTES -> out.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) bits);
      default -> out.set(ValueLayout.JAVA_LONG_UNALIGNED, at, bits);
    }
  }

  /** Writes {@code start, start + 1, ...}, each converted to the element type. */
  static void iota(ElementType type, long start, MemorySegment out, long outAt, long n) {
    switch (type) {
      case F32 -> {
        for (long i = 0; i < n; i++) {
          out.set(ValueLayout.JAVA_FLOAT_UNALIGNED, outAt + i * Float.BYTES, (float) (start + i));
        }
      }
      case F64 -> {
        for (long i = 0; i < n; i++) {
          out.set(
              ValueLayout.JAVA_DOUBLE_UNALIGNED, outAt + i * Double.BYTES, (double) (start + i));
        }
      }
      case BF16 -> {
        for (long i = 0; i < n; i++) {
          out.set(
              ValueLayout.JAVA_SHORT_UNALIGNED,
              outAt + i * Short.BYTES,
              Bfloat16.fromLong(start + i));
        }
      }
      case I32 -> {
        for (long i = 0; i < n; i++) {
          out.set(ValueLayout.JAVA_INT_UNALIGNED, outAt + i * Integer.BYTES, (int) (start + i));
        }
      }
      case I64 -> {
        for (long i = 0; i < n; i++) {
          out.set(ValueLayout.JAVA_LONG_UNALIGNED, outAt + i * Long.BYTES, start + i);
        }
      }
      case BOOL -> throw new IllegalArgumentException("[iota] does not support BOOL");
    }
  }
}
