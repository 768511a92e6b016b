package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Work;
import dev.lanewise.bench.lab.run.LabResult;
import dev.lanewise.bench.lab.suite.Catalog;
import dev.lanewise.bench.lab.suite.Roofline;
import dev.lanewise.kernels.ElementType;
import java.util.Comparator;
import java.util.List;
import java.util.NavigableMap;
import java.util.TreeMap;

/**
 * What the machine can do, from the roofline's results on one number of threads and width of
 * vectors.
 *
 * <p>The time of a call is at least the larger of two: its flops at the peak rate of fused
 * multiply-adds, and its bytes at the bandwidth of the fastest loop that has the same share of
 * writes and the same working set. Loops of four shares are measured (read 0, triad 1/3, copy 1/2,
 * fill 1); between shares, and between the logarithms of working sets, the time of a byte is
 * interpolated linearly.
 */
public final class Limits {
  /** Nanoseconds a byte by working set, for each share of writes that is measured. */
  private final NavigableMap<Double, NavigableMap<Double, Double>> nanosOfAByte = new TreeMap<>();

  /** Families whose kernels go through memory once, from the beginning to the end. */
  private static final List<String> STREAMING = List.of(Roofline.FAMILY, "elementwise", "reduce");

  private static final double SHARES = 24;

  private double peakF32;
  private double peakF64;

  private Limits() {}

  /**
   * The limits that some results tell. Elementwise kernels and sums do little else than move memory
   * too: where one of them is faster than the roofline's own loop, it sets the limit.
   */
  public static Limits of(List<LabResult> results, int threads, int lanes) {
    Limits limits = new Limits();
    for (LabResult result : results) {
      Experiment experiment = Catalog.find(result.of().kernel());
      boolean same = result.of().threads() == threads && result.of().lanes() == lanes;
      if (same && STREAMING.contains(experiment.family())) {
        limits.add(experiment, result);
      }
    }
    return limits;
  }

  /**
   * The best of the samples counts: a limit is what can be reached, and everything else that runs
   * on the machine only keeps from it.
   */
  private void add(Experiment experiment, LabResult result) {
    Work work = experiment.work().apply(result.of().size());
    double nanos = result.sorted()[0];
    if (work.bytes() == 0) {
      double rate = work.flops() / nanos;
      if (experiment.type() == ElementType.F32) {
        peakF32 = Math.max(peakF32, rate);
      } else {
        peakF64 = Math.max(peakF64, rate);
      }
    } else {
      nanosOfAByte
          .computeIfAbsent(writes(work), _ -> new TreeMap<>())
          .merge(rounded(work.bytes()), nanos / work.bytes(), Math::min);
    }
  }

  /** Working sets of loops with different operands that are the same but for a few bytes. */
  private static double rounded(double workingSet) {
    return Math.scalb(1.0, (int) Math.rint(Math.log(workingSet) / Math.log(2)));
  }

  /** Whether there are any. */
  public boolean isKnown() {
    return peakF32 > 0 && !nanosOfAByte.isEmpty();
  }

  /** Peak rate of one thread in GFLOP/s; 0 if it was not measured. */
  public double peak(ElementType type) {
    return type == ElementType.F64 ? peakF64 : peakF32;
  }

  /** The highest bandwidth in GB/s that one thread has at a working set, whatever the mix. */
  public double bandwidth(double workingSet) {
    return 1
        / nanosOfAByte.keySet().stream()
            .map(share -> nanosOfAByte(share, workingSet))
            .min(Comparator.naturalOrder())
            .orElse(Double.NaN);
  }

  /** The bandwidth in GB/s of one thread at a working set with a share of writes. */
  public double bandwidth(double writes, double workingSet) {
    return 1 / nanosOfAByte(writes, workingSet);
  }

  /** The working sets that were measured, ascending. */
  public List<Double> workingSets() {
    return nanosOfAByte.values().stream()
        .flatMap(sets -> sets.keySet().stream())
        .sorted()
        .distinct()
        .toList();
  }

  /** Nanoseconds that the memory traffic of a call takes at least. */
  public double memoryNanos(Work work) {
    return work.bytes() == 0 ? 0 : work.bytes() * nanosOfAByte(writes(work), work.bytes());
  }

  /** The share of writes, rounded, so that a sum that is written does not make a mix of its own. */
  private static double writes(Work work) {
    return Math.rint(SHARES * work.bytesWritten() / work.bytes()) / SHARES;
  }

  /** Nanoseconds that the arithmetic of a call takes at least. */
  public double arithmeticNanos(Work work, ElementType type) {
    double peak = peak(type);
    return work.flops() == 0 ? 0 : peak == 0 ? Double.NaN : work.flops() / peak;
  }

  /** Nanoseconds that a call takes at least; NaN if the limits are not known. */
  public double nanos(Work work, ElementType type) {
    return isKnown() ? Math.max(memoryNanos(work), arithmeticNanos(work, type)) : Double.NaN;
  }

  private double nanosOfAByte(double writes, double workingSet) {
    Double below = nanosOfAByte.floorKey(writes);
    Double above = nanosOfAByte.ceilingKey(writes);
    if (below == null || above == null) {
      return Double.NaN;
    }
    double low = atWorkingSet(nanosOfAByte.get(below), workingSet);
    double high = atWorkingSet(nanosOfAByte.get(above), workingSet);
    return above.equals(below) ? low : low + (writes - below) / (above - below) * (high - low);
  }

  private static double atWorkingSet(NavigableMap<Double, Double> sets, double workingSet) {
    var below = sets.floorEntry(workingSet);
    var above = sets.ceilingEntry(workingSet);
    if (below == null || above == null) {
      return below == null ? sets.firstEntry().getValue() : sets.lastEntry().getValue();
    }
    if (below.getKey().equals(above.getKey())) {
      return below.getValue();
    }
    double share =
        Math.log(workingSet / below.getKey()) / Math.log(above.getKey() / below.getKey());
    return below.getValue() + share * (above.getValue() - below.getValue());
  }
}
