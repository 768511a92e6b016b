package dev.lanewise.bench.model;

import dev.lanewise.autodiff.Tensor;

/** A network that tells classes apart. Implement it by a public record of tensors or layers. */
public interface Classifier {
  /**
   * Scores each class of each image; the softmax of the scores are probabilities.
   *
   * @param images F32[batch, pixels]
   * @return F32[batch, classes]
   */
  Tensor logits(Tensor images);
}
