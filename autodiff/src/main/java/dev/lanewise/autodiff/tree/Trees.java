package dev.lanewise.autodiff.tree;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.runtime.Scope;
import java.util.ArrayList;
import java.util.Collections;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.BinaryOperator;
import java.util.function.Function;
import java.util.function.UnaryOperator;
import org.jspecify.annotations.Nullable;

/**
 * Trees of tensors. A tree is a tensor, a record, a list, a map (with keys that are strings,
 * integers or constants of one enum), an array, an optional, or null; the parts of these are trees
 * again. Anything else within is static: it is not touched, and takes part in the key of a compiled
 * function by its {@code equals}. A class that is none of these and has a field for a tensor is
 * refused.
 *
 * <p>On the class path any record will do. In a named module its package must be open to {@code
 * dev.lanewise.autodiff}, unless the record is public and the package exported. Records are built
 * again by their canonical constructor, lists and maps as unmodifiable ones.
 */
public final class Trees {
  private Trees() {}

  /**
   * Takes a tree apart. Record components come in their order, map entries in that of their keys.
   *
   * @throws IllegalArgumentException if something in it is not allowed in a tree
   */
  public static <T extends @Nullable Object> Flattened<T> flatten(T tree) {
    return Flattener.flatten(tree);
  }

  /** The tensors of a tree in order. */
  public static List<Tensor> leaves(@Nullable Object tree) {
    return flatten(tree).leaves();
  }

  /**
   * The tensors of a tree by their paths, as {@link TreeDef#paths}, in order.
   *
   * @throws IllegalArgumentException if two have the same path, as keys with points in them can do
   */
  public static Map<String, Tensor> named(@Nullable Object tree) {
    Flattened<?> flat = flatten(tree);
    Map<String, Tensor> named = new LinkedHashMap<>();
    List<String> paths = flat.def().paths();
    for (int i = 0; i < paths.size(); i++) {
      if (named.put(paths.get(i), flat.leaves().get(i)) != null) {
        throw new IllegalArgumentException("[tree] two tensors have the path " + paths.get(i));
      }
    }
    return Collections.unmodifiableMap(named);
  }

  /** The tree with every tensor replaced by what a function makes of it. */
  public static <T extends @Nullable Object> T map(UnaryOperator<Tensor> function, T tree) {
    return combine(tensors -> function.apply(tensors.getFirst()), flatten(tree), List.of());
  }

  /**
   * The tree of what a function makes of corresponding tensors of two trees. The structures must be
   * the same; static parts are the first tree's.
   *
   * @throws IllegalArgumentException if the structures differ
   */
  public static <T extends @Nullable Object> T map(
      BinaryOperator<Tensor> function, T first, @Nullable Object second) {
    return combine(
        tensors -> function.apply(tensors.get(0), tensors.get(1)),
        flatten(first),
        List.of(flatten(second)));
  }

  /** A function of three tensors. */
  @FunctionalInterface
  public interface TernaryOperator {
    /** The function's value. */
    Tensor apply(Tensor first, Tensor second, Tensor third);
  }

  /** As {@link #map(BinaryOperator, Object, Object)}, of three trees. */
  public static <T extends @Nullable Object> T map(
      TernaryOperator function, T first, @Nullable Object second, @Nullable Object third) {
    return combine(
        tensors -> function.apply(tensors.get(0), tensors.get(1), tensors.get(2)),
        flatten(first),
        List.of(flatten(second), flatten(third)));
  }

  /**
   * As {@link #map(BinaryOperator, Object, Object)}, of any number of trees of one type.
   *
   * @throws IllegalArgumentException if the structures differ, or no tree is given
   */
  public static <T> T mapAll(Function<List<Tensor>, Tensor> function, List<? extends T> trees) {
    if (trees.isEmpty()) {
      throw new IllegalArgumentException("[tree] mapAll takes at least one tree");
    }
    List<Flattened<T>> flat = new ArrayList<>();
    trees.forEach(tree -> flat.add(flatten(tree)));
    return combine(function, flat.getFirst(), flat.subList(1, flat.size()));
  }

  /** Whether two trees differ in nothing but their tensors and static parts. */
  public static boolean sameStructure(@Nullable Object first, @Nullable Object second) {
    return flatten(first).def().difference(flatten(second).def()) == null;
  }

  /**
   * Lets the tensors of a tree outlive a scope, as in {@code return Trees.keep(scope, model)}.
   *
   * @return the tree
   */
  public static <T extends @Nullable Object> T keep(Scope scope, T tree) {
    leaves(tree).forEach(leaf -> leaf.keep(scope));
    return tree;
  }

  /** A tree of zeros like another's tensors. */
  public static <T extends @Nullable Object> T zerosLike(T tree) {
    return map(Tensor::zerosLike, tree);
  }

  private static <T extends @Nullable Object> T combine(
      Function<List<Tensor>, Tensor> function,
      Flattened<T> first,
      List<? extends Flattened<?>> others) {
    for (Flattened<?> other : others) {
      String difference = first.def().difference(other.def());
      if (difference != null) {
        throw new IllegalArgumentException("[tree] structures differ at " + difference);
      }
    }
    List<Tensor> mapped = new ArrayList<>(first.leaves().size());
    for (int i = 0; i < first.leaves().size(); i++) {
      List<Tensor> tensors = new ArrayList<>(1 + others.size());
      tensors.add(first.leaves().get(i));
      for (Flattened<?> other : others) {
        tensors.add(other.leaves().get(i));
      }
      mapped.add(function.apply(tensors));
    }
    return first.def().unflatten(mapped);
  }
}
