package dev.lanewise.autodiff;

import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.autodiff.tree.TreeDef;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.Graph;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * What tracing a function gives.
 *
 * @param graph takes the leaves of all arguments, then the captured tensors; gives the result's
 *     leaves
 * @param captures the tensors from outside that the function uses
 * @param result the structure of the result
 */
record Traced(Graph graph, List<Tensor> captures, TreeDef<?> result) {
  /** A function of several trees. */
  @FunctionalInterface
  interface Body {
    @Nullable Object apply(List<@Nullable Object> arguments);
  }

  /** Calls a function with symbolic tensors of the types of the leaves of its arguments. */
  static Traced of(String name, Body body, List<Flattened<?>> arguments) {
    TraceEvent event = FlightRecording.trace();
    Trace trace = new Trace(name);
    try {
      List<@Nullable Object> symbolic = new ArrayList<>();
      for (Flattened<?> argument : arguments) {
        symbolic.add(
            argument
                .def()
                .unflatten(
                    argument.leaves().stream().map(leaf -> trace.parameter(leaf.type())).toList()));
      }
      Flattened<?> result = Trees.flatten(body.apply(symbolic));
      Graph graph = trace.build(result.leaves());
      List<Tensor> captures = trace.captures();
      if (event != null) {
        event.finish(graph, captures.size());
      }
      return new Traced(graph, captures, result.def());
    } finally {
      trace.finish();
    }
  }

  /** The leaves of the arguments followed by the captured tensors: what {@link #graph} takes. */
  List<Tensor> graphArguments(List<Flattened<?>> arguments) {
    List<Tensor> all = leaves(arguments);
    all.addAll(captures);
    return all;
  }

  /** The leaves of several trees, one after the other. */
  static List<Tensor> leaves(List<Flattened<?>> trees) {
    List<Tensor> all = new ArrayList<>();
    for (Flattened<?> tree : trees) {
      all.addAll(tree.leaves());
    }
    return all;
  }
}
