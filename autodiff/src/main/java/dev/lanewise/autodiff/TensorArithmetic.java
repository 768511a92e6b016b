package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.OpException;

/**
 * Elementwise operations on two operands. Shapes broadcast as in NumPy: aligned at the last axis,
 * an axis of extent 1 or a missing one is repeated. Element types are promoted along
 *
 * <pre>{@code BOOL -> I32 -> I64 -> BF16 -> F32 -> F64}</pre>
 *
 * so that the result has the later of the two types: an integer with a float becomes that float, as
 * in JAX. A {@code double} operand is weak: it takes the tensor's element type, and one that an
 * integer type cannot hold exactly is an error. Operands that do not fit together are an {@link
 * OpException}.
 */
public sealed interface TensorArithmetic permits Tensor {

  /** {@code this + other}; integers wrap. */
  default Tensor add(Tensor other) {
    return Arithmetic.binary(Binary.ADD, (Tensor) this, other);
  }

  /** {@code this + value}. */
  default Tensor add(double value) {
    return Arithmetic.binary(Binary.ADD, (Tensor) this, value);
  }

  /** {@code this - other}; integers wrap. */
  default Tensor sub(Tensor other) {
    return Arithmetic.binary(Binary.SUB, (Tensor) this, other);
  }

  /** {@code this - value}. */
  default Tensor sub(double value) {
    return Arithmetic.binary(Binary.SUB, (Tensor) this, value);
  }

  /** {@code value - this}. */
  default Tensor rsub(double value) {
    return Arithmetic.binary(Binary.SUB, value, (Tensor) this);
  }

  /** {@code this * other}, elementwise; integers wrap. */
  default Tensor mul(Tensor other) {
    return Arithmetic.binary(Binary.MUL, (Tensor) this, other);
  }

  /** {@code this * value}. */
  default Tensor mul(double value) {
    return Arithmetic.binary(Binary.MUL, (Tensor) this, value);
  }

  /** {@code this / other}; integers truncate as in Java, and divided by zero give -1. */
  default Tensor div(Tensor other) {
    return Arithmetic.binary(Binary.DIV, (Tensor) this, other);
  }

  /** {@code this / value}; integers truncate. */
  default Tensor div(double value) {
    return Arithmetic.binary(Binary.DIV, (Tensor) this, value);
  }

  /** {@code value / this}; integers truncate. */
  default Tensor rdiv(double value) {
    return Arithmetic.binary(Binary.DIV, value, (Tensor) this);
  }

  /** The remainder with the sign of this, Java's {@code %}. */
  default Tensor rem(Tensor other) {
    return Arithmetic.binary(Binary.REM, (Tensor) this, other);
  }

  /** The remainder with the sign of this, Java's {@code %}. */
  default Tensor rem(double value) {
    return Arithmetic.binary(Binary.REM, (Tensor) this, value);
  }

  /** {@code this^exponent}, of floating tensors. */
  default Tensor pow(Tensor exponent) {
    return Arithmetic.binary(Binary.POW, (Tensor) this, exponent);
  }

  /** {@code this^exponent}; also of integers if the exponent is 2. */
  default Tensor pow(double exponent) {
    return Arithmetic.power((Tensor) this, exponent);
  }

  /** The larger, elementwise; NaN wins. Where both are equal each gets half of the gradient. */
  default Tensor maximum(Tensor other) {
    return Arithmetic.binary(Binary.MAX, (Tensor) this, other);
  }

  /** The larger, elementwise; NaN wins. Where both are equal this gets half of the gradient. */
  default Tensor maximum(double value) {
    return Arithmetic.binary(Binary.MAX, (Tensor) this, value);
  }

  /** The smaller, elementwise; NaN wins. Where both are equal each gets half of the gradient. */
  default Tensor minimum(Tensor other) {
    return Arithmetic.binary(Binary.MIN, (Tensor) this, other);
  }

  /** The smaller, elementwise; NaN wins. Where both are equal this gets half of the gradient. */
  default Tensor minimum(double value) {
    return Arithmetic.binary(Binary.MIN, (Tensor) this, value);
  }

  /** {@code min(max(this, low), high)}; NaN propagates. The gradient at a bound is whole. */
  default Tensor clamp(double low, double high) {
    return Arithmetic.clamp((Tensor) this, low, high);
  }

  /** {@code min(max(this, low), high)} with bounds that broadcast; NaN propagates. */
  default Tensor clamp(Tensor low, Tensor high) {
    return Arithmetic.clamp((Tensor) this, low, high);
  }

  /** The angle of the point (x, this) in radians. */
  default Tensor atan2(Tensor x) {
    return Arithmetic.binary(Binary.ATAN2, (Tensor) this, x);
  }

