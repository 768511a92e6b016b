package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Fn;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Scope;
import java.util.List;
import java.util.function.Supplier;

/** Calls a compiled function in a scope, which takes the results' memory back. */
final class CompiledTask implements Task {
  private final Fn<List<Tensor>, List<Tensor>> function;
  private final List<Tensor> arguments;
  private final Supplier<Executable> executable;

  /**
   * @param executable makes one like that within the function, to be asked for its workspace
   */
  CompiledTask(
      Fn<List<Tensor>, List<Tensor>> function,
      List<Tensor> arguments,
      Supplier<Executable> executable) {
    this.function = function;
    this.arguments = arguments;
    this.executable = executable;
  }

  @Override
  public void run() {
    try (var _ = Scope.open()) {
      function.apply(arguments);
    }
  }

  @Override
  public List<float[]> results() {
    try (var _ = Scope.open()) {
      return function.apply(arguments).stream().map(Tensor::toFloats).toList();
    }
  }

  @Override
  public long peakBytes() {
    return ExecutableTask.peakBytes(executable.get());
  }

  @Override
  public void close() {
    arguments.forEach(Tensor::close);
  }
}
