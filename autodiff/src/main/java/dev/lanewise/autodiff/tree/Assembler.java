package dev.lanewise.autodiff.tree;

import dev.lanewise.autodiff.Tensor;
import java.lang.reflect.Array;
import java.util.Arrays;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** Builds a tree of a structure from its tensors. */
final class Assembler {
  private final Tensor[] leaves;
  private int next;

  /** Takes the tensors in order, from the first on. */
  Assembler(Tensor[] leaves) {
    this.leaves = leaves;
  }

  @Nullable Object assemble(Structure structure) {
    return switch (structure) {
      case Structure.Leaf _ -> leaves[next++];
      case Structure.Static fixed -> fixed.value();
      case Structure.StaticArray fixed -> copy(fixed.array());
      case Structure.Branch branch -> join(branch.kind(), assembleAll(branch.parts()));
    };
  }

  private @Nullable Object[] assembleAll(List<Structure> parts) {
    @Nullable Object[] trees = new @Nullable Object[parts.size()];
    for (int i = 0; i < trees.length; i++) {
      trees[i] = assemble(parts.get(i));
    }
    return trees;
  }

  private static Object copy(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    return copy;
  }

  /** One tree of the given parts, which nobody else has. */
  private static Object join(Structure.Kind kind, @Nullable Object[] parts) {
    return switch (kind) {
      case Structure.Kind.OfRecord of -> of.type().construct(parts);
      // Not List.of, which takes no nulls.
      case Structure.Kind.OfList _ -> Collections.unmodifiableList(Arrays.asList(parts));
      case Structure.Kind.OfArray of -> {
        Object array = Array.newInstance(of.componentType(), parts.length);
        System.arraycopy(parts, 0, array, 0, parts.length);
        yield array;
      }
      case Structure.Kind.OfMap of -> {
        Map<Object, @Nullable Object> map = new LinkedHashMap<>();
        for (int i = 0; i < parts.length; i++) {
          map.put(of.keys().get(i), parts[i]);
        }
        yield Collections.unmodifiableMap(map);
      }
      case Structure.Kind.OfOptional _ ->
          parts.length == 0 ? Optional.empty() : Optional.ofNullable(parts[0]);
    };
  }
}
