package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorShape;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * Loads, stores and species for a lane type that is known only as a constant. Where the species is
 * a {@code static final} field, the choice below folds away.
 */
final class Lanes {
  static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /**
   * What native segments are instances of; those of mapped files are of a subclass.
   *
   * <p>The JDK's methods of segments choose between native and heap memory by the classes they have
   * seen, in the whole process. The JDK's own vector code uses heap segments before it is compiled,
   * so every loop would test the class at each access and keep its bounds checks: a vector addition
   * of 256 elements took 72 ns instead of 26. A cast to a class that is constant leaves no choice.
   */
  static final Class<? extends MemorySegment> NATIVE = MemorySegment.NULL.getClass();

  /** The narrowest vector there is: a species of fewer bits does not exist. */
  private static final int NARROWEST_BITS = 64;

  static {
    loadClasses();
  }

  private Lanes() {}

  /**
   * Loads the classes that vector code that is not compiled yet will need. C2 takes a class for the
   * only one of its kind until there is another, and then throws away what it has compiled: every
   * loop over native segments went when the first heap segment was made.
   */
  private static void loadClasses() {
    MemorySegment.ofArray(new byte[1]);
    for (ElementType type : ElementType.values()) {
      species(type, VectorShape.preferredShape()).maskAll(true);
    }
  }

  /** Returns the species for an element type in a shape; BF16 travels in short lanes. */
  static VectorSpecies<?> species(ElementType type, VectorShape shape) {
    return shape.withLanes(laneType(type));
  }

  /**
   * Returns the species of {@code lanes} bytes, or null where there is none: no vector has fewer
   * than 64 bits.
   */
  static @Nullable VectorSpecies<Byte> bytes(int lanes) {
    int bits = lanes * Byte.SIZE;
    return bits < NARROWEST_BITS ? null : VectorShape.forBitSize(bits).withLanes(byte.class);
  }

  /** Returns the species of {@code lanes} elements of a type, or null where there is none. */
  static @Nullable VectorSpecies<?> withLength(ElementType type, int lanes) {
    int bits = lanes * type.byteWidth() * Byte.SIZE;
    return bits < NARROWEST_BITS ? null : species(type, VectorShape.forBitSize(bits));
  }

  private static Class<?> laneType(ElementType type) {
    return switch (type) {
      case F32 -> float.class;
      case F64 -> double.class;
      case BF16 -> short.class;
      case I32 -> int.class;
      case I64 -> long.class;
      case BOOL -> byte.class;
    };
  }

  /** Returns 1 in the lanes that are set in the mask and 0 in the others. */
  static ByteVector bool(VectorMask<?> mask, VectorSpecies<Byte> species) {
    ByteVector zero = (ByteVector) exact(species, ByteVector.zero(species));
    return zero.blend((byte) 1, exact(species, mask.cast(species)));
  }

  /** Returns the lanes of a BOOL vector that are true: any byte but 0. */
  static VectorMask<Byte> truth(ByteVector x) {
    return x.compare(VectorOperators.NE, (byte) 0);
  }

  /** Returns a full vector from native memory. */
  static <E> Vector<E> load(VectorSpecies<E> species, MemorySegment from, long at) {
    return exact(species, species.fromMemorySegment(NATIVE.cast(from), at, ORDER));
  }

  /** Writes a full vector to native memory. */
  static <E> void store(VectorSpecies<E> species, Vector<E> x, MemorySegment to, long at) {
    exact(species, x).intoMemorySegment(NATIVE.cast(to), at, ORDER);
  }

  /** Returns as many lanes as the mask has set, from memory, and 0 in the others. */
  @SuppressWarnings("unchecked")
  static <E> Vector<E> load(
      VectorSpecies<E> species, MemorySegment memory, long at, VectorMask<E> mask) {
    MemorySegment from = NATIVE.cast(memory);
    Class<E> type = species.elementType();
    Vector<?> x;
    if (type == (Class<?>) float.class) {
      x =
          FloatVector.fromMemorySegment(
              (VectorSpecies<Float>) species, from, at, ORDER, (VectorMask<Float>) mask);
    } else if (type == (Class<?>) double.class) {
      x =
          DoubleVector.fromMemorySegment(
              (VectorSpecies<Double>) species, from, at, ORDER, (VectorMask<Double>) mask);
    } else if (type == (Class<?>) int.class) {
      x =
          IntVector.fromMemorySegment(
              (VectorSpecies<Integer>) species, from, at, ORDER, (VectorMask<Integer>) mask);
    } else if (type == (Class<?>) long.class) {
      x =
          LongVector.fromMemorySegment(
              (VectorSpecies<Long>) species, from, at, ORDER, (VectorMask<Long>) mask);
    } else if (type == (Class<?>) short.class) {
      x =
          ShortVector.fromMemorySegment(
              (VectorSpecies<Short>) species, from, at, ORDER, (VectorMask<Short>) mask);
    } else {
      x =
          ByteVector.fromMemorySegment(
              (VectorSpecies<Byte>) species, from, at, ORDER, (VectorMask<Byte>) mask);
    }
    return exact(species, (Vector<E>) x);
  }

  /**
   * Returns the vector itself, cast to its final class. Without that the compiler knows the class
   * of what was loaded only after it has decided what to inline, takes the classes seen so far at
   * the call instead, and boxes every vector once a method of {@link Vector} has seen three of them
   * (F64 addition 3.2 instead of 0.3 ns an element).
   */
  static <E> Vector<E> exact(VectorSpecies<E> species, Vector<E> x) {
    return species.vectorType().cast(x);
  }

  /** Returns the mask itself, cast to its final class, for the same reason. */
  static <E> VectorMask<E> exact(VectorSpecies<E> species, VectorMask<E> mask) {
    return species.maskType().cast(mask);
  }

  /** Returns the one element at {@code at} in every lane. */
  @SuppressWarnings("unchecked")
  static <E> Vector<E> broadcast(VectorSpecies<E> species, MemorySegment memory, long at) {
    MemorySegment from = NATIVE.cast(memory);
    Class<E> type = species.elementType();
    Vector<?> x;
    if (type == (Class<?>) float.class) {
      x =
          FloatVector.broadcast(
              (VectorSpecies<Float>) species, from.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at));
    } else if (type == (Class<?>) double.class) {
      x =
          DoubleVector.broadcast(
              (VectorSpecies<Double>) species, from.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at));
    } else if (type == (Class<?>) int.class) {
      x =
          IntVector.broadcast(
              (VectorSpecies<Integer>) species, from.get(ValueLayout.JAVA_INT_UNALIGNED, at));
    } else if (type == (Class<?>) long.class) {
      x =
          LongVector.broadcast(
              (VectorSpecies<Long>) species, from.get(ValueLayout.JAVA_LONG_UNALIGNED, at));
    } else if (type == (Class<?>) short.class) {
      x =
          ShortVector.broadcast(
              (VectorSpecies<Short>) species, from.get(ValueLayout.JAVA_SHORT_UNALIGNED, at));
    } else {
      x = ByteVector.broadcast((VectorSpecies<Byte>) species, from.get(ValueLayout.JAVA_BYTE, at));
    }
    return exact(species, (Vector<E>) x);
  }
}
