package dev.lanewise.autodiff;

import dev.lanewise.autodiff.tree.TreeDef;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.Executable;
import java.util.Arrays;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * What a compiled function runs for arguments of some structures and types. A call of a small
 * function takes half a microsecond, so what it needs is in Java arrays, and looked at once.
 */
final class CompiledGraph {
  private final TreeDef<?>[] structures;
  private final TensorType[] types;
  private final Executable executable;
  private final Tensor[] captures;
  private final TreeDef<?> result;

  /** For each leaf whether its memory is donated, if that is there to be. */
  private final boolean[] donated;

  /**
   * @param structures of the arguments
   * @param types of their leaves
   * @param executable takes the leaves, then the captures
   * @param captures concrete tensors that the function closes over
   * @param result the structure of the result
   * @param donatedArguments counted from 0
   */
  CompiledGraph(
      List<TreeDef<?>> structures,
      List<TensorType> types,
      Executable executable,
      List<Tensor> captures,
      TreeDef<?> result,
      Set<Integer> donatedArguments) {
    this.structures = structures.toArray(TreeDef<?>[]::new);
    this.types = types.toArray(TensorType[]::new);
    this.executable = executable;
    this.captures = captures.toArray(Tensor[]::new);
    this.result = result;
    this.donated = new boolean[types.size()];
    int next = 0;
    for (int i = 0; i < this.structures.length; i++) {
      int end = next + this.structures[i].leafCount();
      Arrays.fill(donated, next, end, donatedArguments.contains(i));
      next = end;
    }
  }

  /**
   * The leaves of arguments that this was compiled for, or null if it was for others or one of them
   * is symbolic. To find this by its key instead takes ten times as long.
   */
  Tensor @Nullable [] leaves(@Nullable Object[] arguments) {
    Tensor[] leaves = new Tensor[types.length];
    int next = 0;
    for (int i = 0; i < structures.length; i++) {
      if (!structures[i].collect(arguments[i], leaves, next)) {
        return null;
      }
      next += structures[i].leafCount();
    }
    for (int i = 0; i < leaves.length; i++) {
      if (leaves[i] instanceof SymbolicTensor || !leaves[i].type().equals(types[i])) {
        return null;
      }
    }
    return leaves;
  }

  /** Runs a step on the leaves of the arguments; gives the tree of the results. */
  @Nullable Object run(Tensor[] leaves) {
    Array[] arrays = new Array[leaves.length + captures.length];
    for (int i = 0; i < leaves.length; i++) {
      arrays[i] = donated[i] ? given(leaves[i]) : leaves[i].array();
    }
    for (int i = 0; i < captures.length; i++) {
      arrays[leaves.length + i] = captures[i].array();
    }
    return result.unflatten(Eager.run(executable, arrays));
  }

  /** The memory of a donated leaf; of a formula, which may stand in several places, a copy. */
  private static Array given(Tensor leaf) {
    return leaf instanceof GeneratedTensor generated ? generated.generate() : leaf.array();
  }
}
