package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Cumulative reductions of F32, a vector of neighbouring columns at a time, with the bits of {@link
 * FloatScans}. What a loop carries is cast to its final class, which C2 does not know otherwise.
 */
final class FloatColumnScans implements ColumnScans {
  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final Class<? extends FloatVector> EXACT =
      SPECIES.vectorType().asSubclass(FloatVector.class);
  private static final VectorSpecies<Double> WIDE = DoubleVector.SPECIES_PREFERRED;
  private static final Class<? extends DoubleVector> EXACT_WIDE =
      WIDE.vectorType().asSubclass(DoubleVector.class);
  private static final VectorMask<Float> UPPER =
      SPECIES.indexInRange(0, SPECIES.length() / 2).not();
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
    DoubleVector low = EXACT_WIDE.cast(DoubleVector.broadcast(WIDE, 0));
    DoubleVector high = EXACT_WIDE.cast(DoubleVector.broadcast(WIDE, 0));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      FloatVector x = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      DoubleVector a = EXACT_WIDE.cast(x.convertShape(VectorOperators.F2D, WIDE, 0));
      DoubleVector b = EXACT_WIDE.cast(x.convertShape(VectorOperators.F2D, WIDE, 1));
      DoubleVector nextLow = EXACT_WIDE.cast(low.add(a));
      DoubleVector nextHigh = EXACT_WIDE.cast(high.add(b));
      DoubleVector writtenLow = EXACT_WIDE.cast(exclusive ? low : nextLow);
      DoubleVector writtenHigh = EXACT_WIDE.cast(exclusive ? high : nextHigh);
      FloatVector lower = EXACT.cast(writtenLow.convertShape(VectorOperators.D2F, SPECIES, 0));
      FloatVector upper = EXACT.cast(writtenHigh.convertShape(VectorOperators.D2F, SPECIES, -1));
      EXACT.cast(lower.blend(upper, UPPER)).intoMemorySegment(out, to + at, ORDER);
      low = nextLow;
      high = nextHigh;
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
    DoubleVector low = EXACT_WIDE.cast(DoubleVector.broadcast(WIDE, 1));
    DoubleVector high = EXACT_WIDE.cast(DoubleVector.broadcast(WIDE, 1));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      FloatVector x = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      DoubleVector a = EXACT_WIDE.cast(x.convertShape(VectorOperators.F2D, WIDE, 0));
      DoubleVector b = EXACT_WIDE.cast(x.convertShape(VectorOperators.F2D, WIDE, 1));
      DoubleVector nextLow = EXACT_WIDE.cast(low.mul(a));
      DoubleVector nextHigh = EXACT_WIDE.cast(high.mul(b));
      DoubleVector writtenLow = EXACT_WIDE.cast(exclusive ? low : nextLow);
      DoubleVector writtenHigh = EXACT_WIDE.cast(exclusive ? high : nextHigh);
      FloatVector lower = EXACT.cast(writtenLow.convertShape(VectorOperators.D2F, SPECIES, 0));
      FloatVector upper = EXACT.cast(writtenHigh.convertShape(VectorOperators.D2F, SPECIES, -1));
      EXACT.cast(lower.blend(upper, UPPER)).intoMemorySegment(out, to + at, ORDER);
      low = nextLow;
      high = nextHigh;
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
    FloatVector all = EXACT.cast(FloatVector.broadcast(SPECIES, Float.NEGATIVE_INFINITY));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      FloatVector x = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      FloatVector next = EXACT.cast(all.max(x));
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
    FloatVector all = EXACT.cast(FloatVector.broadcast(SPECIES, Float.POSITIVE_INFINITY));
    for (long k = 0; k < n; k++) {
      long at = k * step;
      FloatVector x = EXACT.cast(FloatVector.fromMemorySegment(SPECIES, in, from + at, ORDER));
      FloatVector next = EXACT.cast(all.min(x));
      EXACT.cast(exclusive ? all : next).intoMemorySegment(out, to + at, ORDER);
      all = next;
    }
  }
}
