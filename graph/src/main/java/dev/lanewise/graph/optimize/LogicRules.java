package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Simpler forms of bitwise and logical operations, comparisons, choices and conversions. */
final class LogicRules {
  private final Simplifier to;

  LogicRules(Simplifier to) {
    this.to = to;
  }

  /** For AND, OR, XOR. */
  @Nullable Value simplify(Binary op, Value x, Value y) {
    Literal known = Match.splat(y);
    if (Match.splat(x) != null && known == null) {
      return to.emit(op, y, x);
    }
    Node inner = x.node();
    if (known != null && inner != null && inner.op() == op) {
      Literal before = Match.splat(inner.operand(1));
      if (before != null) {
        return to.emit(op, inner.operand(0), to.emit(op, inner.operand(1), y));
      }
    }
    if (op == Binary.XOR) {
      if (x == y) {
        return to.fullLike(x, 0);
      }
      if (Match.isAllOnes(y)) {
        return to.emit(Unary.NOT, x);
      }
      return Match.isSplat(y, 0) ? x : null;
    }
    if (x == y) {
      return x;
    }
    boolean and = op == Binary.AND;
    if (Match.isAllOnes(y)) {
      return and ? x : y;
    }
    if (Match.isSplat(y, 0)) {
      return and ? y : x;
    }
    return null;
  }

  @Nullable Value simplify(Comparison op, Value x, Value y) {
    if (Match.splat(x) != null && Match.splat(y) == null) {
      return to.emit(op.swapped(), y, x);
    }
    if (x == y) {
      return compareWithItself(op, x);
    }
    if (x.dtype() != DType.BOOL || Match.splat(y) == null) {
      return null;
    }
    boolean yes = Match.isSplat(y, 1);
    return switch (op) {
      case EQ -> yes ? x : to.emit(Unary.NOT, x);
      case NE -> yes ? to.emit(Unary.NOT, x) : x;
      case LT -> yes ? to.emit(Unary.NOT, x) : y;
      case LE -> yes ? y : to.emit(Unary.NOT, x);
      case GT -> yes ? to.full(Literal.scalar(DType.BOOL, 0), x.shape()) : x;
      case GE -> yes ? x : to.full(Literal.scalar(DType.BOOL, 1), x.shape());
    };
  }

  /** NaN is not below itself, but not equal to itself either. */
  private @Nullable Value compareWithItself(Comparison op, Value x) {
    boolean ordered = !x.dtype().isFloating();
    return switch (op) {
      case LT, GT -> to.full(Literal.scalar(DType.BOOL, 0), x.shape());
      case NE -> ordered ? to.full(Literal.scalar(DType.BOOL, 0), x.shape()) : null;
      case EQ, LE, GE -> ordered ? to.full(Literal.scalar(DType.BOOL, 1), x.shape()) : null;
    };
  }

  @Nullable Value simplify(Elementwise op, List<Value> operands) {
    return switch (op) {
      case Elementwise.Select _ -> select(operands.get(0), operands.get(1), operands.get(2));
      case Elementwise.Clamp _ -> clamp(operands.get(0), operands.get(1), operands.get(2));
      case Elementwise.Convert convert -> convert(convert.to(), operands.getFirst());
      case Elementwise.Constant constant -> splitSplat(constant.value());
      case Elementwise.Iota iota -> iota(iota);
      case Elementwise.Polygamma polygamma ->
          polygamma.order() == 0 ? to.emit(Unary.DIGAMMA, operands.getFirst()) : null;
    };
  }

  private @Nullable Value select(Value condition, Value onTrue, Value onFalse) {
    if (Match.same(onTrue, onFalse)) {
      return onTrue;
    }
    if (Match.splat(condition) != null) {
      return Match.isSplat(condition, 1) ? onTrue : onFalse;
    }
    Value negated = Match.operandOf(condition, Unary.NOT);
    if (negated != null) {
      return to.emit(new Elementwise.Select(), negated, onFalse, onTrue);
    }
    if (onTrue.dtype() == DType.BOOL
        && Match.splat(onTrue) != null
        && Match.splat(onFalse) != null) {
      return Match.isSplat(onTrue, 1) ? condition : to.emit(Unary.NOT, condition);
    }
    Value innerTrue = chosen(onTrue, condition, 1);
    if (innerTrue != null) {
      return to.emit(new Elementwise.Select(), condition, innerTrue, onFalse);
    }
    Value innerFalse = chosen(onFalse, condition, 2);
    return innerFalse == null
        ? null
        : to.emit(new Elementwise.Select(), condition, onTrue, innerFalse);
  }

  /** What a choice by the same condition comes to, where the condition is known. */
  private static @Nullable Value chosen(Value value, Value condition, int branch) {
    Node node = value.node();
    boolean again =
        node != null && node.op() instanceof Elementwise.Select && node.operand(0) == condition;
    return again ? node.operand(branch) : null;
  }

  private @Nullable Value clamp(Value low, Value x, Value high) {
    Node inner = x.node();
    boolean again =
        inner != null
            && inner.op() instanceof Elementwise.Clamp
            && Match.same(inner.operand(0), low)
            && Match.same(inner.operand(2), high);
    if (again) {
      return x; // min(max(x, low), high) is its own fixed point, even where low is above high
    }
    if (ArithmeticRules.least(x.dtype()).equals(Match.splat(low))) {
      return to.emit(Binary.MIN, x, high);
    }
    if (ArithmeticRules.greatest(x.dtype()).equals(Match.splat(high))) {
      return to.emit(Binary.MAX, x, low);
    }
    return null;
  }

  private @Nullable Value convert(DType type, Value x) {
    if (x.dtype() == type) {
      return x;
    }
    Node inner = x.node();
    if (inner == null || !(inner.op() instanceof Elementwise.Convert)) {
      return null;
    }
    Value original = inner.operand(0);
    // The detour changed nothing, and a conversion depends on the value alone.
    return holdsExactly(original.dtype(), x.dtype())
        ? to.emit(new Elementwise.Convert(type), original)
        : null;
  }

  /** Whether every value of one type is a value of the other. */
  private static boolean holdsExactly(DType from, DType wide) {
    return switch (from) {
      case BOOL -> true;
      case BF16 -> wide == DType.F32 || wide == DType.F64;
      case F32 -> wide == DType.F64;
      case I32 -> wide == DType.I64 || wide == DType.F64;
      case F64, I64 -> false;
    };
  }

  /** A constant of equal elements is kept as one scalar, repeated. */
  private @Nullable Value splitSplat(Literal value) {
    return value.size() > 1 && value.isSplat()
        ? to.full(Match.element(value, 0), value.type().shape())
        : null;
  }

  /** Counting along an axis of one element is not counting. */
  private @Nullable Value iota(Elementwise.Iota op) {
    return op.type().shape().extent(op.axis()) == 1
        ? to.full(Literal.scalar(op.type().dtype(), 0), op.type().shape())
        : null;
  }
}
