package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.function.DoubleBinaryOperator;

/**
 * Template: a scalar function of double precision, element by element, over F32 or F64. F32 results
 * are the double result rounded.
 */
final class ScalarBinaryLoop implements BinaryLoop {
  /** What a copy is made for: F32 or F64. */
  record Data(ElementType type, DoubleBinaryOperator operation, boolean aScalar, boolean bScalar) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final boolean SINGLE = DATA.type() == ElementType.F32;
  private static final DoubleBinaryOperator OPERATION = DATA.operation();
  private static final int WIDTH = DATA.type().byteWidth();
  private static final int A_WIDTH = DATA.aScalar() ? 0 : WIDTH;
  private static final int B_WIDTH = DATA.bScalar() ? 0 : WIDTH;

  @Override
  public void run(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt, int n) {
    for (int i = 0; i < n; i++) {
      double x = read(a, aAt + (long) i * A_WIDTH);
      double y = read(b, bAt + (long) i * B_WIDTH);
      double z = OPERATION.applyAsDouble(x, y);
      long at = outAt + (long) i * WIDTH;
      if (SINGLE) {
        out.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) z);
      } else {
        out.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, z);
      }
    }
  }

  private static double read(MemorySegment from, long at) {
    return SINGLE
        ? from.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at)
        : from.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
  }
}
