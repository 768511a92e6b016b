package dev.lanewise.graph.ir;

import java.util.List;
import org.jspecify.annotations.Nullable;

/** One application of an operation to values, and the values that result. */
public final class Node {
  private final Op op;
  private final List<Value> operands;
  private final List<Value> results;
  private final @Nullable StackTraceElement source;

  Node(
      Op op,
      List<Value> operands,
      List<TensorType> resultTypes,
      int firstId,
      @Nullable StackTraceElement source) {
    this.op = op;
    this.operands = List.copyOf(operands);
    this.source = source;
    Value[] values = new Value[resultTypes.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = new Value(firstId + i, resultTypes.get(i), this, i);
    }
    this.results = List.of(values);
  }

  /** The operation with its attributes. */
  public Op op() {
    return op;
  }

  /** The operands in order. */
  public List<Value> operands() {
    return operands;
  }

  /** The operand at an index. */
  public Value operand(int index) {
    return operands.get(index);
  }

  /** The types of the operands in order. */
  public List<TensorType> operandTypes() {
    return Value.typesOf(operands);
  }

  /** Whether values have the types of the operands, so that their results have those of these. */
  public boolean accepts(List<Value> values) {
    if (values.size() != operands.size()) {
      return false;
    }
    for (int i = 0; i < values.size(); i++) {
      if (!values.get(i).type().equals(operands.get(i).type())) {
        return false;
      }
    }
    return true;
  }

  /** The types of the results in order. */
  public List<TensorType> resultTypes() {
    return Value.typesOf(results);
  }

  /** The results in order; most operations have one. */
  public List<Value> results() {
    return results;
  }

  /**
   * The only result.
   *
   * @throws IllegalStateException if there is not exactly one
   */
  public Value result() {
    if (results.size() != 1) {
      throw new IllegalStateException(op.mnemonic() + " has " + results.size() + " results");
    }
    return results.getFirst();
  }

  /** The user's line that asked for this operation, or null if it is not known. */
  public @Nullable StackTraceElement source() {
    return source;
  }

  @Override
  public String toString() {
    return results + " = " + op.mnemonic() + operands;
  }
}
