package dev.lanewise.bench.lab.suite;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Chains of fused multiply-adds that do not wait for each other: ten, because two units with a
 * latency of four or five cycles keep so many busy, and with the two constants they fit into the 16
 * registers of AVX2. They approach a fixed number, so they do not become denormal.
 */
final class FloatPeak {
  static final int CHAINS = 10;
  static final float FACTOR = 0.5f;
  static final float TERM = 0.25f;

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final long BYTES = SPECIES.vectorByteSize();

  static final int LANES = SPECIES.length();

  private FloatPeak() {}

  /** {@code chain = chain * FACTOR + TERM}, so many times over. */
  static void chains(MemorySegment in, MemorySegment out, int rounds) {
    FloatVector factor = FloatVector.broadcast(SPECIES, FACTOR);
    FloatVector term = FloatVector.broadcast(SPECIES, TERM);
    FloatVector c0 = FloatVector.fromMemorySegment(SPECIES, in, 0 * BYTES, ORDER);
    FloatVector c1 = FloatVector.fromMemorySegment(SPECIES, in, 1 * BYTES, ORDER);
    FloatVector c2 = FloatVector.fromMemorySegment(SPECIES, in, 2 * BYTES, ORDER);
    FloatVector c3 = FloatVector.fromMemorySegment(SPECIES, in, 3 * BYTES, ORDER);
    FloatVector c4 = FloatVector.fromMemorySegment(SPECIES, in, 4 * BYTES, ORDER);
    FloatVector c5 = FloatVector.fromMemorySegment(SPECIES, in, 5 * BYTES, ORDER);
    FloatVector c6 = FloatVector.fromMemorySegment(SPECIES, in, 6 * BYTES, ORDER);
    FloatVector c7 = FloatVector.fromMemorySegment(SPECIES, in, 7 * BYTES, ORDER);
    FloatVector c8 = FloatVector.fromMemorySegment(SPECIES, in, 8 * BYTES, ORDER);
    FloatVector c9 = FloatVector.fromMemorySegment(SPECIES, in, 9 * BYTES, ORDER);
    for (int i = 0; i < rounds; i++) {
      c0 = c0.fma(factor, term);
      c1 = c1.fma(factor, term);
      c2 = c2.fma(factor, term);
      c3 = c3.fma(factor, term);
      c4 = c4.fma(factor, term);
      c5 = c5.fma(factor, term);
      c6 = c6.fma(factor, term);
      c7 = c7.fma(factor, term);
      c8 = c8.fma(factor, term);
      c9 = c9.fma(factor, term);
    }
    c0.intoMemorySegment(out, 0 * BYTES, ORDER);
    c1.intoMemorySegment(out, 1 * BYTES, ORDER);
    c2.intoMemorySegment(out, 2 * BYTES, ORDER);
    c3.intoMemorySegment(out, 3 * BYTES, ORDER);
    c4.intoMemorySegment(out, 4 * BYTES, ORDER);
    c5.intoMemorySegment(out, 5 * BYTES, ORDER);
    c6.intoMemorySegment(out, 6 * BYTES, ORDER);
    c7.intoMemorySegment(out, 7 * BYTES, ORDER);
    c8.intoMemorySegment(out, 8 * BYTES, ORDER);
    c9.intoMemorySegment(out, 9 * BYTES, ORDER);
  }
}
