package dev.lanewise.autodiff.optim;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.DType;

/** What is done to whole gradients before a step. */
public final class Gradients {
  private Gradients() {}

  /**
   * The Euclidean norm of all floating leaves together, F64[].
   *
   * @param tree any tree of tensors
   */
  public static Tensor globalNorm(Object tree) {
    Tensor squares = Tensor.scalar(DType.F64, 0);
    for (Tensor leaf : Trees.leaves(tree)) {
      if (leaf.dtype().isFloating()) {
        squares = squares.add(leaf.square().sum().cast(DType.F64));
      }
    }
    return squares.sqrt();
  }

  /**
   * Scales a gradient so that its global norm is at most {@code maximum}. Source: Pascanu, Mikolov,
   * Bengio, "On the difficulty of training recurrent neural networks", ICML 2013.
   *
   * @param gradient any tree of tensors; leaves that are not floating stay as they are
   * @throws IllegalArgumentException if maximum is not positive
   */
  public static <M> M clipByGlobalNorm(M gradient, double maximum) {
    if (!(maximum > 0)) {
      throw new IllegalArgumentException(
          "[clipByGlobalNorm] the maximum must be positive, was " + maximum);
    }
    Tensor norm = globalNorm(gradient);
    // The larger of the two as divisor: 1 within the bound, and no division by a zero norm.
    Tensor scale = norm.maximum(maximum).rdiv(maximum);
    return Trees.map(
        leaf -> leaf.dtype().isFloating() ? leaf.mul(scale.cast(leaf.dtype())) : leaf, gradient);
  }
}
