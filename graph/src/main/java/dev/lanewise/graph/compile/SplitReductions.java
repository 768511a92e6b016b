package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Value;

/**
 * Reductions in two steps, along the last axes and then of what is left: so the first and larger
 * step can join a loop over rows, a loss that of the activations it sums, a batch norm's sums over
 * [N, H, W] of [N, C, H, W] the loop over the rows of N and C. The order in which a sum of floats
 * is rounded changes, as it does from one kernel to another.
 */
final class SplitReductions {
  /** Shorter rows cost more than the memory that is saved. */
  private static final int SHORTEST_ROW = 64;

  /**
   * The same where there is a result for each of several rows, or a row is several axes: the kernel
   * for the whole reduction does these well by itself, and a loop takes some 100 ns to fold a row.
   */
  private static final int SHORTEST_WIDE_ROW = 1024;

  private SplitReductions() {}

  /** Whether a reduction is better done in two steps. */
  static boolean splits(Reduction.Reduce reduce, Value operand) {
    Shape shape = operand.shape();
    int from = firstOfRow(shape, reduce.axes());
    boolean whole = reduce.axes().size() == shape.rank();
    return shape.rank() - from < reduce.axes().size()
        && sizeFrom(shape, from)
            >= (whole && from == shape.rank() - 1 ? SHORTEST_ROW : SHORTEST_WIDE_ROW)
        && shape.size() > sizeFrom(shape, from)
        && !(whole && operand.isParameter())
        && operand.dtype() != DType.BF16;
  }

  /** A reduction in two steps. */
  static Value split(GraphBuilder builder, Reduction.Reduce reduce, Value operand) {
    int rank = operand.shape().rank();
    int from = firstOfRow(operand.shape(), reduce.axes());
    Ints rest = Ints.of(reduce.axes().stream().filter(axis -> axis < from).toArray());
    Value rows = builder.add(new Reduction.Reduce(reduce.kind(), Ints.range(from, rank)), operand);
    return builder.add(new Reduction.Reduce(reduce.kind(), rest), rows);
  }

  /**
   * The first of the last axes, all of them reduced, that make up the row: as many as there are,
   * or, if everything is reduced, as few as will do. The rank if the last axis is not reduced.
   */
  private static int firstOfRow(Shape shape, Ints axes) {
    boolean whole = axes.size() == shape.rank();
    int from = shape.rank();
    while (axes.contains(from - 1) && !(whole && sizeFrom(shape, from) >= SHORTEST_ROW)) {
      from--;
    }
    return from;
  }

  private static long sizeFrom(Shape shape, int axis) {
    return shape.select(Ints.range(axis, shape.rank())).size();
  }
}
