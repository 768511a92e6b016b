package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.nn.Linear;

/**
 * A block of a decoder, normalising first: attention, then a perceptron with one hidden layer of
 * gelu in its tanh form, each added to what goes into it. Source: Radford et al., "Language models
 * are unsupervised multitask learners", 2019.
 *
 * @param attentionNorm before the attention
 * @param attention the attention
 * @param perceptronNorm before the perceptron
 * @param up width to hidden width
 * @param down hidden width to width
 */
public record TransformerBlock(
    LayerNorm attentionNorm,
    CausalAttention attention,
    LayerNorm perceptronNorm,
    Linear up,
    Linear down) {
  /**
   * Applies the block.
   *
   * @param x F32[batch, tokens, width]
   * @param positions I32[tokens], where each token stands
   * @return F32[batch, tokens, width]
   */
  public Tensor apply(Tensor x, Tensor positions) {
    Tensor attended = x.add(attention.apply(attentionNorm.apply(x), positions));
    Tensor hidden = up.apply(perceptronNorm.apply(attended)).geluTanh();
    return attended.add(down.apply(hidden));
  }
}
