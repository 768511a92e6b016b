package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Ints;

/**
 * How windows of pooling move over the last axes of a tensor, as many axes as a window's size has
 * entries. The other lists hold an entry for each of these axes, or one for all of them.
 *
 * @param size places of a window, at least 1
 * @param stride distance of two windows, at least 1
 * @param padding places before the first element and behind the last, at most half the size
 * @param dilation distance of two places of a window, at least 1
 * @param ceilMode whether a last window may reach beyond the padding, if it begins within the
 *     tensor or the padding before it
 * @param countPadding whether padding counts in an average, as zeros
 */
public record PoolOptions(
    Ints size, Ints stride, Ints padding, Ints dilation, boolean ceilMode, boolean countPadding) {
  /** Windows of a size side by side, without padding; padding would count in averages. */
  public static PoolOptions of(int... size) {
    return new PoolOptions(
        Ints.of(size),
        Ints.of(size),
        Ints.of(0),
        Ints.of(1),
        /* ceilMode= */ false,
        /* countPadding= */ true);
  }

  /** The same with another stride. */
  public PoolOptions withStride(int... strides) {
    return new PoolOptions(size, Ints.of(strides), padding, dilation, ceilMode, countPadding);
  }

  /** The same with other padding. */
  public PoolOptions withPadding(int... places) {
    return new PoolOptions(size, stride, Ints.of(places), dilation, ceilMode, countPadding);
  }

  /** The same with another distance of the places of a window. */
  public PoolOptions withDilation(int... dilations) {
    return new PoolOptions(size, stride, padding, Ints.of(dilations), ceilMode, countPadding);
  }

  /** The same with a last window that may reach beyond the padding. */
  public PoolOptions withCeilMode() {
    return new PoolOptions(size, stride, padding, dilation, true, countPadding);
  }

  /** The same with averages of elements alone. */
  public PoolOptions withoutCountingPadding() {
    return new PoolOptions(size, stride, padding, dilation, ceilMode, false);
  }
}
