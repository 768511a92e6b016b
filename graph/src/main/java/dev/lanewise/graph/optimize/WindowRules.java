package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** Simpler forms of slices, padding, concatenation, and windows at computed positions. */
final class WindowRules {
  private final Simplifier to;

  WindowRules(Simplifier to) {
    this.to = to;
  }

  @Nullable Value simplify(Movement op, List<Value> operands, TensorType type) {
    Value x = operands.getFirst();
    return switch (op) {
      case Movement.Slice slice -> slice(slice, x, type.shape());
      case Movement.Pad pad -> pad(pad, x, operands.get(1), type.shape());
      case Movement.Concat concat -> concat(concat.axis(), operands, type.shape());
      case Movement.DynamicSlice slice ->
          dynamicSlice(slice.sizes(), x, operands.subList(1, operands.size()));
      case Movement.DynamicUpdateSlice _ -> dynamicUpdateSlice(x, operands.get(1));
      case Movement.BroadcastInDim _,
          Movement.Reshape _,
          Movement.Transpose _,
          Movement.Reverse _ ->
          null;
    };
  }

  @Nullable Value simplify(Indexing op, List<Value> operands) {
    return switch (op) {
      case Indexing.Gather _ -> null;
      case Indexing.ScatterAdd scatter -> {
        Shape indices = operands.get(1).shape();
        boolean noWindows = indices.without(Ints.of(indices.rank() - 1)).size() == 0;
        boolean noElements =
            operands.get(2).type().size() == 0
                && scatter.outOfBounds() != Indexing.OutOfBounds.ERROR;
        yield noWindows || noElements ? operands.getFirst() : null;
      }
    };
  }

  private @Nullable Value slice(Movement.Slice op, Value x, Shape shape) {
    if (shape.equals(x.shape())) {
      return x; // as many elements as there are can only be all of them, in order
    }
    Literal splat = Match.splat(x);
    if (splat != null) {
      return to.full(splat, shape);
    }
    Node inner = x.node();
    if (inner == null) {
      return null;
    }
    if (inner.op() instanceof Movement.Slice first) {
      return sliceOfSlice(op, first, inner.operand(0), shape);
    }
    if (inner.op() instanceof Movement.BroadcastInDim first) {
      return repeatSliced(op, first, inner.operand(0), shape);
    }
    if (inner.op() instanceof Movement.Concat concat) {
      return sliceOfPart(op, concat.axis(), inner.operands());
    }
    if (inner.op() instanceof Movement.Pad pad && undoes(op, pad, inner.operand(0).shape())) {
      return inner.operand(0);
    }
    return null;
  }

