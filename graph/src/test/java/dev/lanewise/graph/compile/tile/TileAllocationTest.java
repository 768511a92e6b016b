package dev.lanewise.graph.compile.tile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopMemory;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.time.Duration;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/** Once the kernels that it calls are compiled, a call allocates nothing. */
class TileAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final Duration PATIENCE = Duration.ofSeconds(60);
  private static final int QUIET_CALLS = 20;

  static Stream<Arguments> bodies() {
    return Stream.of(
        Arguments.of("softmax", LoopBodies.softmax()),
        Arguments.of("a chain", LoopBodies.chain(30)),
        Arguments.of("a mask", LoopBodies.mask()),
        Arguments.of("sums over rows", LoopBodies.sumOfRows()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("bodies")
  void aCallAllocatesNothing(String name, LoopBody body) {
    TileKernel kernel = TileKernel.of(body);
    SplittableRandom random = new SplittableRandom(1);
    try (Arena arena = Arena.ofConfined()) {
      LoopMemory memory = LoopMemory.random(random, arena, body, 5, 1_100, false, false);
      MemorySegment scratch = arena.allocate(kernel.scratchBytes(1_100), 64);
      long allocated = 0;
      int quiet = 0;
      long until = System.nanoTime() + PATIENCE.toNanos();
      while (quiet < QUIET_CALLS && System.nanoTime() < until) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        memory.run(kernel, scratch);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        quiet = allocated < 64 ? quiet + 1 : 0;
      }
      assertThat(quiet).as("%s allocates %d bytes a call", name, allocated).isEqualTo(QUIET_CALLS);
    }
  }
}
