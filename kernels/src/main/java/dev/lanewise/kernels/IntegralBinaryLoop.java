package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.function.LongBinaryOperator;

/**
 * Template: a scalar function of longs, element by element, over I32 or I64. I32 results are the
 * low 32 bits of the long result.
 */
final class IntegralBinaryLoop implements BinaryLoop {
  /** What a copy is made for: I32 or I64. */
  record Data(ElementType type, LongBinaryOperator operation, boolean aScalar, boolean bScalar) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final boolean NARROW = DATA.type() == ElementType.I32;
  private static final LongBinaryOperator OPERATION = DATA.operation();
  private static final int WIDTH = DATA.type().byteWidth();
  private static final int A_WIDTH = DATA.aScalar() ? 0 : WIDTH;
  private static final int B_WIDTH = DATA.bScalar() ? 0 : WIDTH;

  @Override
  public void run(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt, int n) {
    for (int i = 0; i < n; i++) {
      long x = read(a, aAt + (long) i * A_WIDTH);
      long y = read(b, bAt + (long) i * B_WIDTH);
      long z = OPERATION.applyAsLong(x, y);
      long at = outAt + (long) i * WIDTH;
      if (NARROW) {
        out.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) z);
      } else {
        out.set(ValueLayout.JAVA_LONG_UNALIGNED, at, z);
      }
    }
  }

  private static long read(MemorySegment from, long at) {
    return NARROW
        ? from.get(ValueLayout.JAVA_INT_UNALIGNED, at)
        : from.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
  }
}
