package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import java.util.function.DoubleUnaryOperator;

/**
 * Template: a scalar function of double precision, element by element, over F32 or F64. F32 results
 * are the double result rounded.
 */
final class ScalarUnaryLoop implements UnaryLoop {
  /** What a copy is made for: F32 or F64. */
  record Data(ElementType type, DoubleUnaryOperator operation) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final boolean SINGLE = DATA.type() == ElementType.F32;
  private static final DoubleUnaryOperator OPERATION = DATA.operation();

  @Override
  public void run(MemorySegment in, long inAt, MemorySegment out, long outAt, int n) {
    for (int i = 0; i < n; i++) {
      if (SINGLE) {
        long at = (long) i * Float.BYTES;
        float x = in.get(ValueLayout.JAVA_FLOAT_UNALIGNED, inAt + at);
        float y = (float) OPERATION.applyAsDouble(x);
        out.set(ValueLayout.JAVA_FLOAT_UNALIGNED, outAt + at, y);
      } else {
        long at = (long) i * Double.BYTES;
        double x = in.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, inAt + at);
        out.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, outAt + at, OPERATION.applyAsDouble(x));
      }
    }
  }
}
