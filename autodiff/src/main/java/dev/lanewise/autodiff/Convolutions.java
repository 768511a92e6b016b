package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Window;
import java.util.stream.IntStream;

/** Convolutions as users write them, in terms of {@link Convolution}. */
final class Convolutions {
  /** Axes before those in space: batch and channels. */
  private static final int LEADING = 2;

  private Convolutions() {}

  static Tensor conv(Tensor x, Tensor filter, ConvOptions options) {
    if (isUnbatched(x, filter)) {
      return conv(x.unsqueeze(0), filter, options).squeeze(0);
    }
    DType dtype = Promotion.of(x.dtype(), filter.dtype());
    int rank = spatialRank("conv", x, filter);
    Ints space = space(x.shape());
    Ints size = space(filter.shape());
    Window window = window("conv", size, options, rank, x, filter);
    if (options.same()) {
      window = padSame(window, space);
    }
    Convolution op =
        new Convolution(Convolution.Kind.FORWARD, window, groups("conv", options, x), space);
    return Dispatch.apply(op, x.cast(dtype), filter.cast(dtype));
  }

  static Tensor transposed(Tensor y, Tensor filter, ConvOptions options, int... outputPadding) {
    String name = "convTranspose";
    if (isUnbatched(y, filter)) {
      return transposed(y.unsqueeze(0), filter, options, outputPadding).squeeze(0);
    }
    DType dtype = Promotion.of(y.dtype(), filter.dtype());
    int rank = spatialRank(name, y, filter);
    if (options.same()) {
      throw Errors.op(name, "needs its padding in numbers, not SAME", y, filter);
    }
    Window window = window(name, space(filter.shape()), options, rank, y, filter);
    Ints more = each(name, "outputPadding", Ints.of(outputPadding), rank, 0, y);
    int[] extents = new int[rank];
    for (int i = 0; i < rank; i++) {
      long windows = y.shape().extent(LEADING + i);
      int base = window.baseDilation().get(i);
      long places =
          windows == 0
              ? 0
              : (windows - 1) * window.stride().get(i)
                  - window.low().get(i)
                  - window.high().get(i)
                  + window.span(i)
                  + more.get(i);
      boolean fits =
          places >= 0 && places <= Integer.MAX_VALUE && (places == 0 || (places - 1) % base == 0);
      if (!fits) {
        throw Errors.op(
            name,
            "axis %d would have %d places, %d apart".formatted(LEADING + i, places, base),
            y,
            filter);
      }
      extents[i] = places == 0 ? 0 : (int) ((places - 1) / base + 1);
    }
    Convolution op =
        new Convolution(
            Convolution.Kind.INPUT_GRADIENT, window, groups(name, options, y), Ints.of(extents));
    return Dispatch.apply(op, y.cast(dtype), filter.cast(dtype));
  }

  /** One image alone, {@code [channels, space...]}. */
  private static boolean isUnbatched(Tensor x, Tensor filter) {
    return x.rank() > 1 && x.rank() == filter.rank() - 1;
  }

  private static int spatialRank(String op, Tensor x, Tensor filter) {
    int rank = x.rank() - LEADING;
    if (rank < 1 || rank > 3 || filter.rank() != x.rank()) {
      throw Errors.op(
          op,
          ("takes [batch, channels, space...] and [outputs, channels, size...] with 1 to 3 axes in"
                  + " space, given %s and %s")
              .formatted(x.type(), filter.type()),
          x,
          filter);
    }
    return rank;
  }

  private static Ints space(Shape shape) {
    return Ints.of(IntStream.range(LEADING, shape.rank()).map(shape::extent).toArray());
  }

  private static int groups(String op, ConvOptions options, Tensor x) {
    if (options.groups() < 1) {
      throw Errors.op(op, "groups must be at least 1, was " + options.groups(), x);
    }
    return options.groups();
  }

  private static Window window(
      String op, Ints size, ConvOptions options, int rank, Tensor x, Tensor filter) {
    if (!size.allMatch(extent -> extent >= 1)) {
      throw Errors.op(op, "the filter has no places: " + filter.type(), x, filter);
    }
    return new Window(
        size,
        each(op, "stride", options.stride(), rank, 1, x),
        each(op, "padding", options.low(), rank, Integer.MIN_VALUE, x),
        each(op, "padding", options.high(), rank, Integer.MIN_VALUE, x),
        each(op, "inputDilation", options.inputDilation(), rank, 1, x),
        each(op, "dilation", options.dilation(), rank, 1, x));
  }

  /** Padding for {@code ceil(places / stride)} windows. */
  private static Window padSame(Window window, Ints space) {
    int[] low = new int[space.size()];
    int[] high = new int[space.size()];
    for (int i = 0; i < low.length; i++) {
      long places = window.dilated(i, space.get(i));
      long windows = Math.ceilDiv(places, window.stride().get(i));
      long padding = (windows - 1) * window.stride().get(i) + window.span(i) - places;
      low[i] = (int) (Math.max(0, padding) / 2);
      high[i] = (int) (Math.max(0, padding) - low[i]);
    }
    return window.withPadding(Ints.of(low), Ints.of(high));
  }

  /** An entry for each axis, from as many or from one for all. */
  static Ints each(String op, String name, Ints given, int rank, int least, Tensor x) {
    Ints each =
        given.size() == 1 || given.isEmpty()
            ? Ints.filled(rank, given.isEmpty() ? 0 : given.get(0))
            : given;
    if (each.size() != rank || !each.allMatch(value -> value >= least)) {
      throw Errors.op(
          op,
          "%s must have 1 or %d entries%s, was %s"
              .formatted(
                  name, rank, least == Integer.MIN_VALUE ? "" : " of at least " + least, given),
          x);
    }
    return each;
  }
}
