package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;

/**
 * Template: a comparison, element by element, where the hardware has no vector of bytes with as
 * many lanes as the operands' vectors (F64 on 256-bit machines, F32 on 128-bit ones).
 */
final class ScalarComparisonLoop implements BinaryLoop {
  /** A predicate on two doubles. */
  @FunctionalInterface
  interface Doubles {
    boolean test(double a, double b);
  }

  /** A predicate on two longs. */
  @FunctionalInterface
  interface Longs {
    boolean test(long a, long b);
  }

  /** What a copy is made for; the predicate that belongs to the type's family is used. */
  record Data(ElementType type, Doubles doubles, Longs longs, boolean aScalar, boolean bScalar) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final boolean FLOATING = Scalars.isFloating(DATA.type());
  private static final Doubles DOUBLES = DATA.doubles();
  private static final Longs LONGS = DATA.longs();
  private static final int A_WIDTH = DATA.aScalar() ? 0 : DATA.type().byteWidth();
  private static final int B_WIDTH = DATA.bScalar() ? 0 : DATA.type().byteWidth();
  private static final boolean WIDE = DATA.type().byteWidth() == Long.BYTES;

  @Override
  public void run(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt, int n) {
    for (int i = 0; i < n; i++) {
      long x = aAt + (long) i * A_WIDTH;
      long y = bAt + (long) i * B_WIDTH;
      boolean holds =
          FLOATING
              ? DOUBLES.test(readDouble(a, x), readDouble(b, y))
              : LONGS.test(readLong(a, x), readLong(b, y));
      out.set(ValueLayout.JAVA_BYTE, outAt + i, (byte) (holds ? 1 : 0));
    }
  }

  private static double readDouble(MemorySegment from, long at) {
    return WIDE
        ? from.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at)
        : from.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
  }

  private static long readLong(MemorySegment from, long at) {
    return WIDE
        ? from.get(ValueLayout.JAVA_LONG_UNALIGNED, at)
        : from.get(ValueLayout.JAVA_INT_UNALIGNED, at);
  }
}
