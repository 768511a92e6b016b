package dev.lanewise.graph.compile.loop;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Windowed;

/** What an elementwise operation costs, in vector additions: the currency of fusion decisions. */
public final class Costs {
  private static final int DIVISION = 5;
  private static final int EXPONENTIAL = 16;
  private static final int TRIGONOMETRIC = 25;
  private static final int POWER = 50;
  private static final int GAMMA = 100;

  /** No lane form: computed lane by lane. */
  private static final int SCALAR = 300;

  private Costs() {}

  /** The cost of one operation on one vector. */
  public static int of(Op op) {
    return switch (op) {
      case Unary unary -> of(unary);
      case Binary binary -> of(binary);
      case Comparison _ -> 1;
      case Elementwise elementwise -> of(elementwise);
      case Movement _,
          Reduction _,
          DotGeneral _,
          Convolution _,
          Windowed _,
          Indexing _,
          RandomBits _ ->
          1;
    };
  }

  private static int of(Unary op) {
    return switch (op) {
      case NEG, ABS, SIGN, FLOOR, CEIL, ROUND, NOT, IS_FINITE -> 1;
      case SQRT -> DIVISION;
      case RSQRT -> 2 * DIVISION;
      case EXP, EXPM1, LOG, LOG1P -> EXPONENTIAL;
      case TANH, LOGISTIC, ERF -> EXPONENTIAL + DIVISION;
      case SIN, COS, TAN, ASIN, ACOS, ATAN, SINH, COSH, CBRT -> TRIGONOMETRIC;
      case ASINH, ACOSH, ATANH, ERFC, ERF_INV -> POWER;
      case LGAMMA, DIGAMMA -> GAMMA;
    };
  }

  private static int of(Binary op) {
    return switch (op) {
      case ADD,
          SUB,
          MUL,
          MAX,
          MIN,
          AND,
          OR,
          XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT_ARITHMETIC,
          SHIFT_RIGHT_LOGICAL,
          NEXT_AFTER ->
          1;
      case DIV -> DIVISION;
      case POW, ATAN2 -> POWER;
      case REM -> SCALAR;
    };
  }

  private static int of(Elementwise op) {
    return switch (op) {
      case Elementwise.Polygamma _ -> SCALAR;
      case Elementwise.Clamp _ -> 2;
      case Elementwise.Select _, Elementwise.Convert _ -> 1;
      case Elementwise.Iota _, Elementwise.Constant _ -> 0;
    };
  }
}
