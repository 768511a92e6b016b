package dev.lanewise.autodiff;

import dev.lanewise.autodiff.tree.Flattened;
import dev.lanewise.autodiff.tree.TreeDef;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Scope;
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
  private record Entry(
      CallKey key, Executable executable, List<Tensor> captures, TreeDef<?> result) {
    /**
     * The concrete leaves of arguments that this was compiled for, or null if it was for others.
     * What it costs to find this entry by its key is ten times as much.
     */
    Tensor @Nullable [] leaves(List<@Nullable Object> arguments) {
      Tensor[] leaves = new Tensor[key.types().size()];
      int next = 0;
      for (int i = 0; i < arguments.size(); i++) {
        TreeDef<?> structure = key.structures().get(i);
        if (!structure.collect(arguments.get(i), leaves, next)) {
          return null;
        }
        next += structure.leafCount();
      }
      for (int i = 0; i < leaves.length; i++) {
        if (leaves[i] instanceof SymbolicTensor || !leaves[i].type().equals(key.types().get(i))) {
          return null;
        }
      }
      return leaves;
    }
  }

  private final String name;
  private final Traced.Body body;
  private final FunctionOptions options;
  private final BoundedCache<CallKey, Entry> entries = new BoundedCache<>(CAPACITY);

  /** What the last call ran, which the next one most often runs too. */
  private volatile @Nullable Entry last;

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
    Entry recent = last;
    Tensor[] known = recent == null ? null : recent.leaves(arguments);
    if (recent != null && known != null) {
      return run(recent, known);
    }
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
      entry = entries.keep(key, compile(key, traced, flat));
    }
    last = entry;
    return run(entry, leaves.toArray(Tensor[]::new));
  }

  private @Nullable Object run(Entry entry, Tensor[] leaves) {
    Array[] arrays = new Array[leaves.length + entry.captures().size()];
    int next = 0;
    for (int i = 0; i < entry.key().structures().size(); i++) {
      boolean donated = !options.donated().isEmpty() && options.donated().contains(i);
      int end = next + entry.key().structures().get(i).leafCount();
      for (; next < end; next++) {
        arrays[next] = array(leaves[next], donated);
      }
    }
    for (Tensor capture : entry.captures()) {
      arrays[next++] = capture.array();
    }
    return entry.result().unflatten(Eager.runArrays(entry.executable(), arrays));
  }

  /** The memory of a leaf; of a donated formula, which may stand in several places, a copy. */
  private static Array array(Tensor leaf, boolean donated) {
    return donated && leaf instanceof GeneratedTensor generated
        ? generated.generate()
        : leaf.array();
  }

  /**
   * What the function captured lives as long as its entry, whatever scope the first call ran in.
   */
  private Entry compile(CallKey key, Traced traced, List<Flattened<?>> arguments) {
    traced.captures().forEach(capture -> Scope.release(capture.array()));
    CompileOptions donating =
        Donations.add(options.graph(), traced.graph(), arguments, options.donated());
    return new Entry(
        key, Executable.compile(traced.graph(), donating), traced.captures(), traced.result());
  }
}
