package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import org.jspecify.annotations.Nullable;

/**
 * Which values cannot hold -0. That is what stands between {@code x + 0} and x, and derivatives add
 * many zeros.
 */
final class SignedZeros {
  /** How many operations back an answer is looked for; the cost is bounded by 2 to this power. */
  private static final int MAX_DEPTH = 5;

  /** The largest constant that is searched for -0. */
  private static final int MAX_SEARCHED = 1024;

  private SignedZeros() {}

  /** Whether no element of a floating-point value can be -0; false if that is not known. */
  static boolean isNeverNegativeZero(Value value) {
    return never(value, MAX_DEPTH);
  }

  private static boolean never(Value value, int depth) {
    Node node = value.node();
    if (node == null || depth == 0) {
      return false;
    }
    return switch (node.op()) {
      case Unary unary -> isNever(unary);
      case Binary binary -> never(binary, node, depth);
      case Elementwise elementwise -> never(elementwise, node, depth);
      case Movement movement -> never(movement, node, depth);
      // A sum is -0 only if all its terms are: terms that cancel give +0, and a sum of numbers of
      // one type does not underflow. An extreme is one of its elements, or an infinity.
      case Reduction.Reduce reduce ->
          reduce.kind() != Reduction.Kind.PROD && never(node.operand(0), depth - 1);
      case Reduction.ArgReduce _,
          Comparison _,
          DotGeneral _,
          Convolution _,
          Windowed _,
          Indexing _,
          RandomBits _ ->
          false;
    };
  }

  private static boolean isNever(Unary op) {
    return op == Unary.ABS || op == Unary.EXP || op == Unary.COSH || op == Unary.LOGISTIC;
  }

  private static boolean never(Binary op, Node node, int depth) {
    Value x = node.operand(0);
    Value y = node.operand(1);
    return switch (op) {
      case ADD -> never(x, depth - 1) || never(y, depth - 1);
      case MUL -> x == y;
      case MAX ->
          isPositive(Match.splat(x))
              || isPositive(Match.splat(y))
              || (never(x, depth - 1) && never(y, depth - 1));
      case MIN -> never(x, depth - 1) && never(y, depth - 1);
      case SUB,
          DIV,
          REM,
          POW,
          ATAN2,
          AND,
          OR,
          XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT_ARITHMETIC,
          SHIFT_RIGHT_LOGICAL,
          NEXT_AFTER ->
          false;
    };
  }

  /** Whether a number is +0 or above: the larger of it and anything else is not -0. */
  private static boolean isPositive(@Nullable Literal splat) {
    return splat != null && Double.compare(splat.real(0), 0.0) >= 0;
  }

  private static boolean never(Elementwise op, Node node, int depth) {
    return switch (op) {
      case Elementwise.Select _ ->
          never(node.operand(1), depth - 1) && never(node.operand(2), depth - 1);
      // From a wider float a small negative number would become -0.
      case Elementwise.Convert _ -> !node.operand(0).dtype().isFloating();
      case Elementwise.Iota _ -> true;
      case Elementwise.Constant constant -> hasNoNegativeZero(constant.value());
      case Elementwise.Clamp _, Elementwise.Polygamma _ -> false;
    };
  }

  private static boolean hasNoNegativeZero(Literal literal) {
    if (literal.size() > MAX_SEARCHED) {
      return false;
    }
    for (int i = 0; i < literal.size(); i++) {
      if (literal.real(i) == 0 && 1 / literal.real(i) < 0) {
        return false;
      }
    }
    return true;
  }

  private static boolean never(Movement op, Node node, int depth) {
    return switch (op) {
      case Movement.BroadcastInDim _,
          Movement.Reshape _,
          Movement.Transpose _,
          Movement.Slice _,
          Movement.Reverse _,
          Movement.DynamicSlice _ ->
          never(node.operand(0), depth - 1);
      case Movement.Pad _, Movement.DynamicUpdateSlice _ ->
          never(node.operand(0), depth - 1) && never(node.operand(1), depth - 1);
      case Movement.Concat _ -> false;
    };
  }
}
