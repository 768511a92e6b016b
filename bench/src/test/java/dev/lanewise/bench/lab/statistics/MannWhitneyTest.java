package dev.lanewise.bench.lab.statistics;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import java.util.Arrays;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class MannWhitneyTest {
  @Test
  void theStatisticCountsPairs() {
    assertThat(MannWhitney.statistic(new double[] {3, 4}, new double[] {1, 2})).isEqualTo(4);
    assertThat(MannWhitney.statistic(new double[] {1, 2}, new double[] {2, 3})).isEqualTo(0.5);
  }

  /** Of the 252 ways to mix five and five values one has all of the first above the second. */
  @Test
  void smallSamplesAreCountedOut() {
    double[] low = {1, 2, 3, 4, 5};
    double[] high = {6, 7, 8, 9, 10};
    assertThat(MannWhitney.pValue(low, high)).isCloseTo(2.0 / 252, within(1e-12));
    assertThat(MannWhitney.pValue(high, low)).isCloseTo(2.0 / 252, within(1e-12));
    double[] oneSwapped = {1, 2, 3, 4, 6};
    double[] other = {5, 7, 8, 9, 10};
    assertThat(MannWhitney.pValue(oneSwapped, other)).isCloseTo(4.0 / 252, within(1e-12));
    assertThat(MannWhitney.pValue(new double[] {1}, new double[] {2})).isEqualTo(1);
    assertThat(MannWhitney.pValue(new double[0], new double[] {2})).isEqualTo(1);
  }

  @Test
  void theNormalDistributionIsNearTheExactOne() {
    double[] a = new double[20];
    double[] b = new double[20];
    Arrays.setAll(a, i -> 2 * i);
    Arrays.setAll(b, i -> 2 * i + 9);
    double exact = MannWhitney.pValue(a, b);
    double[] tied = b.clone();
    tied[0] = a[5];
    assertThat(MannWhitney.pValue(a, tied)).isCloseTo(exact, within(0.03));
  }

  @Test
  void equalDistributionsRarelyDiffer() {
    SplittableRandom random = new SplittableRandom(4);
    int found = 0;
    for (int i = 0; i < 1000; i++) {
      double[] a = random.doubles(10).toArray();
      double[] b = random.doubles(10).toArray();
      found += MannWhitney.pValue(a, b) <= 0.05 ? 1 : 0;
    }
    assertThat(found).isBetween(20, 60);
  }
}
