package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.OpException;

/**
 * Convolutions and pooling, in F32 or F64. Channels come before the axes in space. What does not
 * fit is an {@link OpException}.
 */
public sealed interface TensorWindows permits Tensor {
  /**
   * The convolution with filters that move by one place, without padding; see {@link #conv(Tensor,
   * ConvOptions)}.
   */
  default Tensor conv(Tensor filter) {
    return conv(filter, ConvOptions.DEFAULTS);
  }

  /**
   * The convolution of this, {@code [batch, groups * channels, space...]} with 1 to 3 axes in
   * space, with filters {@code [outputs, channels, size...]}: of shape {@code [batch, outputs,
   * windows...]}. Filters are not reversed, as in PyTorch and XLA. The batch may be missing, here
   * and in the result.
   */
  default Tensor conv(Tensor filter, ConvOptions options) {
    return Convolutions.conv((Tensor) this, filter, options);
  }

  /**
   * The transposed convolution, which takes the shape of a convolution's output to that of its
   * input and is its gradient by the input. This is {@code [batch, outputs, windows...]}, the
   * filter {@code [outputs, channels, size...]}, the result {@code [batch, groups * channels,
   * space...]} with {@code (windows - 1) stride - low - high + (size - 1) dilation + 1} elements
   * along an axis, and so many more at its end as {@code outputPadding} says, for an axis or for
   * all. PyTorch's {@code conv_transpose}.
   */
  default Tensor convTranspose(Tensor filter, ConvOptions options, int... outputPadding) {
    return Convolutions.transposed((Tensor) this, filter, options, outputPadding);
  }

  /** The largest element of each window of the last axes. A NaN is the largest. */
  default Tensor maxPool(PoolOptions options) {
    return Pooling.max((Tensor) this, options);
  }

  /**
   * The same, and where these elements are: of several the first.
   *
   * @throws OpException also if there are more places than F32 can count, 2^24
   */
  default MaxPool maxPoolWithIndices(PoolOptions options) {
    return Pooling.maxWithIndices((Tensor) this, options);
  }

  /** The smallest element of each window of the last axes. A NaN is the smallest. */
  default Tensor minPool(PoolOptions options) {
    return Pooling.min((Tensor) this, options);
  }

  /** The sum of each window of the last axes. */
  default Tensor sumPool(PoolOptions options) {
    return Pooling.sum((Tensor) this, options);
  }

  /** The mean of each window of the last axes. */
  default Tensor avgPool(PoolOptions options) {
    return Pooling.average((Tensor) this, options);
  }

  /**
   * Divides the last axes into so many parts each, as even as possible, and takes the largest of
   * each: part {@code i} of {@code n} is from {@code floor(i extent / n)} to {@code ceil((i + 1)
   * extent / n)}, as in PyTorch.
   */
  default Tensor adaptiveMaxPool(int... parts) {
    return Pooling.adaptiveMax((Tensor) this, parts);
  }

  /** The same with the mean of each part. */
  default Tensor adaptiveAvgPool(int... parts) {
    return Pooling.adaptiveAverage((Tensor) this, parts);
  }
}
