package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The forward derivative of every operation. A rule is given the operands' primals x, their
 * tangents t and the operation's own result y, and answers with the result's tangent; null stands
 * for zero. What a rule emits must be linear in the tangents, using only operations that {@link
 * TransposeRules} can transpose.
 */
final class JvpRules {
  private final GraphBuilder b;

  JvpRules(GraphBuilder builder) {
    this.b = builder;
  }

  /** The tangent of an operation's result; at least one of the given tangents is not null. */
  @Nullable Value apply(Op op, List<Value> x, List<@Nullable Value> t, Value y) {
    return switch (op) {
      case Unary unary -> unary(unary, x.getFirst(), present(t.getFirst()), y);
      case Binary binary -> binary(binary, x.get(0), x.get(1), t.get(0), t.get(1), y);
      case Comparison _, RandomBits _ -> null;
      case Elementwise elementwise -> elementwise(elementwise, x, t);
      case Movement movement -> movement(movement, x, t);
      case Reduction.Reduce reduce ->
          new ReductionJvp(b).apply(reduce, x.getFirst(), present(t.getFirst()), y);
      case Reduction.ArgReduce _ -> null;
      case DotGeneral dot ->
          sum(
              t.get(0) == null ? null : b.add(dot, present(t.get(0)), x.get(1)),
              t.get(1) == null ? null : b.add(dot, x.get(0), present(t.get(1))));
      case Convolution convolution ->
          sum(
              t.get(0) == null ? null : b.add(convolution, present(t.get(0)), x.get(1)),
              t.get(1) == null ? null : b.add(convolution, x.get(0), present(t.get(1))));
      case Windowed.ReduceWindow reduce ->
          WindowDerivatives.tangent(b, reduce, x.getFirst(), present(t.getFirst()));
      // Where the first operand has a tangent, what is selected stays the same nearly everywhere.
      case Windowed.SelectAndScatter _, Windowed.SelectAndGather _ ->
          t.get(1) == null ? null : b.add(op, x.getFirst(), present(t.get(1)));
      case Indexing.Gather gather -> b.add(gather, present(t.getFirst()), x.get(1));
      case Indexing.ScatterAdd scatter ->
          t.get(2) == null
              ? t.getFirst()
              : b.add(scatter, orZeros(t.get(0), x.get(0)), x.get(1), present(t.get(2)));
    };
  }

  private @Nullable Value unary(Unary op, Value x, Value t, Value y) {
    return switch (op) {
      case NEG -> b.neg(t);
      case ABS -> b.mul(t, b.add(Unary.SIGN, x));
      case SIGN, FLOOR, CEIL, ROUND, NOT, IS_FINITE -> null;
      case EXP -> b.mul(t, y);
      case EXPM1 -> b.mul(t, b.add(y, 1));
      case LOG -> b.div(t, x);
      case LOG1P -> b.div(t, b.add(x, 1));
      case SIN -> b.mul(t, b.add(Unary.COS, x));
      case COS -> b.mul(t, b.neg(b.add(Unary.SIN, x)));
      case TAN -> b.mul(t, b.add(b.mul(y, y), 1));
      case ASIN -> b.mul(t, b.add(Unary.RSQRT, oneMinusSquare(x)));
      case ACOS -> b.mul(t, b.neg(b.add(Unary.RSQRT, oneMinusSquare(x))));
      case ATAN -> b.div(t, b.add(b.mul(x, x), 1));
      case SINH -> b.mul(t, b.add(Unary.COSH, x));
      case COSH -> b.mul(t, b.add(Unary.SINH, x));
      case TANH -> b.mul(t, b.rsub(1, b.mul(y, y)));
      case ASINH -> b.mul(t, b.add(Unary.RSQRT, b.add(b.mul(x, x), 1)));
      case ACOSH -> b.mul(t, b.add(Unary.RSQRT, b.mul(b.add(x, -1), b.add(x, 1))));
      case ATANH -> b.div(t, oneMinusSquare(x));
      case SQRT -> b.mul(t, b.div(b.fullLike(y, 0.5), y));
      case RSQRT -> b.mul(t, b.mul(b.div(y, x), -0.5));
      case CBRT -> b.div(t, b.mul(b.mul(y, y), 3));
      case ERF -> b.mul(t, gaussian(x, 2 / Math.sqrt(Math.PI)));
      case ERFC -> b.mul(t, gaussian(x, -2 / Math.sqrt(Math.PI)));
      case ERF_INV -> b.mul(t, b.mul(b.add(Unary.EXP, b.mul(y, y)), Math.sqrt(Math.PI) / 2));
      case LGAMMA -> b.mul(t, b.add(Unary.DIGAMMA, x));
      case DIGAMMA -> b.mul(t, b.add(new Elementwise.Polygamma(1), x));
      case LOGISTIC -> b.mul(t, b.mul(y, b.rsub(1, y)));
    };
  }

