package dev.lanewise.autodiff.nn;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * Normalisation of every channel over batch and space, and then a gain and a bias. Source: Ioffe
 * and Szegedy, arXiv:1502.03167.
 *
 * <p>In training the statistics are those of the batch, and a new layer with updated running ones
 * is returned beside the result; otherwise the running ones are used. The running statistics are
 * not parameters: no gradient goes into them.
 *
 * @param gain of shape [channels], or null for none
 * @param bias of shape [channels], or null for none
 * @param runningMean of shape [channels]
 * @param runningVariance of shape [channels]
 * @param momentum the weight of a batch in the running statistics; static
 * @param epsilon added to the variance; static
 */
public record BatchNorm(
    @Nullable Tensor gain,
    @Nullable Tensor bias,
    Tensor runningMean,
    Tensor runningVariance,
    double momentum,
    double epsilon) {
  /**
   * What a layer makes of a batch in training.
   *
   * @param result of the shape of the batch
   * @param layer the layer with updated running statistics
   */
  public record Trained(Tensor result, BatchNorm layer) {}

  /**
   * A layer with gain 1, bias 0, running mean 0 and variance 1, momentum 0.1 and epsilon 1e-5, as
   * PyTorch's.
   *
   * @throws IllegalArgumentException if channels is not positive
   */
  public static BatchNorm create(DType dtype, int channels) {
    if (channels <= 0) {
      throw new IllegalArgumentException("[batchNorm] channels must be positive, were " + channels);
    }
    return new BatchNorm(
        Tensor.full(dtype, 1, channels),
        Tensor.full(dtype, 0, channels),
        Tensor.full(dtype, 0, channels),
        Tensor.full(dtype, 1, channels),
        0.1,
        1e-5);
  }

  /**
   * Normalises with the running statistics.
   *
   * @param x of shape [batch, channels, space...]
   * @return of the same shape
   */
  public Tensor apply(Tensor x) {
    return normalized(
        x,
        Conv.Filters.perChannel(runningMean.stopGradient(), x),
        Conv.Filters.perChannel(runningVariance.stopGradient(), x));
  }

  /**
   * Normalises with the statistics of a batch.
   *
   * @param x of shape [batch, channels, space...], with at least two elements a channel
   */
  public Trained train(Tensor x) {
    int[] others = IntStream.range(0, x.rank()).filter(axis -> axis != 1).toArray();
    Tensor mean = x.mean(others, true);
    Tensor variance = x.sub(mean).square().mean(others, true);
    double count = (double) x.size() / x.extent(1);
    Tensor unbiased = variance.mul(count / (count - 1));
    BatchNorm next =
        new BatchNorm(
            gain,
            bias,
            moved(runningMean, mean),
            moved(runningVariance, unbiased),
            momentum,
            epsilon);
    return new Trained(normalized(x, mean, variance), next);
  }

  private Tensor moved(Tensor running, Tensor batch) {
    Tensor flat = batch.reshape(running.shape()).stopGradient();
    return running.stopGradient().mul(1 - momentum).add(flat.mul(momentum));
  }

  private Tensor normalized(Tensor x, Tensor mean, Tensor variance) {
    Tensor y = x.sub(mean).mul(variance.add(epsilon).rsqrt());
    Tensor scaled = gain == null ? y : y.mul(Conv.Filters.perChannel(gain, x));
    return Conv.Filters.biased(scaled, bias);
  }
}
