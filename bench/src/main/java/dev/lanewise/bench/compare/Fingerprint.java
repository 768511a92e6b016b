package dev.lanewise.bench.compare;

import java.util.ArrayList;
import java.util.List;

/**
 * What can be said of a step's results in a line: enough to see that two candidates computed the
 * same, however they lay out a matrix.
 *
 * @param sums two for each result: of its elements, and of their absolute values
 */
record Fingerprint(List<Double> sums) {
  /** Far above the rounding of any order of summation, far below any mistake. */
  private static final double TOLERANCE = 1e-3;

  /** Copies the list. */
  Fingerprint {
    sums = List.copyOf(sums);
  }

  static Fingerprint of(List<float[]> results) {
    List<Double> sums = new ArrayList<>();
    for (float[] result : results) {
      double sum = 0;
      double magnitude = 0;
      for (float value : result) {
        sum += value;
        magnitude += Math.abs(value);
      }
      sums.add(sum);
      sums.add(magnitude);
    }
    return new Fingerprint(sums);
  }

  /** Reads what {@link #line} wrote. */
  static Fingerprint parse(String line) {
    List<Double> sums = new ArrayList<>();
    for (String word : line.split(" ", -1)) {
      sums.add(Double.valueOf(word));
    }
    return new Fingerprint(sums);
  }

  String line() {
    return String.join(" ", sums.stream().map(String::valueOf).toList());
  }

  /** Whether the results may be the same but for rounding; those of NaNs never are. */
  boolean agreesWith(Fingerprint other) {
    if (sums.size() != other.sums.size()) {
      return false;
    }
    for (int i = 0; i < sums.size(); i += 2) {
      double magnitude = Math.max(sums.get(i + 1), other.sums.get(i + 1));
      if (!near(sums.get(i), other.sums.get(i), magnitude)
          || !near(sums.get(i + 1), other.sums.get(i + 1), magnitude)) {
        return false;
      }
    }
    return true;
  }

  private static boolean near(double a, double b, double magnitude) {
    return Math.abs(a - b) <= TOLERANCE * magnitude + Float.MIN_NORMAL;
  }
}
