package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import org.jspecify.annotations.Nullable;

/** Simpler forms of the {@link Binary} operations that are arithmetic. */
final class ArithmeticRules {
  private final Simplifier to;

  ArithmeticRules(Simplifier to) {
    this.to = to;
  }

  @Nullable Value simplify(Binary op, Value x, Value y) {
    if (op.isCommutative() && Match.splat(x) != null && Match.splat(y) == null) {
      return to.emit(op, y, x); // known operands stand on the right, so that rules look there
    }
    Value regrouped = regroup(op, x, y);
    if (regrouped != null) {
      return regrouped;
    }
    return switch (op) {
      case ADD -> add(x, y);
      case SUB -> subtract(x, y);
      case MUL -> multiply(x, y);
      case DIV -> divide(x, y);
      case POW -> power(x, y);
      case MAX, MIN -> extreme(op, x, y);
      case SHIFT_LEFT, SHIFT_RIGHT_ARITHMETIC, SHIFT_RIGHT_LOGICAL ->
          Match.isSplat(y, 0) ? x : null;
      case REM, ATAN2, NEXT_AFTER, AND, OR, XOR -> null;
    };
  }

  /**
   * {@code (x . a) . b = x . (a . b)} for known a and b. Integers wrap in any grouping, and the
   * extremes choose in any grouping; sums and products of floats round differently in each. Where x
   * is known too, all of it is folded elsewhere, and regrouping would never end.
   */
  private @Nullable Value regroup(Binary op, Value x, Value y) {
    boolean exact =
        op == Binary.MAX
            || op == Binary.MIN
            || ((op == Binary.ADD || op == Binary.MUL) && x.dtype().isInteger());
    Node inner = x.node();
    if (!exact || inner == null || inner.op() != op) {
      return null;
    }
    Literal first = Match.splat(inner.operand(1));
    Literal second = Match.splat(y);
    return first == null || second == null || Match.splat(inner.operand(0)) != null
        ? null
        : to.emit(op, inner.operand(0), to.emit(op, inner.operand(1), y));
  }

  private @Nullable Value add(Value x, Value y) {
    if (isNeutralToAdd(y, x)) {
      return x;
    }
    if (isNeutralToAdd(x, y)) {
      return y;
    }
    // IEEE 754 defines x - y as x + (-y).
    Value negatedY = Match.operandOf(y, Unary.NEG);
    if (negatedY != null) {
      return to.emit(Binary.SUB, x, negatedY);
    }
    Value negatedX = Match.operandOf(x, Unary.NEG);
    return negatedX != null ? to.emit(Binary.SUB, y, negatedX) : null;
  }

  /** {@code x + (-0)} is x for every x; {@code x + (+0)} is +0 for an x of -0. */
  private static boolean isNeutralToAdd(Value zero, Value x) {
    if (!x.dtype().isFloating()) {
      return Match.isSplat(zero, 0);
    }
    return Match.isSplat(zero, -0.0)
        || (Match.isSplat(zero, 0) && SignedZeros.isNeverNegativeZero(x));
  }

  private @Nullable Value subtract(Value x, Value y) {
    boolean floating = x.dtype().isFloating();
    // x - (+0) is x even for -0; x - (-0) is x + (+0).
    if (Match.isSplat(y, 0)
        || (floating && Match.isSplat(y, -0.0) && SignedZeros.isNeverNegativeZero(x))) {
      return x;
    }
    // (-0) - x flips the sign of either zero; (+0) - (+0) is +0.
    if (Match.isSplat(x, floating ? -0.0 : 0)) {
      return to.emit(Unary.NEG, y);
    }
    if (!floating && x == y) {
      return to.fullLike(x, 0); // of floats, infinities and NaN would give NaN
    }
    Value negated = Match.operandOf(y, Unary.NEG);
    return negated != null ? to.emit(Binary.ADD, x, negated) : null;
  }

  private @Nullable Value multiply(Value x, Value y) {
    if (Match.isSplat(y, 1)) {
      return x;
    }
    if (Match.isSplat(y, -1)) {
      return to.emit(Unary.NEG, x);
    }
    if (Match.isSplat(y, 0) && !x.dtype().isFloating()) {
      return y; // of floats, infinities and NaN would give NaN, and negatives -0
    }
    return liftSigns(Binary.MUL, x, y);
  }

