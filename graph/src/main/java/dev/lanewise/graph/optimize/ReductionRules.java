package dev.lanewise.graph.optimize;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Simpler forms of reductions. */
final class ReductionRules {
  private final Simplifier to;

  ReductionRules(Simplifier to) {
    this.to = to;
  }

  @Nullable Value simplify(Reduction op, Value x, TensorType type) {
    return switch (op) {
      case Reduction.Reduce reduce -> reduce(reduce, x, type);
      // One element is the first of the largest, and so is the first of equal ones.
      case Reduction.ArgReduce arg ->
          x.shape().extent(arg.axis()) == 1 || Match.splat(x) != null
              ? to.full(Literal.scalar(type.dtype(), 0), type.shape())
              : null;
    };
  }

  private @Nullable Value reduce(Reduction.Reduce op, Value x, TensorType type) {
    if (op.axes().isEmpty()) {
      return x;
    }
    if (x.type().size() == 0) {
      return to.full(ofNothing(op.kind(), x.dtype()), type.shape());
    }
    Ints single = Ints.of(op.axes().stream().filter(a -> x.shape().extent(a) == 1).toArray());
    if (!single.isEmpty()) {
      return withoutSingles(op, x, single); // one element alone is its own sum
    }
    Literal splat = Match.splat(x);
    if (splat != null) {
      Literal known = reduceSplat(op.kind(), splat, x.type().size() / type.size());
      if (known != null) {
        return to.full(known, type.shape());
      }
    }
    Node inner = x.node();
    if (inner == null) {
      return null;
    }
    if (inner.op() instanceof Reduction.Reduce first
        && first.kind() == op.kind()
        && isExact(op.kind(), x.dtype())
        && !to.isShared(x)) {
      Ints kept = first.axes().complement(inner.operand(0).type().rank());
      Ints second = Ints.of(op.axes().stream().map(kept::get).toArray());
      Ints all = Ints.of(first.axes().concat(second).stream().sorted().toArray());
      return to.emit(new Reduction.Reduce(op.kind(), all), inner.operand(0));
    }
    if (inner.op() instanceof Movement.BroadcastInDim first) {
      return reduceRepeated(op, first, inner.operand(0), type);
    }
    return null;
  }

  /**
   * Whether elements may be combined in any grouping without changing a bit. Sums and products of
   * floats are not among them: each grouping rounds differently.
   */
  private static boolean isExact(Reduction.Kind kind, DType dtype) {
    return switch (kind) {
      case MAX, MIN, AND, OR -> true;
      case SUM, PROD -> dtype.isInteger();
    };
  }

  private static Literal ofNothing(Reduction.Kind kind, DType dtype) {
    TensorType none = TensorType.of(dtype, 0);
    Literal empty = dtype.isFloating() ? Literal.ofReals(none) : Literal.ofIntegers(none);
    return Interpreter.apply(new Reduction.Reduce(kind, Ints.of(0)), List.of(empty)).getFirst();
  }

  private Value withoutSingles(Reduction.Reduce op, Value x, Ints single) {
    Ints rest = Ints.of(op.axes().stream().filter(a -> !single.contains(a)).toArray());
    int[] renumbered =
        rest.stream()
            .map(a -> a - (int) single.stream().filter(removed -> removed < a).count())
            .toArray();
    Value squeezed = to.reshape(x, x.shape().without(single));
    return to.emit(new Reduction.Reduce(op.kind(), Ints.of(renumbered)), squeezed);
  }

  /** Equal elements combined, if that is exact: a number of times the same. */
  private static @Nullable Literal reduceSplat(Reduction.Kind kind, Literal element, long count) {
    DType dtype = element.type().dtype();
    return switch (kind) {
      case MAX, MIN, AND, OR -> element;
      case SUM -> {
        if (dtype.isInteger()) {
          yield Literal.ofIntegers(element.type(), element.integer(0) * count);
        }
        double value = element.real(0);
        // No partial sum is rounded if all have so few bits.
        int bits = significantBits(value) + (Long.SIZE - Long.numberOfLeadingZeros(count));
        yield bits <= 53 ? Literal.ofReals(element.type(), value * count) : null;
      }
      case PROD -> null;
    };
  }

  /** The length of a number's significand without its trailing zeros; 1 for what is not finite. */
  private static int significantBits(double value) {
    if (value == 0 || !Double.isFinite(value)) {
      return 1;
    }
    long significand = Double.doubleToRawLongBits(value) & ((1L << 52) - 1);
    return significand == 0 ? 1 : 53 - Long.numberOfTrailingZeros(significand);
  }

  /** Reduces before repeating, along axes where what is repeated makes no difference. */
  private @Nullable Value reduceRepeated(
      Reduction.Reduce op, Movement.BroadcastInDim first, Value x, TensorType type) {
    boolean sum = op.kind() == Reduction.Kind.SUM && x.dtype().isInteger();
    boolean idempotent = isExact(op.kind(), x.dtype()) && op.kind() != Reduction.Kind.PROD;
    if (!sum && !idempotent) {
      return null;
    }
    Ints inner = axesOf(x, first, op.axes());
    long repeats = first.shape().select(op.axes()).size() / x.shape().select(inner).size();
    if (repeats == 1) {
      return null;
    }
    Value reduced = to.emit(new Reduction.Reduce(op.kind(), inner), x);
    Ints keptOuter = op.axes().complement(first.shape().rank());
    int[] axes =
        inner.complement(x.type().rank()).stream()
            .map(axis -> keptOuter.indexOf(first.axes().get(axis)))
            .toArray();
    if (sum) {
      Literal times = Literal.ofIntegers(TensorType.scalar(x.dtype()), repeats);
      reduced = to.emit(Binary.MUL, reduced, to.full(times, reduced.shape()));
    }
    return to.emit(new Movement.BroadcastInDim(type.shape(), Ints.of(axes)), reduced);
  }

  /** The axes of what is repeated that become some of the given axes. */
  private static Ints axesOf(Value x, Movement.BroadcastInDim broadcast, Ints axes) {
    Shape shape = x.shape();
    return Ints.of(
        IntStream.range(0, shape.rank())
            .filter(axis -> axes.contains(broadcast.axes().get(axis)))
            .toArray());
  }
}
