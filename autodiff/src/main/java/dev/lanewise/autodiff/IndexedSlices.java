package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Indexing.OutOfBounds;

/**
 * The slices of a tensor at indices along an axis, from {@link Tensor#at}. The tensor is not
 * changed: each method gives a new one.
 *
 * @param tensor the tensor
 * @param indices the indices, of any shape
 * @param axis the axis they count along
 * @param outOfBounds what an index out of range means
 */
public record IndexedSlices(Tensor tensor, Tensor indices, int axis, OutOfBounds outOfBounds) {

  /** The same slices with another meaning of an index out of range. */
  public IndexedSlices outOfBounds(OutOfBounds meaning) {
    return new IndexedSlices(tensor, indices, axis, meaning);
  }

  /** The slices themselves, as {@link Tensor#take(Tensor, int)}. */
  public Tensor get() {
    return Indexers.take(tensor, indices, axis, outOfBounds);
  }

  /**
   * The tensor with updates added to the slices. An index that occurs several times is added to
   * several times, in the row-major order of the indices.
   *
   * @param updates of the shape that {@link #get} gives, or one that broadcasts to it
   */
  public Tensor add(Tensor updates) {
    return Indexers.scatterAdd(tensor, indices, axis, updates, outOfBounds);
  }
}
