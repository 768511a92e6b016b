package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Unary;

/**
 * Arithmetic on integers and truth values (0 and 1), in 64 bits. Whoever keeps a result wraps it to
 * its type.
 */
final class IntegerMath {
  private IntegerMath() {}

  static long unary(Unary op, DType dtype, long x) {
    return switch (op) {
      case NEG -> -x;
      case ABS -> Math.abs(x);
      case SIGN -> Long.signum(x);
      case NOT -> dtype == DType.BOOL ? 1 - x : ~x;
      case FLOOR,
          CEIL,
          ROUND,
          EXP,
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
          throw new IllegalArgumentException("[" + op.mnemonic() + "] does not take " + dtype);
    };
  }

  static long binary(Binary op, DType dtype, long x, long y) {
    return switch (op) {
      case ADD -> x + y;
      case SUB -> x - y;
      case MUL -> x * y;
      case DIV -> y == 0 ? -1 : x / y;
      case REM -> y == 0 ? x : x % y;
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
      case AND -> x & y;
      case OR -> x | y;
      case XOR -> x ^ y;
      case SHIFT_LEFT -> shiftFits(dtype, y) ? x << y : 0;
      case SHIFT_RIGHT_ARITHMETIC -> x >> (shiftFits(dtype, y) ? y : Long.SIZE - 1);
      case SHIFT_RIGHT_LOGICAL -> shiftFits(dtype, y) ? unsigned(dtype, x) >>> y : 0;
      case POW, ATAN2, NEXT_AFTER ->
          throw new IllegalArgumentException("[" + op.mnemonic() + "] does not take " + dtype);
    };
  }

  static boolean compare(Comparison op, long x, long y) {
    return switch (op) {
      case EQ -> x == y;
      case NE -> x != y;
      case LT -> x < y;
      case LE -> x <= y;
      case GT -> x > y;
      case GE -> x >= y;
    };
  }

  private static boolean shiftFits(DType dtype, long by) {
    return by >= 0 && by < dtype.bytes() * 8L;
  }

  private static long unsigned(DType dtype, long x) {
    return dtype == DType.I32 ? Integer.toUnsignedLong((int) x) : x;
  }
}
