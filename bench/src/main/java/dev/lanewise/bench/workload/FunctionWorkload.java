package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Fn;
import dev.lanewise.autodiff.FunctionOptions;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Workers;
import java.util.List;
import java.util.Optional;
import java.util.function.Function;
import java.util.function.Supplier;
import org.jspecify.annotations.Nullable;

/**
 * A pure function of its inputs.
 *
 * @param flops of a step, see {@link Cost}
 * @param data makes the inputs
 * @param function from the inputs to the results
 * @param calling how a step is called
 * @param loop the same in plain Java, or null
 */
record FunctionWorkload(
    About about,
    double flops,
    Supplier<List<HostArray>> data,
    Fn<List<Tensor>, List<Tensor>> function,
    Calling calling,
    @Nullable Function<List<HostArray>, Task> loop)
    implements Workload {

  /** How a step is called. */
  enum Calling {
    /** The compiled function, which gives new tensors. */
    FUNCTION,
    /** The executable behind it, on arrays of the caller's. */
    EXECUTABLE
  }

  /** Called as a compiled function, with no counterpart in plain Java. */
  static FunctionWorkload of(
      About about,
      double flops,
      Supplier<List<HostArray>> data,
      Fn<List<Tensor>, List<Tensor>> function) {
    return new FunctionWorkload(about, flops, data, function, Calling.FUNCTION, null);
  }

  FunctionWorkload withLoop(Function<List<HostArray>, Task> plain) {
    return new FunctionWorkload(about, flops, data, function, calling, plain);
  }

  /** The same work, on arrays that are there before. */
  FunctionWorkload onArrays() {
    return new FunctionWorkload(about.onArrays(), flops, data, function, Calling.EXECUTABLE, loop);
  }

  @Override
  public Cost cost() {
    Graph graph = graph();
    List<TensorType> inputs = graph.parameterTypes();
    List<TensorType> results = graph.resultTypes();
    long elements = inputs.stream().mapToLong(TensorType::size).max().orElse(0);
    return new Cost(elements, bytes(inputs) + bytes(results), flops);
  }

  static long bytes(List<TensorType> types) {
    return types.stream().mapToLong(TensorType::bytes).sum();
  }

  @Override
  public List<HostArray> inputs() {
    return data.get();
  }

  @Override
  public Graph graph() {
    List<Tensor> like = inputs().stream().map(HostArray::type).map(FunctionWorkload::like).toList();
    return Autodiff.trace(function, like);
  }

  /** Takes no memory: the elements of equal ones are made when they are asked for. */
  private static Tensor like(TensorType type) {
    return Tensor.full(type.dtype(), 0, type.shape());
  }

  @Override
  public Task start(Workers workers) {
    CompileOptions options = CompileOptions.defaults().withWorkers(workers);
    List<Tensor> arguments = inputs().stream().map(HostArray::tensor).toList();
    return switch (calling) {
      case FUNCTION ->
          new CompiledTask(
              Autodiff.compile(function, FunctionOptions.defaults().withWorkers(workers)),
              arguments,
              () -> Executable.compile(graph(), options));
      case EXECUTABLE -> new ExecutableTask(Executable.compile(graph(), options), arguments);
    };
  }

  @Override
  public Optional<Task> plainLoop() {
    return Optional.ofNullable(loop).map(plain -> plain.apply(inputs()));
  }

  /** The name, for a test report. */
  @Override
  public String toString() {
    return name();
  }
}