  private Value sliceOfSlice(Movement.Slice op, Movement.Slice first, Value x, Shape shape) {
    int rank = shape.rank();
    int[] starts = new int[rank];
    int[] limits = new int[rank];
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      starts[i] = first.starts().get(i) + op.starts().get(i) * first.strides().get(i);
      // A stride beyond the only element does not matter, but must not overflow.
      strides[i] = shape.extent(i) == 1 ? 1 : first.strides().get(i) * op.strides().get(i);
      limits[i] = starts[i] + (shape.extent(i) - 1) * strides[i] + 1;
    }
    return to.emit(new Movement.Slice(Ints.of(starts), Ints.of(limits), Ints.of(strides)), x);
  }

  /** A slice of a broadcast: slices what is repeated and repeats it less often. */
  private Value repeatSliced(
      Movement.Slice op, Movement.BroadcastInDim first, Value x, Shape shape) {
    int rank = x.type().rank();
    int[] starts = new int[rank];
    int[] limits = new int[rank];
    int[] strides = new int[rank];
    for (int i = 0; i < rank; i++) {
      int axis = first.axes().get(i);
      boolean repeated = x.shape().extent(i) == 1;
      starts[i] = repeated ? 0 : op.starts().get(axis);
      limits[i] = repeated ? 1 : op.limits().get(axis);
      strides[i] = repeated ? 1 : op.strides().get(axis);
    }
    Value sliced =
        to.emit(new Movement.Slice(Ints.of(starts), Ints.of(limits), Ints.of(strides)), x);
    return to.emit(new Movement.BroadcastInDim(shape, first.axes()), sliced);
  }

  /** A slice that lies within one part of a concatenation. */
  private @Nullable Value sliceOfPart(Movement.Slice op, int axis, List<Value> parts) {
    int from = 0;
    for (Value part : parts) {
      int below = from + part.shape().extent(axis);
      if (op.starts().get(axis) >= from && op.limits().get(axis) <= below) {
        Ints starts = with(op.starts(), axis, op.starts().get(axis) - from);
        Ints limits = with(op.limits(), axis, op.limits().get(axis) - from);
        return to.emit(new Movement.Slice(starts, limits, op.strides()), part);
      }
      from = below;
    }
    return null;
  }

  /** Whether a slice takes back exactly what was padded. */
  private static boolean undoes(Movement.Slice slice, Movement.Pad pad, Shape shape) {
    for (int i = 0; i < shape.rank(); i++) {
      boolean same =
          pad.low().get(i) >= 0
              && pad.high().get(i) >= 0
              && slice.strides().get(i) == pad.interior().get(i) + 1
              && slice.starts().get(i) == pad.low().get(i)
              && Math.ceilDiv(slice.limits().get(i) - slice.starts().get(i), slice.strides().get(i))
                  == shape.extent(i);
      if (!same) {
        return false;
      }
    }
    return true;
  }

  private @Nullable Value pad(Movement.Pad op, Value x, Value padding, Shape shape) {
    boolean noInterior = op.interior().allMatch(n -> n == 0);
    if (noInterior && op.low().allMatch(n -> n == 0) && op.high().allMatch(n -> n == 0)) {
      return x;
    }
    Literal splat = Match.splat(padding);
    if (splat != null && (x.type().size() == 0 || splat.equals(Match.splat(x)))) {
      return to.full(splat, shape);
    }
    if (x.type().size() == 0) {
      return to.emit(new Movement.BroadcastInDim(shape, Ints.of()), padding);
    }
    if (!noInterior) {
      return null;
    }
    if (op.low().allMatch(n -> n <= 0) && op.high().allMatch(n -> n <= 0)) {
      return cut(op, x);
    }
    Node inner = x.node();
    if (inner != null
        && inner.op() instanceof Movement.Pad first
        && first.interior().allMatch(n -> n == 0)
        && Match.same(inner.operand(1), padding)
        && onlyAdds(first)
        && onlyAdds(op)) {
      Ints low = sum(first.low(), op.low());
      Ints high = sum(first.high(), op.high());
      return to.emit(new Movement.Pad(low, high, op.interior()), inner.operand(0), padding);
    }
    return null;
  }

  private static boolean onlyAdds(Movement.Pad pad) {
    return pad.low().allMatch(n -> n >= 0) && pad.high().allMatch(n -> n >= 0);
  }

  /** Padding that only cuts off is a slice. */
  private Value cut(Movement.Pad op, Value x) {
    int rank = x.type().rank();
    int[] starts = new int[rank];
    int[] limits = new int[rank];
    for (int i = 0; i < rank; i++) {
      starts[i] = -op.low().get(i);
      limits[i] = x.shape().extent(i) + op.high().get(i);
    }
    return to.emit(new Movement.Slice(Ints.of(starts), Ints.of(limits), Ints.filled(rank, 1)), x);
  }

  private @Nullable Value concat(int axis, List<Value> operands, Shape shape) {
    List<Value> parts = new ArrayList<>();
    for (Value operand : operands) {
      Node node = operand.node();
      if (node != null && node.op() instanceof Movement.Concat inner && inner.axis() == axis) {
        parts.addAll(node.operands());
      } else if (operand.type().size() > 0) {
        parts.add(operand);
      }
    }
    if (parts.size() == 1) {
      return parts.getFirst();
    }
    Literal splat = Match.splat(parts.getFirst());
    if (splat != null && parts.stream().allMatch(part -> splat.equals(Match.splat(part)))) {
      return to.full(splat, shape);
    }
    return parts.equals(operands) ? null : to.emit(new Movement.Concat(axis), parts).getFirst();
  }

  private @Nullable Value dynamicSlice(Shape sizes, Value x, List<Value> starts) {
    if (sizes.equals(x.shape())) {
      return x; // clamped to 0, wherever it starts
    }
    int[] from = new int[starts.size()];
    int[] limits = new int[starts.size()];
    for (int i = 0; i < from.length; i++) {
      int last = x.shape().extent(i) - sizes.extent(i);
      Literal known = Match.splat(starts.get(i));
      if (known == null && last > 0) {
        return null;
      }
      from[i] = known == null ? 0 : Math.clamp(known.integer(0), 0, last);
      limits[i] = from[i] + sizes.extent(i);
    }
    Ints strides = Ints.filled(from.length, 1);
    return to.emit(new Movement.Slice(Ints.of(from), Ints.of(limits), strides), x);
  }

  private static @Nullable Value dynamicUpdateSlice(Value x, Value update) {
    if (update.type().size() == 0) {
      return x;
    }
    if (update.shape().equals(x.shape())) {
      return update;
    }
    Literal splat = Match.splat(x);
    return splat != null && splat.equals(Match.splat(update)) ? x : null;
  }

  private static Ints with(Ints values, int index, int value) {
    int[] changed = values.toArray();
    changed[index] = value;
    return Ints.of(changed);
  }

  private static Ints sum(Ints x, Ints y) {
    int[] sum = x.toArray();
    for (int i = 0; i < sum.length; i++) {
      sum[i] += y.get(i);
    }
    return Ints.of(sum);
  }
}
