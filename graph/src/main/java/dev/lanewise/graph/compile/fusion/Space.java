package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The axes of a loop while it is being found, each with its extent. An axis is split in two where a
 * reshape asks for it; whoever names it then means both halves, the outer one first.
 */
final class Space {
  private final List<Integer> extents = new ArrayList<>();
  private final List<@Nullable Ints> halves = new ArrayList<>();
  private final List<Integer> roots = new ArrayList<>();
  private int splits;

  /**
   * The coordinates of a value that has an axis of its own for each of its axes. An axis of extent
   * 1 needs none.
   */
  Coordinates span(Shape shape) {
    List<Coordinates.Along> axes = new ArrayList<>();
    for (int axis = 0; axis < shape.rank(); axis++) {
      if (shape.extent(axis) == 1) {
        axes.add(Coordinates.Along.FIRST);
      } else {
        int added = add(shape.extent(axis));
        roots.add(added);
        axes.add(Coordinates.Along.whole(Ints.of(added)));
      }
    }
    return new Coordinates(axes);
  }

  private int add(int extent) {
    extents.add(extent);
    halves.add(null);
    return extents.size() - 1;
  }

  int extent(int axis) {
    return extents.get(axis);
  }

  /** The number of places along axes. */
  long size(Ints axes) {
    long size = 1;
    for (int i = 0; i < axes.size(); i++) {
      size *= extents.get(axes.get(i));
    }
    return size;
  }

  /** The number of splits so far. */
  int splits() {
    return splits;
  }

  /** All axes that are not split, outermost first. */
  Ints axes() {
    return unsplit(Ints.of(roots.stream().mapToInt(axis -> axis).toArray()));
  }

  /** Axes with those that were split replaced by their halves. */
  Ints unsplit(Ints axes) {
    if (splits == 0 || axes.allMatch(axis -> halves.get(axis) == null)) {
      return axes;
    }
    Ints all = Ints.of();
    for (int i = 0; i < axes.size(); i++) {
      Ints parts = halves.get(axes.get(i));
      all = all.concat(parts == null ? Ints.of(axes.get(i)) : unsplit(parts));
    }
    return all;
  }

  /** The halves of an axis, the inner one with an extent that divides the whole. */
  Ints split(int axis, int inner) {
    Ints parts = Ints.of(add(extent(axis) / inner), add(inner));
    halves.set(axis, parts);
    splits++;
    return parts;
  }
}
