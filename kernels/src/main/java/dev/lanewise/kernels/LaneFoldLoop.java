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
 * Template: four accumulators that are vectors of the machine. They live in registers within {@link
 * #add} of many elements and in memory between calls; see {@link RowReduceLoop} for what keeps
 * vectors from being boxed.
 */
final class LaneFoldLoop implements FoldLoop {
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

  @Override
  public void start(MemorySegment m, long at) {
    storeIdentity(m, at);
    storeIdentity(m, at + BYTES);
    storeIdentity(m, at + 2L * BYTES);
    storeIdentity(m, at + 3L * BYTES);
  }

  private static void storeIdentity(MemorySegment m, long at) {
    Lanes.store(SPECIES, IDENTITY, m, at);
  }

  @Override
  public void add(MemorySegment in, long inAt, int n, MemorySegment m, long at) {
    int quads = n & -(4 * LANES);
    if (quads > 0) {
      addQuads(in, inAt, quads, m, at);
    }
    int k = quads;
    long to = at;
    for (; k + LANES <= n; k += LANES) {
      addVector(in, inAt + (long) k * WIDTH, m, to);
      to += BYTES;
    }
    if (k < n) {
      addFirst(in, inAt + (long) k * WIDTH, n - k, m, to);
    }
  }

  private static void addQuads(MemorySegment in, long inAt, int n, MemorySegment m, long at) {
    Vector<Object> a0 = load(m, at);
    Vector<Object> a1 = load(m, at + BYTES);
    Vector<Object> a2 = load(m, at + 2L * BYTES);
    Vector<Object> a3 = load(m, at + 3L * BYTES);
    for (int k = 0; k < n; k += 4 * LANES) {
      long i = inAt + (long) k * WIDTH;
      a0 = combine(a0, load(in, i));
      a1 = combine(a1, load(in, i + BYTES));
      a2 = combine(a2, load(in, i + 2L * BYTES));
      a3 = combine(a3, load(in, i + 3L * BYTES));
    }
    store(a0, m, at);
    store(a1, m, at + BYTES);
    store(a2, m, at + 2L * BYTES);
    store(a3, m, at + 3L * BYTES);
  }

  private static void addVector(MemorySegment in, long inAt, MemorySegment m, long at) {
    store(combine(load(m, at), load(in, inAt)), m, at);
  }

  /** Combines the first {@code n} lanes of a vector, and the identity in the others. */
  private static void addFirst(MemorySegment in, long inAt, int n, MemorySegment m, long at) {
    Vector<Object> bound = Lanes.exact(SPECIES, SPECIES.broadcast(n));
    VectorMask<Object> inside = Lanes.exact(SPECIES, PLACES.compare(VectorOperators.LT, bound));
    Vector<Object> x = Lanes.exact(SPECIES, IDENTITY.blend(load(in, inAt), inside));
    store(combine(load(m, at), x), m, at);
  }

  @Override
  public void finish(MemorySegment m, long at, MemorySegment out, long outAt) {
    Vector<Object> low = combine(load(m, at), load(m, at + BYTES));
    Vector<Object> high = combine(load(m, at + 2L * BYTES), load(m, at + 3L * BYTES));
    Vector<Object> v = combine(low, high);
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
    if (LANES > 1) {
      v = combine(v, shifted(v, DOWN_1));
    }
    storeFirst(v, out, outAt);
  }

  private static Vector<Object> load(MemorySegment from, long at) {
    return Lanes.load(SPECIES, from, at);
  }

  private static void store(Vector<Object> x, MemorySegment to, long at) {
    Lanes.store(SPECIES, x, to, at);
  }

  private static Vector<Object> combine(Vector<Object> a, Vector<Object> b) {
    Vector<Object> x = Lanes.exact(SPECIES, a);
    return Lanes.exact(SPECIES, x.lanewise(OPERATOR, Lanes.exact(SPECIES, b)));
  }

  private static Vector<Object> shifted(Vector<Object> v, VectorShuffle<Object> down) {
    return Lanes.exact(SPECIES, Lanes.exact(SPECIES, v).rearrange(down));
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
