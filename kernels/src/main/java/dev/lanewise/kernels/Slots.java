package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;

/**
 * What generated classes do with slots of memory and share: none of them has to wait until code
 * that runs once a row or once a call is compiled, and the code is no part of theirs. ({@link
 * MemorySegment#copy} is written out wherever it is called, and C1 runs out of virtual registers on
 * a method with ten of them, which then never gets to C2.)
 */
final class Slots {
  /** The size of a slot: the widest vector. */
  static final int BYTES = 64;

  private static final VectorSpecies<Long> SPECIES =
      VectorSpecies.of(
          long.class,
          VectorShape.forBitSize(
              Math.min(BYTES * Byte.SIZE, VectorShape.preferredShape().vectorBitSize())));

  private static final long EACH_BYTE = 0x0101010101010101L;
  private static final long EACH_SHORT = 0x0001000100010001L;
  private static final long EACH_INT = 0x0000000100000001L;

  private Slots() {}

  /** Copies a few bytes, at most what some vectors hold. */
  static void copy(MemorySegment from, long at, MemorySegment to, long toAt, long bytes) {
    long i = 0;
    for (; i + Long.BYTES <= bytes; i += Long.BYTES) {
      long bits = from.get(ValueLayout.JAVA_LONG_UNALIGNED, at + i);
      to.set(ValueLayout.JAVA_LONG_UNALIGNED, toAt + i, bits);
    }
    for (; i < bytes; i++) {
      to.set(ValueLayout.JAVA_BYTE, toAt + i, from.get(ValueLayout.JAVA_BYTE, at + i));
    }
  }

  /** The name of the method that repeats an element of a type. */
  static String method(ElementType type) {
    return switch (type) {
      case F32, I32 -> "four";
      case F64, I64 -> "eight";
      case BF16 -> "two";
      case BOOL -> "truth";
    };
  }

  /** Fills a slot with copies of an element of four bytes. */
  static void four(MemorySegment from, long at, MemorySegment to, long toAt) {
    int bits = from.get(ValueLayout.JAVA_INT_UNALIGNED, at);
    fill(Integer.toUnsignedLong(bits) * EACH_INT, to, toAt);
  }

  /** Fills a slot with copies of an element of eight bytes. */
  static void eight(MemorySegment from, long at, MemorySegment to, long toAt) {
    fill(from.get(ValueLayout.JAVA_LONG_UNALIGNED, at), to, toAt);
  }

  /** Fills a slot with copies of an element of two bytes. */
  static void two(MemorySegment from, long at, MemorySegment to, long toAt) {
    short bits = from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at);
    fill(Short.toUnsignedLong(bits) * EACH_SHORT, to, toAt);
  }

  /** Fills a slot with copies of a truth value: any byte but 0 is true, which is written as 1. */
  static void truth(MemorySegment from, long at, MemorySegment to, long toAt) {
    fill(from.get(ValueLayout.JAVA_BYTE, at) == 0 ? 0 : EACH_BYTE, to, toAt);
  }

  private static void fill(long pattern, MemorySegment to, long toAt) {
    MemorySegment slot = Lanes.NATIVE.cast(to);
    for (int i = 0; i < BYTES; i += SPECIES.vectorByteSize()) {
      LongVector.broadcast(SPECIES, pattern).intoMemorySegment(slot, toAt + i, Lanes.ORDER);
    }
  }
}
