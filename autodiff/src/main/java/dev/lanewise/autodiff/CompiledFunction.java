package dev.lanewise.autodiff;

import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.autodiff.tree.TreeDef;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Scope;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that is traced and compiled once for each structure, static part and type of its
 * arguments. Safe for use by several threads.
 */
final class CompiledFunction {
  private static final int CAPACITY = 64;

  private record CallKey(List<TreeDef<?>> structures, List<TensorType> types) {}

  private final String name;
  private final Traced.Body body;
  private final FunctionOptions options;
  private final BoundedCache<CallKey, CompiledGraph> graphs = new BoundedCache<>(CAPACITY);

  /** What the last call ran, which the next one most often runs too. */
  private volatile @Nullable CompiledGraph last;

  CompiledFunction(String name, Traced.Body body, FunctionOptions options, int arity) {
    this.name = name;
    this.body = body;
    this.options = options;
    for (int argument : options.donated()) {
      if (argument < 0 || argument >= arity) {
        throw new IllegalArgumentException(
            "[compile] cannot donate argument %d of a function of %d".formatted(argument, arity));
      }
    }
  }

  /** Runs the compiled function, or applies the function itself if an argument is symbolic. */
  @Nullable Object apply(@Nullable Object... arguments) {
    CompiledGraph recent = last;
    Tensor[] leaves = recent == null ? null : recent.leaves(arguments);
    return recent != null && leaves != null ? recent.run(leaves) : find(Arrays.asList(arguments));
  }

  private @Nullable Object find(List<@Nullable Object> arguments) {
    List<Flattened<?>> flat = new ArrayList<>();
    arguments.forEach(argument -> flat.add(Trees.flatten(argument)));
    List<Tensor> leaves = Traced.leaves(flat);
    if (Dispatch.newest(leaves) != null) {
      return body.apply(arguments);
    }
    CallKey key =
        new CallKey(
            flat.stream().<TreeDef<?>>map(Flattened::def).toList(),
            leaves.stream().map(Tensor::type).toList());
    CompiledGraph graph = graphs.find(key);
    if (graph == null) {
      Traced traced = Traced.of(name, body, flat);
      if (Dispatch.newest(traced.captures()) != null) {
        // It closes over values of a trace around it, which are other ones the next time.
        List<Tensor> results = Dispatch.call(traced.graph(), traced.graphArguments(flat));
        return traced.result().unflatten(results);
      }
      graph = graphs.keep(key, compile(key, traced, flat));
    }
    last = graph;
    return graph.run(leaves.toArray(Tensor[]::new));
  }

  /**
   * What the function captured lives as long as its graph, whatever scope the first call ran in.
   */
  private CompiledGraph compile(CallKey key, Traced traced, List<Flattened<?>> arguments) {
    traced.captures().forEach(capture -> Scope.release(capture.array()));
    CompileOptions donating =
        Donations.add(options.graph(), traced.graph(), arguments, options.donated());
    return new CompiledGraph(
        key.structures(),
        key.types(),
        Executable.compile(traced.graph(), donating),
        traced.captures(),
        traced.result(),
        options.donated());
  }
}
