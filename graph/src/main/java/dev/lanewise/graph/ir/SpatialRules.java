package dev.lanewise.graph.ir;

import java.util.stream.IntStream;

/** The type rules of convolutions and of windows. */
final class SpatialRules {
  /** Axes before the spatial ones: batch and channels. */
  private static final int LEADING = 2;

  private SpatialRules() {}

  static TensorType convolution(Convolution op, Operands in) {
    in.count(2);
    TensorType left = in.get(0);
    TensorType right = in.get(1);
    in.require(
        left.dtype() == right.dtype() && (left.dtype() == DType.F32 || left.dtype() == DType.F64),
        "operands must both be F32 or both F64: %s, %s",
        left,
        right);
    int rank = LEADING + op.window().rank();
    in.require(
        left.rank() == rank && right.rank() == rank,
        "operands must have rank %d for %d spatial axes: %s, %s",
        rank,
        op.window().rank(),
        left,
        right);
    Ints windows = windows(op.window(), op.inputExtents(), in);
    return left.as(
        switch (op.kind()) {
          case FORWARD -> {
            space(op.inputExtents(), left, "input", in);
            filter(op, right, in);
            in.require(
                left.shape().extent(1) == (long) op.groups() * right.shape().extent(1),
                "%d groups of filters %s take %d channels, given %s",
                op.groups(),
                right,
                (long) op.groups() * right.shape().extent(1),
                left);
            yield shape(left.shape().extent(0), right.shape().extent(0), windows);
          }
          case INPUT_GRADIENT -> {
            space(windows, left, "output", in);
            filter(op, right, in);
            in.require(
                left.shape().extent(1) == right.shape().extent(0),
                "filters %s make %d channels, given %s",
                right,
                right.shape().extent(0),
                left);
            yield shape(
                left.shape().extent(0), op.groups() * right.shape().extent(1), op.inputExtents());
          }
          case FILTER_GRADIENT -> {
            space(op.inputExtents(), left, "input", in);
            space(windows, right, "output", in);
            in.require(
                left.shape().extent(0) == right.shape().extent(0),
                "batches differ: %s, %s",
                left,
                right);
            in.require(
                left.shape().extent(1) % op.groups() == 0
                    && right.shape().extent(1) % op.groups() == 0,
                "channels of %s and %s are not divisible into %d groups",
                left,
                right,
                op.groups());
            yield shape(
                right.shape().extent(1), left.shape().extent(1) / op.groups(), op.window().size());
          }
        });
  }

  private static void space(Ints expected, TensorType type, String name, Operands in) {
    Ints extents =
        Ints.of(IntStream.range(LEADING, type.rank()).map(type.shape()::extent).toArray());
    in.require(
        extents.equals(expected), "the %s must be %s in space, was %s", name, expected, type);
  }

  private static void filter(Convolution op, TensorType type, Operands in) {
    space(op.window().size(), type, "filter", in);
    in.require(
        type.shape().extent(0) % op.groups() == 0,
        "%d filters are not divisible into %d groups: %s",
        type.shape().extent(0),
        op.groups(),
        type);
  }

  private static Shape shape(int first, int second, Ints space) {
    return Shape.of(Ints.of(first, second).concat(space));
  }

  static TensorType windowed(Windowed op, Operands in) {
    TensorType type = op instanceof Windowed.ReduceWindow ? in.only() : pair(in);
    in.onePerAxis("the window", op.window().size(), type);
    Ints windows = windows(op.window(), Ints.of(type.shape().extents()), in);
    TensorType ofWindows = type.as(Shape.of(windows));
    return switch (op) {
      case Windowed.ReduceWindow reduce -> {
        in.require(
            type.dtype().isNumeric() && reduce.kind().accepts(type.dtype()),
            "does not take %s",
            type);
        yield ofWindows;
      }
      case Windowed.SelectAndScatter _ -> {
        in.require(
            in.get(1).equals(ofWindows),
            "takes %s for windows of %s, given %s",
            ofWindows,
            type,
            in.get(1));
        yield type;
      }
      case Windowed.SelectAndGather _ -> {
        in.require(in.get(1).equals(type), "operands must be of one type: %s, %s", type, in.get(1));
        yield ofWindows;
      }
    };
  }

  private static TensorType pair(Operands in) {
    in.count(2);
    TensorType type = in.get(0);
    in.require(
        (type.dtype() == DType.F32 || type.dtype() == DType.F64)
            && type.dtype() == in.get(1).dtype(),
        "operands must both be F32 or both F64: %s, %s",
        type,
        in.get(1));
    return type;
  }

  private static Ints windows(Window window, Ints extents, Operands in) {
    int[] counts = new int[window.rank()];
    for (int axis = 0; axis < counts.length; axis++) {
      long count = window.windows(axis, extents.get(axis));
      in.require(count <= Integer.MAX_VALUE, "axis %d has %d windows: too many", axis, count);
      counts[axis] = (int) count;
    }
    return Ints.of(counts);
  }
}
