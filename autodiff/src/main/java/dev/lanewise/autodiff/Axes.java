package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.Arrays;
import java.util.List;

/** Axes as users write them, negative ones counting from the end, turned into those of the IR. */
final class Axes {
  private Axes() {}

  /** An axis of something of a rank. */
  static int normalize(String op, int axis, int rank) {
    int normal = axis < 0 ? axis + rank : axis;
    if (normal < 0 || normal >= rank) {
      throw Errors.op(op, "axis %d is out of range for rank %d".formatted(axis, rank));
    }
    return normal;
  }

  static int normalize(String op, int axis, TensorType type) {
    int normal = axis < 0 ? axis + type.rank() : axis;
    if (normal < 0 || normal >= type.rank()) {
      throw outOfRange(op, axis, type);
    }
    return normal;
  }

  /** Distinct axes in ascending order; all of them if none are given. */
  static Ints ascending(String op, int[] axes, TensorType type) {
    if (axes.length == 0) {
      return Ints.range(0, type.rank());
    }
    return inOrder(op, axes, type).sorted();
  }

  /** Distinct axes in the order given. */
  static Ints inOrder(String op, int[] axes, TensorType type) {
    int[] normalized = new int[axes.length];
    for (int i = 0; i < axes.length; i++) {
      normalized[i] = normalize(op, axes[i], type);
    }
    Ints normal = Ints.of(normalized);
    if (!normal.areDistinct()) {
      throw new OpException(
          op,
          "axes %s of %s name one twice".formatted(Arrays.toString(axes), type),
          List.of(type),
          CallerLine.find());
    }
    return normal;
  }

  /** The shape of extents that a user gives. */
  static Shape shape(String op, int... extents) {
    try {
      return Shape.of(extents);
    } catch (IllegalArgumentException e) {
      throw Errors.op(op, e.getMessage());
    }
  }

  /** Lists with one entry for each axis of an operand. */
  static void requireOnePerAxis(String op, Tensor x, int[]... lists) {
    for (int[] list : lists) {
      if (list.length != x.rank()) {
        throw Errors.op(
            op,
            "one entry for each axis of %s is needed, given %s"
                .formatted(x.type(), Arrays.toString(list)),
            x);
      }
    }
  }

  private static OpException outOfRange(String op, int axis, TensorType type) {
    return new OpException(
        op,
        "axis %d is out of range for %s".formatted(axis, type),
        List.of(type),
        CallerLine.find());
  }
}
