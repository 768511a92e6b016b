package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template: three vector operands, each of which may be one element for all lanes; the second, the
 * third and the result have one lane type, the first may have another. See {@link LaneUnaryLoop}
 * for the shape of the loop.
 */
final class LaneTernaryLoop implements TernaryLoop {
  /** What a copy is made for; the two species have the same number of lanes. */
  record Data(
      VectorSpecies<?> first,
      VectorSpecies<?> out,
      Object constant,
      boolean aScalar,
      boolean bScalar,
      boolean cScalar) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final VectorSpecies<Object> FIRST = any(DATA.first());
  private static final VectorSpecies<Object> OUT = any(DATA.out());
  static final Object CONSTANT = DATA.constant();
  private static final int LANES = OUT.length();
  private static final int WIDTH = OUT.elementSize() / Byte.SIZE;
  private static final int FIRST_WIDTH = FIRST.elementSize() / Byte.SIZE;
  private static final int A_WIDTH = DATA.aScalar() ? 0 : FIRST_WIDTH;
  private static final int B_WIDTH = DATA.bScalar() ? 0 : WIDTH;
  private static final int C_WIDTH = DATA.cScalar() ? 0 : WIDTH;

  @Override
  public void run(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment out,
      long outAt,
      int n) {
    MemorySegment first = A_WIDTH == 0 ? Scratch.repeat(a, aAt, FIRST_WIDTH, 0) : a;
    MemorySegment second = B_WIDTH == 0 ? Scratch.repeat(b, bAt, WIDTH, Scratch.SLOT) : b;
    MemorySegment third = C_WIDTH == 0 ? Scratch.repeat(c, cAt, WIDTH, 2L * Scratch.SLOT) : c;
    loop(
        first,
        A_WIDTH == 0 ? 0 : aAt,
        second,
        B_WIDTH == 0 ? Scratch.SLOT : bAt,
        third,
        C_WIDTH == 0 ? 2L * Scratch.SLOT : cAt,
        out,
        outAt,
        n);
  }

  private static void loop(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment out,
      long outAt,
      int n) {
    int full = OUT.loopBound(n);
    for (int i = 0; i < full; i += LANES) {
      block(
          a,
          aAt + (long) i * A_WIDTH,
          b,
          bAt + (long) i * B_WIDTH,
          c,
          cAt + (long) i * C_WIDTH,
          out,
          outAt + (long) i * WIDTH);
    }
    if (full < n) {
      tail(
          a,
          aAt + (long) full * A_WIDTH,
          b,
          bAt + (long) full * B_WIDTH,
          c,
          cAt + (long) full * C_WIDTH,
          out,
          outAt + (long) full * WIDTH,
          n - full);
    }
  }

  private static void block(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment out,
      long outAt) {
    Vector<Object> x = Lanes.load(FIRST, a, aAt);
    Vector<Object> y = Lanes.load(OUT, b, bAt);
    Vector<Object> z = Lanes.load(OUT, c, cAt);
    Lanes.store(OUT, Placeholder.operation(x, y, z), out, outAt);
  }

  private static void tail(
      MemorySegment a,
      long aAt,
      MemorySegment b,
      long bAt,
      MemorySegment c,
      long cAt,
      MemorySegment out,
      long outAt,
      int n) {
    MemorySegment scratch = Scratch.get();
    if (A_WIDTH != 0) {
      MemorySegment.copy(a, aAt, scratch, 0, (long) n * FIRST_WIDTH);
    }
    if (B_WIDTH != 0) {
      MemorySegment.copy(b, bAt, scratch, Scratch.SLOT, (long) n * WIDTH);
    }
    if (C_WIDTH != 0) {
      MemorySegment.copy(c, cAt, scratch, 2L * Scratch.SLOT, (long) n * WIDTH);
    }
    block(scratch, 0, scratch, Scratch.SLOT, scratch, 2L * Scratch.SLOT, scratch, Scratch.OUT);
    MemorySegment.copy(scratch, Scratch.OUT, out, outAt, (long) n * WIDTH);
  }

  @SuppressWarnings("unchecked") // both species and operation come from one checked table
  private static VectorSpecies<Object> any(VectorSpecies<?> species) {
    return (VectorSpecies<Object>) species;
  }
}
