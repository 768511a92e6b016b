package dev.lanewise.ffi;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** What a fresh JVM runs: says which library is in use and makes one call, if it can. */
public final class DescribeMain {
  private DescribeMain() {}

  /** Prints the description, then the product 3 x 4 or what forbids it. */
  public static void main(String[] args) {
    System.out.println(NativeLibrary.describe());
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment a = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 3);
      MemorySegment b = arena.allocateFrom(ValueLayout.JAVA_DOUBLE, 4);
      MemorySegment c = arena.allocate(ValueLayout.JAVA_DOUBLE);
      Blas.dgemm(Transpose.NO, Transpose.NO, 1, 1, 1, 1, a, 0, 1, b, 0, 1, 0, c, 0, 1);
      System.out.println("product " + c.get(ValueLayout.JAVA_DOUBLE, 0));
    } catch (IllegalStateException e) {
      System.out.println("refused " + e.getMessage());
    }
  }
}
