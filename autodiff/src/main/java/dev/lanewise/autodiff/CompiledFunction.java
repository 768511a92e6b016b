package dev.lanewise.autodiff;

import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.autodiff.tree.TreeDef;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A function that is traced and compiled once for each structure, static part and type of its
 * arguments. Safe for use by several threads.
 */
final class CompiledFunction {
  private static final int CAPACITY = 64;

  private record CallKey(List<TreeDef<?>> structures, List<TensorType> types) {}

  /** A compiled graph, the concrete tensors that it captured, and its result's structure. */
  private record Entry(Executable executable, List<Tensor> captures, TreeDef<?> result) {}

  private final String name;
  private final Traced.Body body;
  private final FunctionOptions options;
  private final BoundedCache<CallKey, Entry> entries = new BoundedCache<>(CAPACITY);

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
  @Nullable Object apply(List<@Nullable Object> arguments) {
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
    Entry entry = entries.find(key);
    if (entry == null) {
      Traced traced = Traced.of(name, body, flat);
      if (Dispatch.newest(traced.captures()) != null) {
        // It closes over values of a trace around it, which are other ones the next time.
        List<Tensor> results = Dispatch.call(traced.graph(), traced.graphArguments(flat));
        return traced.result().unflatten(results);
      }
      entry = entries.keep(key, compile(traced, flat));
    }
    List<Array> arrays = arrays(flat);
    entry.captures().forEach(capture -> arrays.add(capture.array()));
    return entry.result().unflatten(Eager.runArrays(entry.executable(), arrays));
  }

  /** The memory of the leaves; of donated formulas, which may stand in several places, a copy. */
  private List<Array> arrays(List<Flattened<?>> arguments) {
    List<Array> arrays = new ArrayList<>();
    for (int i = 0; i < arguments.size(); i++) {
      boolean donated = options.donated().contains(i);
      for (Tensor leaf : arguments.get(i).leaves()) {
        boolean copied = donated && leaf instanceof GeneratedTensor;
        arrays.add(copied ? ((GeneratedTensor) leaf).generate() : leaf.array());
      }
    }
    return arrays;
  }

  private Entry compile(Traced traced, List<Flattened<?>> arguments) {
    CompileOptions donating =
        Donations.add(options.graph(), traced.graph(), arguments, options.donated());
    return new Entry(
        Executable.compile(traced.graph(), donating), traced.captures(), traced.result());
  }
}
