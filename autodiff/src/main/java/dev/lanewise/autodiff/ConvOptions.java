package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Ints;

/**
 * How a filter moves over the spatial axes of a tensor. A list holds an entry for each spatial
 * axis, or one for all of them. Made from {@link #DEFAULTS} by the {@code with} methods; two of the
 * same entries are equal, so as a component of a model it is static.
 *
 * @param stride distance of two windows, at least 1
 * @param low places of zeros before the first element; negative cuts off
 * @param high places of zeros behind the last element; negative cuts off
 * @param dilation distance of two places of a filter, at least 1
 * @param inputDilation distance of two elements of the input, with zeros between them, at least 1
 * @param groups parts that the channels are divided into, each with filters of its own
 * @param same whether padding is such that there are {@code ceil(extent / stride)} windows; low and
 *     high do not count then
 */
public record ConvOptions(
    Ints stride, Ints low, Ints high, Ints dilation, Ints inputDilation, int groups, boolean same) {
  /** Stride and dilations 1, no padding, one group. */
  public static final ConvOptions DEFAULTS =
      new ConvOptions(
          Ints.of(1), Ints.of(0), Ints.of(0), Ints.of(1), Ints.of(1), /* groups= */ 1, false);

  /** The same with another stride. */
  public ConvOptions withStride(int... strides) {
    return new ConvOptions(Ints.of(strides), low, high, dilation, inputDilation, groups, same);
  }

  /** The same with as many zeros before the first element as behind the last. */
  public ConvOptions withPadding(int... both) {
    return withPadding(both, both);
  }

  /** The same with other padding. */
  public ConvOptions withPadding(int[] before, int[] behind) {
    return new ConvOptions(
        stride, Ints.of(before), Ints.of(behind), dilation, inputDilation, groups, false);
  }

  /**
   * The same with padding such that there are {@code ceil(extent / stride)} windows: with stride 1
   * as many as elements. An odd place goes behind the last element.
   */
  public ConvOptions withSamePadding() {
    return new ConvOptions(stride, low, high, dilation, inputDilation, groups, true);
  }

  /** The same with another distance of the places of a filter. */
  public ConvOptions withDilation(int... dilations) {
    return new ConvOptions(stride, low, high, Ints.of(dilations), inputDilation, groups, same);
  }

  /** The same with another distance of the elements of the input. */
  public ConvOptions withInputDilation(int... dilations) {
    return new ConvOptions(stride, low, high, dilation, Ints.of(dilations), groups, same);
  }

  /** The same with another number of groups. */
  public ConvOptions withGroups(int parts) {
    return new ConvOptions(stride, low, high, dilation, inputDilation, parts, same);
  }
}
