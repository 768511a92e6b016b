package dev.lanewise.graph.ir;

/** Two operands of one type, elementwise; the result has their type. */
public enum Binary implements Op {
  /** {@code x + y}; integers wrap. */
  ADD,
  /** {@code x - y}; integers wrap. */
  SUB,
  /** {@code x * y}; integers wrap. */
  MUL,
  /** {@code x / y}; integers truncate, and {@code x / 0} is -1. */
  DIV,
  /** The remainder with the sign of x; for integers {@code x rem 0} is x. */
  REM,
  /** {@code x^y}. */
  POW,
  /** The larger; NaN wins, and -0 is below +0. */
  MAX,
  /** The smaller; NaN wins, and -0 is below +0. */
  MIN,
  /** The angle of the point (y, x), with y the first operand, in radians. */
  ATAN2,
  /** Conjunction, bit by bit for integers. */
  AND,
  /** Disjunction, bit by bit for integers. */
  OR,
  /** Exclusive disjunction, bit by bit for integers. */
  XOR,
  /** {@code x << y}; 0 if y is negative or not below the width. */
  SHIFT_LEFT,
  /** {@code x >> y}; filled with the sign if y is negative or not below the width. */
  SHIFT_RIGHT_ARITHMETIC,
  /** {@code x >>> y}; 0 if y is negative or not below the width. */
  SHIFT_RIGHT_LOGICAL,
  /** The next representable value from x towards y. */
  NEXT_AFTER;

  @Override
  public String mnemonic() {
    return Op.camelCase(name());
  }

  /** Whether operands of the given type are taken. */
  public boolean accepts(DType dtype) {
    return switch (this) {
      case ADD, SUB, MUL, DIV, REM, MAX, MIN -> dtype.isNumeric();
      case POW, ATAN2, NEXT_AFTER -> dtype.isFloating();
      case AND, OR, XOR -> !dtype.isFloating();
      case SHIFT_LEFT, SHIFT_RIGHT_ARITHMETIC, SHIFT_RIGHT_LOGICAL -> dtype.isInteger();
    };
  }

  /** Whether the operands may be exchanged without changing the result. */
  public boolean isCommutative() {
    return switch (this) {
      case ADD, MUL, MAX, MIN, AND, OR, XOR -> true;
      case SUB,
          DIV,
          REM,
          POW,
          ATAN2,
          SHIFT_LEFT,
          SHIFT_RIGHT_ARITHMETIC,
          SHIFT_RIGHT_LOGICAL,
          NEXT_AFTER ->
          false;
    };
  }
}
