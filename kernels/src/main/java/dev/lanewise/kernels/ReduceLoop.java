package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** A loop that combines {@code count} rows of {@code n} elements along one of their two axes. */
interface ReduceLoop {
  /**
   * Runs over checked memory; offsets and pitches are in bytes.
   *
   * @param pitch bytes from one row to the next
   * @param out where {@code count} elements (along rows) or {@code n} elements (along columns) go
   */
  void run(
      MemorySegment in, long at, long pitch, long count, long n, MemorySegment out, long outAt);

  /** What a copy of a loop is made for. */
  record Data(
      VectorSpecies<?> species,
      VectorOperators.Binary operator,
      Vector<?> identity,
      boolean leavesBits) {
    static Data of(Reduction reduction, ElementType type) {
      VectorSpecies<?> species =
          switch (type) {
            case F32 -> FloatVector.SPECIES_PREFERRED;
            case F64 -> DoubleVector.SPECIES_PREFERRED;
            case I32 -> IntVector.SPECIES_PREFERRED;
            case I64 -> LongVector.SPECIES_PREFERRED;
            case BOOL -> ByteVector.SPECIES_PREFERRED;
            case BF16 -> throw new IllegalArgumentException("[reduce] no reduction of BF16");
          };
      return of(reduction, type, species);
    }

    static Data of(Reduction reduction, ElementType type, VectorSpecies<?> species) {
      return new Data(
          species,
          reduction.operator(type),
          broadcast(type, species, reduction.identity(type)),
          reduction.leavesBits(type));
    }

    private static Vector<?> broadcast(ElementType type, VectorSpecies<?> species, long bits) {
      return switch (type) {
        case F32 ->
            FloatVector.broadcast(species.check(float.class), Float.intBitsToFloat((int) bits));
        case F64 ->
            DoubleVector.broadcast(species.check(double.class), Double.longBitsToDouble(bits));
        case I32 -> IntVector.broadcast(species.check(int.class), (int) bits);
        case I64 -> LongVector.broadcast(species.check(long.class), bits);
        case BOOL, BF16 -> ByteVector.broadcast(species.check(byte.class), (byte) bits);
      };
    }
  }
}
