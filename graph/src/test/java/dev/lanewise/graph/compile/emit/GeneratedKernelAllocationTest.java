package dev.lanewise.graph.compile.emit;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopMemory;
import dev.lanewise.graph.compile.loop.LoopReference;
import dev.lanewise.graph.compile.loop.RandomLoopBodies;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Once compiled, a kernel allocates nothing, whatever ran before it in this JVM, and computes what
 * it computed before: a vector that is boxed shows up as at least 64 bytes for each of hundreds.
 */
class GeneratedKernelAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final int OTHERS = 25;
  private static final long ROWS = 7;

  /** Not a multiple of any number of lanes, so that the ragged end runs too. */
  private static final int N = 1_003;

  /** The Vector API's own methods see all kinds of vectors before they are compiled. */
  @BeforeAll
  static void runOtherKernels() {
    for (int seed = 0; seed < OTHERS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      LoopBody body = RandomLoopBodies.next(random);
      try (Arena arena = Arena.ofConfined()) {
        LoopMemory memory = LoopMemory.random(random, arena, body, 2, 300, true, false);
        GeneratedKernel kernel = KernelGenerator.generate(body);
        for (int i = 0; i < 50; i++) {
          memory.run(kernel, 2);
        }
      } catch (UnsupportedLoopException e) {
        assertThat(e).hasMessageContaining("no vectors");
      }
    }
  }

  static Stream<Arguments> kernels() {
    return Bodies.all().entrySet().stream()
        .map(entry -> Arguments.of(entry.getKey(), entry.getValue()));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void allocatesNothingOnceCompiled(String name, LoopBody body) {
    try (Arena arena = Arena.ofConfined()) {
      SplittableRandom random = new SplittableRandom(name.hashCode());
      LoopMemory memory = LoopMemory.random(random, arena, body, ROWS, N, true, false);
      // Before any run: rows are folded into what is there.
      LoopMemory fresh = memory.copy(arena);
      GeneratedKernel kernel = KernelGenerator.generate(body);
      MemorySegment scratch = arena.allocate(kernel.scratchBytes(N), 64);
      // Compilation happens in the background, so runs are watched until enough in a row are clean.
      int clean = 0;
      long allocated = 0;
      long patience = System.nanoTime() + 60_000_000_000L;
      while (clean < 20 && System.nanoTime() < patience) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        memory.run(kernel, scratch);
        allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        clean = allocated < 64 ? clean + 1 : 0;
      }
      assertThat(clean).as("%s allocates %d bytes a run", name, allocated).isEqualTo(20);
      List<byte[]> expected = LoopReference.run(fresh, arena).image();
      fresh.run(kernel, ROWS);
      List<byte[]> actual = fresh.image();
      for (int k = 0; k < expected.size(); k++) {
        assertThat(Arrays.equals(actual.get(k), expected.get(k)))
            .as("%s: operand %d is what it was before compilation", name, k)
            .isTrue();
      }
    }
  }
}
