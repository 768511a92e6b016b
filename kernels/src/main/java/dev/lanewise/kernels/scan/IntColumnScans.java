package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Cumulative reductions of I32, a vector of neighbouring columns at a time, with the bits of {@link
 * IntScans}. What a loop carries is cast to its final class, which C2 does not know otherwise.
 */
final class IntColumnScans implements ColumnScans {
  private static final VectorSpecies<Integer> SPECIES = IntVector.SPECIES_PREFERRED;
  private static final Class<? extends IntVector> EXACT =
      SPECIES.vectorType().asSubclass(IntVector.class);
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
    IntVector all = EXACT.cast(IntVector.broadcast(SPECIES, 0));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      IntVector x = EXACT.cast(IntVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      IntVector next = EXACT.cast(all.add(x));
      EXACT.cast(exclusive ? all : next).intoMemorySegment(out, to + at, ORDER);
      all = next;
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
    IntVector all = EXACT.cast(IntVector.broadcast(SPECIES, 1));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      IntVector x = EXACT.cast(IntVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      IntVector next = EXACT.cast(all.mul(x));
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
    IntVector all = EXACT.cast(IntVector.broadcast(SPECIES, Integer.MIN_VALUE));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      IntVector x = EXACT.cast(IntVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      IntVector next = EXACT.cast(all.max(x));
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
    IntVector all = EXACT.cast(IntVector.broadcast(SPECIES, Integer.MAX_VALUE));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      IntVector x = EXACT.cast(IntVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      IntVector next = EXACT.cast(all.min(x));
      EXACT.cast(exclusive ? all : next).intoMemorySegment(out, to + at, ORDER);
      all = next;
    }
  }
}
