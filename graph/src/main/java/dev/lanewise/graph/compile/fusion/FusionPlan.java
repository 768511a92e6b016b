package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Graph;
import java.util.List;

/**
 * A graph divided into loops and single nodes.
 *
 * <p>Producers and consumers become one loop if their nodes form one (the same places, rows whose
 * elements lie side by side in every operand, within the {@link FusionLimits}), if nothing else has
 * to run between them, and if the loop is reckoned to cost less than both, see {@link RegionCost}.
 * So do loops that only read the same values. Views (broadcasts, slices, transposes, reversals,
 * reshapes) are looked through by each loop that reads them, and are written to memory only if
 * something else needs them; short computations on single elements are repeated in each loop that
 * reads them. Last, cheap values are computed again where that saves writing them.
 *
 * <p>Products, indexing, random bits, dynamic slices, pads, concatenations and whatever has no
 * kernel run by themselves, as single nodes.
 *
 * @param items in an order in which they can run. The single nodes among them include reshapes,
 *     which are other names of their operands, and constants that are read in full. What is not
 *     computed in memory has no item: views that are only looked through, and constants and iotas
 *     that are only read as {@link Read.Form#ELEMENT} and {@link Read.Form#LINE}, which whoever
 *     runs the plan provides
 * @param boundaries why values go from one item to another through memory, or are computed twice
 */
public record FusionPlan(List<Item> items, List<Boundary> boundaries) {
  /** Copies the lists. */
  public FusionPlan {
    items = List.copyOf(items);
    boundaries = List.copyOf(boundaries);
  }

  /** Divides a graph within the {@linkplain FusionLimits#defaults usual limits}. */
  public static FusionPlan of(Graph graph) {
    return of(graph, FusionLimits.defaults());
  }

  /** Divides a graph. */
  public static FusionPlan of(Graph graph, FusionLimits limits) {
    return new FusionPlanner(graph, limits).plan();
  }

  /** The regions in order. */
  public List<Region> regions() {
    return items.stream()
        .filter(Item.Fused.class::isInstance)
        .map(item -> ((Item.Fused) item).region())
        .toList();
  }
}
