package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;

/** Between the coordinates of an element and its index in row-major order. */
final class RowMajor {
  private RowMajor() {}

  /** The coordinates of the element at an index. */
  static int[] coordinates(Shape shape, int index) {
    int[] coordinates = new int[shape.rank()];
    int rest = index;
    for (int axis = shape.rank() - 1; axis >= 0; axis--) {
      coordinates[axis] = rest % shape.extent(axis);
      rest /= shape.extent(axis);
    }
    return coordinates;
  }

  /** The index of the element at given coordinates. */
  static int index(Shape shape, int[] coordinates) {
    int index = 0;
    for (int axis = 0; axis < shape.rank(); axis++) {
      index = index * shape.extent(axis) + coordinates[axis];
    }
    return index;
  }

  /** The coordinates along some of the axes. */
  static int[] select(int[] coordinates, Ints axes) {
    return axes.stream().map(axis -> coordinates[axis]).toArray();
  }

  /** Sets the coordinates along some of the axes. */
  static void place(int[] coordinates, Ints axes, int[] chosen) {
    for (int i = 0; i < axes.size(); i++) {
      coordinates[axes.get(i)] = chosen[i];
    }
  }
}
