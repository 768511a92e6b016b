package dev.lanewise.bench.lab.suite;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Loops that are as fast as memory; counts are multiples of {@link #GROUP}. */
final class Bandwidth {
  static final float FACTOR = 3;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int LANES = SPECIES.length();
  private static final int BYTES = SPECIES.vectorByteSize();

  /** Elements of eight of the widest vectors. */
  static final int GROUP = 128;

  private Bandwidth() {}

  /** A sum in eight chains, because one addition takes as long as eight loads. */
  static void read(MemorySegment x, MemorySegment out, int n) {
    FloatVector s0 = FloatVector.zero(SPECIES);
    FloatVector s1 = s0;
    FloatVector s2 = s0;
    FloatVector s3 = s0;
    FloatVector s4 = s0;
    FloatVector s5 = s0;
    FloatVector s6 = s0;
    FloatVector s7 = s0;
    for (int i = 0; i < n; i += 8 * LANES) {
      long at = (long) i * Float.BYTES;
      s0 = s0.add(FloatVector.fromMemorySegment(SPECIES, x, at, ORDER));
      s1 = s1.add(FloatVector.fromMemorySegment(SPECIES, x, at + BYTES, ORDER));
      s2 = s2.add(FloatVector.fromMemorySegment(SPECIES, x, at + 2L * BYTES, ORDER));
      s3 = s3.add(FloatVector.fromMemorySegment(SPECIES, x, at + 3L * BYTES, ORDER));
      s4 = s4.add(FloatVector.fromMemorySegment(SPECIES, x, at + 4L * BYTES, ORDER));
      s5 = s5.add(FloatVector.fromMemorySegment(SPECIES, x, at + 5L * BYTES, ORDER));
      s6 = s6.add(FloatVector.fromMemorySegment(SPECIES, x, at + 6L * BYTES, ORDER));
      s7 = s7.add(FloatVector.fromMemorySegment(SPECIES, x, at + 7L * BYTES, ORDER));
    }
    FloatVector sum = s0.add(s1).add(s2.add(s3)).add(s4.add(s5).add(s6.add(s7)));
    out.setAtIndex(ValueLayout.JAVA_FLOAT, 0, sum.reduceLanes(VectorOperators.ADD));
  }

  static void fill(MemorySegment out, int n) {
    FloatVector zero = FloatVector.zero(SPECIES);
    for (int i = 0; i < n; i += LANES) {
      zero.intoMemorySegment(out, (long) i * Float.BYTES, ORDER);
    }
  }

  static void copy(MemorySegment x, MemorySegment out, int n) {
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector.fromMemorySegment(SPECIES, x, at, ORDER).intoMemorySegment(out, at, ORDER);
    }
  }

  static void triad(MemorySegment x, MemorySegment y, MemorySegment out, int n) {
    FloatVector factor = FloatVector.broadcast(SPECIES, FACTOR);
    for (int i = 0; i < n; i += LANES) {
      long at = (long) i * Float.BYTES;
      FloatVector.fromMemorySegment(SPECIES, y, at, ORDER)
          .fma(factor, FloatVector.fromMemorySegment(SPECIES, x, at, ORDER))
          .intoMemorySegment(out, at, ORDER);
    }
  }
}
