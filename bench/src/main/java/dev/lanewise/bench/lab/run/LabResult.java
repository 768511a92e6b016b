package dev.lanewise.bench.lab.run;

import java.util.Arrays;
import java.util.List;

/**
 * What a case came to.
 *
 * @param nanos of a call, for each process the samples
 * @param heapBytes that a call allocates; NaN if that is not known
 * @param load of the machine in the minute before the end
 */
public record LabResult(LabCase of, List<List<Double>> nanos, double heapBytes, double load) {
  /** Copies the samples. */
  public LabResult {
    nanos = nanos.stream().map(List::copyOf).toList();
  }

  /** All samples, ascending. */
  public double[] sorted() {
    return nanos.stream().flatMap(List::stream).mapToDouble(x -> x).sorted().toArray();
  }

  /** The median time of a call. */
  public double median() {
    return quantile(0.5);
  }

  /** Half the distance between the quartiles, as a share of the median. */
  public double spread() {
    return (quantile(0.75) - quantile(0.25)) / 2 / median();
  }

  /** Between the two nearest samples in proportion. */
  private double quantile(double share) {
    return quantile(sorted(), share);
  }

  /** A quantile of ascending values, at least one of them. */
  public static double quantile(double[] sorted, double share) {
    double at = share * (sorted.length - 1);
    int below = (int) at;
    int above = Math.min(below + 1, sorted.length - 1);
    return sorted[below] + (at - below) * (sorted[above] - sorted[below]);
  }

  /** The median of values in any order, at least one of them. */
  public static double median(double[] values) {
    double[] sorted = values.clone();
    Arrays.sort(sorted);
    return quantile(sorted, 0.5);
  }
}
