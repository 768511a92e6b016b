package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Indexing.OutOfBounds;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import org.jspecify.annotations.Nullable;

/**
 * One element of each row of an array, whose number in the row an index tells: the label's column
 * of a cross-entropy. A row runs along the array's last axis.
 *
 * @param array the type of the array, of rank 2 or more
 * @param picked the shape of what is picked: an axis for each of the array's but the last, in their
 *     order, and axes of extent 1
 * @param axes the axes of {@code picked} that are the array's, in order
 * @param mode what an index outside the row means
 */
record RowPick(TensorType array, Shape picked, Ints axes, OutOfBounds mode) {
  /** What a gather reads, or a scatter adds to, as such a pick; null if it is none. */
  static @Nullable RowPick of(Indexing op, Value array, Value indices) {
    return switch (op) {
      case Indexing.Gather gather ->
          of(gather.map(), gather.windowSizes(), gather.outOfBounds(), array, indices);
      case Indexing.ScatterAdd scatter ->
          of(scatter.map(), scatter.windowSizes(), scatter.outOfBounds(), array, indices);
    };
  }

  private static @Nullable RowPick of(
      Indexing.WindowMap map, Ints windows, OutOfBounds mode, Value array, Value indices) {
    int last = array.shape().rank() - 1;
    boolean fits =
        last >= 1
            && array.type().size() > 0
            && array.dtype() != DType.BF16
            && windows.allMatch(size -> size == 1)
            && map.collapsedAxes().equals(Ints.of(last))
            && map.startIndexMap().equals(Ints.of(last))
            && map.operandBatchAxes().equals(Ints.range(0, last));
    if (!fits) {
      return null;
    }
    Ints axes = map.indicesBatchAxes();
    Shape picked = indices.shape().without(Ints.of(indices.shape().rank() - 1));
    boolean inOrder = true;
    for (int i = 1; i < axes.size(); i++) {
      inOrder &= axes.get(i) > axes.get(i - 1);
    }
    boolean onePerRow = axes.complement(picked.rank()).allMatch(a -> picked.extent(a) == 1);
    return inOrder && onePerRow ? new RowPick(array.type(), picked, axes, mode) : null;
  }

  private int last() {
    return array.rank() - 1;
  }

  /** The elements of a row. */
  int length() {
    return array.shape().extent(last());
  }

  /** The shape of an array of one element a row. */
  Shape rows() {
    return array.shape().without(Ints.of(last()));
  }

  /** Repeats an element of each row along it. */
  Value alongRows(GraphBuilder b, Value rows) {
    return b.broadcast(rows, array.shape(), Ints.range(0, last()));
  }

  /** Whether a value of the array's shape repeats one element along each row. */
  boolean isSameAlongRows(Value value) {
    Node node = value.node();
    if (node == null || !(node.op() instanceof Movement.BroadcastInDim broadcast)) {
      return false;
    }
    int along = broadcast.axes().indexOf(last());
    return along < 0 || node.operand(0).shape().extent(along) == 1;
  }

  /** What a value {@linkplain #isSameAlongRows repeats}, in the shape of what is picked. */
  Value repeated(GraphBuilder b, Value value) {
    Node node = value.node();
    if (node == null || !(node.op() instanceof Movement.BroadcastInDim broadcast)) {
      throw new IllegalArgumentException(value + " repeats nothing");
    }
    Value operand = node.operand(0);
    int along = broadcast.axes().indexOf(last());
    Shape kept = operand.shape().without(along < 0 ? Ints.of() : Ints.of(along));
    int[] places =
        broadcast.axes().stream().filter(axis -> axis != last()).map(axes::get).toArray();
    return b.broadcast(b.reshape(operand, kept), picked, Ints.of(places));
  }

  /**
   * For each place of the array whether it is the one that an index picks.
   *
   * @param indices that lie in the row if the mode is to raise an error otherwise
   */
  Value isPicked(GraphBuilder b, Value indices) {
    Value numbers = b.reshape(indices, rows());
    if (mode != OutOfBounds.ERROR) {
      // A number one off either end is found nowhere, and fits in an I32 whatever the index.
      int slack = mode == OutOfBounds.DROP ? 1 : 0;
      Value low = b.fullLike(numbers, -slack);
      Value high = b.fullLike(numbers, length() - 1.0 + slack);
      numbers = b.add(new Elementwise.Clamp(), low, numbers, high);
    }
    TensorType counted = array.as(DType.I32);
    return b.add(
        Comparison.EQ,
        alongRows(b, b.convert(numbers, DType.I32)),
        b.add(new Elementwise.Iota(counted, last())));
  }

  /**
   * The elements picked, as the largest of each row where everything else is the least there is:
   * exact for every element, and unlike a sum also for a -0.
   */
  Value fold(GraphBuilder b, Value x, Value isPicked) {
    boolean truth = x.dtype() == DType.BOOL;
    Reduction.Kind kind = truth ? Reduction.Kind.OR : Reduction.Kind.MAX;
    Value least = b.broadcast(b.constant(least(x.dtype())), x.shape(), Ints.of());
    Value only = b.select(isPicked, x, least);
    return b.reshape(b.reduce(kind, only, Ints.of(last())), picked);
  }

  private static Literal least(DType dtype) {
    TensorType type = TensorType.scalar(dtype);
    return switch (dtype) {
      case F32, F64, BF16 -> Literal.ofReals(type, Double.NEGATIVE_INFINITY);
      case I32 -> Literal.ofIntegers(type, Integer.MIN_VALUE);
      case I64 -> Literal.ofIntegers(type, Long.MIN_VALUE);
      case BOOL -> Literal.ofIntegers(type, 0);
    };
  }

  /**
   * An array of equal elements with one more number added in each row.
   *
   * @param element of the array
   * @param added one number a row, in the shape of what is picked
   */
  Value plus(GraphBuilder b, Value element, Value added, Value isPicked) {
    Value numbers = b.reshape(added, rows());
    Value sums = b.add(Binary.ADD, b.broadcast(element, rows(), Ints.of()), numbers);
    return b.select(isPicked, alongRows(b, sums), b.broadcast(element, array.shape(), Ints.of()));
  }

  /**
   * The indices, if all lie in the row; otherwise an error when the step runs. It is that of a
   * gather from the array, of which the numbers along one row are enough to look at.
   */
  Value checked(GraphBuilder b, Value indices) {
    Ints all = Ints.range(0, array.rank());
    TensorType line =
        new TensorType(
            indices.dtype(), Shape.of(Ints.filled(last(), 1)).concat(Shape.of(length())));
    Indexing.WindowMap map =
        new Indexing.WindowMap(Ints.of(), all, Ints.of(), Ints.of(), Ints.of(last()));
    Indexing.Gather gather =
        new Indexing.Gather(map, Ints.filled(array.rank(), 1), OutOfBounds.ERROR);
    return b.add(gather, b.add(new Elementwise.Iota(line, last())), indices);
  }
}
