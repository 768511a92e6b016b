package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Cumulative reductions of F32, one column after the other. */
final class FloatScans implements ScalarScans {
  private static final ValueLayout.OfFloat ELEMENT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  @Override
  public void scan(
      Cumulation cumulation,
      MemorySegment source,
      long from,
      MemorySegment target,
      long to,
      long step,
      long n,
      boolean exclusive) {
    MemorySegment in = Segments.NATIVE.cast(source);
    MemorySegment out = Segments.NATIVE.cast(target);
    switch (cumulation) {
      case SUM -> sum(in, from, out, to, step, n, exclusive);
      case PROD -> prod(in, from, out, to, step, n, exclusive);
      case MAX -> max(in, from, out, to, step, n, exclusive);
      case MIN -> min(in, from, out, to, step, n, exclusive);
      case LOG_SUM_EXP -> logSumExp(in, from, out, to, step, n, exclusive);
    }
  }

  private static void sum(
      MemorySegment in,
      long from,
      MemorySegment out,
      long to,
      long step,
      long n,
      boolean exclusive) {
    double sum = 0;
    for (long k = 0; k < n; k++) {
      float x = in.get(ELEMENT, from + k * step);
      if (exclusive) {
        out.set(ELEMENT, to + k * step, (float) sum);
      }
      sum += x;
      if (!exclusive) {
        out.set(ELEMENT, to + k * step, (float) sum);
      }
    }
  }

  private static void prod(
      MemorySegment in,
      long from,
      MemorySegment out,
      long to,
      long step,
      long n,
      boolean exclusive) {
    double all = 1;
    for (long k = 0; k < n; k++) {
      float x = in.get(ELEMENT, from + k * step);
      if (exclusive) {
        out.set(ELEMENT, to + k * step, (float) all);
      }
      all *= x;
      if (!exclusive) {
        out.set(ELEMENT, to + k * step, (float) all);
      }
    }
  }

  private static void max(
      MemorySegment in,
      long from,
      MemorySegment out,
      long to,
      long step,
      long n,
      boolean exclusive) {
    float all = Float.NEGATIVE_INFINITY;
    for (long k = 0; k < n; k++) {
      float x = in.get(ELEMENT, from + k * step);
      if (exclusive) {
        out.set(ELEMENT, to + k * step, all);
      }
      all = Math.max(all, x);
      if (!exclusive) {
        out.set(ELEMENT, to + k * step, all);
      }
    }
  }

  private static void min(
      MemorySegment in,
      long from,
      MemorySegment out,
      long to,
      long step,
      long n,
      boolean exclusive) {
    float all = Float.POSITIVE_INFINITY;
    for (long k = 0; k < n; k++) {
      float x = in.get(ELEMENT, from + k * step);
      if (exclusive) {
        out.set(ELEMENT, to + k * step, all);
      }
      all = Math.min(all, x);
      if (!exclusive) {
        out.set(ELEMENT, to + k * step, all);
      }
    }
  }

  private static void logSumExp(
      MemorySegment in,
      long from,
      MemorySegment out,
      long to,
      long step,
      long n,
      boolean exclusive) {
    double largest = Double.NEGATIVE_INFINITY;
    // The sum of exp(x - largest).
    double sum = 0;
    for (long k = 0; k < n; k++) {
      double x = in.get(ELEMENT, from + k * step);
      if (exclusive) {
        out.set(ELEMENT, to + k * step, (float) (largest + StrictMath.log(sum)));
      }
      if (x > largest) {
        sum = sum * StrictMath.exp(largest - x) + 1;
        largest = x;
      } else if (x == largest) {
        // Equal infinities have no difference.
        sum += x > Double.NEGATIVE_INFINITY ? 1 : 0;
      } else {
        sum += StrictMath.exp(x - largest);
      }
      if (!exclusive) {
        out.set(ELEMENT, to + k * step, (float) (largest + StrictMath.log(sum)));
      }
    }
  }
}
