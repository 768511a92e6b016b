package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Cumulative reductions of I64, one column after the other. */
final class LongScans implements ScalarScans {
  private static final ValueLayout.OfLong ELEMENT = ValueLayout.JAVA_LONG_UNALIGNED;

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
      case LOG_SUM_EXP -> throw new IllegalStateException("[scan] no LOG_SUM_EXP of integers");
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
    long sum = 0;
    for (long k = 0; k < n; k++) {
      long x = in.get(ELEMENT, from + k * step);
      if (exclusive) {
        out.set(ELEMENT, to + k * step, sum);
      }
      sum += x;
      if (!exclusive) {
        out.set(ELEMENT, to + k * step, sum);
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
    long all = 1;
    for (long k = 0; k < n; k++) {
      long x = in.get(ELEMENT, from + k * step);
      if (exclusive) {
        out.set(ELEMENT, to + k * step, all);
      }
      all *= x;
      if (!exclusive) {
        out.set(ELEMENT, to + k * step, all);
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
    long all = Long.MIN_VALUE;
    for (long k = 0; k < n; k++) {
      long x = in.get(ELEMENT, from + k * step);
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
    long all = Long.MAX_VALUE;
    for (long k = 0; k < n; k++) {
      long x = in.get(ELEMENT, from + k * step);
      if (exclusive) {
        out.set(ELEMENT, to + k * step, all);
      }
      all = Math.min(all, x);
      if (!exclusive) {
        out.set(ELEMENT, to + k * step, all);
      }
    }
  }
}
