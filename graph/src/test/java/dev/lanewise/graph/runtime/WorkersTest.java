package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.sun.management.ThreadMXBean;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentHashMap;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.atomic.AtomicIntegerArray;
import java.util.concurrent.atomic.LongAdder;
import java.util.function.IntConsumer;
import org.junit.jupiter.api.Test;

class WorkersTest {
  @Test
  void everyChunkRunsOnceWhateverTheNumberOfThreads() {
    for (int threads : new int[] {1, 2, 3, 8}) {
      try (Workers workers = Workers.of(threads)) {
        assertThat(workers.threads()).isEqualTo(threads);
        for (int chunks : new int[] {0, 1, 2, 3, 7, 100, 1_000}) {
          AtomicIntegerArray runs = new AtomicIntegerArray(chunks);
          workers.parallel(chunks, runs::incrementAndGet);
          for (int i = 0; i < chunks; i++) {
            assertThat(runs.get(i)).as("chunk %d of %d on %d", i, chunks, threads).isOne();
          }
        }
      }
    }
  }

  @Test
  void severalThreadsTakePart() {
    try (Workers workers = Workers.of(3)) {
      CountDownLatch all = new CountDownLatch(3);
      Set<Thread> threads = ConcurrentHashMap.newKeySet();
      // Each chunk waits for the others, so three threads must be running them.
      workers.parallel(
          3,
          _ -> {
            threads.add(Thread.currentThread());
            all.countDown();
            await(all);
          });
      assertThat(threads).hasSize(3).contains(Thread.currentThread());
    }
  }

  @Test
  void parkedThreadsAreWokenAgain() throws InterruptedException {
    try (Workers workers = Workers.of(2)) {
      for (int round = 0; round < 20; round++) {
        CountDownLatch both = new CountDownLatch(2);
        workers.parallel(
            2,
            _ -> {
              both.countDown();
              await(both);
            });
        Thread.sleep(2); // far longer than an idle thread spins
      }
    }
  }

  @Test
  void theFirstExceptionComesOutAndThePoolGoesOn() {
    try (Workers workers = Workers.of(3)) {
      for (int round = 0; round < 200; round++) {
        LongAdder begun = new LongAdder();
        assertThatThrownBy(
                () ->
                    workers.parallel(
                        1_000,
                        chunk -> {
                          begun.increment();
                          if (chunk == 5) {
                            throw new IllegalStateException("chunk 5");
                          }
                        }))
            .isInstanceOf(IllegalStateException.class)
            .hasMessage("chunk 5");
        assertThat(begun.sum()).isBetween(1L, 1_000L);
      }
      assertThatThrownBy(
              () ->
                  workers.parallel(
                      2,
                      _ -> {
                        throw new StackOverflowError("deep");
                      }))
          .isInstanceOf(StackOverflowError.class);
      LongAdder sum = new LongAdder();
      workers.parallel(100, sum::add);
      assertThat(sum.sum()).isEqualTo(4_950);
    }
  }

  @Test
  void callsFromWithinAChunkRunOnItsThread() {
    try (Workers workers = Workers.of(3)) {
      LongAdder sum = new LongAdder();
      workers.parallel(
          16,
          _ -> {
            Thread outer = Thread.currentThread();
            workers.parallel(
                16,
                _ -> {
                  assertThat(Thread.currentThread()).isSameAs(outer);
                  sum.increment();
                });
          });
      assertThat(sum.sum()).isEqualTo(256);
    }
  }

  @Test
  void moreCallersThanSlotsPlatformAndVirtual() throws InterruptedException {
    try (Workers workers = Workers.of(3)) {
      LongAdder sum = new LongAdder();
      List<Thread> callers = new ArrayList<>();
      for (int i = 0; i < 200; i++) {
        Thread.Builder builder = i % 2 == 0 ? Thread.ofPlatform() : Thread.ofVirtual();
        callers.add(
            builder.start(
                () -> {
                  for (int round = 0; round < 50; round++) {
                    workers.parallel(10, sum::add);
                  }
                }));
      }
      for (Thread caller : callers) {
        caller.join();
      }
      assertThat(sum.sum()).isEqualTo(200 * 50 * 45);
    }
  }

  @Test
  void anInterruptIsKept() {
    try (Workers workers = Workers.of(2)) {
      Thread.currentThread().interrupt();
      LongAdder sum = new LongAdder();
      workers.parallel(
          2,
          chunk -> {
            long until = System.nanoTime() + 3_000_000;
            while (System.nanoTime() < until) {
              Thread.onSpinWait();
            }
            sum.add(chunk);
          });
      assertThat(sum.sum()).isEqualTo(1);
      assertThat(Thread.interrupted()).isTrue();
    }
  }

  @Test
  void aClosedPoolRunsOnItsCaller() {
    Workers workers = Workers.of(3);
    workers.parallel(10, _ -> {});
    workers.close();
    Set<Thread> threads = ConcurrentHashMap.newKeySet();
    workers.parallel(10, _ -> threads.add(Thread.currentThread()));
    assertThat(threads).containsExactly(Thread.currentThread());
    Workers.shared().close();
    LongAdder sum = new LongAdder();
    Workers.shared().parallel(10, sum::add);
    assertThat(sum.sum()).isEqualTo(45);
  }

  @Test
  void atLeastOneThreadIsNeeded() {
    assertThatThrownBy(() -> Workers.of(0))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[workers] at least one thread is needed, given 0");
  }

  @Test
  void aCallAllocatesNothing() {
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Workers workers = Workers.of(2)) {
      AtomicIntegerArray runs = new AtomicIntegerArray(8);
      IntConsumer body = runs::incrementAndGet;
      for (int i = 0; i < 20_000; i++) {
        workers.parallel(8, body);
      }
      // Other threads of the JVM allocate meanwhile, a lot while a kernel is warmed; so the best of
      // many rounds counts.
      double least = Double.MAX_VALUE;
      for (int round = 0; round < 300 && least >= 8; round++) {
        long before = threads.getTotalThreadAllocatedBytes();
        for (int i = 0; i < 10_000; i++) {
          workers.parallel(8, body);
        }
        least = Math.min(least, (threads.getTotalThreadAllocatedBytes() - before) / 10_000.0);
      }
      assertThat(least).as("bytes a call").isLessThan(8);
    }
  }

  private static void await(CountDownLatch latch) {
    try {
      latch.await();
    } catch (InterruptedException e) {
      throw new AssertionError(e);
    }
  }
}
