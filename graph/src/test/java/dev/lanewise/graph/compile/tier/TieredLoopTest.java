package dev.lanewise.graph.compile.tier;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.compile.emit.GeneratedKernel;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.Input;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopMemory;
import dev.lanewise.graph.compile.loop.LoopReference;
import dev.lanewise.graph.compile.tile.ArrayTileKernel;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import java.lang.foreign.Arena;
import java.lang.ref.WeakReference;
import java.util.ArrayList;
import java.util.Collections;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.CyclicBarrier;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.TimeUnit;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.Timeout;

class TieredLoopTest {
  private static final int THREADS = 8;

  /** Softmax without the maximum, of a kind that no other test makes: {@code e^x / sum(e^|x|)}. */
  private static LoopBody softmax() {
    return new LoopBody(
        List.of(new Input(DType.F32, Level.LANES)),
        List.of(
            new Compute(Unary.ABS, Ints.of(0), DType.F32),
            new Compute(Unary.EXP, Ints.of(1), DType.F32),
            new Fold(Reduction.Kind.SUM, 2, DType.F32),
            new Compute(Unary.EXP, Ints.of(0), DType.F32),
            new Compute(Binary.DIV, Ints.of(4, 3), DType.F32)),
        List.of(new Store(5)));
  }

  private static void assertReferencesBits(LoopMemory memory, TieredLoop loop, Arena arena) {
    LoopMemory own = memory.copy(arena);
    own.run(loop.current(), 3);
    assertThat(own.image().getLast()).isEqualTo(LoopReference.run(memory, arena).image().getLast());
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aGeneratedKernelTakesOverWithTheSameBits() throws InterruptedException {
    TieredLoop loop = TieredLoop.of(softmax());
    try (Arena arena = Arena.ofConfined()) {
      LoopMemory memory =
          LoopMemory.random(new SplittableRandom(3), arena, loop.body(), 6, 333, true, false);
      assertThat(loop.state()).isEqualTo(TieredLoop.State.COLD);
      assertThat(loop.current()).isInstanceOf(ArrayTileKernel.class);
      assertReferencesBits(memory, loop, arena);
      loop.sized(333);
      loop.awaitSettled();
      assertThat(loop.reason()).isEmpty();
      assertThat(loop.state()).isEqualTo(TieredLoop.State.COMPILED);
      assertThat(loop.current()).isInstanceOf(GeneratedKernel.class);
      assertReferencesBits(memory, loop, arena);
    }
  }

  @Test
  void callsAskForTheKernel() {
    LoopBody body =
        new LoopBody(
            List.of(new Input(DType.I32, Level.LANES)),
            List.of(new Compute(Binary.MUL, Ints.of(0, 0), DType.I32)),
            List.of(new Store(1), new Store(0)));
    TieredLoop loop = TieredLoop.of(body);
    assertThat(TieredLoop.of(body)).isSameAs(loop);
    loop.called(1, 100);
    loop.called(1, 100);
    assertThat(loop.state()).isEqualTo(TieredLoop.State.COLD);
    loop.called(1, 100);
    assertThat(loop.state()).isNotEqualTo(TieredLoop.State.COLD);
    assertThat(loop.work()).isEqualTo(300);
  }

  @Test
  void manyThreadsGetOneLoopForEachBody() throws Exception {
    CyclicBarrier start = new CyclicBarrier(THREADS);
    Callable<TieredLoop> one =
        () -> {
          LoopBody body = sum(7);
          start.await();
          return TieredLoop.of(body);
        };
    List<Future<TieredLoop>> loops;
    try (ExecutorService threads = Executors.newFixedThreadPool(THREADS)) {
      loops = threads.invokeAll(Collections.nCopies(THREADS, one));
    }
    TieredLoop first = loops.getFirst().get();
    for (Future<TieredLoop> loop : loops) {
      assertThat(loop.get()).isSameAs(first);
    }
    assertThat(TieredLoop.of(sum(8))).isNotSameAs(first);
  }

  @Test
  @Timeout(value = 5, unit = TimeUnit.MINUTES)
  void aLoopThatNobodyHoldsGoesWithItsClass() throws InterruptedException {
    TieredLoop loop = TieredLoop.of(sum(9));
    loop.awaitSettled();
    WeakReference<Object> kernel = new WeakReference<>(loop.current());
    WeakReference<TieredLoop> gone = new WeakReference<>(loop);
    loop = null;
    while (gone.get() != null || kernel.get() != null) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(TieredLoop.of(sum(9)).state()).isEqualTo(TieredLoop.State.COLD);
  }

  /** {@code x + x + ... + x}, so many operations. */
  private static LoopBody sum(int operations) {
    List<LoopBody.Step> steps = new ArrayList<>();
    for (int i = 0; i < operations; i++) {
      steps.add(new Compute(Binary.ADD, Ints.of(0, i), DType.F64));
    }
    return new LoopBody(
        List.of(new Input(DType.F64, Level.LANES)), steps, List.of(new Store(operations)));
  }
}
