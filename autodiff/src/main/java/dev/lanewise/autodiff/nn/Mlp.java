package dev.lanewise.autodiff.nn;

import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * A multilayer perceptron: linear layers with an activation between them, and none after the last.
 *
 * @param layers at least one
 * @param activation static
 */
public record Mlp(List<Linear> layers, Activation activation) {
  /** Copies the list. */
  public Mlp {
    layers = List.copyOf(layers);
  }

  /**
   * A perceptron with PyTorch's initialisation, see {@link Linear#create}.
   *
   * @param widths the extents of the input, of each hidden layer and of the output
   * @throws IllegalArgumentException if there are fewer than two widths or one is not positive
   */
  public static Mlp create(Key key, DType dtype, Activation activation, int... widths) {
    if (widths.length < 2) {
      throw new IllegalArgumentException(
          "[mlp] an input and an output width are needed, given " + Arrays.toString(widths));
    }
    Key[] keys = key.split(widths.length - 1);
    List<Linear> layers = new ArrayList<>();
    for (int i = 0; i < keys.length; i++) {
      layers.add(Linear.create(keys[i], dtype, widths[i], widths[i + 1]));
    }
    return new Mlp(layers, activation);
  }

  /**
   * Applies the layers to the last axis.
   *
   * @param x of shape [..., first width]
   * @return of shape [..., last width]
   */
  public Tensor apply(Tensor x) {
    Tensor y = x;
    for (int i = 0; i < layers.size(); i++) {
      y = layers.get(i).apply(y);
      if (i < layers.size() - 1) {
        y = activation.apply(y);
      }
    }
    return y;
  }
}
