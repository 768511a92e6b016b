package dev.lanewise.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.ShortVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Lane functions that convert; operand and result have one number of lanes. */
final class ConversionLanes {
  private static final int BF16_DROPPED_BITS = 16;
  private static final int BF16_QUIET_BIT = 0x40;

  private ConversionLanes() {}

  static Vector<Object> copy(Vector<Object> x) {
    return x;
  }

  /** BOOL to BOOL: 0 or 1. */
  static ByteVector truth(ByteVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(Lanes.truth(x), out);
  }

  /** BOOL to a number: 0 or 1. */
  static Vector<Object> number(ByteVector x, VectorSpecies<Object> out) {
    ByteVector one = x.blend((byte) 1, Lanes.truth(x));
    return one.castShape(out, 0);
  }

  static ByteVector nonZero(FloatVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(x.compare(VectorOperators.NE, 0), out);
  }

  static ByteVector nonZero(DoubleVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(x.compare(VectorOperators.NE, 0), out);
  }

  static ByteVector nonZero(IntVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(x.compare(VectorOperators.NE, 0), out);
  }

  static ByteVector nonZero(LongVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(x.compare(VectorOperators.NE, 0), out);
  }

  /** As Java's cast: rounds to nearest, or truncates and saturates, or keeps the low bits. */
  static Vector<Object> cast(Vector<Object> x, VectorSpecies<Object> out) {
    return x.castShape(out, 0);
  }

  /** BF16 to the bits of an F32. */
  static IntVector widen(ShortVector x, VectorSpecies<Integer> out) {
    IntVector bits = (IntVector) Lanes.exact(out, x.castShape(out, 0));
    return bits.lanewise(VectorOperators.LSHL, BF16_DROPPED_BITS);
  }

  /** F32 to BF16: {@link Bfloat16#fromFloat}, lane by lane. */
  static ShortVector narrow(FloatVector x, VectorSpecies<Short> out) {
    IntVector bits = x.reinterpretAsInts();
    IntVector kept = bits.lanewise(VectorOperators.LSHR, BF16_DROPPED_BITS);
    IntVector rounded =
        bits.add(0x7fff).add(kept.and(1)).lanewise(VectorOperators.LSHR, BF16_DROPPED_BITS);
    VectorMask<Integer> isNan =
        bits.lanewise(VectorOperators.AND, Integer.MAX_VALUE)
            .compare(VectorOperators.GT, 0x7f800000);
    IntVector narrowed = rounded.blend(kept.or(BF16_QUIET_BIT), isNan);
    return (ShortVector) narrowed.castShape(out, 0);
  }
}
