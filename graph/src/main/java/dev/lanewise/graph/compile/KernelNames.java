package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.kernels.BinaryOperation;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.UnaryOperation;

/** What the kernels call the types and operations of the graph. */
public final class KernelNames {
  private KernelNames() {}

  /** The element type of a graph's element type. */
  public static ElementType of(DType dtype) {
    return switch (dtype) {
      case F32 -> ElementType.F32;
      case F64 -> ElementType.F64;
      case BF16 -> ElementType.BF16;
      case I32 -> ElementType.I32;
      case I64 -> ElementType.I64;
      case BOOL -> ElementType.BOOL;
    };
  }

  /** The kernel's operation. */
  public static UnaryOperation of(Unary op) {
    return switch (op) {
      case NEG -> UnaryOperation.NEG;
      case ABS -> UnaryOperation.ABS;
      case SIGN -> UnaryOperation.SIGN;
      case FLOOR -> UnaryOperation.FLOOR;
      case CEIL -> UnaryOperation.CEIL;
      case ROUND -> UnaryOperation.ROUND;
      case EXP -> UnaryOperation.EXP;
      case EXPM1 -> UnaryOperation.EXPM1;
      case LOG -> UnaryOperation.LOG;
      case LOG1P -> UnaryOperation.LOG1P;
      case SIN -> UnaryOperation.SIN;
      case COS -> UnaryOperation.COS;
      case TAN -> UnaryOperation.TAN;
      case ASIN -> UnaryOperation.ASIN;
      case ACOS -> UnaryOperation.ACOS;
      case ATAN -> UnaryOperation.ATAN;
      case SINH -> UnaryOperation.SINH;
      case COSH -> UnaryOperation.COSH;
      case TANH -> UnaryOperation.TANH;
      case ASINH -> UnaryOperation.ASINH;
      case ACOSH -> UnaryOperation.ACOSH;
      case ATANH -> UnaryOperation.ATANH;
      case SQRT -> UnaryOperation.SQRT;
      case RSQRT -> UnaryOperation.RSQRT;
      case CBRT -> UnaryOperation.CBRT;
      case ERF -> UnaryOperation.ERF;
      case ERFC -> UnaryOperation.ERFC;
      case ERF_INV -> UnaryOperation.ERF_INV;
      case LGAMMA -> UnaryOperation.LGAMMA;
      case DIGAMMA -> UnaryOperation.DIGAMMA;
      case LOGISTIC -> UnaryOperation.LOGISTIC;
      case NOT -> UnaryOperation.NOT;
      case IS_FINITE -> UnaryOperation.IS_FINITE;
    };
  }

  /** The kernel's operation. */
  public static BinaryOperation of(Binary op) {
    return switch (op) {
      case ADD -> BinaryOperation.ADD;
      case SUB -> BinaryOperation.SUB;
      case MUL -> BinaryOperation.MUL;
      case DIV -> BinaryOperation.DIV;
      case REM -> BinaryOperation.REM;
      case POW -> BinaryOperation.POW;
      case MAX -> BinaryOperation.MAX;
      case MIN -> BinaryOperation.MIN;
      case ATAN2 -> BinaryOperation.ATAN2;
      case AND -> BinaryOperation.AND;
      case OR -> BinaryOperation.OR;
      case XOR -> BinaryOperation.XOR;
      case SHIFT_LEFT -> BinaryOperation.SHIFT_LEFT;
      case SHIFT_RIGHT_ARITHMETIC -> BinaryOperation.SHIFT_RIGHT_ARITHMETIC;
      case SHIFT_RIGHT_LOGICAL -> BinaryOperation.SHIFT_RIGHT_LOGICAL;
      case NEXT_AFTER -> BinaryOperation.NEXT_AFTER;
    };
  }

  /** The kernel's comparison. */
  public static dev.lanewise.kernels.Comparison of(Comparison op) {
    return switch (op) {
      case EQ -> dev.lanewise.kernels.Comparison.EQ;
      case NE -> dev.lanewise.kernels.Comparison.NE;
      case LT -> dev.lanewise.kernels.Comparison.LT;
      case LE -> dev.lanewise.kernels.Comparison.LE;
      case GT -> dev.lanewise.kernels.Comparison.GT;
      case GE -> dev.lanewise.kernels.Comparison.GE;
    };
  }

  /** The kernel's reduction. */
  public static dev.lanewise.kernels.Reduction of(Reduction.Kind kind) {
    return switch (kind) {
      case SUM -> dev.lanewise.kernels.Reduction.SUM;
      case PROD -> dev.lanewise.kernels.Reduction.PROD;
      case MAX -> dev.lanewise.kernels.Reduction.MAX;
      case MIN -> dev.lanewise.kernels.Reduction.MIN;
      case AND -> dev.lanewise.kernels.Reduction.AND;
      case OR -> dev.lanewise.kernels.Reduction.OR;
    };
  }
}
