package dev.lanewise.graph.compile.scalar;

import java.lang.constant.ClassDesc;
import java.lang.constant.MethodTypeDesc;

/** What a {@link ScalarStep} does with its operands. */
sealed interface ScalarOperation {
  /** An element of an argument: its number among all inputs. No operand. */
  record Input(int index) implements ScalarOperation {}

  /** An Integer, Long, Float or Double. No operand. */
  record Constant(Number value) implements ScalarOperation {
    /** Compared by bits, as {@link Double#equals} does, so that the zeros differ. */
    boolean is(double number) {
      return Double.valueOf(value.doubleValue()).equals(number);
    }
  }

  /** The bytecodes of arithmetic; operands and result are of one type. */
  enum Arithmetic implements ScalarOperation {
    NEG,
    ADD,
    SUB,
    MUL,
    DIV,
    REM,
    AND,
    OR,
    XOR
  }

  /** Conversion of one operand of the given type, as a cast does it. */
  record Cast(ScalarType from) implements ScalarOperation {}

  /**
   * A static method.
   *
   * @param weight about how many bytes of bytecode come with it when it is inlined
   */
  record Call(ClassDesc owner, String name, MethodTypeDesc type, int weight)
      implements ScalarOperation {}
}
