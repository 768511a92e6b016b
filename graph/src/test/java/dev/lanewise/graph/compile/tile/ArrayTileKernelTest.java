package dev.lanewise.graph.compile.tile;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Input;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.compile.loop.LoopMemory;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Ints;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.management.ManagementFactory;
import java.util.List;
import java.util.SplittableRandom;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

class ArrayTileKernelTest extends TileKernelContract {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  @Override
  @Nullable LoopKernel kernel(LoopBody body) {
    return ArrayTileKernel.of(LoopSchedule.of(body));
  }

  @Test
  void whatIsComputedOnMemoryOnlyHasNoKernel() {
    LoopBody body =
        new LoopBody(
            List.of(new Input(DType.F64, Level.LANES)),
            List.of(new Compute(new Elementwise.Polygamma(2), Ints.of(0), DType.F64)),
            List.of(new Store(1)));
    assertThat(kernel(body)).isNull();
  }

  @Test
  void aCallAfterTheFirstAllocatesNothing() {
    LoopBody body = LoopBodies.softmax();
    LoopKernel kernel = kernel(body);
    try (Arena arena = Arena.ofConfined()) {
      LoopMemory memory =
          LoopMemory.random(new SplittableRandom(5), arena, body, 4, 700, true, false);
      MemorySegment scratch = arena.allocate(kernel.scratchBytes(700), 64);
      long least = Long.MAX_VALUE;
      for (int i = 0; i < 200; i++) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        memory.run(kernel, scratch);
        least = Math.min(least, THREADS.getCurrentThreadAllocatedBytes() - before);
      }
      // The arrays take many times this.
      assertThat(least).isLessThan(2_048);
    }
  }
}
