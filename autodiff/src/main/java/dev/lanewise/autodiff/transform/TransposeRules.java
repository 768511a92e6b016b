package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Window;
import dev.lanewise.graph.ir.Windowed;
import org.jspecify.annotations.Nullable;

/**
 * The transpose of every operation that is linear in some of its operands: given the cotangent of
 * the result, adds to the cotangents of the linear operands. The other operands are known values.
 */
final class TransposeRules {
  private final GraphBuilder b;
  private final Value[] known;
  private final boolean[] isLinear;
  private final Cotangents cotangents;
  private final MovementTranspose movements;

  /**
   * @param out where the transpose is built
   * @param known the copy in {@code out} of each value that is not linear, by id
   * @param isLinear which values are linear in the inputs, by id
   */
  TransposeRules(GraphBuilder out, Value[] known, boolean[] isLinear, Cotangents cotangents) {
    this.b = out;
    this.known = known;
    this.isLinear = isLinear;
    this.cotangents = cotangents;
    this.movements = new MovementTranspose(this, out);
  }

  /** Transposes one node whose result is linear. */
  void apply(Node node) {
    Value ct = cotangents.get(node.result());
    if (ct == null) {
      return;
    }
    switch (node.op()) {
      case Unary unary -> unary(unary, node, ct);
      case Binary binary -> binary(binary, node, ct);
      case Elementwise elementwise -> elementwise(elementwise, node, ct);
      case Movement movement -> movements.apply(movement, node, ct);
      case Reduction.Reduce reduce -> {
        if (reduce.kind() != Reduction.Kind.SUM) {
          throw notLinear(node);
        }
        Value x = node.operand(0);
        give(x, b.broadcast(ct, x.shape(), reduce.axes().complement(x.shape().rank())));
      }
      case DotGeneral dot -> dotGeneral(dot, node, ct);
      case Convolution convolution -> convolution(convolution, node, ct);
      case Windowed.ReduceWindow reduce -> {
        if (reduce.kind() != Reduction.Kind.SUM) {
          throw notLinear(node);
        }
        Value x = node.operand(0);
        give(x, WindowDerivatives.transposedSum(b, reduce.window(), x.type(), ct));
      }
      case Windowed.SelectAndScatter(Windowed.Select select, Window window) -> {
        Op gather = new Windowed.SelectAndGather(select, window);
        give(node.operand(1), b.add(gather, known(node.operand(0)), ct));
      }
      case Windowed.SelectAndGather(Windowed.Select select, Window window) -> {
        Op scatter = new Windowed.SelectAndScatter(select, window);
        give(node.operand(1), b.add(scatter, known(node.operand(0)), ct));
      }
      case Indexing.Gather gather -> {
        Value x = node.operand(0);
        Op scatter =
            new Indexing.ScatterAdd(gather.map(), gather.windowSizes(), gather.outOfBounds());
        give(x, b.add(scatter, b.zeros(x.type()), known(node.operand(1)), ct));
      }
      case Indexing.ScatterAdd scatter -> {
        give(node.operand(0), ct);
        Op gather =
            new Indexing.Gather(scatter.map(), scatter.windowSizes(), scatter.outOfBounds());
        if (linear(node.operand(2))) {
          give(node.operand(2), b.add(gather, ct, known(node.operand(1))));
        }
      }
      case Comparison _, Reduction.ArgReduce _, RandomBits _ -> throw notLinear(node);
    }
  }

  private void unary(Unary op, Node node, Value ct) {
    if (op != Unary.NEG) {
      throw notLinear(node);
    }
    give(node.operand(0), b.neg(ct));
  }

  private void binary(Binary op, Node node, Value ct) {
    Value left = node.operand(0);
    Value right = node.operand(1);
    switch (op) {
      case ADD -> {
        give(left, ct);
        give(right, ct);
      }
      case SUB -> {
        give(left, ct);
        if (linear(right)) {
          give(right, b.neg(ct));
        }
      }
      case MUL -> {
        if (linear(left) && linear(right)) {
          throw notLinear(node);
        }
        Value factor = known(linear(left) ? right : left);
        give(linear(left) ? left : right, b.mul(ct, factor));
      }
      case DIV -> {
        if (linear(right)) {
          throw notLinear(node);
        }
        give(left, b.div(ct, known(right)));
      }
      case REM,
          POW,
          MAX,
          MIN,
          ATAN2,
          AND,
          OR,
          XOR,
          SHIFT_LEFT,
          SHIFT_RIGHT_ARITHMETIC,
          SHIFT_RIGHT_LOGICAL,
          NEXT_AFTER ->
          throw notLinear(node);
    }
  }

  private void elementwise(Elementwise op, Node node, Value ct) {
    switch (op) {
      case Elementwise.Select _ -> {
        Value condition = known(node.operand(0));
        Value zeros = b.zeros(ct.type());
        if (linear(node.operand(1))) {
          give(node.operand(1), b.select(condition, ct, zeros));
        }
        if (linear(node.operand(2))) {
          give(node.operand(2), b.select(condition, zeros, ct));
        }
      }
      case Elementwise.Convert _ -> give(node.operand(0), b.convert(ct, node.operand(0).dtype()));
      case Elementwise.Polygamma _,
          Elementwise.Clamp _,
          Elementwise.Iota _,
          Elementwise.Constant _ ->
          throw notLinear(node);
    }
  }

  private void dotGeneral(DotGeneral op, Node node, Value ct) {
    Value left = node.operand(0);
    Value right = node.operand(1);
    if (linear(left) && linear(right)) {
      throw notLinear(node);
    }
    give(
        linear(left) ? left : right,
        linear(left)
            ? DotTranspose.left(b, op, left.type(), known(right), ct)
            : DotTranspose.right(b, op, known(left), right.type(), ct));
  }

  /** The three kinds of one form: the derivative by each operand is another kind. */
  private void convolution(Convolution op, Node node, Value ct) {
    Value left = node.operand(0);
    Value right = node.operand(1);
    if (linear(left) && linear(right)) {
      throw notLinear(node);
    }
    boolean byLeft = linear(left);
    Value factor = known(byLeft ? right : left);
    give(
        byLeft ? left : right,
        switch (op.kind()) {
          case FORWARD ->
              byLeft
                  ? b.add(op.as(Convolution.Kind.INPUT_GRADIENT), ct, factor)
                  : b.add(op.as(Convolution.Kind.FILTER_GRADIENT), factor, ct);
          case INPUT_GRADIENT ->
              byLeft
                  ? b.add(op.as(Convolution.Kind.FORWARD), ct, factor)
                  : b.add(op.as(Convolution.Kind.FILTER_GRADIENT), ct, factor);
          case FILTER_GRADIENT ->
              byLeft
                  ? b.add(op.as(Convolution.Kind.INPUT_GRADIENT), factor, ct)
                  : b.add(op.as(Convolution.Kind.FORWARD), factor, ct);
        });
  }

  /** Adds to a value's cotangent if it is linear; a known value has none. */
  void give(Value value, Value contribution) {
    if (linear(value)) {
      cotangents.add(value, contribution);
    }
  }

  boolean linear(Value value) {
    return isLinear[value.id()];
  }

  Value known(Value value) {
    @Nullable Value copy = known[value.id()];
    if (copy == null) {
      throw new IllegalStateException("value " + value + " is linear where a known one is needed");
    }
    return copy;
  }

  static IllegalStateException notLinear(Node node) {
    return new IllegalStateException("a derivative rule emitted " + node + ", which is not linear");
  }
}
