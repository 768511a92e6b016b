package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Shape;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Movements of elements. */
final class Shaping {
  private Shaping() {}

  static Tensor reshape(Tensor x, int[] extents) {
    Shape shape = resolve(x, extents);
    return shape.equals(x.shape()) ? x : Dispatch.apply(new Movement.Reshape(shape), x);
  }

  /** Puts the extent that is left in place of -1. */
  private static Shape resolve(Tensor x, int[] extents) {
    int[] resolved = extents.clone();
    int open = -1;
    long known = 1;
    for (int i = 0; i < extents.length; i++) {
      if (extents[i] == -1 && open < 0) {
        open = i;
      } else if (extents[i] < 0) {
        throw doesNotReshape(x, extents);
      } else {
        known = saturated(known, extents[i]);
      }
    }
    if (open >= 0) {
      if (known == 0 || x.size() % known != 0) {
        throw doesNotReshape(x, extents);
      }
      resolved[open] = Math.toIntExact(x.size() / known);
    } else if (known != x.size()) {
      throw doesNotReshape(x, extents);
    }
    return Shape.of(resolved);
  }

  private static long saturated(long size, int extent) {
    return extent != 0 && size > Long.MAX_VALUE / extent ? Long.MAX_VALUE : size * extent;
  }

  private static RuntimeException doesNotReshape(Tensor x, int[] extents) {
    return Errors.op(
        "reshape",
        "%s has %d elements, which do not fill %s"
            .formatted(x.type(), x.size(), Arrays.toString(extents)),
        x);
  }

  static Tensor flatten(Tensor x, int first, int last) {
    int from = Axes.normalize("flatten", first, x.type());
    int to = Axes.normalize("flatten", last, x.type());
    if (from > to) {
      throw Errors.op(
          "flatten", "axis %d comes after axis %d in %s".formatted(first, last, x.type()), x);
    }
    Shape shape = x.shape();
    long joined = shape.select(Ints.range(from, to + 1)).size();
    Shape flat =
        shape
            .select(Ints.range(0, from))
            .concat(Shape.of(Math.toIntExact(joined)))
            .concat(shape.select(Ints.range(to + 1, shape.rank())));
    return x.reshape(flat);
  }

  static Tensor transpose(Tensor x, int[] permutation) {
    int rank = x.rank();
    if (permutation.length == 0) {
      return permute(x, Ints.of(IntStream.range(0, rank).map(i -> rank - 1 - i).toArray()));
    }
    if (permutation.length != rank) {
      throw Errors.op(
          "transpose",
          "%s is no permutation of the axes of %s"
              .formatted(Arrays.toString(permutation), x.type()),
          x);
    }
    return permute(x, Axes.inOrder("transpose", permutation, x.type()));
  }

  static Tensor permute(Tensor x, Ints permutation) {
    return permutation.isIdentity() ? x : Dispatch.apply(new Movement.Transpose(permutation), x);
  }

  static Tensor swapAxes(Tensor x, int first, int second) {
    int[] permutation = IntStream.range(0, x.rank()).toArray();
    int one = Axes.normalize("swapAxes", first, x.type());
    int other = Axes.normalize("swapAxes", second, x.type());
    permutation[one] = other;
    permutation[other] = one;
    return permute(x, Ints.of(permutation));
  }

  static Tensor moveAxis(Tensor x, int from, int to) {
    int moved = Axes.normalize("moveAxis", from, x.type());
    int place = Axes.normalize("moveAxis", to, x.type());
    List<Integer> order = new ArrayList<>(IntStream.range(0, x.rank()).boxed().toList());
    order.remove(moved);
    order.add(place, moved);
    return permute(x, Ints.of(order.stream().mapToInt(Integer::intValue).toArray()));
  }

