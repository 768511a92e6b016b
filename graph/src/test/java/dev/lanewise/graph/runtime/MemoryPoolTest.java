package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.user.Caller;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

class MemoryPoolTest {
  private static final long MB = 1 << 20;

  @Test
  void sizeClassesHoldWhatIsAskedForWithLittleSlack() {
    SplittableRandom random = new SplittableRandom(5);
    for (int i = 0; i < 100_000; i++) {
      long bytes = random.nextLong(1L << random.nextInt(1, 47));
      long capacity = SizeClass.capacityOf(SizeClass.indexOf(bytes));
      assertThat(capacity).as("%d bytes", bytes).isGreaterThanOrEqualTo(bytes);
      assertThat(capacity % 64).as("%d bytes", bytes).isZero();
      if (bytes > 256) {
        assertThat(capacity).as("%d bytes", bytes).isLessThanOrEqualTo(bytes + bytes / 4 + 1);
      }
    }
    for (int index = 0; index < SizeClass.COUNT - 1; index++) {
      long capacity = SizeClass.capacityOf(index);
      assertThat(SizeClass.indexOf(capacity)).isEqualTo(index);
      assertThat(SizeClass.indexOf(capacity + 1)).isEqualTo(index + 1);
    }
  }

  private static MemorySegment usable(Block block) {
    return block.segment.asSlice(0, block.capacity());
  }

  @Test
  void aVectorMayBeReadBehindEveryBlock() {
    MemoryPool pool = new MemoryPool(64 * MB, false);
    for (long bytes : new long[] {0, 1, 64, 65, 4_000, 1 << 16, MB}) {
      for (int i = 0; i < 3; i++) {
        Block block = pool.take(bytes, false, "block");
        long behind = Math.max(0, bytes - 1);
        assertThat(block.segment.asSlice(behind, Block.SLACK).toArray(ValueLayout.JAVA_BYTE))
            .hasSize(64);
      }
    }
  }

  @Test
  void blocksAreAlignedDistinctAndReused() {
    MemoryPool pool = new MemoryPool(64 * MB, false);
    List<Block> blocks = new ArrayList<>();
    for (int i = 0; i < 300; i++) {
      Block block = pool.take(i * 37L, false, "block");
      assertThat(block.segment.address() % 64).isZero();
      usable(block).fill((byte) i);
      blocks.add(block);
    }
    for (int i = 0; i < 300; i++) {
      byte expected = (byte) i;
      assertThat(usable(blocks.get(i)).toArray(ValueLayout.JAVA_BYTE)).containsOnly(expected);
    }
    blocks.forEach(pool::give);
    long allocations = pool.stats().allocations();
    for (int i = 0; i < 300; i++) {
      pool.take(i * 37L, false, "block");
    }
    assertThat(pool.stats().allocations()).isEqualTo(allocations);
    assertThat(pool.stats().blocksTaken()).isEqualTo(600);
  }

  @Test
  void statisticsFollowWhatIsTakenAndGiven() {
    MemoryPool pool = new MemoryPool(64 * MB, false);
    Block one = pool.take(MB, false, "one");
    Block two = pool.take(2 * MB, false, "two");
    assertThat(pool.stats().inUse()).isEqualTo(3 * MB);
    assertThat(pool.stats().cached()).isZero();
    pool.give(two);
    assertThat(pool.stats()).isEqualTo(new MemoryStats(MB, 2 * MB, 3 * MB, 64 * MB, 2, 2));
    pool.resetPeak();
    assertThat(pool.stats().peak()).isEqualTo(MB);
    pool.trim();
    assertThat(pool.stats().cached()).isZero();
    pool.give(one);
    pool.trim();
    assertThat(pool.stats().inUse() + pool.stats().cached()).isZero();
  }

