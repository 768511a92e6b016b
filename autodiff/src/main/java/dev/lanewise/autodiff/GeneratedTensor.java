package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Scope;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor whose elements a formula gives. A trace records the formula; memory is filled only when
 * the elements are asked for, and anew should that memory have gone back with a scope.
 */
abstract sealed class GeneratedTensor extends ConcreteTensor permits Filled, Formula {
  private @Nullable Array array;
  private boolean closed;

  GeneratedTensor(TensorType type) {
    super(type);
  }

  /** Adds the elements to a graph. */
  abstract Value emit(GraphBuilder builder);

  @Override
  public final synchronized Array array() {
    Array made = array;
    if (closed) {
      throw new IllegalStateException("[tensor] this " + type() + " was closed");
    }
    if (made == null || made.isClosed()) {
      made = generate();
      array = made;
    }
    return made;
  }

  /** The elements in memory of their own. */
  final Array generate() {
    GraphBuilder builder = new GraphBuilder();
    Value elements = emit(builder);
    return Eager.call(builder.build("generate", List.of(elements)), List.of()).getFirst().array();
  }

  @Override
  public final Tensor keep(Scope scope) {
    return this;
  }

  @Override
  final synchronized boolean isClosed() {
    return closed;
  }

  @Override
  public final synchronized void close() {
    closed = true;
    if (array != null) {
      array.close();
    }
  }
}
