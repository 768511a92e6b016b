package dev.lanewise.bench.model;

import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.nn.Linear;
import dev.lanewise.autodiff.optim.Adam;
import dev.lanewise.graph.ir.DType;

/**
 * Two hidden layers for images of 28 x 28 pixels: 784-256-128-10.
 *
 * @param first 784 to 256
 * @param second 256 to 128
 * @param output 128 to 10
 */
public record MnistModel(Linear first, Linear second, Linear output) implements Classifier {
  /** Adam at a fixed rate. */
  public static final Recipe<MnistModel> RECIPE =
      new Recipe<>(
          "784-256-128-10",
          "Adam",
          3,
          128,
          1e-3,
          MnistModel::create,
          (learningRate, steps) -> Adam.of(learningRate));

  /** A network with PyTorch's initialisation. */
  public static MnistModel create(Key key) {
    Key[] keys = key.split(3);
    return new MnistModel(
        Linear.create(keys[0], DType.F32, 784, 256),
        Linear.create(keys[1], DType.F32, 256, 128),
        Linear.create(keys[2], DType.F32, 128, 10));
  }

  @Override
  public Tensor logits(Tensor images) {
    Tensor x = first.apply(images).relu();
    x = second.apply(x).relu();
    return output.apply(x);
  }
}
