package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShuffle;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template: one result for each row. Lanes are combined in a fixed order by shuffles, because the
 * order of {@code reduceLanes} is the compiler's choice for floating point.
 *
 * <p>A row is a method of its own, and only segments and longs cross its call; what takes or
 * returns a vector below is copied in by {@link LaneInliner}. There are no masked loads or stores:
 * the JDK's code for them calls methods of masks whose class it does not know, and once three
 * classes have been seen there the mask is boxed, and with it whatever it was made from.
 */
final class RowReduceLoop implements ReduceLoop {
  private static final ReduceLoop.Data DATA =
      Specialiser.data(MethodHandles.lookup(), ReduceLoop.Data.class);
  private static final VectorSpecies<Object> SPECIES = any(DATA.species());
  private static final VectorOperators.Binary OPERATOR = DATA.operator();
  private static final Vector<Object> IDENTITY = DATA.identity().check(SPECIES);
  private static final boolean LEAVES_BITS = DATA.leavesBits();
  private static final Class<?> TYPE = DATA.species().elementType();
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = SPECIES.elementSize() / Byte.SIZE;
  private static final int BYTES = SPECIES.vectorByteSize();

  /** 0, 1, 2, ... */
  private static final Vector<Object> PLACES = SPECIES.broadcast(0).addIndex(1);

  private static final VectorShuffle<Object> DOWN_32 = down(32);
  private static final VectorShuffle<Object> DOWN_16 = down(16);
  private static final VectorShuffle<Object> DOWN_8 = down(8);
  private static final VectorShuffle<Object> DOWN_4 = down(4);
  private static final VectorShuffle<Object> DOWN_2 = down(2);
  private static final VectorShuffle<Object> DOWN_1 = down(1);

  @SuppressWarnings("unchecked") // the lane type is the same throughout one copy
  private static VectorSpecies<Object> any(VectorSpecies<?> species) {
    return (VectorSpecies<Object>) species;
  }

  private static VectorShuffle<Object> down(int lanes) {
    return VectorShuffle.iota(SPECIES, lanes, 1, true);
  }

  /**
   * The ragged end of a row is read as a full vector, of which the lanes past the end are dropped.
   * Where such a vector would leave the segment, the end is copied out first.
   */
  @Override
  public void run(
      MemorySegment in, long at, long pitch, long count, long n, MemorySegment out, long outAt) {
    int elements = (int) n;
    int whole = SPECIES.loopBound(elements);
    int rest = elements - whole;
    long end = rest == 0 ? 0 : (long) whole * WIDTH;
    long inside = rowsInside(in.byteSize() - BYTES - (at + end), pitch, count);
    for (long row = 0; row < inside; row++) {
      long start = at + row * pitch;
      row(in, start, elements, in, start + end, out, outAt + row * WIDTH);
    }
    for (long row = inside; row < count; row++) {
      long start = at + row * pitch;
      MemorySegment scratch = Scratch.get();
      MemorySegment.copy(in, start + end, scratch, 0, (long) rest * WIDTH);
      row(in, start, elements, scratch, 0, out, outAt + row * WIDTH);
    }
  }

  /** Returns how many rows lie at most {@code slack} bytes after the first. */
  private static long rowsInside(long slack, long pitch, long count) {
    if (slack >= (count - 1) * pitch) {
      return count;
    }
    return slack < 0 ? 0 : slack / pitch + 1;
  }

  private static void row(
      MemorySegment in, long at, int n, MemorySegment end, long endAt, MemorySegment out, long to) {
    if (n >= 8 * LANES) {
      longRow(in, at, n, end, endAt, out, to);
    } else {
      shortRow(in, at, n, end, endAt, out, to);
    }
  }

  /** A row of less than eight vectors, its ragged end first. */
  private static void shortRow(
      MemorySegment in, long at, int n, MemorySegment end, long endAt, MemorySegment out, long to) {
    int whole = SPECIES.loopBound(n);
    Vector<Object> v = firstLanes(end, endAt, n - whole);
    for (int k = 0; k < whole; k += LANES) {
      v = combine(v, load(in, at + (long) k * WIDTH));
    }
    storeFolded(combine(v, IDENTITY), out, to);
  }