  @Test
  void zeroedMemoryIsZero() {
    MemoryPool pool = new MemoryPool(64 * MB, false);
    Block dirty = pool.take(1_000, true, "dirty");
    assertThat(usable(dirty).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
    usable(dirty).fill((byte) 1);
    pool.give(dirty);
    Block again = pool.take(1_000, true, "again");
    assertThat(again).isSameAs(dirty);
    assertThat(usable(again).toArray(ValueLayout.JAVA_BYTE)).containsOnly(0);
  }

  @Test
  void cachedBlocksOfOtherSizesAreGivenUpForTheBudget() {
    MemoryPool pool = new MemoryPool(10 * MB, false);
    for (int i = 1; i <= 8; i++) {
      pool.give(pool.take(i * MB, false, "block"));
    }
    Block all = pool.take(10 * MB, false, "all");
    assertThat(all.capacity()).isEqualTo(10 * MB);
    assertThat(pool.stats().cached()).isZero();
  }

  @Test
  void pastTheBudgetTheLargestHoldersAreReported() {
    MemoryPool pool = new MemoryPool(10 * MB, false);
    pool.take(MB, false, "F32[262144]");
    pool.take(4 * MB, false, "workspace of step");
    for (int i = 0; i < 12; i++) {
      pool.take(64, false, "small");
    }
    assertThatThrownBy(() -> pool.take(6 * MB, false, "F64[786432]"))
        .isInstanceOfSatisfying(
            MemoryBudgetException.class,
            e -> {
              assertThat(e.requested()).isEqualTo(6 * MB);
              assertThat(e.budget()).isEqualTo(10 * MB);
            })
        .hasMessageStartingWith(
            "[memory] F64[786432] needs 6,291,456 bytes: 5,243,648 of the 10,485,760 allowed are in"
                + " use (-Dlanewise.memory)\n"
                + "  4,194,304 bytes: workspace of step\n"
                + "  1,048,576 bytes: F32[262144]\n"
                + "  64 bytes: small\n")
        .hasMessageContaining("  and 6 smaller holders\n")
        .hasMessageContaining("-Dlanewise.memory.track=true");
    pool.take(4 * MB, false, "still usable");
  }

  @Test
  void theReportNamesLinesWhenTheyAreTracked() {
    MemoryPool pool = new MemoryPool(10 * MB, true);
    Caller.run(() -> pool.take(4 * MB, false, "F32[1048576]"));
    assertThatThrownBy(() -> pool.take(8 * MB, false, "more"))
        .hasMessageContaining("  4,194,304 bytes: F32[1048576] from " + Caller.LINE);
  }

  @Test
  void whatIsUnreachableIsFoundBeforeGivingUp() {
    MemoryPool pool = new MemoryPool(10 * MB, false);
    abandon(pool, pool.take(8 * MB, false, "lost"));
    assertThat(pool.take(8 * MB, false, "found").capacity()).isEqualTo(8 * MB);
  }

  /** Leaves a block to the cleaner, as an array nobody refers to does. */
  private static void abandon(MemoryPool pool, Block block) {
    Storage.CLEANER.register(new Object(), new Storage(pool, block));
  }

  @Test
  void manyThreadsMayTakeAndGiveAtOnce() throws Exception {
    MemoryPool pool = new MemoryPool(64 * MB, false);
    List<Callable<Boolean>> tasks = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      long seed = t;
      tasks.add(
          () -> {
            SplittableRandom random = new SplittableRandom(seed);
            for (int i = 0; i < 3_000; i++) {
              Block block = pool.take(random.nextLong(100_000), false, "block");
              block.segment.set(ValueLayout.JAVA_LONG, 0, seed);
              if (i % 500 == 0) {
                pool.trim();
              }
              if (block.segment.get(ValueLayout.JAVA_LONG, 0) != seed) {
                return false;
              }
              pool.give(block);
            }
            return true;
          });
    }
    try (ExecutorService executor = Executors.newFixedThreadPool(8)) {
      for (Future<Boolean> future : executor.invokeAll(tasks)) {
        assertThat(future.get()).isTrue();
      }
    }
    pool.trim();
    assertThat(pool.stats().inUse() + pool.stats().cached()).isZero();
  }

  @Test
  void budgetsAreReadFromText() {
    assertThat(MemoryBudget.parse("4096", 1)).isEqualTo(4096);
    assertThat(MemoryBudget.parse(" 512M ", 1)).isEqualTo(512 * MB);
    assertThat(MemoryBudget.parse("8g", 1)).isEqualTo(8L << 30);
    assertThat(MemoryBudget.parse("2t", 1)).isEqualTo(2L << 40);
    assertThat(MemoryBudget.parse("3k", 1)).isEqualTo(3072);
    assertThat(MemoryBudget.parse("50%", 1000 * MB)).isEqualTo(500 * MB);
    for (String wrong : List.of("", "x", "0", "-1", "101%", "0%", "9999999999t", "8gb", "1.5g")) {
      assertThatThrownBy(() -> MemoryBudget.parse(wrong, 1000 * MB))
          .as(wrong)
          .isInstanceOf(IllegalArgumentException.class)
          .hasMessageContaining("was '" + wrong + "'");
    }
  }
}
