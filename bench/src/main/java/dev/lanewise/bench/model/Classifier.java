package dev.lanewise.bench.model;

import dev.lanewise.autodiff.Tensor;
import java.util.Optional;

/** A network that tells classes apart. Implement it by a public record of tensors or layers. */
public interface Classifier {
  /**
   * Scores each class of each image; the softmax of the scores are probabilities.
   *
   * @param images F32[batch, pixels]
   * @return F32[batch, classes]
   */
  Tensor logits(Tensor images);

  /**
   * The filters of the first layer if it is a convolution of one channel, to be looked at.
   *
   * @return F32[filters, 1, height, width]
   */
  default Optional<Tensor> filters() {
    return Optional.empty();
  }
}
