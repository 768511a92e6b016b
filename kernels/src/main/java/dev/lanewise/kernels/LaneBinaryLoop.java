package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template: two vector operands, either of which may be one element for all (then repeated in
 * {@link Scratch}, so that the loop reads it like any other vector), and one vector result with as
 * many lanes. See {@link LaneUnaryLoop} for the shape of the loop.
 */
final class LaneBinaryLoop implements BinaryLoop {
  /** What a copy is made for; the two species have the same number of lanes. */
  record Data(
      VectorSpecies<?> in,
      VectorSpecies<?> out,
      Object constant,
      boolean aScalar,
      boolean bScalar) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final VectorSpecies<Object> IN = any(DATA.in());
  private static final VectorSpecies<Object> OUT = any(DATA.out());
  static final Object CONSTANT = DATA.constant();
  private static final int LANES = IN.length();
  private static final int WIDTH = IN.elementSize() / Byte.SIZE;
  private static final int A_WIDTH = DATA.aScalar() ? 0 : WIDTH;
  private static final int B_WIDTH = DATA.bScalar() ? 0 : WIDTH;
  private static final int OUT_WIDTH = OUT.elementSize() / Byte.SIZE;

  @Override
  public void run(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt, int n) {
    MemorySegment first = A_WIDTH == 0 ? Scratch.repeat(a, aAt, WIDTH, 0) : a;
    MemorySegment second = B_WIDTH == 0 ? Scratch.repeat(b, bAt, WIDTH, Scratch.SLOT) : b;
    loop(first, A_WIDTH == 0 ? 0 : aAt, second, B_WIDTH == 0 ? Scratch.SLOT : bAt, out, outAt, n);
  }

  private static void loop(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt, int n) {
    int full = IN.loopBound(n);
    for (int i = 0; i < full; i += LANES) {
      block(
          a,
          aAt + (long) i * A_WIDTH,
          b,
          bAt + (long) i * B_WIDTH,
          out,
          outAt + (long) i * OUT_WIDTH);
    }
    if (full < n) {
      tail(
          a,
          aAt + (long) full * A_WIDTH,
          b,
          bAt + (long) full * B_WIDTH,
          out,
          outAt + (long) full * OUT_WIDTH,
          n - full);
    }
  }

  private static void block(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt) {
    Vector<Object> x = Lanes.load(IN, a, aAt);
    Vector<Object> y = Lanes.load(IN, b, bAt);
    Lanes.store(OUT, Placeholder.operation(x, y), out, outAt);
  }

  private static void tail(
      MemorySegment a, long aAt, MemorySegment b, long bAt, MemorySegment out, long outAt, int n) {
    MemorySegment scratch = Scratch.get();
    if (A_WIDTH != 0) {
      MemorySegment.copy(a, aAt, scratch, 0, (long) n * WIDTH);
    }
    if (B_WIDTH != 0) {
      MemorySegment.copy(b, bAt, scratch, Scratch.SLOT, (long) n * WIDTH);
    }
    block(scratch, 0, scratch, Scratch.SLOT, scratch, Scratch.OUT);
    MemorySegment.copy(scratch, Scratch.OUT, out, outAt, (long) n * OUT_WIDTH);
  }

  @SuppressWarnings("unchecked") // both species and operation come from one checked table
  private static VectorSpecies<Object> any(VectorSpecies<?> species) {
    return (VectorSpecies<Object>) species;
  }
}
