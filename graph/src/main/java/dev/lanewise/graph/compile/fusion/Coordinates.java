package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import java.util.Collections;
import java.util.List;

/**
 * Which element of a value belongs to a place of a loop.
 *
 * @param axes for each axis of the value, its index at the place
 */
record Coordinates(List<Along> axes) {
  /**
   * An index: {@code start + step * i}, where i counts the places along axes of the loop in
   * row-major order.
   *
   * @param places axes of the loop, outermost first; none for an index that is the same everywhere
   */
  record Along(Ints places, int start, int step) {
    /** The only index of an axis of extent 1. */
    static final Along FIRST = new Along(Ints.of(), 0, 1);

    static Along whole(Ints places) {
      return new Along(places, 0, 1);
    }

    /** The index {@code start + step * this}. */
    Along mapped(int newStart, int newStep) {
      int at = newStart + newStep * start;
      return places.isEmpty() ? new Along(places, at, 1) : new Along(places, at, newStep * step);
    }

    /** Whether the index takes each value below an extent once, in ascending order. */
    boolean isWhole(Space space, int extent) {
      return start == 0 && step == 1 && space.size(places) == extent;
    }

    private boolean takesAll(Space space, int extent) {
      int first = step > 0 ? 0 : extent - 1;
      return start == first && Math.abs(step) == 1 && space.size(places) == extent;
    }
  }

  Coordinates {
    axes = List.copyOf(axes);
  }

  /** Those of a value of one element. */
  static Coordinates ofOne(int rank) {
    return new Coordinates(Collections.nCopies(rank, Along.FIRST));
  }

  Along axis(int axis) {
    return axes.get(axis);
  }

  /** Whether every element of a value belongs to a place. */
  boolean takeAll(Space space, Shape shape) {
    for (int axis = 0; axis < axes.size(); axis++) {
      if (!axes.get(axis).takesAll(space, shape.extent(axis))) {
        return false;
      }
    }
    return true;
  }

  /** The axes of the loop that the element depends on, in the order of the value's axes. */
  Ints places(Space space) {
    Ints places = Ints.of();
    for (Along along : axes) {
      places = along.places().isEmpty() ? places : places.concat(along.places());
    }
    return space.unsplit(places);
  }

  /** Where the elements of a dense row-major value lie. */
  Placement in(Space space, Shape shape) {
    Placement placement = new Placement();
    long[] distances = shape.strides();
    for (int axis = 0; axis < axes.size(); axis++) {
      Along along = axes.get(axis);
      placement.add(space, along, distances[axis]);
    }
    return placement;
  }
}
