package dev.lanewise.bench.lab.statistics;

import dev.lanewise.kernels.ScalarMath;
import java.util.Arrays;

/**
 * The rank-sum test of two samples: how likely is it that they would lie as far apart in rank, in
 * either direction, if both came from one distribution? It asks nothing of the distribution. After
 * H. B. Mann and D. R. Whitney, "On a test of whether one of two random variables is stochastically
 * larger than the other", Annals of Mathematical Statistics 18, 1947.
 */
final class MannWhitney {
  /** Up to so many values in both samples the distribution is counted out. */
  private static final int MOST_EXACT = 40;

  private MannWhitney() {}

  /** The two-sided p-value; 1 if a sample is empty. */
  static double pValue(double[] a, double[] b) {
    if (a.length == 0 || b.length == 0) {
      return 1;
    }
    double u = statistic(a, b);
    boolean tied = Arrays.stream(a).anyMatch(x -> Arrays.stream(b).anyMatch(y -> x == y));
    return a.length + b.length <= MOST_EXACT && !tied
        ? exact(a.length, b.length, u)
        : normal(a, b, u);
  }

  /** Pairs in which the value of {@code a} is larger; ties count half. */
  static double statistic(double[] a, double[] b) {
    double u = 0;
    for (double x : a) {
      for (double y : b) {
        u += x > y ? 1 : x == y ? 0.5 : 0;
      }
    }
    return u;
  }

  /**
   * By counting the arrangements with each value of the statistic: the largest of m + n values is
   * one of a, and then exceeds all n of b, or one of b.
   */
  private static double exact(int m, int n, double u) {
    double[][] counts = new double[n + 1][m * n + 1];
    for (int j = 0; j <= n; j++) {
      counts[j][0] = 1;
    }
    for (int i = 1; i <= m; i++) {
      double[][] next = new double[n + 1][m * n + 1];
      next[0][0] = 1;
      for (int j = 1; j <= n; j++) {
        for (int value = 0; value <= i * j; value++) {
          next[j][value] = next[j - 1][value] + (value >= j ? counts[j][value - j] : 0);
        }
      }
      counts = next;
    }
    double total = Arrays.stream(counts[n]).sum();
    double extreme = Math.min(u, (double) m * n - u);
    double below = 0;
    for (int value = 0; value <= extreme; value++) {
      below += counts[n][value];
    }
    return Math.min(1, 2 * below / total);
  }

  /** By the normal distribution, with the correction for ties and for continuity. */
  private static double normal(double[] a, double[] b, double u) {
    double m = a.length;
    double n = b.length;
    double all = m + n;
    double variance = m * n / 12 * (all + 1 - ties(a, b) / (all * (all - 1)));
    if (variance <= 0) {
      return 1;
    }
    double distance = Math.max(0, Math.abs(u - m * n / 2) - 0.5);
    return Math.min(1, 2 * upperTail(distance / Math.sqrt(variance)));
  }

  private static double ties(double[] a, double[] b) {
    double[] both = Arrays.copyOf(a, a.length + b.length);
    System.arraycopy(b, 0, both, a.length, b.length);
    Arrays.sort(both);
    double sum = 0;
    int from = 0;
    for (int i = 1; i <= both.length; i++) {
      if (i == both.length || both[i] != both[from]) {
        double count = i - from;
        sum += count * count * count - count;
        from = i;
      }
    }
    return sum;
  }

  private static double upperTail(double z) {
    return ScalarMath.erfc(z / Math.sqrt(2)) / 2;
  }
}
