package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Cumulative reductions of F64, a vector of neighbouring columns at a time, with the bits of {@link
 * DoubleScans}. What a loop carries is cast to its final class, which C2 does not know otherwise.
 */
final class DoubleColumnScans implements ColumnScans {
  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final Class<? extends DoubleVector> EXACT =
      SPECIES.vectorType().asSubclass(DoubleVector.class);
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  @Override
  public int lanes() {
    return SPECIES.length();
  }

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
      case LOG_SUM_EXP -> throw new IllegalStateException("[scan] LOG_SUM_EXP has no vector loop");
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
    DoubleVector sum = EXACT.cast(DoubleVector.broadcast(SPECIES, 0));
    DoubleVector lost = EXACT.cast(DoubleVector.broadcast(SPECIES, 0));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      DoubleVector x = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      DoubleVector next = EXACT.cast(sum.add(x));
      DoubleVector back = EXACT.cast(next.sub(sum));
      DoubleVector rest =
          EXACT.cast(EXACT.cast(sum.sub(EXACT.cast(next.sub(back)))).add(EXACT.cast(x.sub(back))));
      DoubleVector nextLost = EXACT.cast(lost.add(rest));
      DoubleVector written = EXACT.cast(exclusive ? sum : next);
      DoubleVector all = EXACT.cast(written.add(EXACT.cast(exclusive ? lost : nextLost)));
      VectorMask<Double> finite =
          EXACT.cast(written.abs()).compare(VectorOperators.LT, Double.POSITIVE_INFINITY);
      EXACT.cast(written.blend(all, finite)).intoMemorySegment(out, to + at, ORDER);
      sum = next;
      lost = nextLost;
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
    DoubleVector all = EXACT.cast(DoubleVector.broadcast(SPECIES, 1));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      DoubleVector x = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      DoubleVector next = EXACT.cast(all.mul(x));
      EXACT.cast(exclusive ? all : next).intoMemorySegment(out, to + at, ORDER);
      all = next;
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
    DoubleVector all = EXACT.cast(DoubleVector.broadcast(SPECIES, Double.NEGATIVE_INFINITY));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      DoubleVector x = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      DoubleVector next = EXACT.cast(all.max(x));
      EXACT.cast(exclusive ? all : next).intoMemorySegment(out, to + at, ORDER);
      all = next;
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
    DoubleVector all = EXACT.cast(DoubleVector.broadcast(SPECIES, Double.POSITIVE_INFINITY));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      DoubleVector x = EXACT.cast(DoubleVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      DoubleVector next = EXACT.cast(all.min(x));
      EXACT.cast(exclusive ? all : next).intoMemorySegment(out, to + at, ORDER);
      all = next;
    }
  }
}