  private @Nullable Value divide(Value x, Value y) {
    if (Match.isSplat(y, 1)) {
      return x;
    }
    if (Match.isSplat(y, -1)) {
      return to.emit(Unary.NEG, x);
    }
    if (!x.dtype().isFloating()) {
      return null;
    }
    Literal divisor = Match.splat(y);
    if (divisor != null && hasExactReciprocal(divisor)) {
      // Both are the same real number, rounded once.
      Literal reciprocal = Literal.ofReals(divisor.type(), 1 / divisor.real(0));
      return to.emit(Binary.MUL, x, to.full(reciprocal, y.shape()));
    }
    return liftSigns(Binary.DIV, x, y);
  }

  /** Whether a divisor is a power of two whose reciprocal is a normal number too. */
  private static boolean hasExactReciprocal(Literal divisor) {
    double value = Math.abs(divisor.real(0));
    // BF16 has the exponents of F32.
    int limit = divisor.type().dtype() == DType.F64 ? Double.MAX_EXPONENT : Float.MAX_EXPONENT;
    int exponent = Math.getExponent(value);
    return value == Math.scalb(1.0, exponent) && Math.abs(exponent) < limit;
  }

  /**
   * Moves negations from the operands of a product or quotient of floats, or a product of integers,
   * to its result, where they may meet others. Rounding is symmetric, wrapping is too.
   */
  private @Nullable Value liftSigns(Binary op, Value x, Value y) {
    Value negatedX = Match.operandOf(x, Unary.NEG);
    Value negatedY = Match.operandOf(y, Unary.NEG);
    if (negatedX != null && negatedY != null) {
      return to.emit(op, negatedX, negatedY);
    }
    Literal factor = Match.splat(y);
    if (negatedX != null && factor != null) {
      return to.emit(op, negatedX, to.fullNegative(factor, y.shape()));
    }
    if (negatedX != null && !to.isShared(x)) {
      return to.emit(Unary.NEG, to.emit(op, negatedX, y));
    }
    if (negatedY != null && !to.isShared(y)) {
      return to.emit(Unary.NEG, to.emit(op, x, negatedY));
    }
    return null;
  }

  private @Nullable Value power(Value x, Value y) {
    if (Match.isSplat(y, 1)) {
      return x;
    }
    if (Match.isSplat(y, 0) || Match.isSplat(y, -0.0)) {
      return to.fullLike(x, 1); // even of NaN
    }
    return Match.isSplat(y, 2) ? to.emit(Binary.MUL, x, x) : null;
  }

  private @Nullable Value extreme(Binary op, Value x, Value y) {
    if (Match.same(x, y)) {
      return x;
    }
    Literal bound = Match.splat(y);
    if (bound == null) {
      return null;
    }
    DType dtype = x.dtype();
    if (bound.equals(op == Binary.MAX ? least(dtype) : greatest(dtype))) {
      return x;
    }
    // The other end wins against every integer; among floats NaN wins against infinity.
    boolean absorbs = bound.equals(op == Binary.MAX ? greatest(dtype) : least(dtype));
    return absorbs && dtype.isInteger() ? y : null;
  }

  /** The least value of a numeric type: minus infinity, or the least integer. */
  static Literal least(DType dtype) {
    return dtype.isFloating()
        ? Literal.scalar(dtype, Double.NEGATIVE_INFINITY)
        : Literal.ofIntegers(
            TensorType.scalar(dtype), dtype == DType.I64 ? Long.MIN_VALUE : Integer.MIN_VALUE);
  }

  /** The greatest value of a numeric type: infinity, or the greatest integer. */
  static Literal greatest(DType dtype) {
    return dtype.isFloating()
        ? Literal.scalar(dtype, Double.POSITIVE_INFINITY)
        : Literal.ofIntegers(
            TensorType.scalar(dtype), dtype == DType.I64 ? Long.MAX_VALUE : Integer.MAX_VALUE);
  }
}
