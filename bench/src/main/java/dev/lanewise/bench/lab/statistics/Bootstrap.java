package dev.lanewise.bench.lab.statistics;

import dev.lanewise.bench.lab.run.LabResult;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * An interval for the ratio of two medians: the samples are drawn again with replacement, first the
 * processes and then the samples of each, because samples of one process share its luck. After B.
 * Efron and R. Tibshirani, "An Introduction to the Bootstrap", 1993; percentiles of the ratios.
 */
final class Bootstrap {
  private static final int DRAWS = 2000;

  private Bootstrap() {}

  /**
   * The interval that holds the ratio in 95 of 100 cases.
   *
   * @param above of the ratio, for each process its samples
   * @param below of the ratio
   * @param seed of the draws, so that the same results give the same interval
   * @return its two ends
   */
  static double[] ratioOfMedians(List<List<Double>> above, List<List<Double>> below, long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    double[] ratios = new double[DRAWS];
    for (int i = 0; i < DRAWS; i++) {
      ratios[i] = LabResult.median(draw(above, random)) / LabResult.median(draw(below, random));
    }
    Arrays.sort(ratios);
    return new double[] {LabResult.quantile(ratios, 0.025), LabResult.quantile(ratios, 0.975)};
  }

  private static double[] draw(List<List<Double>> forks, SplittableRandom random) {
    return IntStream.range(0, forks.size())
        .mapToObj(_ -> forks.get(random.nextInt(forks.size())))
        .flatMapToDouble(
            fork ->
                IntStream.range(0, fork.size())
                    .mapToDouble(_ -> fork.get(random.nextInt(fork.size()))))
        .toArray();
  }
}
