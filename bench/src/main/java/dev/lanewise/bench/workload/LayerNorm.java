package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Tensor;

/**
 * Layer normalisation over the last axis. Source: Ba, Kiros, Hinton, arXiv:1607.06450.
 *
 * @param gain F32[columns]
 * @param bias F32[columns]
 */
public record LayerNorm(Tensor gain, Tensor bias) {
  /** What keeps a row of equal elements from division by zero. */
  public static final double EPSILON = 1e-5;

  /**
   * Normalises every row.
   *
   * @param x F32[..., columns]
   * @return F32[..., columns]
   */
  public Tensor apply(Tensor x) {
    Tensor centred = x.sub(x.mean(-1, true));
    Tensor variance = centred.square().mean(-1, true);
    return centred.mul(variance.add(EPSILON).rsqrt()).mul(gain).add(bias);
  }
}
