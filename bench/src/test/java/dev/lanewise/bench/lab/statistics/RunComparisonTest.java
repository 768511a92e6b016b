package dev.lanewise.bench.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.lab.run.JmhText;
import dev.lanewise.bench.lab.run.LabFile;
import java.nio.file.Path;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class RunComparisonTest {
  @TempDir Path folder;

  private static double[] around(SplittableRandom random, double nanos) {
    return random.doubles(10, 0.98 * nanos, 1.02 * nanos).toArray();
  }

  /** Case {@code i} takes {@code 100 (i + 1)} ns, times {@code factor} if it is the third. */
  private LabFile run(long seed, double factor) {
    SplittableRandom random = new SplittableRandom(seed);
    String[] results = new String[20];
    for (int i = 0; i < results.length; i++) {
      double nanos = 100 * (i + 1) * (i == 2 ? factor : 1);
      results[i] = JmhText.result("reduce.sum.f32", "LANEWISE", i + 1, around(random, nanos));
    }
    return JmhText.file(folder, results);
  }

  @Test
  void aRealDifferenceIsFoundAndNoneBesides() {
    RunComparison comparison = RunComparison.of(run(1, 1), run(2, 1.1));
    assertThat(comparison.rows()).hasSize(20);
    assertThat(comparison.rows())
        .filteredOn(RunComparison.Row::exceedsNoise)
        .singleElement()
        .satisfies(
            row -> {
              assertThat(row.of().size()).isEqualTo(3);
              assertThat(row.ratio()).isBetween(1.05, 1.15);
              assertThat(row.low()).isLessThan(row.ratio());
              assertThat(row.high()).isGreaterThan(row.ratio());
            });
  }

  @Test
  void aRunDoesNotDifferFromItself() {
    LabFile run = run(3, 1);
    assertThat(RunComparison.of(run, run).rows()).noneMatch(RunComparison.Row::exceedsNoise);
  }

  @Test
  void whatOneHasAloneIsCounted() {
    LabFile one =
        JmhText.file(
            folder,
            JmhText.result("reduce.sum.f32", "LANEWISE", 1, 1, 2),
            JmhText.result("reduce.sum.f32", "LOOP", 1, 1, 2));
    LabFile other = JmhText.file(folder, JmhText.result("reduce.sum.f32", "LOOP", 1, 1, 2));
    RunComparison comparison = RunComparison.of(one, other);
    assertThat(comparison.rows()).hasSize(1);
    assertThat(comparison.onlyInOne()).isEqualTo(1);
  }
}
