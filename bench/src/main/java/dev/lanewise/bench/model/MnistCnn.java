package dev.lanewise.bench.model;

import dev.lanewise.autodiff.ConvOptions;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.PoolOptions;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.nn.Conv;
import dev.lanewise.autodiff.nn.Linear;
import dev.lanewise.autodiff.optim.Adam;
import dev.lanewise.autodiff.optim.Optimizer;
import dev.lanewise.autodiff.optim.Schedule;
import dev.lanewise.graph.ir.DType;
import java.util.Optional;

/**
 * Two convolutions, each followed by a maximum over 2 x 2 pixels, and a hidden layer, for images of
 * 28 x 28 pixels.
 *
 * @param first 5 x 5, 1 to 32 channels
 * @param second 3 x 3, 32 to 64 channels
 * @param hidden 3136 to 128
 * @param output 128 to 10
 */
public record MnistCnn(Conv first, Conv second, Linear hidden, Linear output)
    implements Classifier {
  private static final int SIDE = 28;
  private static final PoolOptions POOL = PoolOptions.of(2, 2);

  /** Adam, the rate falling to 0. */
  public static final Recipe<MnistCnn> RECIPE =
      new Recipe<>(
          "conv 5x5 32, pool, conv 3x3 64, pool, 3136-128-10",
          "Adam (cosine schedule)",
          3,
          128,
          2e-3,
          MnistCnn::create,
          MnistCnn::optimizer);

  /** A network with PyTorch's initialisation. */
  public static MnistCnn create(Key key) {
    Key[] keys = key.split(4);
    ConvOptions same = ConvOptions.DEFAULTS.withSamePadding();
    return new MnistCnn(
        Conv.create(keys[0], DType.F32, 1, 32, same, 5, 5),
        Conv.create(keys[1], DType.F32, 32, 64, same, 3, 3),
        Linear.create(keys[2], DType.F32, 64 * (SIDE / 4) * (SIDE / 4), 128),
        Linear.create(keys[3], DType.F32, 128, 10));
  }

  @Override
  public Tensor logits(Tensor images) {
    Tensor x = images.reshape(images.extent(0), 1, SIDE, SIDE);
    x = first.apply(x).relu().maxPool(POOL);
    x = second.apply(x).relu().maxPool(POOL);
    x = hidden.apply(x.flatten(1, -1)).relu();
    return output.apply(x);
  }

  @Override
  public Optional<Tensor> filters() {
    return Optional.of(first.weight());
  }

  private static Optimizer optimizer(double learningRate, int steps) {
    return new Adam(Schedule.cosine(learningRate, 0, steps), 0.9, 0.999, 1e-8, 0, false);
  }
}
