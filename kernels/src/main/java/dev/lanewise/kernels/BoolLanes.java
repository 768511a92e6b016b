package dev.lanewise.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/** Lane functions that read or write BOOL: a byte a lane, written as 0 or 1, true if not 0. */
final class BoolLanes {
  private BoolLanes() {}

  static ByteVector not(ByteVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(Lanes.truth(x).not(), out);
  }

  static ByteVector and(ByteVector a, ByteVector b, VectorSpecies<Byte> out) {
    return Lanes.bool(Lanes.truth(a).and(Lanes.truth(b)), out);
  }

  static ByteVector or(ByteVector a, ByteVector b, VectorSpecies<Byte> out) {
    return Lanes.bool(Lanes.truth(a).or(Lanes.truth(b)), out);
  }

  static ByteVector xor(ByteVector a, ByteVector b, VectorSpecies<Byte> out) {
    return Lanes.bool(Lanes.truth(a).xor(Lanes.truth(b)), out);
  }

  /** BOOL to BOOL: 0 or 1. */
  static ByteVector truth(ByteVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(Lanes.truth(x), out);
  }

  static ByteVector isFinite(FloatVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(x.sub(x).compare(VectorOperators.EQ, 0), out);
  }

  static ByteVector isFinite(DoubleVector x, VectorSpecies<Byte> out) {
    return Lanes.bool(x.sub(x).compare(VectorOperators.EQ, 0), out);
  }

  static ByteVector compare(
      FloatVector a, FloatVector b, VectorSpecies<Byte> out, VectorOperators.Comparison operator) {
    return Lanes.bool(a.compare(operator, b), out);
  }

  static ByteVector compare(
      DoubleVector a,
      DoubleVector b,
      VectorSpecies<Byte> out,
      VectorOperators.Comparison operator) {
    return Lanes.bool(a.compare(operator, b), out);
  }

  static ByteVector compare(
      IntVector a, IntVector b, VectorSpecies<Byte> out, VectorOperators.Comparison operator) {
    return Lanes.bool(a.compare(operator, b), out);
  }

  static ByteVector compare(
      LongVector a, LongVector b, VectorSpecies<Byte> out, VectorOperators.Comparison operator) {
    return Lanes.bool(a.compare(operator, b), out);
  }

  static ByteVector compare(
      ByteVector a, ByteVector b, VectorSpecies<Byte> out, VectorOperators.Comparison operator) {
    return Lanes.bool(truth(a, out).compare(operator, truth(b, out)), out);
  }

  /** {@code condition ? b : c}. */
  static Vector<Object> select(
      ByteVector condition, Vector<Object> b, Vector<Object> c, VectorSpecies<Object> out) {
    return c.blend(b, Lanes.exact(out, Lanes.truth(condition).cast(out)));
  }
}
