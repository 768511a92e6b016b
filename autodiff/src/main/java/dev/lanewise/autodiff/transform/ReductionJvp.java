package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Value;
import org.jspecify.annotations.Nullable;

/** The forward derivatives of reductions. */
final class ReductionJvp {
  private final GraphBuilder b;

  ReductionJvp(GraphBuilder builder) {
    this.b = builder;
  }

  @Nullable Value apply(Reduction.Reduce op, Value x, Value t, Value y) {
    return switch (op.kind()) {
      case SUM -> b.add(op, t);
      case PROD -> product(op.axes(), x, t, y);
      case MAX, MIN -> extreme(op.axes(), x, t, y);
      case AND, OR -> null;
    };
  }

  /** The mean of the tangents of all elements that equal the extreme, as in JAX and PyTorch. */
  private Value extreme(Ints axes, Value x, Value t, Value y) {
    Ints kept = axes.complement(x.shape().rank());
    Value equal = b.add(Comparison.EQ, x, b.broadcast(y, x.shape(), kept));
    Value ones = b.convert(equal, x.dtype());
    Value ties = b.sum(ones, axes);
    return b.sum(b.mul(t, b.div(ones, b.broadcast(ties, x.shape(), kept))), axes);
  }

  /**
   * The product rule on a balanced tree of multiplications, {@code (t0 x1 + x0 t1, x0 x1)} at each
   * node. Unlike {@code y sum(t / x)} it is right where elements are zero, and differentiable
   * again.
   */
  private Value product(Ints axes, Value x, Value t, Value y) {
    int rank = x.shape().rank();
    Ints kept = axes.complement(rank);
    long extent = x.shape().select(axes).size();
    if (extent == 0) {
      return b.zeros(y.type());
    }
    Shape flat = y.shape().concat(Shape.of(Math.toIntExact(extent)));
    Value primal = b.reshape(b.transpose(x, kept.concat(axes)), flat);
    Value tangent = b.reshape(b.transpose(t, kept.concat(axes)), flat);
    int last = flat.rank() - 1;
    int count = flat.extent(last);
    while (count > 1) {
      int half = (count + 1) / 2;
      Value x0 = slice(primal, last, 0, half);
      Value t0 = slice(tangent, last, 0, half);
      Value x1 = fill(slice(primal, last, half, count), last, half, 1);
      Value t1 = fill(slice(tangent, last, half, count), last, half, 0);
      primal = b.mul(x0, x1);
      tangent = b.add(b.mul(t0, x1), b.mul(t1, x0));
      count = half;
    }
    return b.reshape(tangent, y.shape());
  }

  private Value slice(Value x, int axis, int from, int to) {
    int rank = x.shape().rank();
    int[] starts = new int[rank];
    int[] limits = x.shape().extents();
    starts[axis] = from;
    limits[axis] = to;
    return b.add(new Movement.Slice(Ints.of(starts), Ints.of(limits), Ints.filled(rank, 1)), x);
  }

  /** Lengthens an axis to an extent with a constant. */
  private Value fill(Value x, int axis, int extent, double value) {
    int rank = x.shape().rank();
    int[] high = new int[rank];
    high[axis] = extent - x.shape().extent(axis);
    if (high[axis] == 0) {
      return x;
    }
    DType dtype = x.dtype();
    Ints none = Ints.filled(rank, 0);
    return b.add(new Movement.Pad(none, Ints.of(high), none), x, b.scalar(dtype, value));
  }
}
