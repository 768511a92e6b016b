package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.IntStream;

/** The transposes of movements. */
final class MovementTranspose {
  private final TransposeRules rules;
  private final GraphBuilder b;

  MovementTranspose(TransposeRules rules, GraphBuilder builder) {
    this.rules = rules;
    this.b = builder;
  }

  void apply(Movement op, Node node, Value ct) {
    Value x = node.operand(0);
    switch (op) {
      case Movement.BroadcastInDim broadcast -> rules.give(x, broadcast(broadcast, x, ct));
      case Movement.Reshape _ -> rules.give(x, b.reshape(ct, x.shape()));
      case Movement.Transpose transpose ->
          rules.give(x, b.transpose(ct, transpose.permutation().inverse()));
      case Movement.Slice slice -> rules.give(x, slice(slice, x.shape(), ct));
      case Movement.Pad pad -> pad(pad, x, node.operand(1), ct);
      case Movement.Concat concat -> concat(concat.axis(), node.operands(), ct);
      case Movement.Reverse reverse -> rules.give(x, b.add(reverse, ct));
      case Movement.DynamicSlice _ -> {
        List<Value> operands = new ArrayList<>(List.of(b.zeros(x.type()), ct));
        operands.addAll(starts(node, 1));
        rules.give(x, b.add(new Movement.DynamicUpdateSlice(), operands).getFirst());
      }
      case Movement.DynamicUpdateSlice update -> dynamicUpdate(update, node, ct);
    }
  }

  /** Sums over the axes that were repeated. */
  private Value broadcast(Movement.BroadcastInDim op, Value x, Value ct) {
    int[] summed =
        IntStream.range(0, op.shape().rank())
            .filter(
                axis -> {
                  int from = op.axes().indexOf(axis);
                  return from < 0 || x.shape().extent(from) != op.shape().extent(axis);
                })
            .toArray();
    return b.reshape(b.sum(ct, Ints.of(summed)), x.shape());
  }

  /** Puts the elements back at their places among zeros. */
  private Value slice(Movement.Slice op, Shape from, Value ct) {
    int rank = from.rank();
    int[] high = new int[rank];
    int[] interior = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      int count = ct.shape().extent(axis);
      int stride = op.strides().get(axis);
      int reach = count == 0 ? 0 : (count - 1) * stride + 1;
      high[axis] = from.extent(axis) - op.starts().get(axis) - reach;
      interior[axis] = stride - 1;
    }
    Movement.Pad pad = new Movement.Pad(op.starts(), Ints.of(high), Ints.of(interior));
    return b.add(pad, ct, b.scalar(ct.dtype(), 0));
  }

  private void pad(Movement.Pad op, Value x, Value padding, Value ct) {
    if (rules.linear(x)) {
      rules.give(x, unpad(op, x.shape(), ct));
    }
    if (rules.linear(padding)) {
      // Ones where the padding lies: a sum over these alone, as total minus rest would cancel.
      Value mask = b.add(op, b.zeros(x.type()), b.scalar(ct.dtype(), 1));
      rules.give(padding, b.sum(b.mul(ct, mask), Ints.range(0, ct.shape().rank())));
    }
  }

  /** Undoes the ends by padding with the opposite amounts, then the interior by a strided slice. */
  private Value unpad(Movement.Pad op, Shape from, Value ct) {
    int rank = from.rank();
    Ints none = Ints.filled(rank, 0);
    Movement.Pad ends = new Movement.Pad(negated(op.low()), negated(op.high()), none);
    Value inner = b.add(ends, ct, b.scalar(ct.dtype(), 0));
    int[] strides = op.interior().stream().map(interior -> interior + 1).toArray();
    return b.add(
        new Movement.Slice(none, Ints.of(inner.shape().extents()), Ints.of(strides)), inner);
  }

  private static Ints negated(Ints values) {
    return Ints.of(values.stream().map(value -> -value).toArray());
  }

  private void concat(int axis, List<Value> operands, Value ct) {
    int rank = ct.shape().rank();
    int[] starts = new int[rank];
    for (Value operand : operands) {
      int extent = operand.shape().extent(axis);
      if (rules.linear(operand)) {
        int[] limits = ct.shape().extents();
        limits[axis] = starts[axis] + extent;
        Ints steps = Ints.filled(rank, 1);
        rules.give(operand, b.add(new Movement.Slice(Ints.of(starts), Ints.of(limits), steps), ct));
      }
      starts[axis] += extent;
    }
  }

  private void dynamicUpdate(Movement.DynamicUpdateSlice op, Node node, Value ct) {
    Value x = node.operand(0);
    Value update = node.operand(1);
    List<Value> starts = starts(node, 2);
    if (rules.linear(x)) {
      List<Value> operands = new ArrayList<>(List.of(ct, b.zeros(update.type())));
      operands.addAll(starts);
      rules.give(x, b.add(op, operands).getFirst());
    }
    if (rules.linear(update)) {
      List<Value> operands = new ArrayList<>(List.of(ct));
      operands.addAll(starts);
      rules.give(update, b.add(new Movement.DynamicSlice(update.shape()), operands).getFirst());
    }
  }

  private List<Value> starts(Node node, int from) {
    return node.operands().subList(from, node.operands().size()).stream()
        .map(rules::known)
        .toList();
  }
}
