package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.concurrent.atomic.AtomicLong;

/**
 * A function under trace: the graph recorded so far, and the tensors from outside that it uses.
 * These become parameters after the function's own, except for small concrete ones, which become
 * constants. Traces nest; one begun later has a larger number, and a tensor of an older one is
 * outside. A trace is used by the thread that began it.
 */
final class Trace {
  /** Concrete tensors of no more elements than this become constants of the graph. */
  static final int LARGEST_CONSTANT = 16;

  private static final AtomicLong COUNT = new AtomicLong();

  private final long id = COUNT.incrementAndGet();
  private final Thread thread = Thread.currentThread();
  private final GraphBuilder builder = new GraphBuilder();
  private final String name;
  private final IdentityHashMap<Tensor, Value> lifted = new IdentityHashMap<>();
  private final List<Tensor> captures = new ArrayList<>();
  private boolean finished;

  Trace(String name) {
    this.name = name;
  }

  long id() {
    return id;
  }

  /** Adds a parameter of the function itself; all come before the first capture. */
  SymbolicTensor parameter(TensorType type) {
    return new SymbolicTensor(this, builder.parameter(type));
  }

  Tensor record(Recipe recipe, List<Tensor> operands) {
    requireUsable();
    builder.setSource(CallerLine.find());
    return new SymbolicTensor(this, recipe.emit(builder, lift(operands)));
  }

  List<Tensor> inline(Graph graph, List<Tensor> arguments) {
    requireUsable();
    builder.setSource(CallerLine.find());
    List<Value> results = builder.inline(graph, lift(arguments));
    Tensor[] tensors = new Tensor[results.size()];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = new SymbolicTensor(this, results.get(i));
    }
    return List.of(tensors);
  }

  private List<Value> lift(List<Tensor> tensors) {
    Value[] values = new Value[tensors.size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = lift(tensors.get(i));
    }
    return List.of(values);
  }

  /** The value in this graph that a tensor stands for. */
  private Value lift(Tensor tensor) {
    if (tensor instanceof SymbolicTensor symbolic && symbolic.trace() == this) {
      return symbolic.value();
    }
    Value known = lifted.get(tensor);
    if (known == null) {
      known = liftFromOutside(tensor);
      lifted.put(tensor, known);
    }
    return known;
  }

  private Value liftFromOutside(Tensor tensor) {
    return switch (tensor) {
      case GeneratedTensor generated -> generated.emit(builder);
      case StoredTensor stored when stored.size() <= LARGEST_CONSTANT ->
          builder.constant(stored.toLiteral());
      case StoredTensor stored -> capture(stored);
      case SymbolicTensor outer -> {
        outer.trace().requireUsable();
        yield capture(outer);
      }
    };
  }

  private Value capture(Tensor tensor) {
    captures.add(tensor);
    return builder.parameter(tensor.type());
  }

  void requireUsable() {
    if (finished) {
      throw new TracingException(
          ("[trace] a symbolic tensor outlived the trace of %s, which is finished: return tensors"
                  + " from the traced function instead of storing them elsewhere")
              .formatted(name));
    }
    if (thread != Thread.currentThread()) {
      throw new TracingException(
          "[trace] a symbolic tensor of %s is used by thread %s, but %s is tracing"
              .formatted(name, Thread.currentThread().getName(), thread.getName()));
    }
  }

  /** The graph of the function that returned the given tensors. */
  Graph build(List<Tensor> results) {
    requireUsable();
    List<Value> values = lift(results);
    return builder.build(name, values);
  }

  /** The tensors from outside that became parameters, in the order of these. */
  List<Tensor> captures() {
    return List.copyOf(captures);
  }

  /** Refuses further use of this trace's tensors. */
  void finish() {
    finished = true;
  }
}
