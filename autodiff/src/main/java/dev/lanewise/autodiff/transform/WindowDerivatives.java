package dev.lanewise.autodiff.transform;

import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Window;
import dev.lanewise.graph.ir.Windowed;
import java.util.ArrayList;
import java.util.List;

/** The derivatives of reductions of windows. */
final class WindowDerivatives {
  private WindowDerivatives() {}

  /** The tangent of a reduction of windows of x. */
  static Value tangent(GraphBuilder b, Windowed.ReduceWindow op, Value x, Value t) {
    Window window = op.window();
    return switch (op.kind()) {
      case SUM -> b.add(op, t);
      case MAX -> b.add(new Windowed.SelectAndGather(Windowed.Select.MAX, window), x, t);
      case MIN -> b.add(new Windowed.SelectAndGather(Windowed.Select.MIN, window), x, t);
      case PROD -> product(b, window, x, t);
      case AND, OR -> throw new IllegalStateException(op + " has no derivative");
    };
  }

  /**
   * For each place of the window, its tangent times the product of the other places: from products
   * of all places before and of all behind, so that zeros need no division.
   */
  private static Value product(GraphBuilder b, Window window, Value x, Value t) {
    List<Value> factors = places(b, window, x, 1);
    List<Value> tangents = places(b, window, t, 0);
    int count = factors.size();
    List<Value> before = new ArrayList<>();
    Value product = b.fullLike(factors.getFirst(), 1);
    for (Value factor : factors) {
      before.add(product);
      product = b.mul(product, factor);
    }
    Value behind = b.fullLike(factors.getFirst(), 1);
    Value sum = b.zeros(behind.type());
    for (int place = count - 1; place >= 0; place--) {
      sum = b.add(sum, b.mul(tangents.get(place), b.mul(before.get(place), behind)));
      behind = b.mul(behind, factors.get(place));
    }
    return sum;
  }

  /** For each place of the window, in row-major order, what all windows hold there. */
  private static List<Value> places(GraphBuilder b, Window window, Value x, double padding) {
    Ints holes = Ints.of(window.baseDilation().stream().map(dilation -> dilation - 1).toArray());
    Value padded =
        b.add(
            new Movement.Pad(window.low(), window.high(), holes), x, b.scalar(x.dtype(), padding));
    int rank = window.rank();
    int[] windows = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      windows[axis] = (int) window.windows(axis, x.shape().extent(axis));
    }
    List<Value> places = new ArrayList<>();
    long count = Shape.of(window.size()).size();
    for (long place = 0; place < count; place++) {
      int[] starts = new int[rank];
      int[] limits = new int[rank];
      long rest = place;
      for (int axis = rank - 1; axis >= 0; axis--) {
        int size = window.size().get(axis);
        starts[axis] = (int) (rest % size) * window.dilation().get(axis);
        rest /= size;
        limits[axis] =
            windows[axis] == 0
                ? starts[axis]
                : starts[axis] + (windows[axis] - 1) * window.stride().get(axis) + 1;
        if (windows[axis] == 0) {
          starts[axis] = limits[axis] = 0;
        }
      }
      places.add(
          b.add(new Movement.Slice(Ints.of(starts), Ints.of(limits), window.stride()), padded));
    }
    return places;
  }

  /**
   * The transpose of the sums of windows: the cotangents, as far apart as the windows were, are
   * summed over the windows that an element was in, which lie apart as the elements did.
   */
  static Value transposedSum(GraphBuilder b, Window window, TensorType x, Value ct) {
    if (ct.type().size() == 0 || x.size() == 0) {
      return b.zeros(x);
    }
    int rank = window.rank();
    int[] low = new int[rank];
    int[] high = new int[rank];
    for (int axis = 0; axis < rank; axis++) {
      long last = window.span(axis) - 1;
      long elements = window.dilated(axis, x.shape().extent(axis));
      long windows = (ct.shape().extent(axis) - 1L) * window.stride().get(axis) + 1;
      low[axis] = Math.toIntExact(last - window.low().get(axis));
      high[axis] = Math.toIntExact(elements + last - windows - low[axis]);
    }
    Window back =
        new Window(
            window.size(),
            /* stride= */ window.baseDilation(),
            Ints.of(low),
            Ints.of(high),
            /* baseDilation= */ window.stride(),
            window.dilation());
    return b.add(new Windowed.ReduceWindow(Reduction.Kind.SUM, back), ct);
  }
}
