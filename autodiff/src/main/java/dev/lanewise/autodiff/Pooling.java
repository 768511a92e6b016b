package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Window;
import dev.lanewise.graph.ir.Windowed;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/** Pooling as users write it, in terms of {@link Windowed}. */
final class Pooling {
  /** F32 holds every integer up to this. */
  private static final long MOST_INDICES = 1 << 24;

  private Pooling() {}

  static Tensor max(Tensor x, PoolOptions options) {
    return reduce("maxPool", Reduction.Kind.MAX, x, options);
  }

  static Tensor min(Tensor x, PoolOptions options) {
    return reduce("minPool", Reduction.Kind.MIN, x, options);
  }

  static Tensor sum(Tensor x, PoolOptions options) {
    return reduce("sumPool", Reduction.Kind.SUM, x, options);
  }

  private static Tensor reduce(String op, Reduction.Kind kind, Tensor x, PoolOptions options) {
    return Dispatch.apply(new Windowed.ReduceWindow(kind, window(op, x, options)), x);
  }

  static MaxPool maxWithIndices(Tensor x, PoolOptions options) {
    String op = "maxPoolWithIndices";
    Window window = window(op, x, options);
    int[] space = x.shape().extents();
    int leading = x.rank() - options.size().size();
    Arrays.fill(space, 0, leading, 1);
    long count = Shape.of(space).size();
    if (count > MOST_INDICES) {
      throw Errors.op(op, "%d places are more than 2^24".formatted(count), x);
    }
    Tensor places =
        Tensor.arange(x.dtype(), 0, (double) count, 1).reshape(space).broadcastTo(x.shape());
    Tensor indices =
        Dispatch.apply(new Windowed.SelectAndGather(Windowed.Select.MAX, window), x, places);
    return new MaxPool(max(x, options), indices.cast(DType.I32));
  }

  static Tensor average(Tensor x, PoolOptions options) {
    String op = "avgPool";
    requireReal(op, x);
    Window window = window(op, x, options);
    Tensor sums = Dispatch.apply(new Windowed.ReduceWindow(Reduction.Kind.SUM, window), x);
    boolean padded = !window.low().allMatch(n -> n == 0) || !window.high().allMatch(n -> n == 0);
    if (!padded) {
      return sums.div((double) Shape.of(options.size()).size());
    }
    return sums.div(counts(op, x, options, window));
  }

  /** How many places count in each window: those of elements, and those of padding if asked. */
  private static Tensor counts(String op, Tensor x, PoolOptions options, Window window) {
    int leading = x.rank() - options.size().size();
    int[] extents = x.shape().extents();
    Arrays.fill(extents, 0, leading, 1);
    Ints low = window.low();
    Ints high = window.high();
    if (options.countPadding()) {
      Ints padding = padding(op, x, options);
      int[] beyond = new int[x.rank()];
      for (int axis = leading; axis < x.rank(); axis++) {
        extents[axis] += 2 * padding.get(axis - leading);
        beyond[axis] = high.get(axis) - padding.get(axis - leading);
      }
      low = Ints.filled(x.rank(), 0);
      high = Ints.of(beyond);
    }
    Tensor ones = Tensor.full(x.dtype(), 1, Shape.of(extents));
    return Dispatch.apply(
        new Windowed.ReduceWindow(Reduction.Kind.SUM, window.withPadding(low, high)), ones);
  }

  private static void requireReal(String op, Tensor x) {
    if (!x.dtype().isFloating()) {
      throw Errors.op(op, "does not take " + x.type(), x);
    }
  }

  private static Ints padding(String op, Tensor x, PoolOptions options) {
    return Convolutions.each(op, "padding", options.padding(), options.size().size(), 0, x);
  }

