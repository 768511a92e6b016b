package dev.lanewise.graph.ir;

import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Places boxes in layers, so that every arrow points downwards. Within a layer boxes stand near the
 * middle of what they are connected to; a layer that is too wide takes several rows. The work is
 * proportional to the number of boxes and arrows, but for sorting within layers.
 *
 * <p>Source: Sugiyama, Tagawa, Toda, "Methods for visual understanding of hierarchical system
 * structures", 1981 (the barycentre heuristic).
 */
final class LayeredLayout {
  private static final int SWEEPS = 6;
  private static final int BOXES_PER_ROW = 14;

  private final int count;
  private final int[][] above;
  private final int[][] below;
  private final int[] layer;

  /** A box's place within its layer, from 0 at the left end to 1 at the right end. */
  private final double[] place;

  private LayeredLayout(GraphDiagram diagram) {
    this.count = diagram.boxes().size();
    this.above = neighbours(diagram, false);
    this.below = neighbours(diagram, true);
    this.layer = new int[count];
    this.place = new double[count];
  }

  /** The boxes of each row, by index, from left to right; rows from top to bottom. */
  static List<List<Integer>> rows(GraphDiagram diagram) {
    return new LayeredLayout(diagram).rows();
  }

  private int[][] neighbours(GraphDiagram diagram, boolean downwards) {
    int[] degrees = new int[count];
    for (GraphDiagram.Arrow arrow : diagram.arrows()) {
      degrees[downwards ? arrow.from() : arrow.to()]++;
    }
    int[][] neighbours = new int[count][];
    for (int i = 0; i < count; i++) {
      neighbours[i] = new int[degrees[i]];
    }
    for (GraphDiagram.Arrow arrow : diagram.arrows()) {
      int at = downwards ? arrow.from() : arrow.to();
      neighbours[at][--degrees[at]] = downwards ? arrow.to() : arrow.from();
    }
    return neighbours;
  }

  private List<List<Integer>> rows() {
    assignLayers();
    List<List<Integer>> layers = new ArrayList<>();
    for (int i = 0; i <= Arrays.stream(layer).max().orElse(-1); i++) {
      layers.add(new ArrayList<>());
    }
    IntStream.range(0, count).forEach(box -> layers.get(layer[box]).add(box));
    layers.forEach(this::spread);
    for (int sweep = 0; sweep < SWEEPS; sweep++) {
      boolean downwards = sweep % 2 == 0;
      for (List<Integer> boxes : downwards ? layers : layers.reversed()) {
        order(boxes, downwards ? above : below);
      }
    }
    return wrap(layers);
  }

  /** One below the lowest of its operands; what has no operand stands just above its first user. */
  private void assignLayers() {
    for (int box = 0; box < count; box++) {
      layer[box] = Arrays.stream(above[box]).map(from -> layer[from] + 1).max().orElse(0);
    }
    for (int box = 0; box < count; box++) {
      if (above[box].length == 0) {
        layer[box] = Arrays.stream(below[box]).map(to -> layer[to] - 1).min().orElse(0);
      }
    }
  }

  private void order(List<Integer> boxes, int[][] neighbours) {
    double[] middle = new double[boxes.size()];
    for (int i = 0; i < middle.length; i++) {
      int box = boxes.get(i);
      middle[i] =
          Arrays.stream(neighbours[box])
              .mapToDouble(other -> place[other])
              .average()
              .orElse(place[box]);
    }
    List<Integer> before = List.copyOf(boxes);
    List<Integer> order = new ArrayList<>(IntStream.range(0, middle.length).boxed().toList());
    order.sort(Comparator.comparingDouble(i -> middle[i]));
    for (int i = 0; i < middle.length; i++) {
      boxes.set(i, before.get(order.get(i)));
    }
    spread(boxes);
  }

  private void spread(List<Integer> boxes) {
    for (int i = 0; i < boxes.size(); i++) {
      place[boxes.get(i)] = (i + 0.5) / boxes.size();
    }
  }

  private static List<List<Integer>> wrap(List<List<Integer>> layers) {
    List<List<Integer>> rows = new ArrayList<>();
    for (List<Integer> boxes : layers) {
      int needed = Math.ceilDiv(boxes.size(), BOXES_PER_ROW);
      for (int row = 0; row < needed; row++) {
        int from = boxes.size() * row / needed;
        rows.add(boxes.subList(from, boxes.size() * (row + 1) / needed));
      }
    }
    return rows;
  }
}
