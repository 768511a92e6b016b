package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Unary;
import java.util.ArrayList;
import java.util.List;

/**
 * One row for each elementwise operation: where it is tested, and how far its kernel may be from
 * the reference interpreter. Whatever tests elementwise operations reads it from here.
 */
final class OpTable {
  /** Numbers to draw operands from, uniformly. */
  record Domain(double low, double high) {}

  /**
   * An operation.
   *
   * @param domains of the floating operands, in order
   * @param ulpsF32 how many representable numbers an F32 result may be away
   * @param ulpsF64 the same for F64
   * @param unit errors of results smaller than this are measured as if the result were this large
   */
  record Row(Op op, List<Domain> domains, int ulpsF32, int ulpsF64, double unit) {
    int ulps(DType dtype) {
      return dtype == DType.F64 ? ulpsF64 : dtype == DType.F32 ? ulpsF32 : 0;
    }

    Domain domain(int operand) {
      return domains.get(Math.min(operand, domains.size() - 1));
    }

    /** The element types to test with: the first is that of all but a condition. */
    List<DType> dtypes() {
      return List.of(DType.values()).stream().filter(this::accepts).toList();
    }

    private boolean accepts(DType dtype) {
      return switch (op) {
        case Unary unary -> unary.accepts(dtype);
        case Binary binary -> binary.accepts(dtype);
        case Elementwise.Polygamma _ -> dtype.isFloating();
        case Elementwise.Clamp _ -> dtype.isNumeric();
        default -> true;
      };
    }
  }

  private static final Domain WIDE = new Domain(-9, 9);
  private static final Domain POSITIVE = new Domain(0, 40);
  private static final Domain UNIT = new Domain(-1, 1);

  private OpTable() {}

  static List<Row> rows() {
    List<Row> rows = new ArrayList<>();
    for (Unary op : Unary.values()) {
      rows.add(unary(op));
    }
    for (Binary op : Binary.values()) {
      rows.add(binary(op));
    }
    for (Comparison op : Comparison.values()) {
      rows.add(exact(op));
    }
    for (DType to : DType.values()) {
      rows.add(exact(new Elementwise.Convert(to)));
    }
    for (int order = 0; order < 4; order++) {
      rows.add(row(new Elementwise.Polygamma(order), 0, 0, new Domain(0.1, 30)));
    }
    rows.add(exact(new Elementwise.Select()));
    rows.add(exact(new Elementwise.Clamp()));
    return rows;
  }

  /** The row of an operation. */
  static Row of(Op op) {
    return switch (op) {
      case Unary unary -> unary(unary);
      case Binary binary -> binary(binary);
      case Elementwise.Polygamma polygamma -> row(polygamma, 0, 0, POSITIVE);
      default -> exact(op);
    };
  }

  private static Row unary(Unary op) {
    return switch (op) {
      case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, NOT, IS_FINITE -> exact(op);
      case SQRT -> row(op, 0, 0, POSITIVE);
      case RSQRT -> row(op, 1, 1, new Domain(0.01, 40));
      case EXP, EXPM1 -> row(op, 1, 1, new Domain(-20, 20));
      case LOG -> row(op, 1, 1, POSITIVE);
      case LOG1P -> row(op, 1, 1, new Domain(-1, 10));
      case SIN, COS -> row(op, 1, 1, new Domain(-30, 30));
      case TAN -> row(op, 2, 2, new Domain(-30, 30));
      case ASIN, ACOS, ATANH -> row(op, 2, 3, UNIT);
      case ATAN, CBRT -> row(op, 1, 2, WIDE);
      case SINH, COSH, TANH, ASINH -> row(op, 2, 3, WIDE);
      case ACOSH -> row(op, 2, 3, new Domain(1, 40));
      case ERF -> row(op, 1, 2, new Domain(-4, 4));
      case ERFC -> row(op, 2, 4, new Domain(-4, 8));
      case ERF_INV -> row(op, 1, 4, UNIT);
      // Near a zero the error is absolute.
      case LGAMMA -> new Row(op, List.of(new Domain(-9.5, 40)), 1, 4, 1);
      case DIGAMMA -> new Row(op, List.of(new Domain(-9.5, 40)), 1, 4, 1);
      case LOGISTIC -> row(op, 2, 3, new Domain(-40, 40));
    };
  }

  private static Row binary(Binary op) {
    return switch (op) {
      case ADD, SUB, MUL, DIV, REM, MAX, MIN, AND, OR, XOR, NEXT_AFTER -> exact(op);
      case SHIFT_LEFT, SHIFT_RIGHT_ARITHMETIC, SHIFT_RIGHT_LOGICAL -> exact(op);
      case POW -> row(op, 1, 1, new Domain(0, 9), new Domain(-4, 4));
      case ATAN2 -> row(op, 1, 2, WIDE);
    };
  }

  private static Row exact(Op op) {
    return row(op, 0, 0, WIDE);
  }

  private static Row row(Op op, int ulpsF32, int ulpsF64, Domain... domains) {
    return new Row(op, List.of(domains), ulpsF32, ulpsF64, 0);
  }
}
