package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.Arrays;

/** The reductions. */
final class ReductionInterpreter {
  private ReductionInterpreter() {}

  static Literal apply(Reduction op, Literal x, TensorType type) {
    return switch (op) {
      case Reduction.Reduce reduce ->
          x.type().dtype().isFloating()
              ? reduceReals(reduce, x, type)
              : reduceIntegers(reduce, x, type);
      case Reduction.ArgReduce arg -> argReduce(arg, x, type);
    };
  }

  private static Literal reduceReals(Reduction.Reduce op, Literal x, TensorType type) {
    double[] sums = new double[new Elements(type).size()];
    boolean[] begun = new boolean[sums.length];
    for (int i = 0; i < x.size(); i++) {
      int target = target(op.axes(), x.type().shape(), type.shape(), i);
      // The first element stands for itself, so that the sum of -0 alone is -0.
      sums[target] = begun[target] ? combine(op.kind(), sums[target], x.real(i)) : x.real(i);
      begun[target] = true;
    }
    for (int i = 0; i < sums.length; i++) {
      sums[i] = begun[i] ? sums[i] : realOfNothing(op.kind());
    }
    return Literal.ofReals(type, sums);
  }

  private static Literal reduceIntegers(Reduction.Reduce op, Literal x, TensorType type) {
    Elements out = new Elements(type);
    long[] sums = new long[out.size()];
    Arrays.fill(sums, integerOfNothing(op.kind(), type.dtype()));
    for (int i = 0; i < x.size(); i++) {
      int target = target(op.axes(), x.type().shape(), type.shape(), i);
      sums[target] = combine(op.kind(), sums[target], x.integer(i));
    }
    return Literal.ofIntegers(type, sums);
  }

  /** The index of the result's element that an element of the operand goes into. */
  private static int target(Ints reduced, Shape from, Shape to, int index) {
    Ints kept = reduced.complement(from.rank());
    return RowMajor.index(to, RowMajor.select(RowMajor.coordinates(from, index), kept));
  }

  static double combine(Reduction.Kind kind, double x, double y) {
    return switch (kind) {
      case SUM -> x + y;
      case PROD -> x * y;
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
      case AND, OR -> throw new IllegalArgumentException("[reduce] " + kind + " is for integers");
    };
  }

  static long combine(Reduction.Kind kind, long x, long y) {
    return switch (kind) {
      case SUM -> x + y;
      case PROD -> x * y;
      case MAX -> Math.max(x, y);
      case MIN -> Math.min(x, y);
      case AND -> x & y;
      case OR -> x | y;
    };
  }

  static double realOfNothing(Reduction.Kind kind) {
    return switch (kind) {
      case SUM -> 0;
      case PROD -> 1;
      case MAX -> Double.NEGATIVE_INFINITY;
      case MIN -> Double.POSITIVE_INFINITY;
      case AND, OR -> throw new IllegalArgumentException("[reduce] " + kind + " is for integers");
    };
  }

  static long integerOfNothing(Reduction.Kind kind, DType dtype) {
    boolean wide = dtype == DType.I64;
    return switch (kind) {
      case SUM, OR -> 0;
      case PROD -> 1;
      case MAX -> wide ? Long.MIN_VALUE : Integer.MIN_VALUE;
      case MIN -> wide ? Long.MAX_VALUE : Integer.MAX_VALUE;
      case AND -> dtype == DType.BOOL ? 1 : -1;
    };
  }

  private static Literal argReduce(Reduction.ArgReduce op, Literal x, TensorType type) {
    Shape shape = x.type().shape();
    Ints kept = Ints.of(op.axis()).complement(shape.rank());
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      int[] at = new int[shape.rank()];
      RowMajor.place(at, kept, RowMajor.coordinates(type.shape(), i));
      int best = 0;
      int bestIndex = RowMajor.index(shape, at);
      for (int k = 1; k < shape.extent(op.axis()); k++) {
        at[op.axis()] = k;
        int index = RowMajor.index(shape, at);
        if (beats(op.extreme(), x, index, bestIndex)) {
          best = k;
          bestIndex = index;
        }
      }
      out.set(i, (long) best);
    }
    return out.toLiteral();
  }

  /** Whether an element is more extreme than the best before it; zeros of either sign are equal. */
  private static boolean beats(Reduction.Extreme extreme, Literal x, int index, int best) {
    if (x.type().dtype().isFloating()) {
      double a = x.real(index);
      double b = x.real(best);
      if (Double.isNaN(a) || Double.isNaN(b)) {
        return !Double.isNaN(b);
      }
      return extreme == Reduction.Extreme.MAX ? a > b : a < b;
    }
    long a = x.integer(index);
    long b = x.integer(best);
    return extreme == Reduction.Extreme.MAX ? a > b : a < b;
  }
}
