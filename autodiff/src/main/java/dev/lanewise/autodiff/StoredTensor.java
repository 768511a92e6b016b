package dev.lanewise.autodiff;

import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Scope;

/** A tensor over memory. */
final class StoredTensor extends ConcreteTensor {
  private final Array array;

  StoredTensor(Array array) {
    super(array.type());
    this.array = array;
  }

  @Override
  public Array array() {
    return array;
  }

  @Override
  public Tensor keep(Scope scope) {
    scope.keep(array);
    return this;
  }

  @Override
  boolean isClosed() {
    return array.isClosed();
  }

  @Override
  public void close() {
    array.close();
  }
}
