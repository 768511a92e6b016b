package dev.lanewise.graph.compile.fusion;

import java.util.Arrays;

/**
 * An order of units, each after those that it reads from, that stays one while units are united. A
 * unit is what runs as one: at first a node, named by its result's id.
 *
 * <p>Between two units only those need be looked at whose places lie between theirs, and when the
 * two are united only these move. Source: Pearce and Kelly, "A dynamic topological sort algorithm
 * for directed acyclic graphs", 2006.
 */
final class UnitOrder {
  /** For each node the nodes that read from it, by id. */
  private final int[][] readers;

  /** The unit of each node. */
  private final int[] unitOf;

  private final int[][] nodesOf;
  private final int[] placeOf;

  /** The unit at each place, or -1 where one was that is now part of another. */
  private final int[] unitAt;

  /** The search that saw a unit last. */
  private final int[] seen;

  private int searches;

  /**
   * An order of nodes, each a unit of its own.
   *
   * @param readers for each id the larger ids of the nodes that read from it
   */
  UnitOrder(int[][] readers) {
    int count = readers.length;
    this.readers = readers;
    this.unitOf = new int[count];
    this.nodesOf = new int[count][];
    this.placeOf = new int[count];
    this.unitAt = new int[count];
    this.seen = new int[count];
    for (int id = 0; id < count; id++) {
      unitOf[id] = id;
      nodesOf[id] = new int[] {id};
      placeOf[id] = id;
      unitAt[id] = id;
    }
  }

  /**
   * Whether no unit reads from that of one node, directly or not, and is so read by the other's.
   */
  boolean areNeighbours(int node, int other) {
    int first = unitOf[node];
    int last = unitOf[other];
    return placeOf[first] < placeOf[last] ? search(first, last) : search(last, first);
  }

  /** Marks what is read from the first and lies before the last; false if the last reads that. */
  private boolean search(int first, int last) {
    searches++;
    int limit = placeOf[last];
    int[] open = new int[16];
    int size = 0;
    for (int unit = first; ; unit = open[--size]) {
      for (int node : nodesOf[unit]) {
        for (int reader : readers[node]) {
          int next = unitOf[reader];
          if (next == last && unit != first) {
            return false;
          }
          if (placeOf[next] < limit && next != first && seen[next] != searches) {
            seen[next] = searches;
            open = size == open.length ? Arrays.copyOf(open, 2 * size) : open;
            open[size++] = next;
          }
        }
      }
      if (size == 0) {
        return true;
      }
    }
  }

  /** Makes one unit of the units of two nodes that are neighbours. */
  void unite(int node, int other) {
    if (!areNeighbours(node, other)) {
      throw new IllegalArgumentException("a unit stands between " + node + " and " + other);
    }
    boolean inOrder = placeOf[unitOf[node]] < placeOf[unitOf[other]];
    int first = unitOf[inOrder ? node : other];
    int last = unitOf[inOrder ? other : node];
    int begin = placeOf[first];
    int end = placeOf[last];
    for (int id : nodesOf[last]) {
      unitOf[id] = first;
    }
    int[] all = Arrays.copyOf(nodesOf[first], nodesOf[first].length + nodesOf[last].length);
    System.arraycopy(nodesOf[last], 0, all, nodesOf[first].length, nodesOf[last].length);
    nodesOf[first] = all;
    nodesOf[last] = new int[0];
    // What reads from the first goes behind the united unit, all else before it.
    int[] behind = new int[end - begin];
    int moved = 0;
    int place = begin;
    for (int at = begin + 1; at < end; at++) {
      int unit = unitAt[at];
      if (unit >= 0 && seen[unit] == searches) {
        behind[moved++] = unit;
      } else if (unit >= 0) {
        put(unit, place++);
      }
    }
    put(first, place++);
    for (int i = 0; i < moved; i++) {
      put(behind[i], place++);
    }
    Arrays.fill(unitAt, place, end + 1, -1);
  }

  private void put(int unit, int place) {
    unitAt[place] = unit;
    placeOf[unit] = place;
  }
}
