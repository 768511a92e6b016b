package dev.lanewise.kernels.conv;

import java.util.Arrays;

/**
 * The shape of a convolution over 1 to 3 spatial axes. All tensors are dense and row-major: the
 * input x is {@code [batch, inChannels, space...]}, the filter w {@code [outChannels, inChannels /
 * groups, size...]}, the output y {@code [batch, outChannels, windows...]}, with
 *
 * <pre>{@code y[n, o, p] = sum over c, k of w[o, c, k] x[n, c', p stride + k dilation - low]}</pre>
 *
 * where c' is channel c of the group that o belongs to, and x is 0 outside and between elements
 * that {@code baseDilation} moves apart. The filter is not reversed, as in XLA and PyTorch.
 */
public final class ConvGeometry {
  private static final String OP = "conv";

  /** Spatial axes that all kernels compute with; missing ones come first and have extent 1. */
  static final int AXES = 3;

  private final int batch;
  private final int inChannels;
  private final int outChannels;
  private final int groups;
  private final int rank;
  private final Axis[] axes = new Axis[AXES];

  /**
   * One spatial axis.
   *
   * @param in elements of the input along the axis
   * @param size places of the filter, at least 1
   * @param stride distance of two windows, at least 1
   * @param low places before the first element; negative cuts off
   * @param high places behind the last; negative cuts off
   * @param baseDilation distance of two elements, at least 1
   * @param dilation distance of two places of the filter, at least 1
   */
  public record Axis(
      int in, int size, int stride, int low, int high, int baseDilation, int dilation) {
    /** Places beyond which no axis, window or padding reaches. */
    private static final int MOST_PLACES = 1 << 30;

    /** An axis that is not there. */
    static final Axis NONE = new Axis(1, 1, 1, 0, 0, 1, 1);

    /**
     * @throws IllegalArgumentException if the extent is negative, a size, stride or dilation less
     *     than 1, or elements, a window or padding take more than 2^30 places
     */
    public Axis {
      if (in < 0 || size < 1 || stride < 1 || baseDilation < 1 || dilation < 1) {
        throw new IllegalArgumentException(
            ("[%s] an axis needs an extent of at least 0, and size, stride and dilations of at"
                    + " least 1, got in=%d, size=%d, stride=%d, baseDilation=%d, dilation=%d")
                .formatted(OP, in, size, stride, baseDilation, dilation));
      }
      boolean fits =
          (in - 1L) * baseDilation < MOST_PLACES
              && (size - 1L) * dilation < MOST_PLACES
              && isPadding(low)
              && isPadding(high)
              && count(in, size, stride, low, high, baseDilation, dilation) <= Integer.MAX_VALUE;
      if (!fits) {
        throw new IllegalArgumentException(
            ("[%s] an axis has more than 2^30 places, got in=%d, size=%d, low=%d, high=%d,"
                    + " baseDilation=%d, dilation=%d")
                .formatted(OP, in, size, low, high, baseDilation, dilation));
      }
    }

    private static boolean isPadding(long places) {
      return Math.abs(places) <= MOST_PLACES;
    }

    private static long count(
        int in, int size, int stride, int low, int high, int baseDilation, int dilation) {
      long places = in == 0 ? 0 : (in - 1L) * baseDilation + 1;
      long room = places + low + high - ((size - 1L) * dilation + 1);
      return room < 0 ? 0 : room / stride + 1;
    }

    /** Whether the padding of the reversed filter's windows is such that an axis may have. */
    boolean isReversible() {
      long behind = (size - 1L) * dilation;
      return isDense() && isPadding(behind - low) && isPadding(behind - high);
    }

    /** An axis without dilation. */
    public static Axis of(int in, int size, int stride, int low, int high) {
      return new Axis(in, size, stride, low, high, 1, 1);
    }

    /** How many windows there are. */
    public int windows() {
      return (int) count(in, size, stride, low, high, baseDilation, dilation);
    }

    /** The element in a place of a window; -1 for padding and between elements. */
    int element(int window, int place) {
      long at = (long) window * stride + (long) place * dilation - low;
      return at < 0 || at % baseDilation != 0 || at / baseDilation >= in
          ? -1
          : (int) (at / baseDilation);
    }

    /** Whether neighbouring windows see neighbouring elements in the same place. */
    boolean isDense() {
      return stride == 1 && baseDilation == 1;
    }
  }

  private ConvGeometry(int batch, int inChannels, int outChannels, int groups, Axis... given) {
    this.batch = batch;
    this.inChannels = inChannels;
    this.outChannels = outChannels;
    this.groups = groups;
    this.rank = given.length;
    Arrays.fill(axes, Axis.NONE);
    System.arraycopy(given, 0, axes, AXES - rank, rank);
  }

  /**
   * The geometry of a convolution.
   *
   * @param batch images, at least 0
   * @param inChannels channels of x, divisible by groups
   * @param outChannels channels of y, divisible by groups
   * @param groups parts that the channels are divided into, each with filters of its own
   * @param axes the spatial axes, 1 to 3
   * @throws IllegalArgumentException if one of these does not hold, or a tensor has more than 2^31
   *     - 1 elements in a channel
   */
  public static ConvGeometry of(
      int batch, int inChannels, int outChannels, int groups, Axis... axes) {
    if (axes.length < 1 || axes.length > AXES) {
      throw new IllegalArgumentException(
          "[%s] there must be 1 to 3 spatial axes, got %d".formatted(OP, axes.length));
    }
    if (batch < 0 || inChannels < 0 || outChannels < 0 || groups < 1) {
      throw new IllegalArgumentException(
          ("[%s] batch and channels must not be negative and groups at least 1, got batch=%d,"
                  + " inChannels=%d, outChannels=%d, groups=%d")
              .formatted(OP, batch, inChannels, outChannels, groups));
    }
    if (inChannels % groups != 0 || outChannels % groups != 0) {
      throw new IllegalArgumentException(
          "[%s] %d input and %d output channels are not divisible into %d groups"
              .formatted(OP, inChannels, outChannels, groups));
    }
    ConvGeometry geometry = new ConvGeometry(batch, inChannels, outChannels, groups, axes);
    geometry.requireIndexable();
    return geometry;
  }

