package dev.lanewise.kernels;

/** What every elementwise operation means, in plain scalar Java. */
final class ElementwiseReference {
  private ElementwiseReference() {}

  /** An operation of floating-point numbers, F32 ones widened; IS_FINITE and NOT apart. */
  static double unary(UnaryOperation operation, double x) {
    return switch (operation) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Math.signum(x);
      case FLOOR -> Math.floor(x);
      case CEIL -> Math.ceil(x);
      case ROUND -> Math.rint(x);
      case EXP -> Math.exp(x);
      case EXP2 -> Math.pow(2, x);
      case EXPM1 -> Math.expm1(x);
      case LOG -> Math.log(x);
      case LOG2 -> log2(x);
      case LOG10 -> Math.log10(x);
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
      case SOFTPLUS -> Math.max(x, 0) + Math.log1p(Math.exp(-Math.abs(x)));
      case SILU -> x <= -1e3 ? -0.0 : x * ScalarMath.logistic(x);
      case GELU -> x <= -1e3 ? -0.0 : 0.5 * x * ScalarMath.erfc(-Math.sqrt(0.5) * x);
      case GELU_TANH ->
          x <= -1e3
              ? -0.0
              : x * ScalarMath.logistic(Math.sqrt(8 / Math.PI) * x * (1 + 0.044715 * x * x));
      case NOT, IS_FINITE -> throw new IllegalArgumentException(operation.name());
    };
  }

  /** In two parts, for a small logarithm would lose the digits of a quotient's dividend. */
  private static double log2(double x) {
    int exponent = x < Double.MIN_NORMAL || Double.isInfinite(x) ? 0 : Math.getExponent(x);
    double rest = Math.scalb(x, -exponent);
    boolean above = rest > 1.5;
    return (exponent + (above ? 1 : 0)) + Math.log(above ? rest / 2 : rest) / Math.log(2);
  }

  /** An operation of integers of 32 or 64 bits; the result is to be cut to as many. */
  static long unary(UnaryOperation operation, long x) {
    return switch (operation) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Long.signum(x);
      case NOT -> ~x;
      default -> throw new IllegalArgumentException(operation.name());
    };
  }

  /** An operation of doubles. */
  static double binary(BinaryOperation operation, double a, double b) {
    return switch (operation) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case REM -> a % b;
      case POW -> Math.pow(a, b);
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case ATAN2 -> Math.atan2(a, b);
      case NEXT_AFTER -> Math.nextAfter(a, b);
      default -> throw new IllegalArgumentException(operation.name());
    };
  }

  /** An operation of floats. */
  static float binary(BinaryOperation operation, float a, float b) {
    return switch (operation) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> a / b;
      case REM -> a % b;
      case NEXT_AFTER -> Math.nextAfter(a, b);
      default -> (float) binary(operation, (double) a, (double) b);
    };
  }

  /** An operation of integers of {@code width} bits; the result is to be cut to as many. */
  static long binary(BinaryOperation operation, long a, long b, int width) {
    boolean inside = b >= 0 && b < width;
    return switch (operation) {
      case ADD -> a + b;
      case SUB -> a - b;
      case MUL -> a * b;
      case DIV -> b == 0 ? -1 : a / b;
      case REM -> b == 0 ? a : a % b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case AND -> a & b;
      case OR -> a | b;
      case XOR -> a ^ b;
      case SHIFT_LEFT -> inside ? a << b : 0;
      case SHIFT_RIGHT_ARITHMETIC -> inside ? a >> b : a < 0 ? -1 : 0;
      case SHIFT_RIGHT_LOGICAL -> inside ? (width == Integer.SIZE ? a & 0xffffffffL : a) >>> b : 0;
      default -> throw new IllegalArgumentException(operation.name());
    };
  }

  /** An operation of truth values. */
  static boolean binary(BinaryOperation operation, boolean a, boolean b) {
    return switch (operation) {
      case AND -> a && b;
      case OR -> a || b;
      case XOR -> a ^ b;
      default -> throw new IllegalArgumentException(operation.name());
    };
  }

  /** A comparison of numbers. */
  static boolean compare(Comparison comparison, double a, double b) {
    return switch (comparison) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }

  /** A comparison of integers. */
  static boolean compare(Comparison comparison, long a, long b) {
    return switch (comparison) {
      case EQ -> a == b;
      case NE -> a != b;
      case LT -> a < b;
      case LE -> a <= b;
      case GT -> a > b;
      case GE -> a >= b;
    };
  }
}
