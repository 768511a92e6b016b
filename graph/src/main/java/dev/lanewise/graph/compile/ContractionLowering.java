package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.kernels.Movement;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Lowers contractions to batches of matrix products. An operand whose groups of axes (batch, free,
 * contracted) each lie in memory as one run is read where it is, transposed or not; another is
 * transposed first. The contracted axes may be taken in any order, so the one that saves the most
 * transpositions is.
 */
final class ContractionLowering {
  /** The axes of one operand by their part in the product. */
  private record Side(Shape shape, Ints batch, Ints free, Ints contract) {
    static Side of(Value value, Ints batch, Ints contract) {
      Ints free = batch.concat(contract).complement(value.shape().rank());
      return new Side(value.shape(), batch, free, contract);
    }

    Side withContract(Ints order) {
      return new Side(shape, batch, free, Ints.of(order.stream().map(contract::get).toArray()));
    }

    long extent(Ints axes) {
      return shape.select(axes).size();
    }

    /** The operand as matrices with the contracted axes as columns, where it lies. */
    @Nullable MatrixView contractLast() {
      return MatrixView.of(shape, batch, free, contract);
    }

    /** The operand as matrices with the contracted axes as rows, where it lies. */
    @Nullable MatrixView contractFirst() {
      return MatrixView.of(shape, batch, contract, free);
    }
  }

  private final Lowering lowering;
  private final Node node;
  private Side left;
  private Side right;

  ContractionLowering(Lowering lowering, DotGeneral op, Node node) {
    this.lowering = lowering;
    this.node = node;
    this.left = Side.of(node.operand(0), op.leftBatch(), op.leftContract());
    this.right = Side.of(node.operand(1), op.rightBatch(), op.rightContract());
  }

  void lower() {
    DType dtype = node.result().dtype();
    long batch = left.extent(left.batch());
    long m = left.extent(left.free());
    long n = right.extent(right.free());
    long k = left.extent(left.contract());
    if (k == 0) {
      lowering.define(node.result(), lowering.zero(dtype));
      return;
    }
    boolean fits = Math.max(Math.max(batch, m), Math.max(n, k)) <= Integer.MAX_VALUE;
    if ((dtype != DType.F32 && dtype != DType.F64) || !fits) {
      lowering.interpret(node);
      return;
    }
    orderContraction();
    Buffer a = lowering.dense(node.operand(0));
    Buffer b = lowering.dense(node.operand(1));
    MatrixView leftView = left.contractLast();
    if (leftView == null) {
      a = transposed(a, left, left.batch().concat(left.free()).concat(left.contract()));
      leftView = new MatrixView(false, (int) k, m * k);
    }
    MatrixView rightView = right.contractFirst();
    if (rightView == null) {
      b = transposed(b, right, right.batch().concat(right.contract()).concat(right.free()));
      rightView = new MatrixView(false, (int) n, k * n);
    }
    Product product =
        new Product(dtype, (int) batch, (int) m, (int) n, (int) k, leftView, rightView);
    Buffer c = lowering.define(node.result()).buffer();
    lowering.add(ProductCall.of(lowering.products(), node, product, a, b, c));
  }

  /** Takes the contracted axes in the order of the operand that lies better so. */
  private void orderContraction() {
    Ints asGiven = Ints.range(0, left.contract().size());
    List<Ints> orders = new ArrayList<>();
    orders.add(asGiven);
    orders.add(ascending(left.contract()));
    orders.add(ascending(right.contract()));
    Ints best = asGiven;
    int least = Integer.MAX_VALUE;
    for (Ints order : orders) {
      int transpositions =
          (left.withContract(order).contractLast() == null ? 1 : 0)
              + (right.withContract(order).contractFirst() == null ? 1 : 0);
      if (transpositions < least) {
        least = transpositions;
        best = order;
      }
    }
    left = left.withContract(best);
    right = right.withContract(best);
  }

  /** The order in which a list of axes ascends. */
  private static Ints ascending(Ints axes) {
    return Ints.of(
        IntStream.range(0, axes.size())
            .boxed()
            .sorted(Comparator.comparingInt(axes::get))
            .mapToInt(i -> i)
            .toArray());
  }

  private Buffer transposed(Buffer from, Side side, Ints permutation) {
    int width = node.result().dtype().bytes();
    Buffer to = new Buffer(from.label() + " transposed", from.bytes());
    lowering.add(
        new CopyCall(
            node,
            Movement.transpose(
                width, MovementLowering.extents(side.shape()), permutation.toArray()),
            from,
            to));
    return to;
  }
}
