package dev.lanewise.autodiff.data;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatExceptionOfType;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class BatchesTest {
  /** Digits, its training part, MNIST, Fashion-MNIST's tests, and the edges. */
  @ParameterizedTest
  @CsvSource({
    "1797, 64, 28, 29", "1437, 32, 44, 45", "60000, 128, 468, 469", "10000, 1000, 10, 10",
    "128, 128, 1, 1", "1, 1, 1, 1", "3, 1, 3, 3", "5, 4, 1, 2"
  })
  void everySampleIsVisitedOnceAnEpoch(int samples, int batch, int dropped, int kept) {
    Batches drop = new Batches(samples, batch, Batches.Remainder.DROP, 42);
    Batches keep = new Batches(samples, batch, Batches.Remainder.KEEP, 42);
    assertThat(drop.count()).isEqualTo(dropped);
    assertThat(keep.count()).isEqualTo(kept);
    assertThat(drop.samplesPerEpoch()).isEqualTo(dropped * batch);
    assertThat(keep.samplesPerEpoch()).isEqualTo(samples);
    for (int epoch = 0; epoch < 3; epoch++) {
      drop.shuffle(epoch);
      keep.shuffle(epoch);
      List<Integer> visited = visit(keep);
      assertThat(visited).hasSize(samples);
      assertThat(visited.stream().sorted().toList()).isEqualTo(range(samples));
      assertThat(visit(drop)).isEqualTo(visited.subList(0, dropped * batch));
    }
  }

  @Test
  void batchesAreFullExceptTheLastKeptOne() {
    Batches batches = new Batches(10, 4, Batches.Remainder.KEEP, 1);
    assertThat(batches.size()).isZero();
    List<Integer> sizes = new ArrayList<>();
    while (batches.next()) {
      sizes.add(batches.size());
    }
    assertThat(sizes).containsExactly(4, 4, 2);
    assertThat(batches.next()).isFalse();
  }

  @Test
  void startsInTheNaturalOrder() {
    assertThat(visit(new Batches(9, 2, Batches.Remainder.KEEP, 7))).isEqualTo(range(9));
  }

  @Test
  void anEpochDependsOnSeedAndNumberAlone() {
    Batches straight = new Batches(1797, 32, Batches.Remainder.KEEP, 5);
    for (int epoch = 0; epoch < 7; epoch++) {
      straight.shuffle(epoch);
    }
    Batches resumed = new Batches(1797, 32, Batches.Remainder.KEEP, 5);
    resumed.shuffle(6);
    assertThat(visit(resumed)).isEqualTo(visit(straight));
  }

  @Test
  void epochsAndSeedsDiffer() {
    Batches batches = new Batches(100, 10, Batches.Remainder.KEEP, 5);
    batches.shuffle(0);
    List<Integer> first = visit(batches);
    batches.shuffle(1);
    List<Integer> second = visit(batches);
    Batches other = new Batches(100, 10, Batches.Remainder.KEEP, 6);
    other.shuffle(0);
    assertThat(second).isNotEqualTo(first);
    assertThat(visit(other)).isNotEqualTo(first);
  }

  /** 24,000 draws over the 24 orders of four samples: chi-squared, 23 degrees, p = 1e-5. */
  @Test
  void ordersAreUniform() {
    Batches batches = new Batches(4, 4, Batches.Remainder.KEEP, 2026);
    int[] seen = new int[256];
    for (int epoch = 0; epoch < 24_000; epoch++) {
      batches.shuffle(epoch);
      batches.next();
      int code = 0;
      for (int i = 0; i < 4; i++) {
        code = 4 * code + batches.sample(i);
      }
      seen[code]++;
    }
    double chiSquared = 0;
    for (int count : seen) {
      chiSquared += count == 0 ? 0 : (count - 1000.0) * (count - 1000.0) / 1000.0;
    }
    assertThat(IntStream.of(seen).filter(count -> count > 0).count()).isEqualTo(24);
    assertThat(chiSquared).isLessThan(65);
  }

  @Test
  void rewindRepeatsTheEpoch() {
    Batches batches = new Batches(50, 8, Batches.Remainder.DROP, 5);
    batches.shuffle(3);
    List<Integer> first = visit(batches);
    batches.rewind();
    assertThat(visit(batches)).isEqualTo(first);
  }

  @Test
  void gathersRowsAndLabelsOfTheBatch() {
    int samples = 11;
    int width = 3;
    float[] rows = new float[samples * width];
    int[] labels = new int[samples];
    for (int i = 0; i < samples; i++) {
      labels[i] = 100 + i;
      for (int j = 0; j < width; j++) {
        rows[i * width + j] = i + j / 10f;
      }
    }
    Batches batches = new Batches(samples, 4, Batches.Remainder.KEEP, 8);
    batches.shuffle(0);
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment images = arena.allocate(ValueLayout.JAVA_FLOAT, 4L * width);
      MemorySegment targets = arena.allocate(ValueLayout.JAVA_INT, 4);
      while (batches.next()) {
        batches.gather(rows, width, images);
        batches.gather(labels, targets);
        int[] numbers = new int[batches.size()];
        batches.samples(numbers);
        for (int i = 0; i < batches.size(); i++) {
          int sample = batches.sample(i);
          assertThat(numbers[i]).isEqualTo(sample);
          assertThat(targets.getAtIndex(ValueLayout.JAVA_INT, i)).isEqualTo(100 + sample);
          for (int j = 0; j < width; j++) {
            assertThat(images.getAtIndex(ValueLayout.JAVA_FLOAT, (long) i * width + j))
                .isEqualTo(sample + j / 10f);
          }
        }
      }
    }
  }

  @Test
  void anEpochAllocatesNothing() {
    float[] rows = new float[1437 * 64];
    int[] labels = new int[1437];
    Batches batches = new Batches(1437, 32, Batches.Remainder.DROP, 9);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment images = arena.allocate(ValueLayout.JAVA_FLOAT, 32 * 64);
      MemorySegment targets = arena.allocate(ValueLayout.JAVA_INT, 32);
      long least = Long.MAX_VALUE;
      for (int attempt = 0; attempt < 200; attempt++) {
        batches.rewind();
        long before = threads.getCurrentThreadAllocatedBytes();
        while (batches.next()) {
          batches.gather(rows, 64, images);
          batches.gather(labels, targets);
        }
        least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
      }
      assertThat(least).as("bytes in 44 batches").isLessThan(64);
    }
  }

  @Test
  void refusesNonsense() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches(-1, 1, Batches.Remainder.KEEP, 0))
        .withMessage("[batches] expected samples >= 0 and batch size >= 1, given -1 and 1");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches(1, 0, Batches.Remainder.KEEP, 0));
    assertThatIllegalArgumentException()
        .isThrownBy(() -> new Batches(10, 11, Batches.Remainder.DROP, 0))
        .withMessage("[batches] a batch of 11 is larger than the data set of 10 samples");
    Batches batches = new Batches(10, 5, Batches.Remainder.DROP, 0);
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> batches.sample(0))
        .withMessage("[batches] place 0 in a batch of 0 samples");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> batches.gather(new float[19], 2, MemorySegment.NULL))
        .withMessage("[batches] expected 10 samples of 2 values, given an array of 19");
    batches.next();
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> batches.gather(new float[20], 2, MemorySegment.NULL));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> batches.gather(new int[10], MemorySegment.NULL));
    assertThatExceptionOfType(IndexOutOfBoundsException.class)
        .isThrownBy(() -> batches.samples(new int[4]));
  }

  @Test
  void anEmptyDataSetHasNoBatches() {
    Batches batches = new Batches(0, 4, Batches.Remainder.KEEP, 0);
    batches.shuffle(0);
    assertThat(batches.count()).isZero();
    assertThat(batches.next()).isFalse();
  }

  private static List<Integer> visit(Batches batches) {
    List<Integer> visited = new ArrayList<>();
    while (batches.next()) {
      for (int i = 0; i < batches.size(); i++) {
        visited.add(batches.sample(i));
      }
    }
    return visited;
  }

  private static List<Integer> range(int end) {
    return IntStream.range(0, end).boxed().toList();
  }
}
