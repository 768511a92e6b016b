package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.fusion.Coordinates.Along;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Deque;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Finds how the values of a scope relate to the places of one loop, starting from a value that has
 * an element for each place, and going from operands to results and back.
 */
final class CoordinateSearch {
  private final Kinds kinds;
  private final Space space = new Space();
  private final Views views = new Views(space);
  private final Map<Value, Coordinates> found = new HashMap<>();
  private final Deque<Value> open = new ArrayDeque<>();
  private final List<Node> waiting = new ArrayList<>();
  private @Nullable Ints row;

  CoordinateSearch(Kinds kinds, Scope scope, Value anchor) {
    this.kinds = kinds;
    found(anchor, space.span(anchor.shape()));
    while (!open.isEmpty()) {
      Value value = open.poll();
      Coordinates at = of(value);
      if (at != null) {
        Node node = value.node();
        if (node != null && scope.contains(node)) {
          toOperands(node, at);
        }
        scope.usersOf(value).forEach(user -> toResult(user, at));
      }
      if (open.isEmpty() && row != null) {
        List<Node> ready = List.copyOf(waiting);
        waiting.clear();
        ready.forEach(
            reduction -> toOperands(reduction, Objects.requireNonNull(of(reduction.result()))));
      }
    }
  }

  /** The loop's axes. */
  Space space() {
    return space;
  }

  Views views() {
    return views;
  }

  /** The coordinates of a value, or null if it has nothing to do with the loop. */
  @Nullable Coordinates of(Value value) {
    return found.get(value);
  }

  /** The axes along which reductions within a row go, or null if there are none. */
  @Nullable Ints row() {
    return row == null ? null : space.unsplit(row);
  }

  private void found(Value value, @Nullable Coordinates at) {
    if (at != null && found.putIfAbsent(value, at) == null) {
      open.add(value);
    }
  }

  private void toOperands(Node node, Coordinates at) {
    switch (kinds.of(node)) {
      case STEP -> node.operands().forEach(operand -> found(operand, at));
      case VIEW -> found(node.operand(0), views.ofOperand((Movement) node.op(), node, at));
      case REDUCTION -> {
        if (row == null) {
          waiting.add(node);
        } else {
          found(node.operand(0), ofFolded(node, at));
        }
      }
      case SOURCE, NOT -> {}
    }
  }

  private void toResult(Node node, Coordinates at) {
    switch (kinds.of(node)) {
      case STEP -> found(node.result(), at);
      case VIEW -> found(node.result(), views.ofResult((Movement) node.op(), node, at));
      case REDUCTION -> {
        Ints reduced = reducedPlaces(node, at);
        if (row == null && goesAlongRow(reduced)) {
          row = reduced;
        }
        found(node.result(), kept(node, at));
      }
      case SOURCE, NOT -> {}
    }
  }

  /** The coordinates of a reduction's result, from those of its operand. */
  static Coordinates kept(Node reduction, Coordinates operand) {
    Ints axes = ((Reduction.Reduce) reduction.op()).axes();
    return new Coordinates(
        axes.complement(operand.axes().size()).stream().mapToObj(operand::axis).toList());
  }

  /** The axes of the loop that a reduction combines, given its operand's coordinates. */
  Ints reducedPlaces(Node reduction, Coordinates operand) {
    Ints axes = ((Reduction.Reduce) reduction.op()).axes();
    return new Coordinates(axes.stream().mapToObj(operand::axis).toList()).places(space);
  }

  /** Whether these axes of the loop include the one along which elements lie side by side. */
  boolean goesAlongRow(Ints places) {
    Ints axes = space.axes();
    return !axes.isEmpty() && places.contains(axes.get(axes.size() - 1));
  }

  /**
   * The coordinates of the operand of a reduction along the row, from those of its result.
   *
   * @return null if the reduction does not go along the row
   */
  @Nullable Coordinates ofFolded(Node reduction, Coordinates result) {
    Shape shape = reduction.operand(0).shape();
    Ints axes = ((Reduction.Reduce) reduction.op()).axes();
    Shape reduced = shape.select(axes);
    Ints along = row();
    Coordinates folded = null;
    if (reduced.size() == 1) {
      folded = Coordinates.ofOne(reduced.rank());
    } else if (along != null
        && reduced.size() <= Integer.MAX_VALUE
        && space.size(along) == reduced.size()
        && result.places(space).allMatch(place -> !along.contains(place))) {
      Coordinates flat = new Coordinates(List.of(Along.whole(along)));
      folded = views.regroup(Shape.of((int) reduced.size()), flat, reduced);
    }
    if (folded == null) {
      return null;
    }
    Along[] all = new Along[shape.rank()];
    Ints kept = axes.complement(shape.rank());
    Arrays.setAll(all, axis -> Along.FIRST);
    for (int i = 0; i < axes.size(); i++) {
      all[axes.get(i)] = folded.axis(i);
    }
    for (int i = 0; i < kept.size(); i++) {
      all[kept.get(i)] = result.axis(i);
    }
    return new Coordinates(List.of(all));
  }
}
