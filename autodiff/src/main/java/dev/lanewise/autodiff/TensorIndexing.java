package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Indexing.OutOfBounds;
import dev.lanewise.graph.ir.OpException;
import java.util.List;

/**
 * Reading and writing at positions that other tensors give. Index tensors are I32 or I64 and count
 * from 0; unlike axes they never count from the end. An index out of range is an {@link
 * IndexOutOfBoundsException} when the operation runs, unless another {@link OutOfBounds} is asked
 * for. Shapes that do not fit are an {@link OpException}.
 */
public sealed interface TensorIndexing permits Tensor {

  /**
   * The slices along an axis at the given indices: {@code take([n, d], [i, j], 0)} is [i, j, d], an
   * embedding look-up. The axis is replaced by the axes of the indices.
   */
  default Tensor take(Tensor indices, int axis) {
    return Indexers.take((Tensor) this, indices, axis, OutOfBounds.ERROR);
  }

  /** As above, saying what an index out of range means. */
  default Tensor take(Tensor indices, int axis, OutOfBounds outOfBounds) {
    return Indexers.take((Tensor) this, indices, axis, outOfBounds);
  }

  /**
   * For each element of the indices the element of this at that index along an axis and at the same
   * place along the others: PyTorch's {@code gather}. Both have one rank, and along the other axes
   * the same extents or 1 in the indices.
   */
  default Tensor takeAlongAxis(Tensor indices, int axis) {
    return Indexers.takeAlongAxis((Tensor) this, indices, axis);
  }

  /** A view of the slices at indices of the first axis, to be added to. */
  default IndexedSlices at(Tensor indices) {
    return new IndexedSlices((Tensor) this, indices, 0, OutOfBounds.ERROR);
  }

  /** A view of the slices at indices of an axis, to be added to. */
  default IndexedSlices at(Tensor indices, int axis) {
    return new IndexedSlices((Tensor) this, indices, axis, OutOfBounds.ERROR);
  }

  /** A window of the given extents; the starts, one scalar an axis, are moved so that it fits. */
  default Tensor dynamicSlice(List<Tensor> starts, int... extents) {
    return Indexers.dynamicSlice((Tensor) this, starts, extents);
  }

  /** With a window replaced; the starts, one scalar an axis, are moved so that it fits. */
  default Tensor dynamicUpdateSlice(Tensor update, List<Tensor> starts) {
    return Indexers.dynamicUpdateSlice((Tensor) this, update, starts);
  }

  /**
   * Integers as vectors of zeros with a one at their place, in a new last axis; of an integer out
   * of range, all zeros.
   */
  default Tensor oneHot(int depth, DType dtype) {
    return Indexers.oneHot((Tensor) this, depth, dtype);
  }

  /** The lower triangle of each matrix in the last two axes, zeros above the k-th diagonal. */
  default Tensor tril(int k) {
    return Indexers.triangle((Tensor) this, k, true);
  }

  /** The upper triangle of each matrix in the last two axes, zeros below the k-th diagonal. */
  default Tensor triu(int k) {
    return Indexers.triangle((Tensor) this, k, false);
  }
}
