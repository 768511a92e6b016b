package dev.lanewise.graph.compile.scalar;

/**
 * One operation on scalars that were computed by earlier steps; its result is known by the step's
 * number.
 *
 * @param type of the result
 * @param a the step that computes the first operand, or {@link #NONE}
 * @param b the second operand's
 * @param c the third operand's
 */
record ScalarStep(ScalarOperation operation, ScalarType type, int a, int b, int c) {
  /** In place of an operand that is not there. */
  static final int NONE = -1;

  int operandCount() {
    return a == NONE ? 0 : b == NONE ? 1 : c == NONE ? 2 : 3;
  }

  int operand(int index) {
    return switch (index) {
      case 0 -> a;
      case 1 -> b;
      case 2 -> c;
      default -> throw new IndexOutOfBoundsException(index);
    };
  }

  boolean isInput() {
    return operation instanceof ScalarOperation.Input;
  }

  boolean isConstant() {
    return operation instanceof ScalarOperation.Constant;
  }

  /** Whether it is computed by code, and not just at hand. */
  boolean isComputed() {
    return !isInput() && !isConstant();
  }
}
