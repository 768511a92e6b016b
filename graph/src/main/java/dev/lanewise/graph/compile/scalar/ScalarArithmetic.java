package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.compile.scalar.ScalarOperation.Arithmetic;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Unary;

/**
 * The elementwise operations of a graph on single elements, with the bits of the reference
 * interpreter. F32 arithmetic is done in float: a sum, product, quotient or root of two floats that
 * is computed in double and rounded to float is the same number. Functions of an F32 are those of
 * double, rounded. A BF16 is a float that is rounded after every operation.
 */
final class ScalarArithmetic {
  private final ScalarCodeBuilder code;

  ScalarArithmetic(ScalarCodeBuilder code) {
    this.code = code;
  }

  int constant(Literal literal, int index) {
    return switch (literal.type().dtype()) {
      case F32, BF16 -> code.constant((float) literal.real(index));
      case F64 -> code.constant(literal.real(index));
      case I32, BOOL -> code.constant((int) literal.integer(index));
      case I64 -> code.constant(literal.integer(index));
    };
  }

  int unary(Unary op, DType dtype, int x) {
    ScalarType type = code.type(x);
    return switch (op) {
      case NEG -> code.negate(x);
      case ABS -> code.call(ScalarMethods.math("abs", type, 1), type, x);
      case SIGN ->
          dtype.isFloating()
              ? code.call(ScalarMethods.math("signum", type, 1), type, x)
              : code.call(ScalarMethods.function("sign", type, 1), type, x);
      case NOT ->
          dtype == DType.BOOL
              ? code.apply(Arithmetic.XOR, x, code.constant(1))
              : code.apply(
                  Arithmetic.XOR,
                  x,
                  type == ScalarType.LONG ? code.constant(-1L) : code.constant(-1));
      case IS_FINITE -> code.call(ScalarMethods.test("isFinite", type, 1), ScalarType.INT, x);
      case FLOOR -> math("floor", dtype, x);
      case CEIL -> math("ceil", dtype, x);
      case ROUND -> math("rint", dtype, x);
      case EXP -> math("exp", dtype, x);
      case EXPM1 -> math("expm1", dtype, x);
      case LOG -> math("log", dtype, x);
      case LOG1P -> math("log1p", dtype, x);
      case SIN -> math("sin", dtype, x);
      case COS -> math("cos", dtype, x);
      case TAN -> math("tan", dtype, x);
      case ASIN -> math("asin", dtype, x);
      case ACOS -> math("acos", dtype, x);
      case ATAN -> math("atan", dtype, x);
      case SINH -> math("sinh", dtype, x);
      case COSH -> math("cosh", dtype, x);
      case TANH ->
          dtype == DType.F32
              ? code.call(ScalarMethods.floatTanh(), ScalarType.FLOAT, x)
              : math("tanh", dtype, x);
      case ASINH -> scalarMath("asinh", dtype, x);
      case ACOSH -> scalarMath("acosh", dtype, x);
      case ATANH -> scalarMath("atanh", dtype, x);
      case SQRT -> math("sqrt", dtype, x);
      case RSQRT ->
          round(
              code.apply(
                  Arithmetic.DIV,
                  code.constant(1.0),
                  wide(ScalarMethods.math("sqrt", ScalarType.DOUBLE, 1), x)),
              dtype);
      case CBRT -> math("cbrt", dtype, x);
      case ERF -> scalarMath("erf", dtype, x);
      case ERFC -> scalarMath("erfc", dtype, x);
      case ERF_INV -> scalarMath("erfInv", dtype, x);
      case LGAMMA -> scalarMath("lgamma", dtype, x);
      case DIGAMMA -> scalarMath("digamma", dtype, x);
      case LOGISTIC -> scalarMath("logistic", dtype, x);
    };
  }

  int polygamma(int order, DType dtype, int x) {
    int y =
        code.call(
            ScalarMethods.polygamma(),
            ScalarType.DOUBLE,
            code.constant(order),
            code.cast(x, ScalarType.DOUBLE));
    return round(y, dtype);
  }

  private int math(String name, DType dtype, int x) {
    return round(wide(ScalarMethods.math(name, ScalarType.DOUBLE, 1), x), dtype);
  }

  private int scalarMath(String name, DType dtype, int x) {
    return round(wide(ScalarMethods.scalarMath(name), x), dtype);
  }

  private int wide(ScalarOperation.Call method, int x) {
    return code.call(method, ScalarType.DOUBLE, code.cast(x, ScalarType.DOUBLE));
  }

