package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Executable;
import java.util.Arrays;
import java.util.List;

/** Runs an executable on the same arrays again and again. */
final class ExecutableTask implements Task {
  private final Executable executable;
  private final Array[] arguments;
  private final Array[] results;

  ExecutableTask(Executable executable, List<Tensor> arguments) {
    this.executable = executable;
    this.arguments = arguments.stream().map(Tensor::array).toArray(Array[]::new);
    this.results =
        executable.graph().resultTypes().stream().map(Array::allocate).toArray(Array[]::new);
  }

  /** The workspace and the results of a step. */
  static long peakBytes(Executable executable) {
    return executable.workspaceBytes() + FunctionWorkload.bytes(executable.graph().resultTypes());
  }

  @Override
  public void run() {
    executable.run(arguments, results);
  }

  @Override
  public List<float[]> results() {
    run();
    return Arrays.stream(results).map(Array::toFloats).toList();
  }

  @Override
  public long peakBytes() {
    return peakBytes(executable);
  }

  @Override
  public void close() {
    Arrays.stream(arguments).forEach(Array::close);
    Arrays.stream(results).forEach(Array::close);
  }
}
