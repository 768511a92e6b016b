package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template: one result for each column. Eight rows at a time are combined pairwise and then with
 * the results so far, which lie in the output and stay in L1; so memory is read in eight steady
 * streams, and a sum over 128 rows passes an element through 26 additions at most; 36 in columns
 * that do not fill a vector.
 *
 * <p>No call that a vector crosses stays in the loops, and nothing is masked: see {@link
 * RowReduceLoop}.
 */
final class ColumnReduceLoop implements ReduceLoop {
  private static final ReduceLoop.Data DATA =
      Specialiser.data(MethodHandles.lookup(), ReduceLoop.Data.class);
  private static final VectorSpecies<Object> SPECIES = any(DATA.species());
  private static final VectorOperators.Binary OPERATOR = DATA.operator();
  private static final Vector<Object> IDENTITY = DATA.identity().check(SPECIES);
  private static final boolean LEAVES_BITS = DATA.leavesBits();
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = SPECIES.elementSize() / Byte.SIZE;
  private static final int BYTES = SPECIES.vectorByteSize();

  @SuppressWarnings("unchecked") // the lane type is the same throughout one copy
  private static VectorSpecies<Object> any(VectorSpecies<?> species) {
    return (VectorSpecies<Object>) species;
  }

  @Override
  public void run(
      MemorySegment in, long at, long pitch, long count, long n, MemorySegment out, long outAt) {
    int columns = (int) n;
    int whole = SPECIES.loopBound(columns);
    if (whole > 0) {
      wide(in, at, pitch, count, whole, out, outAt);
    }
    if (whole < columns) {
      long shift = (long) whole * WIDTH;
      long bytes = (long) (columns - whole) * WIDTH;
      MemorySegment scratch = Scratch.get();
      narrow(in, at + shift, pitch, count, bytes, scratch);
      MemorySegment.copy(scratch, Scratch.OUT, out, outAt + shift, bytes);
    }
  }

  private static void wide(
      MemorySegment in,
      long at,
      long pitch,
      long count,
      int columns,
      MemorySegment out,
      long outAt) {
    for (int column = 0; column < columns; column += LANES) {
      Lanes.store(SPECIES, IDENTITY, out, outAt + (long) column * WIDTH);
    }
    long row = 0;
    for (; row + 8 <= count; row += 8) {
      long first = at + row * pitch;
      for (int column = 0; column < columns; column += LANES) {
        long shift = (long) column * WIDTH;
        eight(in, first + shift, pitch, out, outAt + shift);
      }
    }
    for (; row < count; row++) {
      long first = at + row * pitch;
      for (int column = 0; column < columns; column += LANES) {
        long shift = (long) column * WIDTH;
        one(in, first + shift, out, outAt + shift);
      }
    }
  }

  private static void eight(MemorySegment in, long at, long pitch, MemorySegment out, long outAt) {
    Vector<Object> r0 = combine(load(in, at), load(in, at + pitch));
    Vector<Object> r2 = combine(load(in, at + 2 * pitch), load(in, at + 3 * pitch));
    Vector<Object> r4 = combine(load(in, at + 4 * pitch), load(in, at + 5 * pitch));
    Vector<Object> r6 = combine(load(in, at + 6 * pitch), load(in, at + 7 * pitch));
    Vector<Object> rows = combine(combine(r0, r2), combine(r4, r6));
    store(combine(load(out, outAt), rows), out, outAt);
  }

  private static void one(MemorySegment in, long at, MemorySegment out, long outAt) {
    store(combine(load(out, outAt), load(in, at)), out, outAt);
  }

  /**
   * Fewer columns than lanes, in four accumulators that take turns; the result goes to the scratch.
   * Full vectors are read, of which the lanes past the last column are dropped in the end. The last
   * rows, where such a vector would leave the segment, are copied out first.
   */
  private static void narrow(
      MemorySegment in, long at, long pitch, long count, long bytes, MemorySegment scratch) {
    long slack = in.byteSize() - BYTES - at;
    long inside = slack < 0 ? 0 : Math.min(count, slack / pitch + 1);
    // Computed, because a loop variable that starts as a constant vector stays boxed.
    Vector<Object> a0 = combine(IDENTITY, IDENTITY);
    Vector<Object> a1 = a0;
    Vector<Object> a2 = a0;
    Vector<Object> a3 = a0;
    long row = 0;
    for (; row < inside; row++) {
      Vector<Object> next = combine(a0, load(in, at + row * pitch));
      a0 = a1;
      a1 = a2;
      a2 = a3;
      a3 = next;
    }
    for (; row < count; row++) {
      MemorySegment.copy(in, at + row * pitch, scratch, 0, bytes);
      Vector<Object> next = combine(a0, load(scratch, 0));
      a0 = a1;
      a1 = a2;
      a2 = a3;
      a3 = next;
    }
    store(combine(combine(a0, a1), combine(a2, a3)), scratch, Scratch.OUT);
  }

  private static Vector<Object> load(MemorySegment in, long at) {
    return Lanes.load(SPECIES, in, at);
  }

  /** Of a loop variable the compiler does not know the class without the casts of the operands. */
  private static Vector<Object> combine(Vector<Object> a, Vector<Object> b) {
    Vector<Object> x = Lanes.exact(SPECIES, a);
    return Lanes.exact(SPECIES, x.lanewise(OPERATOR, Lanes.exact(SPECIES, b)));
  }

  private static void store(Vector<Object> x, MemorySegment out, long at) {
    Vector<Object> result = x;
    if (LEAVES_BITS) {
      Vector<Object> one = Lanes.exact(SPECIES, SPECIES.broadcast(1));
      result = Lanes.exact(SPECIES, x.lanewise(VectorOperators.UMIN, one));
    }
    Lanes.store(SPECIES, result, out, at);
  }
}
