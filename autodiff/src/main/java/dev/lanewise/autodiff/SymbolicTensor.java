package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Scope;

/** A value in a function under trace. */
final class SymbolicTensor extends Tensor {
  private final Trace trace;
  private final Value value;

  SymbolicTensor(Trace trace, Value value) {
    super(value.type());
    this.trace = trace;
    this.value = value;
  }

  Trace trace() {
    return trace;
  }

  Value value() {
    return value;
  }

  @Override
  public Array array() {
    StackTraceElement line = CallerLine.find();
    throw new TracingException(
        ("[trace] %s has no elements while a function is traced: return it from the function to"
                + " look at it, and choose between values with Tensor.where in place of if%s")
            .formatted(type(), line == null ? "" : "\n    at " + line));
  }

  @Override
  public Tensor keep(Scope scope) {
    return this;
  }

  @Override
  public void close() {}

  /** For example {@code Tensor(F32[128, 10], symbolic)}. */
  @Override
  public String toString() {
    return "Tensor(" + type() + ", symbolic)";
  }
}
