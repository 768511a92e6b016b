package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.OpException;

/**
 * Products that sum over axes. Operands of different element types are promoted as in {@link
 * TensorArithmetic}; dimensions that do not fit are an {@link OpException}.
 */
public sealed interface TensorProducts permits Tensor {

  /**
   * The matrix product, as NumPy's {@code matmul}: of the last two axes, with the axes before them
   * broadcast. A vector on the left counts as a row, one on the right as a column, and the axis
   * added for it is removed again: [m, k] x [k, n] is [m, n], [k] x [k] a scalar, [b, m, k] x [k,
   * n] is [b, m, n].
   */
  default Tensor matmul(Tensor other) {
    return Contractions.matmul((Tensor) this, other);
  }

  /** The inner product of two vectors of one length: a scalar. */
  default Tensor dot(Tensor other) {
    return Contractions.dot((Tensor) this, other);
  }

  /** Every element of this times every element of another, of shape this.shape + other.shape. */
  default Tensor outer(Tensor other) {
    return Contractions.outer((Tensor) this, other);
  }

  /** The product summed over the last {@code axes} axes of this and the first of the other. */
  default Tensor tensordot(Tensor other, int axes) {
    return Contractions.tensordot((Tensor) this, other, axes);
  }

  /**
   * The product summed over pairs of axes: {@code axes[i]} of this with {@code otherAxes[i]} of the
   * other. The result has the other axes of this, then those of the other.
   */
  default Tensor tensordot(Tensor other, int[] axes, int[] otherAxes) {
    return Contractions.tensordot((Tensor) this, other, axes, otherAxes);
  }
}
