package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Sums of products become products of matrices: {@code sum(broadcast(a) * broadcast(b), axes)},
 * where each factor is repeated along axes of the result that the other has, is a {@link
 * DotGeneral}, which reads every element of a factor once for many places of the result.
 *
 * <p>This rounds differently: the products are not rounded to F32 before they are added, and a sum
 * of zeros is +0, whatever their signs. The same terms are added in the same order.
 */
public final class SumsOfProducts implements Pass {
  /**
   * With fewer rows or columns an operand is read nearly as often as by a fused loop, and
   * micro-kernels are at their worst.
   */
  private static final long LEAST_EXTENT = 4;

  /** Fewer multiplications than these take a microsecond one way or the other. */
  private static final long LEAST_TERMS = 4096;

  /** The pass, which has no options. */
  public SumsOfProducts() {}

  @Override
  public String name() {
    return "sums of products";
  }

  @Override
  public Graph run(Graph graph) {
    return Rewriter.rewrite(
        graph,
        (builder, uses) ->
            (node, operands) -> {
              Value product =
                  node.op() instanceof Reduction.Reduce sum
                      ? product(builder, uses, sum, operands.getFirst(), node.result().shape())
                      : null;
              return product != null ? List.of(product) : builder.addAgain(node, operands);
            });
  }

  /** What a factor repeats, and the axes of the whole along which it does not. */
  private record Factor(Value source, Ints axes) {
    static Factor of(Value value) {
      Node node = value.node();
      Value source = value;
      Ints places = Ints.range(0, value.type().rank());
      if (node != null && node.op() instanceof Movement.BroadcastInDim broadcast) {
        source = node.operand(0);
        places = broadcast.axes();
      }
      Shape shape = source.shape();
      int[] varying =
          IntStream.range(0, shape.rank())
              .filter(axis -> shape.extent(axis) != 1)
              .map(places::get)
              .toArray();
      return new Factor(source, Ints.of(varying));
    }

    boolean has(int axis) {
      return axes.contains(axis);
    }

    /** The numbers that axes of the whole have in the source once its axes of extent 1 are gone. */
    Ints numbersOf(Ints wanted) {
      return Ints.of(wanted.stream().map(axes::indexOf).toArray());
    }

    Value squeezed(GraphBuilder builder) {
      Shape shape = Match.squeeze(source.shape());
      return shape.equals(source.shape()) ? source : builder.reshape(source, shape);
    }
  }

  /** How a sum of products is a product: axes of the whole by their part in it. */
  private record Parts(Factor left, Factor right, Ints batch, Ints rows, Ints columns, Ints terms) {
    /** The axes of the product's result, as axes of the whole. */
    Ints result() {
      return batch.concat(rows).concat(columns);
    }

    Parts exchanged() {
      return new Parts(
          /* left= */ right,
          /* right= */ left,
          batch,
          /* rows= */ columns,
          /* columns= */ rows,
          terms);
    }

    boolean isInOrder() {
      Ints result = result();
      return IntStream.range(1, result.size()).allMatch(i -> result.get(i) > result.get(i - 1));
    }

    boolean saves(Shape whole) {
      long m = whole.select(rows).size();
      long n = whole.select(columns).size();
      long all = whole.select(batch).size() * m * n * whole.select(terms).size();
      return m >= LEAST_EXTENT && n >= LEAST_EXTENT && all >= LEAST_TERMS;
    }
  }

  private static @Nullable Value product(
      GraphBuilder builder, Rewriter.Uses uses, Reduction.Reduce sum, Value operand, Shape shape) {
    Node mul = operand.node();
    boolean isReal = operand.dtype() == DType.F32 || operand.dtype() == DType.F64;
    if (sum.kind() != Reduction.Kind.SUM
        || mul == null
        || mul.op() != Binary.MUL
        || uses.of(operand) > 1
        || !isReal) {
      return null;
    }
    Shape whole = operand.shape();
    Parts parts = parts(whole, sum.axes(), Factor.of(mul.operand(0)), Factor.of(mul.operand(1)));
    if (parts == null || !parts.saves(whole)) {
      return null;
    }
    return emit(builder, parts.isInOrder() ? parts : parts.exchanged(), shape);
  }

  /** Null if a summed axis is not in both factors, or another axis in neither. */
  private static @Nullable Parts parts(Shape whole, Ints summed, Factor left, Factor right) {
    int[] all = IntStream.range(0, whole.rank()).filter(axis -> whole.extent(axis) != 1).toArray();
    for (int axis : all) {
      boolean fits =
          summed.contains(axis)
              ? left.has(axis) && right.has(axis)
              : left.has(axis) || right.has(axis);
      if (!fits) {
        return null;
      }
    }
    Ints terms = Ints.of(IntStream.of(all).filter(summed::contains).toArray());
    int[] kept = IntStream.of(all).filter(axis -> !summed.contains(axis)).toArray();
    return new Parts(
        left,
        right,
        Ints.of(IntStream.of(kept).filter(a -> left.has(a) && right.has(a)).toArray()),
        Ints.of(IntStream.of(kept).filter(a -> !right.has(a)).toArray()),
        Ints.of(IntStream.of(kept).filter(a -> !left.has(a)).toArray()),
        terms);
  }

  private static Value emit(GraphBuilder builder, Parts parts, Shape shape) {
    Op dot =
        new DotGeneral(
            parts.left.numbersOf(parts.terms),
            parts.right.numbersOf(parts.terms),
            parts.left.numbersOf(parts.batch),
            parts.right.numbersOf(parts.batch));
    Value product = builder.add(dot, parts.left.squeezed(builder), parts.right.squeezed(builder));
    Ints result = parts.result();
    Ints ascending = Ints.of(result.stream().sorted().map(result::indexOf).toArray());
    Value ordered = ascending.isIdentity() ? product : builder.transpose(product, ascending);
    return ordered.shape().equals(shape) ? ordered : builder.reshape(ordered, shape);
  }
}