  private void requireIndexable() {
    long in = 1;
    long out = 1;
    long taps = inChannels / groups;
    for (Axis axis : axes) {
      in = in * axis.in();
      out = out * axis.windows();
      taps = taps * axis.size();
      if (in > Integer.MAX_VALUE || out > Integer.MAX_VALUE || taps > Integer.MAX_VALUE) {
        throw new IllegalArgumentException(
            "[%s] a channel or filter has more than 2^31 - 1 elements: %s"
                .formatted(OP, Arrays.toString(axes)));
      }
    }
    try {
      Math.multiplyExact(Math.multiplyExact((long) batch, Math.max(inChannels, outChannels)), 8L);
      Math.multiplyExact(Math.max(inputSize(), Math.max(outputSize(), filterSize())), 8L);
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("[%s] a tensor is too large: %s".formatted(OP, this), e);
    }
  }

  /** Images. */
  public int batch() {
    return batch;
  }

  /** Channels of the input. */
  public int inChannels() {
    return inChannels;
  }

  /** Channels of the output. */
  public int outChannels() {
    return outChannels;
  }

  /** Parts that the channels are divided into. */
  public int groups() {
    return groups;
  }

  /** The number of spatial axes, 1 to 3. */
  public int rank() {
    return rank;
  }

  /** One of three axes: those that are there are the last. */
  Axis axis(int index) {
    return axes[index];
  }

  /** Elements of x. */
  public long inputSize() {
    return Math.multiplyExact((long) batch * inChannels, (long) inputPlane());
  }

  /** Elements of w. */
  public long filterSize() {
    return Math.multiplyExact((long) outChannels, (long) depth());
  }

  /** Elements of y. */
  public long outputSize() {
    return Math.multiplyExact((long) batch * outChannels, (long) outputPlane());
  }

  /** Elements of a channel of an image of x. */
  int inputPlane() {
    return axes[0].in() * axes[1].in() * axes[2].in();
  }

  /** Elements of a channel of an image of y. */
  int outputPlane() {
    return axes[0].windows() * axes[1].windows() * axes[2].windows();
  }

  /** Places of a filter in one channel. */
  int taps() {
    return axes[0].size() * axes[1].size() * axes[2].size();
  }

  /** Products that make an element of y: places of a filter in all channels of its group. */
  int depth() {
    return inChannels / groups * taps();
  }

  int inPerGroup() {
    return inChannels / groups;
  }

  int outPerGroup() {
    return outChannels / groups;
  }

  /**
   * Multiplications and additions of the convolution or either gradient, padding included; the
   * largest long if there are more.
   */
  public long flops() {
    return (long) (2.0 * outputSize() * depth());
  }

  /** Whether the filter sees one element and moves on by one: then x is used as it lies. */
  boolean isPointwise() {
    for (Axis axis : axes) {
      if (axis.size() != 1 || !axis.isDense() || axis.low() != 0 || axis.high() != 0) {
        return false;
      }
    }
    return true;
  }

  /** Whether windows are one apart, and elements too, so that {@link #reversed} exists. */
  boolean isReversible() {
    return axes[0].isReversible() && axes[1].isReversible() && axes[2].isReversible();
  }

  /**
   * The convolution that computes the gradient by the input of a dense one from that by its output
   * and the filters, reversed, with input and output channels exchanged.
   */
  ConvGeometry reversed() {
    Axis[] back = new Axis[rank];
    for (int i = 0; i < rank; i++) {
      Axis axis = axes[AXES - rank + i];
      int last = (axis.size() - 1) * axis.dilation();
      back[i] =
          new Axis(
              axis.windows(),
              axis.size(),
              1,
              last - axis.low(),
              last - axis.high(),
              1,
              axis.dilation());
    }
    return of(batch, outChannels, inChannels, groups, back);
  }

  @Override
  public String toString() {
    StringBuilder text = new StringBuilder();
    for (int i = AXES - rank; i < AXES; i++) {
      Axis axis = axes[i];
      text.append(i > AXES - rank ? " x " : "").append(axis.in()).append('*').append(axis.size());
      text.append(axis.stride() > 1 ? "/" + axis.stride() : "");
      text.append(axis.low() != 0 || axis.high() != 0 ? "+" + axis.low() + "+" + axis.high() : "");
      text.append(axis.baseDilation() > 1 ? " base " + axis.baseDilation() : "");
      text.append(axis.dilation() > 1 ? " dilation " + axis.dilation() : "");
    }
    return "%d images, %d -> %d channels%s, %s"
        .formatted(
            batch, inChannels, outChannels, groups > 1 ? " in " + groups + " groups" : "", text);
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof ConvGeometry that
        && batch == that.batch
        && inChannels == that.inChannels
        && outChannels == that.outChannels
        && groups == that.groups
        && rank == that.rank
        && Arrays.equals(axes, that.axes);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(new int[] {batch, inChannels, outChannels, groups, rank})
        + 31 * Arrays.hashCode(axes);
  }
}
