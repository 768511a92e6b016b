package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;

/**
 * Template: select, element by element, where the hardware has no vector of bytes with as many
 * lanes as the values' vectors. The values are moved as bits, 4 or 8 bytes each.
 */
final class ScalarSelectLoop implements TernaryLoop {
  /** What a copy is made for. */
  record Data(int byteWidth, boolean aScalar, boolean bScalar, boolean cScalar) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final int WIDTH = DATA.byteWidth();
  private static final int A_WIDTH = DATA.aScalar() ? 0 : 1;
  private static final int B_WIDTH = DATA.bScalar() ? 0 : WIDTH;
  private static final int C_WIDTH = DATA.cScalar() ? 0 : WIDTH;

  @Override
  public void run(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment out,
      long outAt,
      int n) {
    for (int i = 0; i < n; i++) {
      boolean condition = a.get(ValueLayout.JAVA_BYTE, aAt + (long) i * A_WIDTH) != 0;
      MemorySegment from = condition ? b : c;
      long at = condition ? bAt + (long) i * B_WIDTH : cAt + (long) i * C_WIDTH;
      if (WIDTH == Long.BYTES) {
        long bits = from.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
        out.set(ValueLayout.JAVA_LONG_UNALIGNED, outAt + (long) i * WIDTH, bits);
      } else {
        int bits = from.get(ValueLayout.JAVA_INT_UNALIGNED, at);
        out.set(ValueLayout.JAVA_INT_UNALIGNED, outAt + (long) i * WIDTH, bits);
      }
    }
  }
}
