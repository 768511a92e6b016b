package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.BFloat16;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.kernels.ScalarMath;

/**
 * Arithmetic on floating-point numbers, in binary64. Whoever keeps a result rounds it to its type.
 */
final class RealMath {
  private RealMath() {}

  static double unary(Unary op, double x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case EXP -> Math.exp(x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG1P -> Math.log1p(x);
      case SIN -> Math.sin(x);
      case COS -> Math.cos(x);
      case TAN -> Math.tan(x);
      case ASIN -> Math.asin(x);
      case ACOS -> Math.acos(x);
      case ATAN -> Math.atan(x);
      case SINH -> Math.sinh(x);
      case COSH -> Math.cosh(x);
      case TANH -> Math.tanh(x);
      case ASINH -> ScalarMath.asinh(x);
      case ACOSH -> ScalarMath.acosh(x);
      case ATANH -> ScalarMath.atanh(x);
      case SQRT -> Math.sqrt(x);
      case RSQRT -> 1 / Math.sqrt(x);
      case CBRT -> Math.cbrt(x);
      case ERF -> ScalarMath.erf(x);
      case ERFC -> ScalarMath.erfc(x);
      case ERF_INV -> ScalarMath.erfInv(x);
      case LGAMMA -> ScalarMath.lgamma(x);
      case DIGAMMA -> ScalarMath.digamma(x);
      case LOGISTIC -> ScalarMath.logistic(x);
      case NOT, IS_FINITE ->
          throw new IllegalArgumentException("[" + op.mnemonic() + "] does not yield a real");
    };
  }

  static double binary(Binary op, DType dtype, double x, double y) {
    return switch (op) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> x / y;
      case REM -> x % y;
      case POW -> pow(x, y);
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
      case ATAN2 -> Math.atan2(x, y);
      case NEXT_AFTER -> nextAfter(dtype, x, y);
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_ARITHMETIC, SHIFT_RIGHT_LOGICAL ->
          throw new IllegalArgumentException("[" + op.mnemonic() + "] does not take " + dtype);
    };
  }

  static boolean compare(Comparison op, double x, double y) {
    return switch (op) {
      case EQ -> x == y;
      case NE -> x != y;
      case LT -> x < y;
      case LE -> x <= y;
      case GT -> x > y;
      case GE -> x >= y;
    };
  }

  /** As {@link Math#pow}, but a square is rounded once, so that it is {@code x * x} exactly. */
  private static double pow(double x, double y) {
    return y == 2 ? x * x : Math.pow(x, y);
  }

  private static double nextAfter(DType dtype, double x, double y) {
    return switch (dtype) {
      case F64 -> Math.nextAfter(x, y);
      case F32 -> Math.nextAfter((float) x, y);
      case BF16 -> nextAfterBFloat16((float) x, (float) y);
      case I32, I64, BOOL ->
          throw new IllegalArgumentException("[nextAfter] does not take " + dtype);
    };
  }

  private static float nextAfterBFloat16(float x, float y) {
    if (Float.isNaN(x) || Float.isNaN(y)) {
      return Float.NaN;
    }
    if (x == y) {
      return y;
    }
    if (x == 0) {
      return Math.copySign(BFloat16.toFloat((short) 1), y);
    }
    // Sign and magnitude: one more in the bits is one step away from zero.
    boolean awayFromZero = (y > x) == (x > 0);
    return BFloat16.toFloat((short) (BFloat16.fromFloat(x) + (awayFromZero ? 1 : -1)));
  }
}
