package dev.lanewise.kernels;

import jdk.incubator.vector.ByteVector;
import jdk.incubator.vector.Vector;
import jdk.incubator.vector.VectorMask;
import jdk.incubator.vector.VectorOperators;
import jdk.incubator.vector.VectorSpecies;

/**
 * Lane functions that take or return BOOL as masks, for code that keeps truth values in registers:
 * a chain of comparison and select then never makes bytes of them. A mask belongs to a species; the
 * last species of each function is that of its result.
 */
final class MaskLanes {
  private MaskLanes() {}

  /** Returns the lanes of bytes from memory that are true. */
  static VectorMask<Object> truth(Vector<Object> bytes, VectorSpecies<Object> out) {
    return Lanes.exact(out, bytes.compare(VectorOperators.NE, 0));
  }

  /** Returns 1 in the lanes that are set and 0 in the others. */
  static ByteVector bytes(VectorMask<Object> mask, VectorSpecies<Byte> out) {
    return Lanes.bool(mask, out);
  }

  static VectorMask<Object> cast(VectorMask<Object> mask, VectorSpecies<Object> out) {
    return Lanes.exact(out, mask.cast(out));
  }

  static VectorMask<Object> compare(
      Vector<Object> a,
      Vector<Object> b,
      VectorOperators.Comparison operator,
      VectorSpecies<Object> out) {
    return Lanes.exact(out, a.compare(operator, b));
  }

  /**
   * The difference is 0 unless x is infinite or NaN. {@link Vector#test} has a vector of another
   * type inside, whose class the compiler may not know.
   */
  static VectorMask<Object> isFinite(Vector<Object> x, VectorSpecies<Object> out) {
    Vector<Object> difference = Lanes.exact(out, x.sub(x));
    return Lanes.exact(out, difference.compare(VectorOperators.EQ, 0));
  }

  /** A number to BOOL: whatever does not equal zero is true. */
  static VectorMask<Object> nonZero(Vector<Object> x, VectorSpecies<Object> out) {
    return Lanes.exact(out, x.compare(VectorOperators.NE, 0));
  }

  /** BOOL to a number: 0 or 1. */
  static Vector<Object> number(VectorMask<Object> mask, VectorSpecies<Object> out) {
    Vector<Object> zero = Lanes.exact(out, out.broadcast(0));
    return Lanes.exact(out, zero.blend(1, mask));
  }

  /** {@code condition ? b : c}. */
  static Vector<Object> select(
      VectorMask<Object> condition, Vector<Object> b, Vector<Object> c, VectorSpecies<Object> out) {
    return Lanes.exact(out, c.blend(b, condition));
  }

  /** {@code condition ? b : c} of truth values. */
  static VectorMask<Object> choose(
      VectorMask<Object> condition,
      VectorMask<Object> b,
      VectorMask<Object> c,
      VectorSpecies<Object> out) {
    return or(and(condition, b, out), less(condition, c, out), out);
  }

  static VectorMask<Object> not(VectorMask<Object> x, VectorSpecies<Object> out) {
    return Lanes.exact(out, x.not());
  }

  static VectorMask<Object> and(
      VectorMask<Object> a, VectorMask<Object> b, VectorSpecies<Object> out) {
    return Lanes.exact(out, a.and(b));
  }

  static VectorMask<Object> or(
      VectorMask<Object> a, VectorMask<Object> b, VectorSpecies<Object> out) {
    return Lanes.exact(out, a.or(b));
  }

  /** Also {@code a != b}. */
  static VectorMask<Object> xor(
      VectorMask<Object> a, VectorMask<Object> b, VectorSpecies<Object> out) {
    return Lanes.exact(out, a.xor(b));
  }

  /** {@code a == b}. */
  static VectorMask<Object> equal(
      VectorMask<Object> a, VectorMask<Object> b, VectorSpecies<Object> out) {
    return not(xor(a, b, out), out);
  }

  /** {@code a < b}: false is below true. */
  static VectorMask<Object> less(
      VectorMask<Object> a, VectorMask<Object> b, VectorSpecies<Object> out) {
    return and(not(a, out), b, out);
  }

  /** {@code a <= b}. */
  static VectorMask<Object> lessOrEqual(
      VectorMask<Object> a, VectorMask<Object> b, VectorSpecies<Object> out) {
    return or(not(a, out), b, out);
  }

  /** {@code a > b}. */
  static VectorMask<Object> greater(
      VectorMask<Object> a, VectorMask<Object> b, VectorSpecies<Object> out) {
    return less(b, a, out);
  }

  /** {@code a >= b}. */
  static VectorMask<Object> greaterOrEqual(
      VectorMask<Object> a, VectorMask<Object> b, VectorSpecies<Object> out) {
    return lessOrEqual(b, a, out);
  }
}
