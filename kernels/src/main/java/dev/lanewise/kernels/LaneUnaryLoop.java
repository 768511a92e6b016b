package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template: one vector operand, one vector result with as many lanes.
 *
 * <p>One iteration is a method of its own: only segments and longs cross the call, so nothing boxes
 * before everything is compiled, and the method is hot after a few hundred vectors. What does not
 * fill a vector passes through {@link Scratch} and the same method, so an element's bits depend
 * neither on its place nor on how a range was split.
 */
final class LaneUnaryLoop implements UnaryLoop {
  /** What a copy is made for; the two species have the same number of lanes. */
  record Data(VectorSpecies<?> in, VectorSpecies<?> out, Object constant) {}

  private static final Data DATA = Specialiser.data(MethodHandles.lookup(), Data.class);
  private static final VectorSpecies<Object> IN = any(DATA.in());
  private static final VectorSpecies<Object> OUT = any(DATA.out());
  static final Object CONSTANT = DATA.constant();
  private static final int LANES = IN.length();
  private static final int IN_WIDTH = IN.elementSize() / Byte.SIZE;
  private static final int OUT_WIDTH = OUT.elementSize() / Byte.SIZE;

  @Override
  public void run(MemorySegment in, long inAt, MemorySegment out, long outAt, int n) {
    int full = IN.loopBound(n);
    for (int i = 0; i < full; i += LANES) {
      block(in, inAt + (long) i * IN_WIDTH, out, outAt + (long) i * OUT_WIDTH);
    }
    if (full < n) {
      tail(in, inAt + (long) full * IN_WIDTH, out, outAt + (long) full * OUT_WIDTH, n - full);
    }
  }

  private static void block(MemorySegment in, long inAt, MemorySegment out, long outAt) {
    Vector<Object> x = Lanes.load(IN, in, inAt);
    Lanes.store(OUT, Placeholder.operation(x), out, outAt);
  }

  private static void tail(MemorySegment in, long inAt, MemorySegment out, long outAt, int n) {
    MemorySegment scratch = Scratch.get();
    MemorySegment.copy(in, inAt, scratch, 0, (long) n * IN_WIDTH);
    block(scratch, 0, scratch, Scratch.OUT);
    MemorySegment.copy(scratch, Scratch.OUT, out, outAt, (long) n * OUT_WIDTH);
  }

  @SuppressWarnings("unchecked") // both species and operation come from one checked table
  private static VectorSpecies<Object> any(VectorSpecies<?> species) {
    return (VectorSpecies<Object>) species;
  }
}