  private static Window window(String op, Tensor x, PoolOptions options) {
    int rank = options.size().size();
    if (rank < 1 || rank > x.rank()) {
      throw Errors.op(op, "windows of %d axes do not fit %s".formatted(rank, x.type()), x);
    }
    int leading = x.rank() - rank;
    Ints size = Convolutions.each(op, "size", options.size(), rank, 1, x);
    Ints stride = Convolutions.each(op, "stride", options.stride(), rank, 1, x);
    Ints dilation = Convolutions.each(op, "dilation", options.dilation(), rank, 1, x);
    Ints padding = padding(op, x, options);
    int[] high = padding.toArray();
    for (int i = 0; i < rank; i++) {
      if (2 * padding.get(i) > size.get(i)) {
        throw Errors.op(op, "padding %s is more than half of %s".formatted(padding, size), x);
      }
      if (options.ceilMode()) {
        long places = x.shape().extent(leading + i) + 2L * padding.get(i);
        high[i] +=
            (int) beyond(places, size.get(i), dilation.get(i), stride.get(i), padding.get(i));
      }
    }
    return new Window(
        padded(leading, size, 1),
        padded(leading, stride, 1),
        padded(leading, padding, 0),
        padded(leading, Ints.of(high), 0),
        Ints.filled(x.rank(), 1),
        padded(leading, dilation, 1));
  }

  /** By how many places a last window reaches beyond the padding, if it begins before its end. */
  private static long beyond(long places, int size, int dilation, int stride, int padding) {
    long span = (size - 1L) * dilation + 1;
    if (places < span) {
      return 0;
    }
    long windows = Math.ceilDiv(places - span, (long) stride) + 1;
    if ((windows - 1) * stride >= places - padding) {
      windows--;
    }
    return Math.max(0, (windows - 1) * stride + span - places);
  }

  private static Ints padded(int leading, Ints values, int value) {
    return Ints.filled(leading, value).concat(values);
  }

  static Tensor adaptiveMax(Tensor x, int... parts) {
    return adaptive("adaptiveMaxPool", x, parts, false);
  }

  static Tensor adaptiveAverage(Tensor x, int... parts) {
    requireReal("adaptiveAvgPool", x);
    return adaptive("adaptiveAvgPool", x, parts, true);
  }

  /** Axis by axis: means of parts of equal size, and extremes, may be taken one after the other. */
  private static Tensor adaptive(String op, Tensor x, int[] parts, boolean mean) {
    if (parts.length < 1 || parts.length > x.rank() || IntStream.of(parts).anyMatch(n -> n < 1)) {
      throw Errors.op(op, "%s parts do not fit %s".formatted(Arrays.toString(parts), x.type()), x);
    }
    Tensor pooled = x;
    for (int i = 0; i < parts.length; i++) {
      int axis = x.rank() - parts.length + i;
      if (x.shape().extent(axis) == 0) {
        throw Errors.op(op, "axis %d of %s is empty".formatted(axis, x.type()), x);
      }
      pooled = adaptive(pooled, axis, parts[i], mean);
    }
    return pooled;
  }

  private static Tensor adaptive(Tensor x, int axis, int parts, boolean mean) {
    int extent = x.shape().extent(axis);
    if (extent % parts == 0) {
      int[] split = new int[x.rank() + 1];
      for (int i = 0; i < split.length; i++) {
        split[i] = i < axis ? x.extent(i) : i == axis ? parts : x.extent(i - 1);
      }
      split[axis + 1] = extent / parts;
      Tensor apart = x.reshape(split);
      return mean ? apart.mean(axis + 1) : apart.max(axis + 1);
    }
    List<Tensor> pooled = new ArrayList<>();
    for (int part = 0; part < parts; part++) {
      int from = (int) ((long) part * extent / parts);
      int to = (int) Math.ceilDiv((part + 1L) * extent, parts);
      Tensor piece = x.slice(axis, from, to);
      pooled.add(mean ? piece.mean(axis, true) : piece.max(axis, true));
    }
    return Tensor.concat(axis, pooled);
  }
}
