package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.nn.Linear;

/**
 * Multi-head self-attention in which a token sees itself and those before it. Source: Vaswani et
 * al., arXiv:1706.03762.
 *
 * @param projection to queries, keys and values, in this order: width to 3 width
 * @param output width to width
 * @param heads divides the width
 */
public record CausalAttention(Linear projection, Linear output, int heads) {
  /**
   * Lets the tokens of each sequence attend to each other.
   *
   * @param x F32[batch, tokens, width]
   * @param positions I32[tokens], where each token stands
   * @return F32[batch, tokens, width]
   */
  public Tensor apply(Tensor x, Tensor positions) {
    int batch = x.extent(0);
    int tokens = x.extent(1);
    int width = x.extent(2);
    int depth = width / heads;
    Tensor projected =
        projection.apply(x).reshape(batch, tokens, 3, heads, depth).transpose(2, 0, 3, 1, 4);
    Tensor queries = projected.get(0);
    Tensor keys = projected.get(1);
    Tensor values = projected.get(2);
    Tensor scores = queries.matmul(keys.swapAxes(-1, -2)).mul(1 / Math.sqrt(depth));
    Tensor seen = positions.le(positions.unsqueeze(1));
    Tensor weights = Tensor.where(seen, scores, Double.NEGATIVE_INFINITY).softmax(-1);
    Tensor mixed = weights.matmul(values).transpose(0, 2, 1, 3).reshape(batch, tokens, width);
    return output.apply(mixed);
  }
}