  /** {@code 1 - x^2} as a product, which keeps its accuracy as |x| nears 1. */
  private Value oneMinusSquare(Value x) {
    return b.mul(b.rsub(1, x), b.add(x, 1));
  }

  private Value gaussian(Value x, double factor) {
    return b.mul(b.add(Unary.EXP, b.neg(b.mul(x, x))), factor);
  }

  private @Nullable Value binary(
      Binary op, Value x0, Value x1, @Nullable Value t0, @Nullable Value t1, Value y) {
    return switch (op) {
      case ADD -> sum(t0, t1);
      case SUB -> sum(t0, t1 == null ? null : b.neg(t1));
      case MUL -> weighted(t0, () -> x1, t1, () -> x0);
      case DIV -> {
        // (t0 - t1 y) / x1: one division, which reverse mode shares between both cotangents.
        Value change = sum(t0, t1 == null ? null : b.neg(b.mul(t1, y)));
        yield change == null ? null : b.div(change, x1);
      }
      case REM ->
          // x rem y = x - y trunc(x / y), and (x - result) / y is that integer up to rounding.
          sum(
              t0,
              t1 == null ? null : b.mul(t1, b.neg(b.add(Unary.ROUND, b.div(b.sub(x0, y), x1)))));
      case POW -> weighted(t0, () -> powerByBase(x0, x1), t1, () -> powerByExponent(x0, x1, y));
      case MAX ->
          weighted(t0, () -> share(Comparison.GT, x0, x1), t1, () -> share(Comparison.GT, x1, x0));
      case MIN ->
          weighted(t0, () -> share(Comparison.LT, x0, x1), t1, () -> share(Comparison.LT, x1, x0));
      case ATAN2 -> {
        Value squared = b.add(b.mul(x0, x0), b.mul(x1, x1));
        yield weighted(t0, () -> b.div(x1, squared), t1, () -> b.neg(b.div(x0, squared)));
      }
      case AND, OR, XOR, SHIFT_LEFT, SHIFT_RIGHT_ARITHMETIC, SHIFT_RIGHT_LOGICAL, NEXT_AFTER ->
          null;
    };
  }

  /**
   * {@code y x^(y-1)}, and 0 where y = 0 even if x = 0, where the formula gives 0 times infinity.
   */
  private Value powerByBase(Value x, Value y) {
    Value constant = b.add(Comparison.EQ, y, b.fullLike(y, 0));
    Value exponent = b.select(constant, b.fullLike(y, 1), b.add(y, -1));
    return b.select(constant, b.fullLike(x, 0), b.mul(y, b.add(Binary.POW, x, exponent)));
  }

  /** {@code x^y log x}, and 0 where x = 0 and y >= 0, where the formula gives 0 times infinity. */
  private Value powerByExponent(Value x, Value y, Value power) {
    Value zero = b.fullLike(x, 0);
    Value flat =
        b.add(Binary.AND, b.add(Comparison.EQ, x, zero), b.add(Comparison.GE, y, b.fullLike(y, 0)));
    Value safe = b.select(flat, b.fullLike(x, 1), x);
    return b.select(flat, zero, b.mul(power, b.add(Unary.LOG, safe)));
  }

