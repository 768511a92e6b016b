package dev.lanewise.autodiff.nn;

import dev.lanewise.autodiff.ConvOptions;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import java.util.Arrays;
import org.jspecify.annotations.Nullable;

/**
 * A convolution over 1 to 3 axes in space, followed by a bias.
 *
 * @param weight of shape [outputs, inputs / groups, size...]
 * @param bias of shape [outputs], or null for none
 * @param options how filters move; static
 */
public record Conv(Tensor weight, @Nullable Tensor bias, ConvOptions options) {
  /**
   * A layer with weight and bias uniform in {@code [-1/sqrt(n), 1/sqrt(n))} for the {@code n}
   * elements that a filter sees, as PyTorch's.
   *
   * @param inputs channels of what the layer is applied to, divisible by the groups
   * @param outputs channels of what it makes, divisible by the groups
   * @param size of a filter, an entry for each axis in space
   * @throws IllegalArgumentException if these are not positive or not divisible, or there are not 1
   *     to 3 axes
   */
  public static Conv create(
      Key key, DType dtype, int inputs, int outputs, ConvOptions options, int... size) {
    Filters.requireFit("conv", inputs, outputs, options.groups(), size);
    Shape shape = Shape.of(Ints.of(outputs, inputs / options.groups()).concat(Ints.of(size)));
    Initializer uniform = Initializer.uniform(1 / Math.sqrt((double) shape.size() / outputs));
    Key[] keys = key.split(2);
    return new Conv(
        uniform.create(keys[0], dtype, shape),
        uniform.create(keys[1], dtype, Shape.of(outputs)),
        options);
  }

  /**
   * Applies the layer.
   *
   * @param x of shape [batch, inputs, space...]
   * @return of shape [batch, outputs, windows...]
   */
  public Tensor apply(Tensor x) {
    return Filters.biased(x.conv(weight, options), bias);
  }

  /** What layers with filters share. */
  static final class Filters {
    private Filters() {}

    static void requireFit(String layer, int inputs, int outputs, int groups, int... size) {
      boolean fits =
          inputs > 0
              && outputs > 0
              && groups > 0
              && inputs % groups == 0
              && outputs % groups == 0
              && size.length >= 1
              && size.length <= 3
              && Arrays.stream(size).allMatch(extent -> extent > 0);
      if (!fits) {
        throw new IllegalArgumentException(
            ("[%s] needs positive channels divisible by the groups and a size of 1 to 3 positive"
                    + " entries, got inputs %d, outputs %d, groups %d, size %s")
                .formatted(layer, inputs, outputs, groups, Arrays.toString(size)));
      }
    }

    /** Adds a number to each channel. */
    static Tensor biased(Tensor y, @Nullable Tensor bias) {
      return bias == null ? y : y.add(perChannel(bias, y));
    }

    /** A vector along the channels, of the rank of {@code [batch, channels, space...]}. */
    static Tensor perChannel(Tensor vector, Tensor like) {
      int[] extents = new int[like.rank()];
      Arrays.fill(extents, 1);
      extents[1] = vector.extent(0);
      return vector.reshape(extents);
    }
  }
}
