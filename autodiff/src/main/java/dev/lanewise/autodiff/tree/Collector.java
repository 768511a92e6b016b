package dev.lanewise.autodiff.tree;

import dev.lanewise.autodiff.Tensor;
import java.util.Arrays;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * Collects the tensors of a tree whose structure is known, and sees on the way whether it has that
 * structure. Agrees with {@link Flattener}, and builds nothing.
 */
final class Collector {
  private final Tensor[] leaves;
  private int next;

  /** Collects into a Java array, from an index on. */
  Collector(Tensor[] leaves, int from) {
    this.leaves = leaves;
    this.next = from;
  }

  /** Whether a tree has a structure, static parts included; if so its tensors are collected. */
  boolean collect(Structure structure, @Nullable Object tree) {
    return switch (structure) {
      case Structure.Leaf _ -> {
        if (tree instanceof Tensor tensor) {
          leaves[next++] = tensor;
          yield true;
        }
        yield false;
      }
      // Of the same class, because then it is static too.
      case Structure.Static fixed ->
          tree == null
              ? fixed.value() == null
              : fixed.value() != null
                  && tree.getClass() == fixed.value().getClass()
                  && fixed.value().equals(tree);
      case Structure.StaticArray fixed ->
          tree != null
              && tree.getClass() == fixed.array().getClass()
              && fixed.equals(Flattener.primitives(tree));
      case Structure.Branch branch ->
          switch (branch.kind()) {
            case Structure.Kind.OfRecord of -> collectRecord(of.type(), branch.parts(), tree);
            case Structure.Kind.OfList _ ->
                tree instanceof List<?> list
                    && !(tree instanceof Record)
                    && collectAll(branch.parts(), list);
            case Structure.Kind.OfArray of ->
                tree instanceof Object[] array
                    && array.getClass().getComponentType() == of.componentType()
                    && collectAll(branch.parts(), Arrays.asList(array));
            case Structure.Kind.OfMap of ->
                tree instanceof Map<?, ?> map
                    && !(tree instanceof Record || tree instanceof List)
                    && MapKeys.sorted(map).equals(of.keys())
                    && collectValues(branch.parts(), of.keys(), map);
            case Structure.Kind.OfOptional _ ->
                tree instanceof Optional<?> optional
                    && collectAll(branch.parts(), optional.stream().toList());
          };
    };
  }

  private boolean collectRecord(RecordType type, List<Structure> parts, @Nullable Object tree) {
    if (tree == null || tree.getClass() != type.type()) {
      return false;
    }
    for (int i = 0; i < parts.size(); i++) {
      if (!collect(parts.get(i), type.component(tree, i))) {
        return false;
      }
    }
    return true;
  }

  private boolean collectAll(List<Structure> parts, List<?> trees) {
    if (parts.size() != trees.size()) {
      return false;
    }
    Iterator<?> tree = trees.iterator();
    for (Structure part : parts) {
      if (!collect(part, tree.next())) {
        return false;
      }
    }
    return true;
  }

  private boolean collectValues(List<Structure> parts, List<Object> keys, Map<?, ?> map) {
    for (int i = 0; i < parts.size(); i++) {
      if (!collect(parts.get(i), map.get(keys.get(i)))) {
        return false;
      }
    }
    return true;
  }
}
