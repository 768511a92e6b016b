package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import org.jspecify.annotations.Nullable;

/** Simpler forms of {@link Unary} operations. */
final class UnaryRules {
  private final Simplifier to;

  UnaryRules(Simplifier to) {
    this.to = to;
  }

  @Nullable Value simplify(Unary op, Value x) {
    Node inner = x.node();
    if (inner == null) {
      return null;
    }
    return switch (op) {
      case NEG -> negate(x, inner);
      case NOT -> not(inner);
      case ABS -> abs(x, inner);
      case SIGN -> inner.op() == Unary.SIGN ? x : null;
      case FLOOR, CEIL, ROUND -> isRounding(inner.op()) ? x : null;
      case EXP,
          EXPM1,
          LOG,
          LOG1P,
          SIN,
          COS,
          TAN,
          ASIN,
          ACOS,
          ATAN,
          SINH,
          COSH,
          TANH,
          ASINH,
          ACOSH,
          ATANH,
          SQRT,
          RSQRT,
          CBRT,
          ERF,
          ERFC,
          ERF_INV,
          LGAMMA,
          DIGAMMA,
          LOGISTIC,
          IS_FINITE ->
          null;
    };
  }

  private @Nullable Value negate(Value x, Node inner) {
    if (inner.op() == Unary.NEG) {
      return inner.operand(0); // flips the sign bit twice; the least integer is its own negative
    }
    if (to.isShared(x)) {
      return null;
    }
    boolean floating = x.dtype().isFloating();
    if (inner.op() == Binary.SUB && !floating) {
      // Not for floats: x - x is +0, and so is its exchange, but its negative is -0.
      return to.emit(Binary.SUB, inner.operand(1), inner.operand(0));
    }
    if (inner.op() == Binary.MUL || (inner.op() == Binary.DIV && floating)) {
      // Rounding is symmetric. An integer quotient is not: x / 0 is -1 whatever the signs.
      Literal factor = Match.splat(inner.operand(1));
      if (factor != null) {
        return to.emit((Binary) inner.op(), inner.operand(0), to.fullNegative(factor, x.shape()));
      }
    }
    return null;
  }

  private @Nullable Value not(Node inner) {
    if (inner.op() == Unary.NOT) {
      return inner.operand(0);
    }
    if (inner.op() instanceof Comparison comparison) {
      boolean ordered = !inner.operand(0).dtype().isFloating();
      return switch (comparison) {
        case EQ -> to.emit(Comparison.NE, inner.operand(0), inner.operand(1));
        case NE -> to.emit(Comparison.EQ, inner.operand(0), inner.operand(1));
        // With a NaN both x < y and x >= y are false.
        case LT -> ordered ? to.emit(Comparison.GE, inner.operand(0), inner.operand(1)) : null;
        case LE -> ordered ? to.emit(Comparison.GT, inner.operand(0), inner.operand(1)) : null;
        case GT -> ordered ? to.emit(Comparison.LE, inner.operand(0), inner.operand(1)) : null;
        case GE -> ordered ? to.emit(Comparison.LT, inner.operand(0), inner.operand(1)) : null;
      };
    }
    return null;
  }

  private @Nullable Value abs(Value x, Node inner) {
    if (inner.op() == Unary.ABS) {
      return x; // the least integer's absolute value is itself, however often it is taken
    }
    return inner.op() == Unary.NEG ? to.emit(Unary.ABS, inner.operand(0)) : null;
  }

  /** Integral values, infinities, NaN and -0 are what these yield, and what they leave alone. */
  private static boolean isRounding(Op op) {
    return op == Unary.FLOOR || op == Unary.CEIL || op == Unary.ROUND;
  }
}