  static Tensor squeeze(Tensor x, int[] axes) {
    Shape shape = x.shape();
    Ints removed =
        axes.length == 0
            ? Ints.of(IntStream.range(0, x.rank()).filter(i -> shape.extent(i) == 1).toArray())
            : Axes.ascending("squeeze", axes, x.type());
    if (!removed.allMatch(axis -> shape.extent(axis) == 1)) {
      throw Errors.op(
          "squeeze", "axes %s of %s do not all have extent 1".formatted(removed, x.type()), x);
    }
    return x.reshape(shape.without(removed));
  }

  static Tensor unsqueeze(Tensor x, int axis) {
    int place = Axes.normalize("unsqueeze", axis, x.rank() + 1);
    Shape shape = x.shape();
    return x.reshape(
        shape
            .select(Ints.range(0, place))
            .concat(Shape.of(1))
            .concat(shape.select(Ints.range(place, shape.rank()))));
  }

  static Tensor broadcastTo(Tensor x, int[] extents) {
    int added = extents.length - x.rank();
    boolean fits = added >= 0;
    int[] target = extents.clone();
    for (int i = 0; fits && i < x.rank(); i++) {
      int from = x.shape().extent(i);
      if (target[added + i] == -1) {
        target[added + i] = from;
      }
      fits = from == 1 || from == target[added + i];
    }
    if (!fits || Arrays.stream(target).anyMatch(extent -> extent < 0)) {
      throw Errors.op(
          "broadcastTo",
          "%s does not broadcast to %s".formatted(x.type(), Arrays.toString(extents)),
          x);
    }
    Shape shape = Shape.of(target);
    return shape.equals(x.shape())
        ? x
        : Dispatch.apply(new Movement.BroadcastInDim(shape, Ints.range(added, target.length)), x);
  }

  static Tensor select(Tensor x, int axis, int index) {
    int along = Axes.normalize("get", axis, x.type());
    int extent = x.shape().extent(along);
    int at = index < 0 ? index + extent : index;
    if (at < 0 || at >= extent) {
      throw Errors.op(
          "get", "index %d is out of range for axis %d of %s".formatted(index, along, x.type()), x);
    }
    return slice(x, along, at, at + 1, 1).squeeze(along);
  }

  static Tensor slice(Tensor x, int axis, int start, int limit, int step) {
    int along = Axes.normalize("slice", axis, x.type());
    int[] starts = new int[x.rank()];
    int[] limits = x.shape().extents();
    int[] steps = new int[x.rank()];
    Arrays.fill(steps, 1);
    starts[along] = start;
    limits[along] = limit;
    steps[along] = step;
    return slice(x, starts, limits, steps);
  }

  static Tensor slice(Tensor x, int[] starts, int[] limits, int[] steps) {
    Axes.requireOnePerAxis("slice", x, starts, limits, steps);
    int[] from = starts.clone();
    int[] to = limits.clone();
    boolean whole = true;
    for (int i = 0; i < x.rank(); i++) {
      int extent = x.shape().extent(i);
      from[i] += from[i] < 0 ? extent : 0;
      to[i] += to[i] < 0 ? extent : 0;
      if (from[i] < 0 || from[i] > to[i] || to[i] > extent || steps[i] < 1) {
        throw Errors.op(
            "slice",
            "[%d, %d) by %d does not lie in axis %d of %s"
                .formatted(starts[i], limits[i], steps[i], i, x.type()),
            x);
      }
      whole &= from[i] == 0 && to[i] == extent && steps[i] == 1;
    }
    return whole
        ? x
        : Dispatch.apply(new Movement.Slice(Ints.of(from), Ints.of(to), Ints.of(steps)), x);
  }

  static Tensor narrow(Tensor x, int axis, int start, int length) {
    int along = Axes.normalize("narrow", axis, x.type());
    int extent = x.shape().extent(along);
    int from = start < 0 ? start + extent : start;
    if (length < 0 || from < 0 || length > extent - from) {
      throw Errors.op(
          "narrow",
          "%d elements from %d do not lie in axis %d of %s"
              .formatted(length, start, along, x.type()),
          x);
    }
    return slice(x, along, from, from + length, 1);
  }

