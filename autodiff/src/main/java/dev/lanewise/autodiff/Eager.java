package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Executable;
import java.util.Arrays;
import java.util.List;

/** Runs operations and graphs on concrete tensors at once, compiled on first use. */
final class Eager {
  private record OpKey(Recipe recipe, List<TensorType> operands) {}

  private static final BoundedCache<OpKey, Executable> OPERATIONS = new BoundedCache<>(4096);
  private static final BoundedCache<GraphKey, Executable> GRAPHS = new BoundedCache<>(512);

  private Eager() {}

  static Tensor apply(Recipe recipe, List<Tensor> operands) {
    List<TensorType> types = operands.stream().map(Tensor::type).toList();
    Executable executable =
        OPERATIONS.get(
            new OpKey(recipe, types), () -> Executable.compile(oneOperation(recipe, types)));
    return run(executable, operands).getFirst();
  }

  private static Graph oneOperation(Recipe recipe, List<TensorType> types) {
    GraphBuilder builder = new GraphBuilder();
    builder.setSource(CallerLine.find());
    List<Value> parameters = types.stream().map(builder::parameter).toList();
    return builder.build("eager", List.of(recipe.emit(builder, parameters)));
  }

  static List<Tensor> call(Graph graph, List<Tensor> arguments) {
    return run(GRAPHS.get(GraphKey.of(graph), () -> Executable.compile(graph)), arguments);
  }

  static List<Tensor> run(Executable executable, List<Tensor> arguments) {
    Array[] arrays = new Array[arguments.size()];
    for (int i = 0; i < arrays.length; i++) {
      arrays[i] = arguments.get(i).array();
    }
    return Arrays.asList(run(executable, arrays));
  }

  static Tensor[] run(Executable executable, Array[] arguments) {
    Array[] results = executable.runToArrays(arguments);
    Tensor[] tensors = new Tensor[results.length];
    for (int i = 0; i < tensors.length; i++) {
      tensors[i] = new StoredTensor(results[i]);
    }
    return tensors;
  }
}
