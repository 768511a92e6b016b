package dev.lanewise.graph.compile.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import java.util.SplittableRandom;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

/** Neighbourhood in random graphs, against a search of all paths. */
class UnitOrderTest {
  private static final int NODES = 24;

  @Test
  void neighboursHaveNoUnitBetweenThem() {
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      int[][] readers = readers(random);
      UnitOrder order = new UnitOrder(readers);
      int[] unitOf = IntStream.range(0, NODES).toArray();
      for (int step = 0; step < 100; step++) {
        int a = random.nextInt(NODES);
        int b = random.nextInt(NODES);
        if (unitOf[a] == unitOf[b]) {
          continue;
        }
        boolean between =
            isBetween(readers, unitOf, unitOf[a], unitOf[b])
                || isBetween(readers, unitOf, unitOf[b], unitOf[a]);
        assertThat(order.areNeighbours(a, b))
            .as("seed %d, step %d, nodes %d and %d", seed, step, a, b)
            .isEqualTo(!between);
        if (!between && random.nextBoolean()) {
          order.unite(a, b);
          int from = unitOf[b];
          int to = unitOf[a];
          for (int node = 0; node < NODES; node++) {
            unitOf[node] = unitOf[node] == from ? to : unitOf[node];
          }
        }
      }
    }
  }

  private static int[][] readers(SplittableRandom random) {
    int[][] readers = new int[NODES][];
    for (int node = 0; node < NODES; node++) {
      readers[node] =
          IntStream.range(node + 1, NODES).filter(_ -> random.nextInt(8) == 0).toArray();
    }
    return readers;
  }

  /** Whether a path leads from one unit to the other by way of a third. */
  private static boolean isBetween(int[][] readers, int[] unitOf, int from, int to) {
    boolean[] reached = new boolean[NODES];
    boolean grown = true;
    while (grown) {
      grown = false;
      for (int node = 0; node < NODES; node++) {
        int unit = unitOf[node];
        if (unit != from && !reached[unit]) {
          continue;
        }
        for (int reader : readers[node]) {
          int next = unitOf[reader];
          if (next == to && unit != from) {
            return true;
          }
          if (next != to && next != from && !reached[next]) {
            reached[next] = true;
            grown = true;
          }
        }
      }
    }
    return false;
  }
}
