package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.List;
import java.util.function.UnaryOperator;

/** The operations that move elements. */
final class MovementInterpreter {
  private MovementInterpreter() {}

  static Literal apply(Movement op, List<Literal> operands, TensorType type) {
    Literal x = operands.getFirst();
    return switch (op) {
      case Movement.BroadcastInDim broadcast ->
          rearrange(x, type, at -> broadcastSource(broadcast, x.type().shape(), at));
      case Movement.Reshape _ -> x.reshape(type.shape());
      case Movement.Transpose transpose ->
          rearrange(x, type, at -> RowMajor.select(at, transpose.permutation().inverse()));
      case Movement.Slice slice -> rearrange(x, type, at -> sliceSource(slice, at));
      case Movement.Pad pad -> pad(pad, x, operands.get(1), type);
      case Movement.Concat concat -> concat(concat.axis(), operands, type);
      case Movement.Reverse reverse ->
          rearrange(x, type, at -> reverseSource(reverse.axes(), type.shape(), at));
      case Movement.DynamicSlice slice -> {
        int[] starts = starts(operands.subList(1, operands.size()), x.type(), slice.sizes());
        yield rearrange(x, type, at -> add(starts, at));
      }
      case Movement.DynamicUpdateSlice _ -> {
        Literal update = operands.get(1);
        Shape window = update.type().shape();
        int[] starts = starts(operands.subList(2, operands.size()), x.type(), window);
        yield update(x, update, starts);
      }
    };
  }

  /** The tensor whose every element is the operand's at the coordinates that a function gives. */
  private static Literal rearrange(Literal x, TensorType type, UnaryOperator<int[]> source) {
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      int[] at = source.apply(RowMajor.coordinates(type.shape(), i));
      out.set(i, x, RowMajor.index(x.type().shape(), at));
    }
    return out.toLiteral();
  }

  private static int[] broadcastSource(Movement.BroadcastInDim op, Shape from, int[] at) {
    int[] source = RowMajor.select(at, op.axes());
    for (int axis = 0; axis < source.length; axis++) {
      if (from.extent(axis) == 1) {
        source[axis] = 0;
      }
    }
    return source;
  }

  private static int[] sliceSource(Movement.Slice op, int[] at) {
    int[] source = new int[at.length];
    for (int axis = 0; axis < at.length; axis++) {
      source[axis] = op.starts().get(axis) + at[axis] * op.strides().get(axis);
    }
    return source;
  }

  private static int[] reverseSource(Ints axes, Shape shape, int[] at) {
    int[] source = at.clone();
    axes.stream().forEach(axis -> source[axis] = shape.extent(axis) - 1 - at[axis]);
    return source;
  }

  /** Fills with the padding, then puts every element that is not cut off in its place. */
  private static Literal pad(Movement.Pad op, Literal x, Literal padding, TensorType type) {
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      out.set(i, padding, 0);
    }
    for (int i = 0; i < x.size(); i++) {
      int[] at = RowMajor.coordinates(x.type().shape(), i);
      boolean inside = true;
      for (int axis = 0; axis < at.length; axis++) {
        long target = op.low().get(axis) + at[axis] * (op.interior().get(axis) + 1L);
        inside &= target >= 0 && target < type.shape().extent(axis);
        at[axis] = (int) target;
      }
      if (inside) {
        out.set(RowMajor.index(type.shape(), at), x, i);
      }
    }
    return out.toLiteral();
  }

  private static Literal concat(int axis, List<Literal> operands, TensorType type) {
    Elements out = new Elements(type);
    int from = 0;
    for (Literal x : operands) {
      for (int i = 0; i < x.size(); i++) {
        int[] at = RowMajor.coordinates(x.type().shape(), i);
        at[axis] += from;
        out.set(RowMajor.index(type.shape(), at), x, i);
      }
      from += x.type().shape().extent(axis);
    }
    return out.toLiteral();
  }

  private static Literal update(Literal x, Literal update, int[] starts) {
    Elements out = Elements.copyOf(x);
    for (int i = 0; i < update.size(); i++) {
      int[] at = RowMajor.coordinates(update.type().shape(), i);
      out.set(RowMajor.index(x.type().shape(), add(starts, at)), update, i);
    }
    return out.toLiteral();
  }

  /** The starts of a window, moved the least distance that brings it inside. */
  private static int[] starts(List<Literal> starts, TensorType type, Shape window) {
    int[] clamped = new int[starts.size()];
    for (int axis = 0; axis < clamped.length; axis++) {
      int last = type.shape().extent(axis) - window.extent(axis);
      clamped[axis] = Math.clamp(starts.get(axis).integer(0), 0, last);
    }
    return clamped;
  }

  private static int[] add(int[] starts, int[] offsets) {
    int[] sum = starts.clone();
    for (int axis = 0; axis < sum.length; axis++) {
      sum[axis] += offsets[axis];
    }
    return sum;
  }
}