  static List<Tensor> split(Tensor x, int axis, int[] sizes) {
    int along = Axes.normalize("split", axis, x.type());
    int extent = x.shape().extent(along);
    boolean fits = Arrays.stream(sizes).allMatch(size -> size >= 0);
    if (!fits || Arrays.stream(sizes).asLongStream().sum() != extent) {
      throw Errors.op(
          "split",
          "sizes %s do not make up axis %d of %s"
              .formatted(Arrays.toString(sizes), along, x.type()),
          x);
    }
    List<Tensor> pieces = new ArrayList<>();
    int start = 0;
    for (int size : sizes) {
      pieces.add(slice(x, along, start, start + size, 1));
      start += size;
    }
    return List.copyOf(pieces);
  }

  static List<Tensor> chunk(Tensor x, int axis, int pieces) {
    int along = Axes.normalize("chunk", axis, x.type());
    if (pieces < 1) {
      throw Errors.op("chunk", "the number of pieces must be positive, was " + pieces, x);
    }
    int extent = x.shape().extent(along);
    int size = Math.max(Math.ceilDiv(extent, pieces), 1);
    int[] sizes =
        IntStream.range(0, Math.max(Math.ceilDiv(extent, size), 1))
            .map(i -> Math.min(size, extent - i * size))
            .toArray();
    return split(x, along, sizes);
  }

  static List<Tensor> unstack(Tensor x, int axis) {
    int along = Axes.normalize("unstack", axis, x.type());
    return IntStream.range(0, x.shape().extent(along)).mapToObj(i -> select(x, along, i)).toList();
  }

  static Tensor pad(Tensor x, int[] low, int[] high, int[] interior, double value) {
    Axes.requireOnePerAxis("pad", x, low, high, interior);
    Tensor padding = Arithmetic.weak("pad", value, x);
    return Dispatch.apply(
        new Movement.Pad(Ints.of(low), Ints.of(high), Ints.of(interior)), x, padding);
  }

  static Tensor flip(Tensor x, int[] axes) {
    return Dispatch.apply(new Movement.Reverse(Axes.ascending("flip", axes, x.type())), x);
  }

  static Tensor roll(Tensor x, int shift, int axis) {
    int along = Axes.normalize("roll", axis, x.type());
    int extent = x.shape().extent(along);
    int places = extent == 0 ? 0 : Math.floorMod(shift, extent);
    if (places == 0) {
      return x;
    }
    Tensor tail = slice(x, along, extent - places, extent, 1);
    return Tensor.concat(along, tail, slice(x, along, 0, extent - places, 1));
  }

  static Tensor repeat(Tensor x, int count, int axis) {
    int along = Axes.normalize("repeat", axis, x.type());
    int[] repeated = x.shape().extents();
    repeated[along] = multiplied("repeat", x, repeated[along], count);
    return insertRepeated(x, along + 1, count).reshape(repeated);
  }

  /** With a new axis along which all is repeated. */
  private static Tensor insertRepeated(Tensor x, int axis, int count) {
    Tensor opened = x.unsqueeze(axis);
    return opened.broadcastTo(opened.shape().with(axis, count));
  }

  static Tensor tile(Tensor x, int[] counts) {
    Tensor tiled = x;
    while (tiled.rank() < counts.length) {
      tiled = tiled.unsqueeze(0);
    }
    int offset = tiled.rank() - counts.length;
    for (int i = 0; i < counts.length; i++) {
      int axis = offset + i;
      int[] extents = tiled.shape().extents();
      extents[axis] = multiplied("tile", x, extents[axis], counts[i]);
      tiled = counts[i] == 1 ? tiled : insertRepeated(tiled, axis, counts[i]).reshape(extents);
    }
    return tiled;
  }

  private static int multiplied(String op, Tensor x, int extent, int count) {
    long product = (long) extent * count;
    if (count < 0 || product > Integer.MAX_VALUE) {
      throw Errors.op(op, "cannot repeat %s %d times".formatted(x.type(), count), x);
    }
    return (int) product;
  }
}
