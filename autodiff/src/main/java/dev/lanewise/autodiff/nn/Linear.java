package dev.lanewise.autodiff.nn;

import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Shape;
import org.jspecify.annotations.Nullable;

/**
 * The affine map {@code x W + b}.
 *
 * @param weight of shape [inputs, outputs]
 * @param bias of shape [outputs], or null for none
 */
public record Linear(Tensor weight, @Nullable Tensor bias) {

  /**
   * A layer with weight and bias uniform in {@code [-1/sqrt(inputs), 1/sqrt(inputs))}, as
   * PyTorch's.
   *
   * @throws IllegalArgumentException if inputs or outputs is not positive
   */
  public static Linear create(Key key, DType dtype, int inputs, int outputs) {
    requirePositive(inputs, outputs);
    Initializer uniform = Initializer.uniform(1 / Math.sqrt(inputs));
    return create(key, dtype, inputs, outputs, uniform, uniform);
  }

  /**
   * A layer with chosen initialisers.
   *
   * @throws IllegalArgumentException if inputs or outputs is not positive
   */
  public static Linear create(
      Key key, DType dtype, int inputs, int outputs, Initializer weight, Initializer bias) {
    requirePositive(inputs, outputs);
    Key[] keys = key.split(2);
    return new Linear(
        weight.create(keys[0], dtype, Shape.of(inputs, outputs)),
        bias.create(keys[1], dtype, Shape.of(outputs)));
  }

  private static void requirePositive(int inputs, int outputs) {
    if (inputs <= 0 || outputs <= 0) {
      throw new IllegalArgumentException(
          "[linear] inputs and outputs must be positive, were " + inputs + " and " + outputs);
    }
  }

  /**
   * Applies the map to the last axis.
   *
   * @param x of shape [..., inputs]
   * @return of shape [..., outputs]
   */
  public Tensor apply(Tensor x) {
    Tensor product = x.matmul(weight);
    return bias == null ? product : product.add(bias);
  }
}
