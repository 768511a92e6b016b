package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** A product allocates nothing once its code is compiled. */
class GemmAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @BeforeAll
  static void vectorLoops() {
    LoopForm.VECTOR.fix();
  }

  @AfterAll
  static void anyLoops() {
    LoopForm.ADAPTIVE.fix();
  }

  /** Calls until a call allocates almost nothing; boxed vectors would cost kilobytes a call. */
  private static long leastBytesPerCall(Runnable call) {
    int calls = 20;
    long least = Long.MAX_VALUE;
    long end = System.nanoTime() + 30_000_000_000L;
    while (least > 64 && System.nanoTime() < end) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      for (int i = 0; i < calls; i++) {
        call.run();
      }
      least = Math.min(least, (THREADS.getCurrentThreadAllocatedBytes() - before) / calls);
    }
    return least;
  }

  @ParameterizedTest
  @MethodSource("dev.lanewise.kernels.GemmTest#forms")
  void aProductWithTailsAllocatesNothing(boolean isFloat, boolean transposeA, boolean transposeB) {
    try (Arena arena = Arena.ofConfined()) {
      GemmProblem problem =
          new GemmProblem(arena, isFloat, transposeA, transposeB, 61, 75, 67, 1, 0, 41);
      MemorySegment c = problem.fresh(arena);
      assertThat(leastBytesPerCall(() -> problem.multiply(c))).as("%s", problem).isLessThan(65);
    }
  }

  @Test
  void aBatchOfTinyProductsAllocatesNothing() {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment m = arena.allocate(100L * 64 * Double.BYTES, 64);
      MemorySegment c = arena.allocate(100L * 64 * Double.BYTES, 64);
      assertThat(
              leastBytesPerCall(
                  () ->
                      Gemm.f64Batched(
                          false, false, 100, 8, 8, 8, 1, m, 0, 8, 64, m, 0, 8, 64, 0, c, 0, 8, 64)))
          .isLessThan(65);
    }
  }
}