  /** 1 where x wins, 0 where it loses, and a half where both are equal, as in JAX and PyTorch. */
  private Value share(Comparison wins, Value x, Value other) {
    Value tie = b.select(b.add(Comparison.EQ, x, other), b.fullLike(x, 0.5), b.fullLike(x, 0));
    return b.select(b.add(wins, x, other), b.fullLike(x, 1), tie);
  }

  private @Nullable Value elementwise(Elementwise op, List<Value> x, List<@Nullable Value> t) {
    return switch (op) {
      case Elementwise.Polygamma polygamma ->
          b.mul(
              present(t.getFirst()),
              b.add(new Elementwise.Polygamma(polygamma.order() + 1), x.getFirst()));
      case Elementwise.Select _ ->
          b.select(x.getFirst(), orZeros(t.get(1), x.get(1)), orZeros(t.get(2), x.get(2)));
      case Elementwise.Clamp _ -> clamp(x.get(0), x.get(1), x.get(2), t);
      case Elementwise.Convert convert ->
          convert.to().isFloating() ? b.convert(present(t.getFirst()), convert.to()) : null;
      case Elementwise.Iota _, Elementwise.Constant _ -> null;
    };
  }

  /** Each element's tangent is that of the operand it came from; within the bounds, of x. */
  private @Nullable Value clamp(Value low, Value x, Value high, List<@Nullable Value> t) {
    Value total = null;
    if (t.get(0) != null) {
      Value taken =
          b.add(Binary.AND, b.add(Comparison.LT, x, low), b.add(Comparison.LE, low, high));
      total = sum(total, masked(taken, present(t.get(0))));
    }
    if (t.get(1) != null) {
      Value taken = b.add(Binary.AND, b.add(Comparison.GE, x, low), b.add(Comparison.LE, x, high));
      total = sum(total, masked(taken, present(t.get(1))));
    }
    if (t.get(2) != null) {
      Value taken =
          b.add(Binary.OR, b.add(Comparison.GT, x, high), b.add(Comparison.GT, low, high));
      total = sum(total, masked(taken, present(t.get(2))));
    }
    return total;
  }

  private Value masked(Value mask, Value t) {
    return b.select(mask, t, b.fullLike(t, 0));
  }

  /** Movements are linear: the tangent moves as the primal does. */
  private Value movement(Movement op, List<Value> x, List<@Nullable Value> t) {
    int moved =
        switch (op) {
          case Movement.BroadcastInDim _,
              Movement.Reshape _,
              Movement.Transpose _,
              Movement.Slice _,
              Movement.Reverse _,
              Movement.DynamicSlice _ ->
              1;
          case Movement.Pad _, Movement.DynamicUpdateSlice _ -> 2;
          case Movement.Concat _ -> x.size();
        };
    List<Value> operands = new ArrayList<>(x);
    for (int i = 0; i < moved; i++) {
      operands.set(i, orZeros(t.get(i), x.get(i)));
    }
    return b.add(op, operands).getFirst();
  }

  private interface Weight {
    Value emit();
  }

  /** {@code t0 w0 + t1 w1}, emitting a weight only where its tangent is not zero. */
  private @Nullable Value weighted(@Nullable Value t0, Weight w0, @Nullable Value t1, Weight w1) {
    return sum(t0 == null ? null : b.mul(t0, w0.emit()), t1 == null ? null : b.mul(t1, w1.emit()));
  }

  private @Nullable Value sum(@Nullable Value x, @Nullable Value y) {
    if (x == null || y == null) {
      return x == null ? y : x;
    }
    return b.add(x, y);
  }

  private Value orZeros(@Nullable Value t, Value like) {
    return t != null ? t : b.zeros(like.type());
  }

  private static Value present(@Nullable Value t) {
    if (t == null) {
      throw new IllegalStateException("a rule was asked for the tangent of constants");
    }
    return t;
  }
}
