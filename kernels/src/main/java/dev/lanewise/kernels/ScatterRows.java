package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Additions of one row of a window. Offsets and steps are in bytes; the caller has checked them.
 */
final class ScatterRows {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final VectorSpecies<Float> FLOATS = FloatVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Double> DOUBLES = DoubleVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_PREFERRED;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_PREFERRED;

  private ScatterRows() {}

  /** Adds {@code n} elements of the updates to the operand. */
  static void add(
      ElementType type,
      MemorySegment operand,
      long o,
      long operandStep,
      MemorySegment updates,
      long u,
      long updateStep,
      long n) {
    switch (type) {
      case F32 -> addFloats(operand, o, operandStep, updates, u, updateStep, n);
      case F64 -> addDoubles(operand, o, operandStep, updates, u, updateStep, n);
      case I32 -> addInts(operand, o, operandStep, updates, u, updateStep, n);
      case I64 -> addLongs(operand, o, operandStep, updates, u, updateStep, n);
      case BF16, BOOL -> throw new IllegalArgumentException("[scatterAdd] no addition of " + type);
    }
  }

  private static void addFloats(
      MemorySegment operand,
      long o,
      long operandStep,
      MemorySegment updates,
      long u,
      long updateStep,
      long n) {
    long k = 0;
    if (operandStep == Float.BYTES && updateStep == Float.BYTES) {
      long whole = n & -FLOATS.length();
      for (; k < whole; k += FLOATS.length()) {
        long at = o + k * Float.BYTES;
        FloatVector.fromMemorySegment(FLOATS, operand, at, ORDER)
            .add(FloatVector.fromMemorySegment(FLOATS, updates, u + k * Float.BYTES, ORDER))
            .intoMemorySegment(operand, at, ORDER);
      }
    }
    for (; k < n; k++) {
      long at = o + k * operandStep;
      float update = updates.get(ValueLayout.JAVA_FLOAT_UNALIGNED, u + k * updateStep);
      operand.set(
          ValueLayout.JAVA_FLOAT_UNALIGNED,
          at,
          operand.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at) + update);
    }
  }

  private static void addDoubles(
      MemorySegment operand,
      long o,
      long operandStep,
      MemorySegment updates,
      long u,
      long updateStep,
      long n) {
    long k = 0;
    if (operandStep == Double.BYTES && updateStep == Double.BYTES) {
      long whole = n & -DOUBLES.length();
      for (; k < whole; k += DOUBLES.length()) {
        long at = o + k * Double.BYTES;
        DoubleVector.fromMemorySegment(DOUBLES, operand, at, ORDER)
            .add(DoubleVector.fromMemorySegment(DOUBLES, updates, u + k * Double.BYTES, ORDER))
            .intoMemorySegment(operand, at, ORDER);
      }
    }
    for (; k < n; k++) {
      long at = o + k * operandStep;
      double update = updates.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, u + k * updateStep);
      operand.set(
          ValueLayout.JAVA_DOUBLE_UNALIGNED,
          at,
          operand.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at) + update);
    }
  }

  private static void addInts(
      MemorySegment operand,
      long o,
      long operandStep,
      MemorySegment updates,
      long u,
      long updateStep,
      long n) {
    long k = 0;
    if (operandStep == Integer.BYTES && updateStep == Integer.BYTES) {
      long whole = n & -INTS.length();
      for (; k < whole; k += INTS.length()) {
        long at = o + k * Integer.BYTES;
        IntVector.fromMemorySegment(INTS, operand, at, ORDER)
            .add(IntVector.fromMemorySegment(INTS, updates, u + k * Integer.BYTES, ORDER))
            .intoMemorySegment(operand, at, ORDER);
      }
    }
    for (; k < n; k++) {
      long at = o + k * operandStep;
      int update = updates.get(ValueLayout.JAVA_INT_UNALIGNED, u + k * updateStep);
      operand.set(
          ValueLayout.JAVA_INT_UNALIGNED,
          at,
          operand.get(ValueLayout.JAVA_INT_UNALIGNED, at) + update);
    }
  }

  private static void addLongs(
      MemorySegment operand,
      long o,
      long operandStep,
      MemorySegment updates,
      long u,
      long updateStep,
      long n) {
    long k = 0;
    if (operandStep == Long.BYTES && updateStep == Long.BYTES) {
      long whole = n & -LONGS.length();
      for (; k < whole; k += LONGS.length()) {
        long at = o + k * Long.BYTES;
        LongVector.fromMemorySegment(LONGS, operand, at, ORDER)
            .add(LongVector.fromMemorySegment(LONGS, updates, u + k * Long.BYTES, ORDER))
            .intoMemorySegment(operand, at, ORDER);
      }
    }
    for (; k < n; k++) {
      long at = o + k * operandStep;
      long update = updates.get(ValueLayout.JAVA_LONG_UNALIGNED, u + k * updateStep);
      operand.set(
          ValueLayout.JAVA_LONG_UNALIGNED,
          at,
          operand.get(ValueLayout.JAVA_LONG_UNALIGNED, at) + update);
    }
  }
}
