package dev.lanewise.graph.compile.scalar;

import dev.lanewise.graph.compile.scalar.ScalarOperation.Arithmetic;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * Builds a {@link ScalarCode}. A step that is there already is not added again, and what changes no
 * bit of any operand (x * 1, x - 0, x + -0) is not a step.
 */
final class ScalarCodeBuilder {
  private final List<ScalarStep> steps = new ArrayList<>();
  private final Map<ScalarStep, Integer> numbers = new HashMap<>();
  private int inputs;

  /** The next input. */
  int input(ScalarType type) {
    return number(new ScalarOperation.Input(inputs++), type);
  }

  int constant(float value) {
    return constant(value, ScalarType.FLOAT);
  }

  int constant(double value) {
    return constant(value, ScalarType.DOUBLE);
  }

  int constant(int value) {
    return constant(value, ScalarType.INT);
  }

  int constant(long value) {
    return constant(value, ScalarType.LONG);
  }

  private int constant(Number value, ScalarType type) {
    return number(new ScalarOperation.Constant(value), type);
  }

  private int number(ScalarOperation operation, ScalarType type) {
    return number(
        new ScalarStep(operation, type, ScalarStep.NONE, ScalarStep.NONE, ScalarStep.NONE));
  }

  private int number(ScalarStep step) {
    Integer next = steps.size();
    Integer known = numbers.putIfAbsent(step, next);
    if (known != null) {
      return known;
    }
    steps.add(step);
    return next;
  }

  ScalarType type(int step) {
    return steps.get(step).type();
  }

  /** The negative of a scalar. */
  int negate(int x) {
    return number(new ScalarStep(Arithmetic.NEG, type(x), x, ScalarStep.NONE, ScalarStep.NONE));
  }

  /** An operation on two scalars of one type. */
  int apply(Arithmetic operation, int x, int y) {
    if (isNeutral(operation, y)) {
      return x;
    }
    if (isNeutral(operation, x) && isCommutative(operation)) {
      return y;
    }
    return number(new ScalarStep(operation, type(x), x, y, ScalarStep.NONE));
  }

  private static boolean isCommutative(Arithmetic operation) {
    return switch (operation) {
      case ADD, MUL, AND, OR, XOR -> true;
      case NEG, SUB, DIV, REM -> false;
    };
  }

  private boolean isNeutral(Arithmetic operation, int y) {
    if (!(steps.get(y).operation() instanceof ScalarOperation.Constant constant)) {
      return false;
    }
    boolean floating = type(y) == ScalarType.FLOAT || type(y) == ScalarType.DOUBLE;
    return switch (operation) {
      case MUL, DIV -> constant.is(1);
      // x + 0.0 is not x where x is -0.0.
      case ADD -> constant.is(floating ? -0.0 : 0);
      case SUB, OR, XOR -> constant.is(0);
      case NEG, REM, AND -> false;
    };
  }

  /** The constant that a step is, or null. */
  ScalarOperation.@Nullable Constant constantAt(int step) {
    return steps.get(step).operation() instanceof ScalarOperation.Constant constant
        ? constant
        : null;
  }

  /** The scalar as a cast to another type gives it. */
  int cast(int x, ScalarType to) {
    ScalarType from = type(x);
    return from == to
        ? x
        : number(
            new ScalarStep(
                new ScalarOperation.Cast(from), to, x, ScalarStep.NONE, ScalarStep.NONE));
  }

  /** The result of a static method of one to three scalars. */
  int call(ScalarOperation.Call method, ScalarType result, int... operands) {
    return number(
        new ScalarStep(
            method,
            result,
            operands[0],
            operands.length > 1 ? operands[1] : ScalarStep.NONE,
            operands.length > 2 ? operands[2] : ScalarStep.NONE));
  }

  ScalarCode build(int[] results) {
    return new ScalarCode(steps, results);
  }
}
