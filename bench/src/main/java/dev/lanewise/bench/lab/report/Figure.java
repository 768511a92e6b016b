package dev.lanewise.bench.lab.report;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Work;
import dev.lanewise.bench.lab.run.LabResult;
import dev.lanewise.bench.report.Quantity;

/**
 * A result with what it means.
 *
 * @param work of a call
 * @param limitNanos what a call takes at least on this machine; NaN if that is not known
 * @param boundByMemory whether that is the memory's limit, not the arithmetic's
 */
public record Figure(
    Experiment experiment, LabResult result, Work work, double limitNanos, boolean boundByMemory) {
  static Figure of(Experiment experiment, LabResult result, Limits limits) {
    Work work = experiment.work().apply(result.of().size());
    double limit = limits.nanos(work, experiment.type());
    boolean memory = limits.memoryNanos(work) >= limits.arithmeticNanos(work, experiment.type());
    // A limit of nothing is none: calls of empty functions move and compute nothing.
    return new Figure(experiment, result, work, limit > 0 ? limit : Double.NaN, memory);
  }

  /** The median time of a call. */
  public double nanos() {
    return result.median();
  }

  /** All threads' bytes in a time: GB/s. */
  public double gigabytesASecond() {
    return result.of().threads() * work.bytes() / nanos();
  }

  /** All threads' flops in a time: GFLOP/s. */
  public double gigaflops() {
    return result.of().threads() * work.flops() / nanos();
  }

  /** The share of the limit that binds; NaN if it is not known. */
  public double shareOfLimit() {
    return limitNanos / nanos();
  }

  /** Who computed. */
  public Contestant contestant() {
    return result.of().contestant();
  }

  /** Whether the kernel is one of arithmetic and is judged by flops. */
  public boolean isArithmetic() {
    return work.flops() > 0 && !boundByMemory;
  }

  /** One line for a pointer that rests on a point. */
  String hint() {
    return result.of().kernel()
        + " n="
        + result.of().size()
        + ", "
        + contestant().title()
        + ": "
        + Quantity.nanos(nanos())
        + " +- "
        + Quantity.percent(result.spread())
        + (work.bytes() > 0 ? ", " + Quantity.digits(gigabytesASecond()) + " GB/s" : "")
        + (work.flops() > 0 ? ", " + Quantity.digits(gigaflops()) + " GFLOP/s" : "")
        + (Double.isNaN(shareOfLimit())
            ? ""
            : ", " + Quantity.percent(shareOfLimit()) + " of the limit");
  }
}
