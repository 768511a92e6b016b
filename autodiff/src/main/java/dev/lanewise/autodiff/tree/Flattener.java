package dev.lanewise.autodiff.tree;

import dev.lanewise.autodiff.Tensor;
import java.lang.reflect.Array;
import java.lang.reflect.Field;
import java.lang.reflect.Modifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collection;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/** Walks a tree once, collecting its tensors and its structure. */
final class Flattener {
  private static final Structure LEAF = new Structure.Leaf();

  /** Whether a class, which is no tree, has a field for a tensor. */
  private static final ClassValue<Boolean> HOLDS_TENSOR =
      new ClassValue<>() {
        @Override
        protected Boolean computeValue(Class<?> type) {
          return holdsTensor(type);
        }
      };

  private final List<Tensor> leaves = new ArrayList<>();

  static <T extends @Nullable Object> Flattened<T> flatten(T tree) {
    Flattener flattener = new Flattener();
    Structure structure = flattener.visit(tree);
    return new Flattened<>(List.copyOf(flattener.leaves), new TreeDef<>(structure));
  }

  private Structure visit(@Nullable Object tree) {
    return switch (tree) {
      case null -> new Structure.Static(null);
      case Tensor tensor -> {
        leaves.add(tensor);
        yield LEAF;
      }
      case Record value -> visitRecord(value);
      case List<?> list -> new Structure.Branch(new Structure.Kind.OfList(), visitAll(list));
      case Map<?, ?> map -> visitMap(map);
      case Optional<?> optional ->
          new Structure.Branch(
              new Structure.Kind.OfOptional(), visitAll(optional.stream().toList()));
      case Object[] array ->
          new Structure.Branch(
              new Structure.Kind.OfArray(array.getClass().getComponentType()),
              visitAll(Arrays.asList(array)));
      case Object other when other.getClass().isArray() -> primitives(other);
      case Object other -> new Structure.Static(requireStatic(other));
    };
  }

  private List<Structure> visitAll(List<?> parts) {
    List<Structure> structures = new ArrayList<>(parts.size());
    for (Object part : parts) {
      structures.add(visit(part));
    }
    return structures;
  }

  private Structure visitRecord(Record value) {
    RecordType type = RecordType.of(value.getClass());
    List<Structure> parts = new ArrayList<>(type.names().size());
    for (int i = 0; i < type.names().size(); i++) {
      parts.add(visit(type.component(value, i)));
    }
    return new Structure.Branch(new Structure.Kind.OfRecord(type), parts);
  }

  private Structure visitMap(Map<?, ?> map) {
    List<Object> keys = MapKeys.sorted(map);
    List<Structure> parts = new ArrayList<>(keys.size());
    for (Object key : keys) {
      parts.add(visit(map.get(key)));
    }
    return new Structure.Branch(new Structure.Kind.OfMap(keys), parts);
  }

  /** The structure of an array of primitives. */
  static Structure primitives(Object array) {
    int length = Array.getLength(array);
    Object copy = Array.newInstance(array.getClass().getComponentType(), length);
    System.arraycopy(array, 0, copy, 0, length);
    List<Object> elements = IntStream.range(0, length).mapToObj(i -> Array.get(copy, i)).toList();
    return new Structure.StaticArray(copy, elements);
  }

  /** Refuses what would hide tensors from the tree, for they would silently get no gradient. */
  private static Object requireStatic(Object value) {
    boolean hides =
        value instanceof Collection<?> collection
            ? collection.stream().anyMatch(Tensor.class::isInstance)
            : HOLDS_TENSOR.get(value.getClass());
    if (hides) {
      throw new IllegalArgumentException(
          "[tree] %s holds tensors but is neither a record, list, map, array nor optional"
              .formatted(value.getClass().getName()));
    }
    return value;
  }

  /** Lambdas may capture tensors: these are constants of the function, as in any closure. */
  private static boolean holdsTensor(Class<?> type) {
    if (type.isHidden() || type.isSynthetic()) {
      return false;
    }
    for (Class<?> c = type; c != null; c = c.getSuperclass()) {
      for (Field field : c.getDeclaredFields()) {
        if (!Modifier.isStatic(field.getModifiers())
            && Tensor.class.isAssignableFrom(field.getType())) {
          return true;
        }
      }
    }
    return false;
  }
}
