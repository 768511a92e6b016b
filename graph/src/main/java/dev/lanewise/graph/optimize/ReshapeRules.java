package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Simpler forms of broadcasts, reshapes, transpositions and reversals. A reshape is free, a
 * transposition is a copy, a broadcast is free to whoever reads it elementwise.
 */
final class ReshapeRules {
  private final Simplifier to;

  ReshapeRules(Simplifier to) {
    this.to = to;
  }

  @Nullable Value simplify(Movement op, List<Value> operands, TensorType type) {
    Value x = operands.getFirst();
    return switch (op) {
      case Movement.BroadcastInDim broadcast -> broadcast(broadcast, x, type);
      case Movement.Reshape _ -> reshape(x, type.shape());
      case Movement.Transpose transpose -> transpose(transpose.permutation(), x, type.shape());
      case Movement.Reverse reverse -> reverse(reverse.axes(), x);
      case Movement.Slice _,
          Movement.Pad _,
          Movement.Concat _,
          Movement.DynamicSlice _,
          Movement.DynamicUpdateSlice _ ->
          null;
    };
  }

  private @Nullable Value broadcast(Movement.BroadcastInDim op, Value x, TensorType type) {
    if (x.type().size() == type.size()) {
      return to.reshape(x, op.shape()); // nothing is repeated, and the axes keep their order
    }
    Literal splat = Match.splat(x);
    if (splat != null && x.type().rank() > 0) {
      return to.full(splat, op.shape());
    }
    Node inner = x.node();
    if (inner == null) {
      return null;
    }
    if (inner.op() instanceof Movement.BroadcastInDim first) {
      Ints axes = Ints.of(first.axes().stream().map(op.axes()::get).toArray());
      return to.emit(new Movement.BroadcastInDim(op.shape(), axes), inner.operand(0));
    }
    Shape squeezed = Match.squeeze(x.shape());
    if (inner.op() instanceof Movement.Reshape && squeezed.rank() < x.type().rank()) {
      // Axes of extent 1 that a reshape put in are new axes of the broadcast.
      Ints kept = axesAbove1(x.shape());
      Ints axes = Ints.of(kept.stream().map(op.axes()::get).toArray());
      return to.emit(new Movement.BroadcastInDim(op.shape(), axes), to.reshape(x, squeezed));
    }
    return null;
  }

  private @Nullable Value reshape(Value x, Shape shape) {
    if (x.shape().equals(shape)) {
      return x;
    }
    Node inner = x.node();
    if (inner == null) {
      return null;
    }
    if (inner.op() instanceof Movement.Reshape) {
      return to.reshape(inner.operand(0), shape);
    }
    if (inner.op() instanceof Movement.BroadcastInDim first) {
      if (inner.operand(0).type().rank() == 0) {
        return to.emit(new Movement.BroadcastInDim(shape, Ints.of()), inner.operand(0));
      }
      boolean onlyOnes = Match.squeeze(x.shape()).equals(Match.squeeze(shape));
      return onlyOnes ? repeatReshaped(first, inner.operand(0), shape) : null;
    }
    return null;
  }

  /** A broadcast to a shape that differs from its own in axes of extent 1 only. */
  private Value repeatReshaped(Movement.BroadcastInDim first, Value x, Shape shape) {
    Ints from = axesAbove1(first.shape());
    Ints into = axesAbove1(shape);
    int[] axes =
        axesAbove1(x.shape()).stream()
            .map(axis -> into.get(from.indexOf(first.axes().get(axis))))
            .toArray();
    Value squeezed = to.reshape(x, Match.squeeze(x.shape()));
    return to.emit(new Movement.BroadcastInDim(shape, Ints.of(axes)), squeezed);
  }

  private @Nullable Value transpose(Ints permutation, Value x, Shape shape) {
    if (permutation.isIdentity()) {
      return x;
    }
    Ints moved = Ints.of(permutation.stream().filter(a -> x.shape().extent(a) != 1).toArray());
    if (moved.equals(axesAbove1(x.shape()))) {
      return to.reshape(x, shape); // only axes of extent 1 change places
    }
    Node inner = x.node();
    if (inner == null) {
      return null;
    }
    if (inner.op() instanceof Movement.Transpose first) {
      Ints both = Ints.of(permutation.stream().map(first.permutation()::get).toArray());
      return to.emit(new Movement.Transpose(both), inner.operand(0));
    }
    if (inner.op() instanceof Movement.BroadcastInDim first) {
      return repeatTransposed(first, inner.operand(0), permutation.inverse(), shape);
    }
    if (inner.op() instanceof DotGeneral dot) {
      return to.exchange(dot, inner, permutation);
    }
    return null;
  }

  /** A broadcast with its axes in another order: transposes before repeating, if at all. */
  private Value repeatTransposed(
      Movement.BroadcastInDim first, Value x, Ints newPlaces, Shape shape) {
    Ints places = Ints.of(first.axes().stream().map(newPlaces::get).toArray());
    Ints ascending = Ints.of(places.stream().sorted().toArray());
    Ints order = Ints.of(ascending.stream().map(places::indexOf).toArray());
    Value transposed = to.emit(new Movement.Transpose(order), x);
    return to.emit(new Movement.BroadcastInDim(shape, ascending), transposed);
  }

  private @Nullable Value reverse(Ints axes, Value x) {
    Ints needed = Ints.of(axes.stream().filter(a -> x.shape().extent(a) > 1).toArray());
    if (needed.isEmpty() || Match.splat(x) != null) {
      return x;
    }
    if (needed.size() < axes.size()) {
      return to.emit(new Movement.Reverse(needed), x);
    }
    Node inner = x.node();
    if (inner != null && inner.op() instanceof Movement.Reverse first) {
      int[] once =
          IntStream.range(0, x.type().rank())
              .filter(axis -> axes.contains(axis) != first.axes().contains(axis))
              .toArray();
      return to.emit(new Movement.Reverse(Ints.of(once)), inner.operand(0));
    }
    return null;
  }

  /** The axes whose extent is not 1. */
  private static Ints axesAbove1(Shape shape) {
    return Ints.of(
        IntStream.range(0, shape.rank()).filter(axis -> shape.extent(axis) != 1).toArray());
  }
}
