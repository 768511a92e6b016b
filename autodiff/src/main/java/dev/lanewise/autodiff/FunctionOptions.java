package dev.lanewise.autodiff;

import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.MatrixProducts;
import dev.lanewise.graph.runtime.Workers;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.IntStream;
import java.util.stream.Stream;

/**
 * How a function is compiled.
 *
 * @param graph how its graphs are
 * @param donated the arguments, counted from 0, whose memory the results may take. A donated
 *     argument is consumed by the call: its tensors refuse use afterwards, except those for which
 *     there is no result of the same type, and those that a formula gives, such as zeros
 */
public record FunctionOptions(CompileOptions graph, Set<Integer> donated) {
  /** Copies the set. */
  public FunctionOptions {
    donated = Set.copyOf(donated);
  }

  /** The runtime's defaults, nothing donated. */
  public static FunctionOptions defaults() {
    return new FunctionOptions(CompileOptions.defaults(), Set.of());
  }

  /** These options with arguments donated as well. */
  public FunctionOptions donate(int... arguments) {
    Set<Integer> all =
        Stream.concat(donated.stream(), IntStream.of(arguments).boxed())
            .collect(Collectors.toSet());
    return new FunctionOptions(graph, all);
  }

  /** These options with other workers. */
  public FunctionOptions withWorkers(Workers workers) {
    return new FunctionOptions(graph.withWorkers(workers), donated);
  }

  /** These options with other matrix products. */
  public FunctionOptions withProducts(MatrixProducts products) {
    return new FunctionOptions(graph.withProducts(products), donated);
  }
}
