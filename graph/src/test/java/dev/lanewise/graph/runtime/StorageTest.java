package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import java.util.concurrent.atomic.LongAdder;
import org.junit.jupiter.api.Test;

class StorageTest {
  private static final Ending CLOSED = new Ending.Found("was closed", null);

  private final MemoryPool pool = new MemoryPool(1 << 24, false);

  private Storage storage() {
    return new Storage(pool, pool.take(100, false, "test"));
  }

  @Test
  void theMemoryGoesBackWhenTheLastHolderLetsGo() {
    Storage storage = storage();
    assertThat(storage.holdForStep()).isEqualTo(Storage.Hold.HELD);
    assertThat(storage.holdForStep()).isEqualTo(Storage.Hold.HELD);
    assertThat(storage.holdForReading()).isTrue();
    storage.close(CLOSED);
    assertThat(storage.isClosed()).isTrue();
    assertThat(storage.holdForStep()).isEqualTo(Storage.Hold.CLOSED);
    assertThat(storage.holdForReading()).isFalse();
    assertThat(storage.holdForWriting()).isFalse();
    storage.releaseStep();
    storage.releaseReading();
    assertThat(pool.stats().inUse()).isPositive();
    storage.releaseStep();
    assertThat(pool.stats().inUse()).isZero();
    storage.close(new Ending.Found("was closed again", null));
    assertThat(storage.endingText()).isEqualTo("was closed at an unknown line");
    assertThat(pool.stats().inUse()).isZero();
  }

  @Test
  void stepsExcludeEachOtherWhereOneWrites() {
    Storage storage = storage();
    assertThat(storage.holdForStep()).isEqualTo(Storage.Hold.HELD);
    assertThat(storage.holdForStepWriting()).isEqualTo(Storage.Hold.BUSY);
    storage.releaseStep();
    assertThat(storage.holdForStepWriting()).isEqualTo(Storage.Hold.HELD);
    assertThat(storage.holdForStep()).isEqualTo(Storage.Hold.BUSY);
    assertThat(storage.holdForStepWriting()).isEqualTo(Storage.Hold.BUSY);
    storage.releaseStepWriting();
    assertThat(storage.holdForWriting()).isTrue();
    storage.releaseWriting();
  }

  @Test
  void surrenderedMemoryLivesOnInItsHeir() {
    Storage storage = storage();
    assertThat(storage.holdForStepWriting()).isEqualTo(Storage.Hold.HELD);
    Storage heir = storage.surrender(new Ending.Found("was donated", null));
    storage.releaseStepWriting();
    assertThat(storage.isClosed()).isTrue();
    assertThat(pool.stats().inUse()).isPositive();
    heir.close(CLOSED);
    assertThat(pool.stats().inUse()).isZero();
  }

  @Test
  void aCloseDuringTheStepDoesNotReachTheHeir() {
    Storage storage = storage();
    assertThat(storage.holdForStepWriting()).isEqualTo(Storage.Hold.HELD);
    storage.close(CLOSED);
    Storage heir = storage.surrender(new Ending.Found("was donated", null));
    storage.releaseStepWriting();
    assertThat(pool.stats().inUse()).isPositive();
    assertThat(storage.endingText()).startsWith("was closed");
    assertThat(heir.isClosed()).isFalse();
  }

  /** Holders of every kind race with a close: writers alone, and one release in the end. */
  @Test
  void racingHoldersKeepTheRules() throws InterruptedException {
    for (int round = 0; round < 60; round++) {
      Storage storage = storage();
      AtomicInteger readers = new AtomicInteger();
      AtomicInteger writers = new AtomicInteger();
      LongAdder broken = new LongAdder();
      List<Thread> threads = new ArrayList<>();
      for (int t = 0; t < 6; t++) {
        SplittableRandom random = new SplittableRandom(round * 10L + t);
        threads.add(
            Thread.ofPlatform()
                .start(
                    () -> {
                      for (int i = 0; i < 200; i++) {
                        hold(storage, random.nextInt(4), readers, writers, broken);
                      }
                    }));
      }
      Thread.onSpinWait();
      storage.close(CLOSED);
      for (Thread thread : threads) {
        thread.join();
      }
      assertThat(broken.sum()).as("round %d", round).isZero();
      assertThat(pool.stats().inUse()).as("round %d", round).isZero();
    }
  }

  private static void hold(
      Storage storage, int kind, AtomicInteger readers, AtomicInteger writers, LongAdder broken) {
    boolean writes = kind >= 2;
    boolean held =
        switch (kind) {
          case 0 -> storage.holdForStep() == Storage.Hold.HELD;
          case 1 -> storage.holdForReading();
          case 2 -> storage.holdForStepWriting() == Storage.Hold.HELD;
          default -> storage.holdForWriting();
        };
    if (!held) {
      return;
    }
    AtomicInteger own = writes ? writers : readers;
    int before = own.getAndIncrement();
    boolean alone = writes ? before == 0 && readers.get() == 0 : writers.get() == 0;
    // Touching the memory fails if it has been given back.
    if (!alone || storage.segment().byteSize() < 100) {
      broken.increment();
    }
    own.getAndDecrement();
    switch (kind) {
      case 0 -> storage.releaseStep();
      case 1 -> storage.releaseReading();
      case 2 -> storage.releaseStepWriting();
      default -> storage.releaseWriting();
    }
  }
}
