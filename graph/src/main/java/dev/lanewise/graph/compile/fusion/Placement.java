package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Ints;
import java.util.HashMap;
import java.util.Map;

/** Where in memory the elements lie that belong to the places of a loop, in elements. */
final class Placement {
  private long offset;
  private final Map<Integer, Long> strides = new HashMap<>();

  /** Adds an index whose neighbours lie a distance apart. */
  void add(Space space, Coordinates.Along along, long distance) {
    offset += distance * along.start();
    Ints places = space.unsplit(along.places());
    long stride = distance * along.step();
    for (int i = places.size() - 1; i >= 0; i--) {
      strides.merge(places.get(i), stride, Long::sum);
      stride *= space.extent(places.get(i));
    }
  }

  /** The element that belongs to the first place. */
  long offset() {
    return offset;
  }

  /** The distance along an axis of the loop; 0 where the element is the same. */
  long stride(int axis) {
    return strides.getOrDefault(axis, 0L);
  }
}
