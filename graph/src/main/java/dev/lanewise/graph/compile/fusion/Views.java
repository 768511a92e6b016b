package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.fusion.Coordinates.Along;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Movements that only look at their operand in another way: how the coordinates of the operand
 * follow from those of the result, and the other way round.
 */
final class Views {
  private final Space space;

  Views(Space space) {
    this.space = space;
  }

  /**
   * The coordinates of a movement's operand.
   *
   * @return null if they are no such coordinates, or the movement is no view
   */
  @Nullable Coordinates ofOperand(Movement op, Node node, Coordinates result) {
    Shape from = node.operand(0).shape();
    return switch (op) {
      case Movement.BroadcastInDim broadcast -> {
        List<Along> axes = new ArrayList<>();
        for (int axis = 0; axis < from.rank(); axis++) {
          boolean repeated = from.extent(axis) == 1;
          axes.add(repeated ? Along.FIRST : result.axis(broadcast.axes().get(axis)));
        }
        yield new Coordinates(axes);
      }
      case Movement.Reshape reshape -> regroup(reshape.shape(), result, from);
      case Movement.Transpose transpose -> select(result, transpose.permutation().inverse());
      case Movement.Slice slice -> {
        List<Along> axes = new ArrayList<>();
        for (int axis = 0; axis < from.rank(); axis++) {
          int start = slice.starts().get(axis);
          axes.add(result.axis(axis).mapped(start, slice.strides().get(axis)));
        }
        yield new Coordinates(axes);
      }
      case Movement.Reverse reverse -> reversed(from, reverse.axes(), result);
      case Movement.Pad _,
          Movement.Concat _,
          Movement.DynamicSlice _,
          Movement.DynamicUpdateSlice _ ->
          null;
    };
  }

  /**
   * The coordinates of a movement's result.
   *
   * @return null if the operand's do not tell
   */
  @Nullable Coordinates ofResult(Movement op, Node node, Coordinates operand) {
    Shape from = node.operand(0).shape();
    return switch (op) {
      case Movement.BroadcastInDim broadcast -> {
        if (broadcast.shape().size() != from.size()) {
          yield null;
        }
        Along[] axes = new Along[broadcast.shape().rank()];
        Arrays.fill(axes, Along.FIRST);
        for (int axis = 0; axis < from.rank(); axis++) {
          axes[broadcast.axes().get(axis)] = operand.axis(axis);
        }
        yield new Coordinates(List.of(axes));
      }
      case Movement.Reshape reshape -> regroup(from, operand, reshape.shape());
      case Movement.Transpose transpose -> select(operand, transpose.permutation());
      case Movement.Reverse reverse -> reversed(from, reverse.axes(), operand);
      case Movement.Slice _,
          Movement.Pad _,
          Movement.Concat _,
          Movement.DynamicSlice _,
          Movement.DynamicUpdateSlice _ ->
          null;
    };
  }

  private static Coordinates select(Coordinates from, Ints axes) {
    return new Coordinates(axes.stream().mapToObj(from::axis).toList());
  }

  private static Coordinates reversed(Shape shape, Ints reversed, Coordinates from) {
    List<Along> axes = new ArrayList<>(from.axes());
    reversed.stream()
        .forEach(axis -> axes.set(axis, axes.get(axis).mapped(shape.extent(axis) - 1, -1)));
    return new Coordinates(axes);
  }

  /**
   * The coordinates of a value in another shape of its size: the smallest groups of axes that have
   * equal sizes in both correspond.
   */
  @Nullable Coordinates regroup(Shape known, Coordinates coordinates, Shape wanted) {
    Along[] axes = new Along[wanted.rank()];
    Arrays.fill(axes, Along.FIRST);
    int k = 0;
    int w = 0;
    while (k < known.rank() || w < wanted.rank()) {
      int k0 = k;
      int w0 = w;
      long sizeKnown = k < known.rank() ? known.extent(k++) : 1;
      long sizeWanted = w < wanted.rank() ? wanted.extent(w++) : 1;
      while (sizeKnown != sizeWanted) {
        if (sizeKnown < sizeWanted) {
          sizeKnown *= known.extent(k++);
        } else {
          sizeWanted *= wanted.extent(w++);
        }
      }
      if (!regroup(known, coordinates, k0, k, wanted, axes, w0, w)) {
        return null;
      }
    }
    return new Coordinates(List.of(axes));
  }

  private boolean regroup(
      Shape known, Coordinates from, int k0, int k1, Shape wanted, Along[] axes, int w0, int w1) {
    int only = onlyAxis(wanted, w0, w1);
    int onlyKnown = onlyAxis(known, k0, k1);
    if (only >= 0 && onlyKnown >= 0) {
      axes[only] = from.axis(onlyKnown);
      return true;
    }
    Ints places = Ints.of();
    for (int k = k0; k < k1; k++) {
      Along along = from.axis(k);
      if (!along.isWhole(space, known.extent(k))) {
        return false;
      }
      places = places.concat(along.places());
    }
    places = space.unsplit(places);
    for (int w = w1 - 1; w >= w0; w--) {
      int count = cut(places, wanted.extent(w));
      if (count < 0) {
        return false;
      }
      places = space.unsplit(places);
      int left = places.size() - count;
      axes[w] = Along.whole(Ints.of(places.stream().skip(left).toArray()));
      places = Ints.of(places.stream().limit(left).toArray());
    }
    return true;
  }

  /** The only axis of extent above 1 in a range, or -1. */
  private static int onlyAxis(Shape shape, int from, int to) {
    int only = -1;
    for (int axis = from; axis < to; axis++) {
      if (shape.extent(axis) != 1) {
        if (only >= 0) {
          return -1;
        }
        only = axis;
      }
    }
    return only;
  }

  /**
   * How many of the last places make up an extent, after splitting one of them if necessary; -1 if
   * it does not divide.
   */
  private int cut(Ints places, int extent) {
    int size = 1;
    int count = 0;
    while (size < extent) {
      int place = places.get(places.size() - 1 - count);
      int rest = extent / size;
      if (extent % size != 0) {
        return -1;
      }
      if (space.extent(place) > rest) {
        if (space.extent(place) % rest != 0) {
          return -1;
        }
        space.split(place, rest);
        return count + 1;
      }
      size *= space.extent(place);
      count++;
    }
    return size == extent ? count : -1;
  }
}
