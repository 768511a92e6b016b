package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.invoke.MethodHandles;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Template: the first element of a row that equals a given one. NaN equals NaN.
 *
 * <p>No call that a vector crosses stays in the loops: see {@link RowReduceLoop}.
 */
final class FirstEqualLoop implements SearchLoop {
  private static final ReduceLoop.Data DATA =
      Specialiser.data(MethodHandles.lookup(), ReduceLoop.Data.class);
  private static final VectorSpecies<Object> SPECIES = any(DATA.species());
  private static final Class<?> TYPE = DATA.species().elementType();
  private static final int LANES = SPECIES.length();
  private static final int WIDTH = SPECIES.elementSize() / Byte.SIZE;

  @SuppressWarnings("unchecked") // the lane type is the same throughout one copy
  private static VectorSpecies<Object> any(VectorSpecies<?> species) {
    return (VectorSpecies<Object>) species;
  }

  @Override
  public long find(MemorySegment in, long at, long n, long bits) {
    boolean nan =
        TYPE == float.class
            ? Float.isNaN(Float.intBitsToFloat((int) bits))
            : TYPE == double.class && Double.isNaN(Double.longBitsToDouble(bits));
    return nan ? findNan(in, at, n) : findEqual(in, at, n, bits);
  }

  /** In both loops the last vector overlaps the one before it, where there was no hit. */
  private static long findEqual(MemorySegment in, long at, long n, long bits) {
    Vector<Object> wanted = broadcast(bits);
    long last = n - LANES;
    long k = 0;
    while (true) {
      VectorMask<Object> hit = equal(truth(Lanes.load(SPECIES, in, at + k * WIDTH)), wanted);
      if (hit.anyTrue() || k == last) {
        return k + hit.firstTrue();
      }
      k = Math.min(k + LANES, last);
    }
  }

  private static long findNan(MemorySegment in, long at, long n) {
    long last = n - LANES;
    long k = 0;
    while (true) {
      VectorMask<Object> hit = unordered(Lanes.load(SPECIES, in, at + k * WIDTH));
      if (hit.anyTrue() || k == last) {
        return k + hit.firstTrue();
      }
      k = Math.min(k + LANES, last);
    }
  }

  private static VectorMask<Object> equal(Vector<Object> a, Vector<Object> b) {
    return Lanes.exact(SPECIES, a.compare(VectorOperators.EQ, b));
  }

  private static VectorMask<Object> unordered(Vector<Object> v) {
    return Lanes.exact(SPECIES, v.compare(VectorOperators.NE, v));
  }

  /** Any non-zero byte is true. */
  private static Vector<Object> truth(Vector<Object> v) {
    Vector<Object> result = v;
    if (TYPE == byte.class) {
      Vector<Object> one = Lanes.exact(SPECIES, SPECIES.broadcast(1));
      result = Lanes.exact(SPECIES, v.lanewise(VectorOperators.UMIN, one));
    }
    return result;
  }

  @SuppressWarnings("unchecked") // the lane type is the same throughout one copy
  private static Vector<Object> broadcast(long bits) {
    Vector<?> v;
    if (TYPE == float.class) {
      v = FloatVector.broadcast(FloatVector.SPECIES_PREFERRED, Float.intBitsToFloat((int) bits));
    } else if (TYPE == double.class) {
      v = DoubleVector.broadcast(DoubleVector.SPECIES_PREFERRED, Double.longBitsToDouble(bits));
    } else if (TYPE == int.class) {
      v = IntVector.broadcast(IntVector.SPECIES_PREFERRED, (int) bits);
    } else if (TYPE == long.class) {
      v = LongVector.broadcast(LongVector.SPECIES_PREFERRED, bits);
    } else {
      v = ByteVector.broadcast(ByteVector.SPECIES_PREFERRED, (byte) bits);
    }
    return Lanes.exact(SPECIES, (Vector<Object>) v);
  }
}
