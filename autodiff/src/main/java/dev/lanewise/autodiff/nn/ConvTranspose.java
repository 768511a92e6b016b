package dev.lanewise.autodiff.nn;

import dev.lanewise.autodiff.ConvOptions;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import org.jspecify.annotations.Nullable;

/**
 * A transposed convolution over 1 to 3 axes in space, followed by a bias.
 *
 * @param weight of shape [inputs, outputs / groups, size...]
 * @param bias of shape [outputs], or null for none
 * @param options of the convolution that this transposes; static
 * @param outputPadding elements added at the end of each axis in space; static
 */
public record ConvTranspose(
    Tensor weight, @Nullable Tensor bias, ConvOptions options, Ints outputPadding) {
  /**
   * A layer with weight and bias uniform in {@code [-1/sqrt(n), 1/sqrt(n))} for {@code n = outputs
   * / groups * size}, as PyTorch's, and without output padding.
   *
   * @param inputs channels of what the layer is applied to, divisible by the groups
   * @param outputs channels of what it makes, divisible by the groups
   * @param size of a filter, an entry for each axis in space
   * @throws IllegalArgumentException if these are not positive or not divisible, or there are not 1
   *     to 3 axes
   */
  public static ConvTranspose create(
      Key key, DType dtype, int inputs, int outputs, ConvOptions options, int... size) {
    Conv.Filters.requireFit("convTranspose", inputs, outputs, options.groups(), size);
    Shape shape = Shape.of(Ints.of(inputs, outputs / options.groups()).concat(Ints.of(size)));
    Initializer uniform = Initializer.uniform(1 / Math.sqrt((double) shape.size() / inputs));
    Key[] keys = key.split(2);
    return new ConvTranspose(
        uniform.create(keys[0], dtype, shape),
        uniform.create(keys[1], dtype, Shape.of(outputs)),
        options,
        Ints.of(0));
  }

  /**
   * Applies the layer.
   *
   * @param x of shape [batch, inputs, windows...]
   * @return of shape [batch, outputs, space...]
   */
  public Tensor apply(Tensor x) {
    return Conv.Filters.biased(x.convTranspose(weight, options, outputPadding.toArray()), bias);
  }
}