  /** {@code log(e^this + e^other)} without overflow; minus infinities are zeros. */
  default Tensor logAddExp(Tensor other) {
    return Arithmetic.logAddExp((Tensor) this, other);
  }

  /** The next representable value from this towards another. Its derivative is zero. */
  default Tensor nextAfter(Tensor towards) {
    return Arithmetic.binary(Binary.NEXT_AFTER, (Tensor) this, towards);
  }

  /** Conjunction of truth values, or bit by bit of integers. */
  default Tensor and(Tensor other) {
    return Arithmetic.binary(Binary.AND, (Tensor) this, other);
  }

  /** Disjunction of truth values, or bit by bit of integers. */
  default Tensor or(Tensor other) {
    return Arithmetic.binary(Binary.OR, (Tensor) this, other);
  }

  /** Exclusive disjunction of truth values, or bit by bit of integers. */
  default Tensor xor(Tensor other) {
    return Arithmetic.binary(Binary.XOR, (Tensor) this, other);
  }

  /** {@code this << bits}; 0 if the count is negative or not below the width. */
  default Tensor shiftLeft(Tensor bits) {
    return Arithmetic.binary(Binary.SHIFT_LEFT, (Tensor) this, bits);
  }

  /** {@code this << bits}; 0 if the count is negative or not below the width. */
  default Tensor shiftLeft(int bits) {
    return Arithmetic.binary(Binary.SHIFT_LEFT, (Tensor) this, bits);
  }

  /** {@code this >> bits}, which keeps the sign. */
  default Tensor shiftRight(Tensor bits) {
    return Arithmetic.binary(Binary.SHIFT_RIGHT_ARITHMETIC, (Tensor) this, bits);
  }

  /** {@code this >> bits}, which keeps the sign. */
  default Tensor shiftRight(int bits) {
    return Arithmetic.binary(Binary.SHIFT_RIGHT_ARITHMETIC, (Tensor) this, bits);
  }

  /** {@code this >>> bits}, which fills with zeros. */
  default Tensor shiftRightLogical(Tensor bits) {
    return Arithmetic.binary(Binary.SHIFT_RIGHT_LOGICAL, (Tensor) this, bits);
  }

  /** {@code this >>> bits}, which fills with zeros. */
  default Tensor shiftRightLogical(int bits) {
    return Arithmetic.binary(Binary.SHIFT_RIGHT_LOGICAL, (Tensor) this, bits);
  }

  /** {@code this == other}, as BOOL; NaN equals nothing. */
  default Tensor eq(Tensor other) {
    return Arithmetic.compare(Comparison.EQ, (Tensor) this, other);
  }

  /** {@code this == value}, as BOOL. */
  default Tensor eq(double value) {
    return Arithmetic.compare(Comparison.EQ, (Tensor) this, value);
  }

  /** {@code this != other}, as BOOL; NaN differs from everything. */
  default Tensor ne(Tensor other) {
    return Arithmetic.compare(Comparison.NE, (Tensor) this, other);
  }

  /** {@code this != value}, as BOOL. */
  default Tensor ne(double value) {
    return Arithmetic.compare(Comparison.NE, (Tensor) this, value);
  }

  /** {@code this < other}, as BOOL. */
  default Tensor lt(Tensor other) {
    return Arithmetic.compare(Comparison.LT, (Tensor) this, other);
  }

  /** {@code this < value}, as BOOL. */
  default Tensor lt(double value) {
    return Arithmetic.compare(Comparison.LT, (Tensor) this, value);
  }

  /** {@code this <= other}, as BOOL. */
  default Tensor le(Tensor other) {
    return Arithmetic.compare(Comparison.LE, (Tensor) this, other);
  }

  /** {@code this <= value}, as BOOL. */
  default Tensor le(double value) {
    return Arithmetic.compare(Comparison.LE, (Tensor) this, value);
  }

  /** {@code this > other}, as BOOL. */
  default Tensor gt(Tensor other) {
    return Arithmetic.compare(Comparison.GT, (Tensor) this, other);
  }

  /** {@code this > value}, as BOOL. */
  default Tensor gt(double value) {
    return Arithmetic.compare(Comparison.GT, (Tensor) this, value);
  }

  /** {@code this >= other}, as BOOL. */
  default Tensor ge(Tensor other) {
    return Arithmetic.compare(Comparison.GE, (Tensor) this, other);
  }

  /** {@code this >= value}, as BOOL. */
  default Tensor ge(double value) {
    return Arithmetic.compare(Comparison.GE, (Tensor) this, value);
  }

  /**
   * The same values as another element type; this itself if it has the type. A float becomes an
   * integer towards zero, saturating, NaN becoming 0; anything but zero becomes true. Between
   * floating types the gradient is converted back; through any other it is zero.
   */
  default Tensor cast(DType dtype) {
    return Arithmetic.cast((Tensor) this, dtype);
  }
}
