package dev.lanewise.graph.interpret;

import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Window;
import dev.lanewise.graph.ir.Windowed;

/** The operations on windows that move over a tensor. */
final class WindowInterpreter {
  private static final int NONE = -1;

  private WindowInterpreter() {}

  static Literal apply(Windowed op, Literal x, Literal last, TensorType type) {
    return switch (op) {
      case Windowed.ReduceWindow reduce -> reduce(reduce, x, type);
      case Windowed.SelectAndScatter(Windowed.Select select, Window window) -> {
        Elements out = new Elements(type);
        Shape windows = last.type().shape();
        for (int i = 0; i < last.size(); i++) {
          int selected = selected(select, window, x, windows, i);
          if (selected != NONE) {
            out.add(selected, last, i);
          }
        }
        yield out.toLiteral();
      }
      case Windowed.SelectAndGather(Windowed.Select select, Window window) -> {
        Elements out = new Elements(type);
        for (int i = 0; i < out.size(); i++) {
          int selected = selected(select, window, x, type.shape(), i);
          if (selected != NONE) {
            out.set(i, last, selected);
          }
        }
        yield out.toLiteral();
      }
    };
  }

  private static Literal reduce(Windowed.ReduceWindow op, Literal x, TensorType type) {
    Shape shape = x.type().shape();
    Shape places = Shape.of(op.window().size());
    boolean floating = type.dtype().isFloating();
    Elements out = new Elements(type);
    for (int i = 0; i < out.size(); i++) {
      int[] at = RowMajor.coordinates(type.shape(), i);
      double real = ReductionInterpreter.realOfNothing(op.kind());
      long integer = floating ? 0 : ReductionInterpreter.integerOfNothing(op.kind(), type.dtype());
      for (int k = 0; k < places.size(); k++) {
        int element = element(op.window(), shape, at, places, k);
        if (element == NONE) {
          continue;
        }
        if (floating) {
          real = ReductionInterpreter.combine(op.kind(), real, x.real(element));
        } else {
          integer = ReductionInterpreter.combine(op.kind(), integer, x.integer(element));
        }
      }
      if (floating) {
        out.set(i, real);
      } else {
        out.set(i, integer);
      }
    }
    return out.toLiteral();
  }

  private static int selected(
      Windowed.Select select, Window window, Literal x, Shape windows, int index) {
    int[] at = RowMajor.coordinates(windows, index);
    Shape places = Shape.of(window.size());
    int best = NONE;
    for (int k = 0; k < places.size(); k++) {
      int element = element(window, x.type().shape(), at, places, k);
      if (element != NONE && (best == NONE || isBetter(select, x.real(element), x.real(best)))) {
        best = element;
      }
    }
    return best;
  }

  /** A NaN is before all numbers; otherwise the first stays. +0 and -0 are the same. */
  private static boolean isBetter(Windowed.Select select, double x, double best) {
    if (Double.isNaN(x) || Double.isNaN(best)) {
      return !Double.isNaN(best);
    }
    return select == Windowed.Select.MAX ? x > best : x < best;
  }

  /** The index of the element in a place of a window, or -1 for padding and holes. */
  static int element(Window window, Shape shape, int[] at, Shape places, int place) {
    int[] offsets = RowMajor.coordinates(places, place);
    int index = 0;
    for (int axis = 0; axis < window.rank(); axis++) {
      int element = window.element(axis, at[axis], offsets[axis], shape.extent(axis));
      if (element < 0) {
        return NONE;
      }
      index = index * shape.extent(axis) + element;
    }
    return index;
  }
}
