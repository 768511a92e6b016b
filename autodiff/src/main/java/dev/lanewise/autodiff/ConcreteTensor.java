package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.TensorType;

/** A tensor that has elements. */
abstract sealed class ConcreteTensor extends Tensor permits StoredTensor, GeneratedTensor {
  ConcreteTensor(TensorType type) {
    super(type);
  }

  /** Whether the elements are gone. */
  abstract boolean isClosed();

  /** The type and at most eight elements, for example {@code Tensor(F32[2]{1.0, 2.0})}. */
  @Override
  public String toString() {
    return HostData.describe(this);
  }
}
