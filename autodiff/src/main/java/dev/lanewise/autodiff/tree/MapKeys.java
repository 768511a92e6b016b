package dev.lanewise.autodiff.tree;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Map;

/** The keys of a map in an order that depends on nothing but the keys. */
final class MapKeys {
  private MapKeys() {}

  /**
   * Strings in the order of their characters, integers by value, enum constants as declared.
   *
   * @throws IllegalArgumentException if the keys are of another type, or of several
   */
  static List<Object> sorted(Map<?, ?> map) {
    List<Object> keys = new ArrayList<>(map.keySet());
    if (keys.stream().allMatch(String.class::isInstance)) {
      keys.sort(Comparator.comparing(String.class::cast));
    } else if (keys.stream().allMatch(Integer.class::isInstance)) {
      keys.sort(Comparator.comparing(Integer.class::cast));
    } else if (keys.stream().allMatch(Long.class::isInstance)) {
      keys.sort(Comparator.comparing(Long.class::cast));
    } else if (keys.stream().allMatch(Enum.class::isInstance)
        && keys.stream().map(MapKeys::enumOf).distinct().count() == 1) {
      Object[] constants = enumOf(keys.getFirst()).getEnumConstants();
      return Arrays.stream(constants).filter(map::containsKey).toList();
    } else {
      throw new IllegalArgumentException(
          "[tree] the keys of a map must be all strings, all Integer, all Long or of one enum: "
              + keys);
    }
    return keys;
  }

  private static Class<?> enumOf(Object key) {
    return ((Enum<?>) key).getDeclaringClass();
  }
}
