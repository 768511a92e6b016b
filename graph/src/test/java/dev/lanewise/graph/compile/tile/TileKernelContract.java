package dev.lanewise.graph.compile.tile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.Seeds;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Input;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.compile.loop.LoopMemory;
import dev.lanewise.graph.compile.loop.LoopReference;
import dev.lanewise.graph.compile.loop.RandomLoopBodies;
import dev.lanewise.graph.ir.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.concurrent.ExecutionException;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.concurrent.atomic.AtomicInteger;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;

/** What every kernel that runs on tiles has to do. */
abstract class TileKernelContract {
  private static final int BODIES = 500;
  private static final int SHORT = 40;

  /** More than two of the largest tiles. */
  private static final int LONGEST = 2_500;

  private static final int MOST_ROWS = 5;

  /** The kernel of a body, or null if there is none, which most bodies must have. */
  abstract @Nullable LoopKernel kernel(LoopBody body);

  private LoopKernel required(LoopBody body) {
    return Objects.requireNonNull(kernel(body));
  }

  @Test
  void randomBodiesGiveTheReferencesBits() {
    AtomicInteger checked = new AtomicInteger();
    AtomicInteger overlaps = new AtomicInteger();
    Seeds.forEach(BODIES, seed -> check(seed, checked, overlaps));
    assertThat(checked.get()).as("bodies that have a kernel").isGreaterThan(BODIES / 2);
    assertThat(overlaps.get()).as("outputs that lie on inputs").isGreaterThan(BODIES / 10);
  }

  private void check(long seed, AtomicInteger checked, AtomicInteger overlaps) {
    SplittableRandom random = new SplittableRandom(seed);
    LoopBody body = RandomLoopBodies.next(random);
    LoopKernel kernel = kernel(body);
    if (kernel == null) {
      return;
    }
    checked.incrementAndGet();
    long rows = random.nextInt(MOST_ROWS + 1);
    int n = 1 + random.nextInt(random.nextBoolean() ? SHORT : LONGEST);
    try (Arena arena = Arena.ofConfined()) {
      LoopMemory memory =
          LoopMemory.random(
              random, arena, body, rows, n, random.nextBoolean(), random.nextBoolean());
      List<byte[]> expected = LoopReference.run(memory, arena).image();
      memory.run(kernel, 1 + random.nextInt(MOST_ROWS));
      List<byte[]> actual = memory.image();
      for (int k = 0; k < expected.size(); k++) {
        assertThat(actual.get(k))
            .as("seed %d: operand %d after %d rows of %d: %s", seed, k, rows, n, body)
            .isEqualTo(expected.get(k));
      }
      overlaps.addAndGet(memory.overlaps());
    }
  }

  @Test
  void outputsMayChangePlacesWithInputs() {
    LoopBody body = LoopBodies.copies();
    for (int n : new int[] {1, 17, 1_024, 2_100}) {
      try (Arena arena = Arena.ofConfined()) {
        MemorySegment a = filled(arena, n, 1);
        MemorySegment b = filled(arena, n, 2);
        LoopKernel kernel = required(body);
        MemorySegment scratch = arena.allocate(kernel.scratchBytes(n), 64);
        kernel.run(new MemorySegment[] {a, b, a, b}, new long[4], new long[4], 1, n, scratch);
        for (int i = 0; i < n; i++) {
          assertThat(a.getAtIndex(ValueLayout.JAVA_FLOAT, i)).as("n = %d", n).isEqualTo(2);
          assertThat(b.getAtIndex(ValueLayout.JAVA_FLOAT, i)).as("n = %d", n).isEqualTo(1);
        }
      }
    }
  }

  private static MemorySegment filled(Arena arena, int n, float value) {
    MemorySegment segment = arena.allocate(4L * n + 64, 64);
    for (int i = 0; i < n; i++) {
      segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
    }
    return segment;
  }

  @Test
  void anyByteButZeroIsStoredAsTrue() {
    LoopBody body =
        new LoopBody(
            List.of(new Input(DType.BOOL, Level.LANES), new Input(DType.BOOL, Level.ROW)),
            List.of(),
            List.of(new Store(0), new Store(1), new StoreRow(1)));
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment in = arena.allocate(128, 64);
      in.asSlice(0, 3).copyFrom(MemorySegment.ofArray(new byte[] {0, 2, -128}));
      MemorySegment row = arena.allocate(128, 64);
      row.set(ValueLayout.JAVA_BYTE, 0, (byte) 7);
      MemorySegment[] outputs = {
        arena.allocate(128, 64), arena.allocate(128, 64), arena.allocate(128, 64)
      };
      LoopKernel kernel = required(body);
      kernel.run(
          new MemorySegment[] {in, row, outputs[0], outputs[1], outputs[2]},
          new long[5],
          new long[5],
          1,
          3,
          arena.allocate(kernel.scratchBytes(3), 64));
      assertThat(outputs[0].asSlice(0, 4).toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(0, 1, 1, 0);
      assertThat(outputs[1].asSlice(0, 4).toArray(ValueLayout.JAVA_BYTE))
          .containsExactly(1, 1, 1, 0);
      assertThat(outputs[2].asSlice(0, 2).toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 0);
    }
  }

  @Test
  void threadsShareAKernel() throws InterruptedException, ExecutionException {
    LoopBody body = LoopBodies.softmax();
    LoopKernel kernel = required(body);
    try (Arena arena = Arena.ofShared();
        ExecutorService threads = Executors.newFixedThreadPool(4)) {
      SplittableRandom random = new SplittableRandom(7);
      LoopMemory memory = LoopMemory.random(random, arena, body, 8, 700, true, false);
      List<byte[]> expected = LoopReference.run(memory, arena).image();
      List<Future<List<byte[]>>> results = new ArrayList<>();
      for (int i = 0; i < 8; i++) {
        LoopMemory own = memory.copy(arena);
        results.add(
            threads.submit(
                () -> {
                  own.run(kernel, 3);
                  return own.image();
                }));
      }
      for (Future<List<byte[]>> result : results) {
        assertThat(result.get().getLast()).isEqualTo(expected.getLast());
      }
    }
  }
}