  int binary(Binary op, DType dtype, int x, int y) {
    ScalarType type = code.type(x);
    boolean floating = dtype.isFloating();
    return switch (op) {
      case ADD -> arithmetic(Arithmetic.ADD, dtype, x, y);
      case SUB -> arithmetic(Arithmetic.SUB, dtype, x, y);
      case MUL -> arithmetic(Arithmetic.MUL, dtype, x, y);
      case DIV -> floating ? arithmetic(Arithmetic.DIV, dtype, x, y) : function("divide", x, y);
      case REM -> floating ? arithmetic(Arithmetic.REM, dtype, x, y) : function("remainder", x, y);
      case MAX -> code.call(ScalarMethods.math("max", type, 2), type, x, y);
      case MIN -> code.call(ScalarMethods.math("min", type, 2), type, x, y);
      case AND -> code.apply(Arithmetic.AND, x, y);
      case OR -> code.apply(Arithmetic.OR, x, y);
      case XOR -> code.apply(Arithmetic.XOR, x, y);
      case SHIFT_LEFT -> function("shiftLeft", x, y);
      case SHIFT_RIGHT_ARITHMETIC -> function("shiftRight", x, y);
      case SHIFT_RIGHT_LOGICAL -> function("shiftRightLogical", x, y);
      case POW -> power(dtype, x, y);
      case ATAN2 -> wide(ScalarMethods.math("atan2", ScalarType.DOUBLE, 2), dtype, x, y);
      case NEXT_AFTER -> nextAfter(dtype, x, y);
    };
  }

  private int function(String name, int x, int y) {
    ScalarType type = code.type(x);
    return code.call(ScalarMethods.function(name, type, 2), type, x, y);
  }

  private int arithmetic(Arithmetic op, DType dtype, int x, int y) {
    return round(code.apply(op, x, y), dtype);
  }

  private int wide(ScalarOperation.Call method, DType dtype, int x, int y) {
    int result =
        code.call(
            method,
            ScalarType.DOUBLE,
            code.cast(x, ScalarType.DOUBLE),
            code.cast(y, ScalarType.DOUBLE));
    return round(result, dtype);
  }

  private int power(DType dtype, int x, int y) {
    ScalarOperation.Constant exponent = code.constantAt(y);
    if (exponent != null && exponent.is(2)) {
      return arithmetic(Arithmetic.MUL, dtype, x, x);
    }
    return wide(ScalarMethods.function("power", ScalarType.DOUBLE, 2), dtype, x, y);
  }

  private int nextAfter(DType dtype, int x, int y) {
    return switch (dtype) {
      case F64 -> wide(ScalarMethods.math("nextAfter", ScalarType.DOUBLE, 2), dtype, x, y);
      case BF16 -> function("nextBFloat16", x, y);
      case F32, I32, I64, BOOL -> function("nextAfter", x, y);
    };
  }

  int compare(Comparison op, int x, int y) {
    return switch (op) {
      case EQ -> test("equal", x, y);
      case NE -> code.apply(Arithmetic.XOR, test("equal", x, y), code.constant(1));
      case LT -> test("less", x, y);
      case LE -> test("lessOrEqual", x, y);
      case GT -> test("less", y, x);
      case GE -> test("lessOrEqual", y, x);
    };
  }

  /** 1 if a method of {@link ScalarFunctions} says so, else 0. */
  int test(String name, int x, int y) {
    return code.call(ScalarMethods.test(name, code.type(x), 2), ScalarType.INT, x, y);
  }

  int select(int condition, int onTrue, int onFalse) {
    if (onTrue == onFalse) {
      return onTrue;
    }
    ScalarType type = code.type(onTrue);
    return code.call(ScalarMethods.select(type), type, condition, onTrue, onFalse);
  }

  int convert(DType from, DType to, int x) {
    if (from == to) {
      return x;
    }
    return switch (to) {
      case BOOL -> isNotZero(x);
      case F32, F64, I32, I64 -> code.cast(x, ScalarType.of(to));
      case BF16 -> round(code.cast(x, ScalarType.FLOAT), to);
    };
  }

  private int isNotZero(int x) {
    int zero =
        switch (code.type(x)) {
          case INT -> code.constant(0);
          case LONG -> code.constant(0L);
          case FLOAT -> code.constant(0f);
          case DOUBLE -> code.constant(0.0);
        };
    return compare(Comparison.NE, x, zero);
  }

  /** A scalar of any floating type as an element of a type. */
  int round(int x, DType dtype) {
    int narrow = code.cast(x, ScalarType.of(dtype));
    return dtype == DType.BF16
        ? code.call(
            ScalarMethods.function("roundToBFloat16", ScalarType.FLOAT, 1),
            ScalarType.FLOAT,
            narrow)
        : narrow;
  }
}
