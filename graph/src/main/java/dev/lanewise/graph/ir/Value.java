package dev.lanewise.graph.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A tensor that flows through a graph: a parameter of it, or a result of a {@link Node}. Identity
 * is object identity; the id is dense within a graph, so that arrays can serve as maps.
 */
public final class Value {
  private final int id;
  private final TensorType type;
  private final @Nullable Node node;
  private final int index;

  Value(int id, TensorType type, @Nullable Node node, int index) {
    this.id = id;
    this.type = type;
    this.node = node;
    this.index = index;
  }

  static List<TensorType> typesOf(List<Value> values) {
    TensorType[] types = new TensorType[values.size()];
    for (int i = 0; i < types.length; i++) {
      types[i] = values.get(i).type;
    }
    return List.of(types);
  }

  /** The number of this value among all values of its graph. */
  public int id() {
    return id;
  }

  /** The element type and shape. */
  public TensorType type() {
    return type;
  }

  /** The element type. */
  public DType dtype() {
    return type.dtype();
  }

  /** The shape. */
  public Shape shape() {
    return type.shape();
  }

  /** The node that computes this value, or null for a parameter. */
  public @Nullable Node node() {
    return node;
  }

  /** Whether this is a parameter of the graph. */
  public boolean isParameter() {
    return node == null;
  }

  /** The operation that computes this value, or null for a parameter. */
  public @Nullable Op op() {
    return node == null ? null : node.op();
  }

  /** Which result of its node this is, or which parameter of the graph. */
  public int index() {
    return index;
  }

  /** For example {@code %3: F32[128, 10]}. */
  @Override
  public String toString() {
    return "%" + id + ": " + type;
  }
}
