package dev.lanewise.autodiff.tree;

import dev.lanewise.autodiff.Tensor;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * The structure of a tree and its static parts: what is left when the tensors are taken out. Two
 * are equal if the structures are and the static parts equal each other.
 *
 * @param <T> the type of the tree
 */
public final class TreeDef<T extends @Nullable Object> {
  private final Structure structure;

  TreeDef(Structure structure) {
    this.structure = structure;
  }

  /** The number of tensors. */
  public int leafCount() {
    return structure.leaves();
  }

  /**
   * The path of each tensor: names of record components, keys of maps and indices of lists and
   * arrays, joined by points, as in {@code layers.0.weight}. The path of a lone tensor is empty.
   */
  public List<String> paths() {
    List<String> paths = new ArrayList<>();
    collectPaths(structure, "", paths);
    return List.copyOf(paths);
  }

  private static void collectPaths(Structure structure, String path, List<String> paths) {
    switch (structure) {
      case Structure.Leaf _ -> paths.add(path);
      case Structure.Static _, Structure.StaticArray _ -> {}
      case Structure.Branch branch -> {
        for (int i = 0; i < branch.parts().size(); i++) {
          collectPaths(branch.parts().get(i), join(path, branch.kind().name(i)), paths);
        }
      }
    }
  }

  private static String join(String path, @Nullable String name) {
    if (name == null) {
      return path;
    }
    return path.isEmpty() ? name : path + "." + name;
  }

  /**
   * The tree with the given tensors as leaves. Lists and maps come back unmodifiable, maps in the
   * order of their keys.
   *
   * @throws IllegalArgumentException if there are not as many tensors as the tree has leaves
   */
  public T unflatten(List<? extends Tensor> leaves) {
    return unflatten(leaves.toArray(Tensor[]::new));
  }

  /** As {@link #unflatten(List)}, of a Java array. */
  @SuppressWarnings("unchecked") // what was flattened was a T
  public T unflatten(Tensor[] leaves) {
    if (leaves.length != leafCount()) {
      throw new IllegalArgumentException(
          "[tree] %s has %d tensors, given %d".formatted(this, leafCount(), leaves.length));
    }
    return (T) new Assembler(leaves).assemble(structure);
  }

  /**
   * Collects the tensors of a tree if it has this structure, static parts included. As {@link
   * Trees#flatten} and a comparison, but it builds nothing.
   *
   * @param leaves takes the tensors, {@link #leafCount} of them
   * @param from the index of the first
   * @return whether the tree has this structure; if not, some tensors may have been collected
   */
  public boolean collect(@Nullable Object tree, Tensor[] leaves, int from) {
    return new Collector(leaves, from).collect(structure, tree);
  }

  /**
   * Where the structure of another tree first differs, static parts left aside; null if nowhere.
   */
  public @Nullable String difference(TreeDef<?> other) {
    return difference(structure, other.structure, "");
  }

  private static @Nullable String difference(Structure one, Structure other, String path) {
    if (one instanceof Structure.Branch a && other instanceof Structure.Branch b) {
      if (!a.kind().equals(b.kind()) || a.parts().size() != b.parts().size()) {
        return at(path, one, other);
      }
      for (int i = 0; i < a.parts().size(); i++) {
        String inner = difference(a.parts().get(i), b.parts().get(i), join(path, a.kind().name(i)));
        if (inner != null) {
          return inner;
        }
      }
      return null;
    }
    boolean tensors = one instanceof Structure.Leaf && other instanceof Structure.Leaf;
    boolean statics = one.leaves() == 0 && other.leaves() == 0;
    return tensors || statics ? null : at(path, one, other);
  }

  private static String at(String path, Structure one, Structure other) {
    return "%s: %s against %s"
        .formatted(path.isEmpty() ? "the root" : path, describe(one), describe(other));
  }

  private static String describe(Structure structure) {
    return switch (structure) {
      case Structure.Leaf _ -> "a tensor";
      case Structure.Static fixed -> String.valueOf(fixed.value());
      case Structure.StaticArray fixed -> fixed.elements().toString();
      case Structure.Branch branch ->
          switch (branch.kind()) {
            case Structure.Kind.OfRecord of -> "a " + of.type();
            case Structure.Kind.OfList _ -> "a list of " + branch.parts().size();
            case Structure.Kind.OfArray _ -> "an array of " + branch.parts().size();
            case Structure.Kind.OfMap of -> "a map of " + of.keys();
            case Structure.Kind.OfOptional _ ->
                branch.parts().isEmpty() ? "an empty optional" : "an optional";
          };
    };
  }

  @Override
  public boolean equals(@Nullable Object other) {
    return other instanceof TreeDef<?> def && structure.equals(def.structure);
  }

  @Override
  public int hashCode() {
    return structure.hashCode();
  }

  /** A short description, such as {@code a Mlp}. */
  @Override
  public String toString() {
    return describe(structure);
  }
}