  /**
   * A row of eight vectors or more in eight accumulators. They start from loaded vectors, not from
   * the identity: a constant vector is an object, and a loop variable that starts as one stays
   * boxed.
   */
  private static void longRow(
      MemorySegment in, long at, int n, MemorySegment end, long endAt, MemorySegment out, long to) {
    Vector<Object> a0 = load(in, at);
    Vector<Object> a1 = load(in, at + BYTES);
    Vector<Object> a2 = load(in, at + 2L * BYTES);
    Vector<Object> a3 = load(in, at + 3L * BYTES);
    Vector<Object> a4 = load(in, at + 4L * BYTES);
    Vector<Object> a5 = load(in, at + 5L * BYTES);
    Vector<Object> a6 = load(in, at + 6L * BYTES);
    Vector<Object> a7 = load(in, at + 7L * BYTES);
    int k = 8 * LANES;
    for (; k + 8 * LANES <= n; k += 8 * LANES) {
      long i = at + (long) k * WIDTH;
      a0 = combine(a0, load(in, i));
      a1 = combine(a1, load(in, i + BYTES));
      a2 = combine(a2, load(in, i + 2L * BYTES));
      a3 = combine(a3, load(in, i + 3L * BYTES));
      a4 = combine(a4, load(in, i + 4L * BYTES));
      a5 = combine(a5, load(in, i + 5L * BYTES));
      a6 = combine(a6, load(in, i + 6L * BYTES));
      a7 = combine(a7, load(in, i + 7L * BYTES));
    }
    a0 = combine(a0, a4);
    a1 = combine(a1, a5);
    a2 = combine(a2, a6);
    a3 = combine(a3, a7);
    Vector<Object> v = combine(combine(a0, a2), combine(a1, a3));
    for (; k + LANES <= n; k += LANES) {
      v = combine(v, load(in, at + (long) k * WIDTH));
    }
    storeFolded(combine(v, firstLanes(end, endAt, n - k)), out, to);
  }

  private static Vector<Object> load(MemorySegment in, long at) {
    return Lanes.load(SPECIES, in, at);
  }

  /** Of a loop variable the compiler does not know the class without the casts of the operands. */
  private static Vector<Object> combine(Vector<Object> a, Vector<Object> b) {
    Vector<Object> x = Lanes.exact(SPECIES, a);
    return Lanes.exact(SPECIES, x.lanewise(OPERATOR, Lanes.exact(SPECIES, b)));
  }

  /** Loads a vector and puts the identity into all lanes but the first {@code n}. */
  private static Vector<Object> firstLanes(MemorySegment in, long at, int n) {
    Vector<Object> bound = Lanes.exact(SPECIES, SPECIES.broadcast(n));
    VectorMask<Object> inside = Lanes.exact(SPECIES, PLACES.compare(VectorOperators.LT, bound));
    return Lanes.exact(SPECIES, IDENTITY.blend(load(in, at), inside));
  }

  /** Combines the lanes with each other and stores the result. */
  private static void storeFolded(Vector<Object> lanes, MemorySegment out, long at) {
    Vector<Object> v = lanes;
    if (LANES > 32) {
      v = combine(v, shifted(v, DOWN_32));
    }
    if (LANES > 16) {
      v = combine(v, shifted(v, DOWN_16));
    }
    if (LANES > 8) {
      v = combine(v, shifted(v, DOWN_8));
    }
    if (LANES > 4) {
      v = combine(v, shifted(v, DOWN_4));
    }
    if (LANES > 2) {
      v = combine(v, shifted(v, DOWN_2));
    }
    v = combine(v, shifted(v, DOWN_1));
    storeFirst(v, out, at);
  }

  private static Vector<Object> shifted(Vector<Object> v, VectorShuffle<Object> down) {
    return Lanes.exact(SPECIES, v.rearrange(down));
  }

  private static void storeFirst(Vector<?> v, MemorySegment out, long at) {
    if (TYPE == float.class) {
      out.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, ((FloatVector) v).lane(0));
    } else if (TYPE == double.class) {
      out.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, ((DoubleVector) v).lane(0));
    } else if (TYPE == int.class) {
      out.set(ValueLayout.JAVA_INT_UNALIGNED, at, ((IntVector) v).lane(0));
    } else if (TYPE == long.class) {
      out.set(ValueLayout.JAVA_LONG_UNALIGNED, at, ((LongVector) v).lane(0));
    } else {
      byte first = ((ByteVector) v).lane(0);
      out.set(ValueLayout.JAVA_BYTE, at, LEAVES_BITS && first != 0 ? 1 : first);
    }
  }
}
