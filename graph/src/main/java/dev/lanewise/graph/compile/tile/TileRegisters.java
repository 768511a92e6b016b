package dev.lanewise.graph.compile.tile;

import java.util.ArrayDeque;
import java.util.Deque;
import java.util.HashMap;
import java.util.Map;

/**
 * Gives values room for a tile each, and takes it back. Room is given again to elements of the same
 * width only: kernels work in place, but not over part of an operand.
 */
final class TileRegisters {
  private final Map<Integer, Deque<Integer>> free = new HashMap<>();
  private final int tile;
  private int end;

  /**
   * @param start where the room begins
   * @param tile elements of a tile
   */
  TileRegisters(int start, int tile) {
    this.end = start;
    this.tile = tile;
  }

  /** The offset of room for a tile of elements of a width. */
  int take(int width) {
    Deque<Integer> offsets = free.get(width);
    if (offsets != null && !offsets.isEmpty()) {
      return offsets.pop();
    }
    int offset = end;
    end += tile * width;
    return offset;
  }

  /** What was taken last is taken again first, while it is in the cache. */
  void giveBack(int offset, int width) {
    free.computeIfAbsent(width, _ -> new ArrayDeque<>()).push(offset);
  }

  /** The end of all room that was ever given. */
  int end() {
    return end;
  }
}
