package dev.lanewise.graph.compile.emit;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.compile.loop.LoopMemory;
import dev.lanewise.graph.compile.loop.LoopReference;
import dev.lanewise.graph.compile.loop.RandomLoopBodies;
import dev.lanewise.graph.compile.tile.TileKernel;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.RowFold;
import java.lang.foreign.Arena;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

/** Random bodies, generated, against the scalar reference and the tile interpreter, to the bit. */
class GeneratedKernelTest {
  private static final int BODIES = 200;
  private static final int LONGEST = 1_000;
  private static final int MOST_ROWS = 5;

  /** The memory of a random body; the same seed gives the same. */
  private static LoopMemory memory(long seed, Arena arena) {
    SplittableRandom random = new SplittableRandom(seed);
    LoopBody body = RandomLoopBodies.next(random);
    long rows = random.nextInt(MOST_ROWS + 1);
    int n = 1 + random.nextInt(random.nextInt(4) == 0 ? LONGEST : 60);
    return LoopMemory.random(
        random, arena, body, rows, n, random.nextBoolean(), random.nextBoolean());
  }

  private static void assertSame(LoopMemory actual, LoopMemory expected, long seed) {
    List<byte[]> bytes = actual.image();
    for (int k = 0; k < bytes.size(); k++) {
      assertThat(bytes.get(k))
          .as(
              "seed %d: operand %d after %d rows of %d: %s",
              seed, k, actual.rows(), actual.n(), actual.body())
          .isEqualTo(expected.image().get(k));
    }
  }

  @ParameterizedTest
  @ValueSource(ints = {128, 256, 512})
  void randomBodiesGiveTheReferencesBits(int bits) {
    int supported = 0;
    int overlaps = 0;
    int split = 0;
    for (int seed = 0; seed < BODIES; seed++) {
      try (Arena arena = Arena.ofConfined()) {
        LoopMemory memory = memory(seed, arena);
        int lanes = lanes(memory.body(), bits);
        GeneratedKernel kernel;
        try {
          kernel = KernelGenerator.generate(memory.body(), lanes);
        } catch (UnsupportedLoopException e) {
          assertThat(bits).as("seed %d: %s", seed, e.getMessage()).isLessThan(512);
          continue;
        }
        supported++;
        overlaps += memory.overlaps();
        split += kernel.methodSizes().containsKey("walk0Block1") ? 1 : 0;
        LoopMemory expected = LoopReference.run(memory, arena, lanes);
        memory.run(kernel, 1 + seed % MOST_ROWS);
        assertSame(memory, expected, seed);
      }
    }
    assertThat(supported).isGreaterThan(BODIES / 3);
    assertThat(overlaps).as("outputs that lie on inputs").isGreaterThan(BODIES / 20);
    assertThat(bits < 512 || split > 0).as("bodies are cut into pieces").isTrue();
  }

  private static int lanes(LoopBody body, int bits) {
    int widest =
        KernelGenerator.types(body).stream().mapToInt(ElementType::byteWidth).max().orElseThrow();
    return bits / Byte.SIZE / widest;
  }

  @Test
  void theTileInterpreterGivesTheSameBits() {
    for (int seed = BODIES; seed < 2 * BODIES; seed++) {
      try (Arena arena = Arena.ofConfined()) {
        LoopMemory memory = memory(seed, arena);
        LoopKernel kernel;
        try {
          kernel = KernelGenerator.generate(memory.body());
        } catch (UnsupportedLoopException e) {
          continue; // on machines with narrower vectors, where the test above says which
        }
        LoopMemory expected = memory.copy(arena);
        expected.run(TileKernel.of(memory.body()), MOST_ROWS);
        memory.run(kernel, 1 + seed % MOST_ROWS);
        assertSame(memory, expected, seed);
      }
    }
  }

  @Test
  void aRehearsalLeavesTheKernelAsItWas() {
    for (int seed = 0; seed < BODIES / 10; seed++) {
      try (Arena arena = Arena.ofConfined()) {
        LoopMemory memory = memory(seed, arena);
        GeneratedKernel kernel;
        try {
          kernel = KernelGenerator.generate(memory.body());
        } catch (UnsupportedLoopException e) {
          continue; // on machines with narrower vectors, where another test says which
        }
        LoopMemory expected = LoopReference.run(memory, arena, kernel.lanes());
        kernel.rehearse(true);
        memory.copy(arena).run(kernel, MOST_ROWS);
        kernel.rehearse(false);
        memory.run(kernel, MOST_ROWS);
        assertSame(memory, expected, seed);
      }
    }
  }

  @Test
  void theMachinesLanesAreThoseOfTheFolds() {
    for (int seed = 0; seed < BODIES; seed++) {
      LoopBody body = RandomLoopBodies.next(new SplittableRandom(seed));
      int lanes = RowFold.lanesFor(KernelGenerator.types(body));
      try {
        assertThat(KernelGenerator.generate(body).lanes()).isEqualTo(lanes);
      } catch (UnsupportedLoopException e) {
        assertThat(e).hasMessageContaining("no vectors of " + lanes);
      }
    }
  }
}
