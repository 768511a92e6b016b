package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Graph;
import java.util.ArrayList;
import java.util.List;

/**
 * What each pass made of a graph. Graphs are immutable, so keeping those between the passes costs
 * their memory and nothing else.
 *
 * @param input the graph as it was given
 * @param steps the passes that changed it, in order
 */
public record OptimizerTrace(Graph input, List<PassStep> steps) {
  /** Copies the list. */
  public OptimizerTrace {
    steps = List.copyOf(steps);
  }

  /**
   * Optimises a graph, keeping every step.
   *
   * @throws dev.lanewise.graph.ir.GraphVerificationException as {@link Optimizer#run} does
   */
  public static OptimizerTrace of(Optimizer optimizer, Graph graph) {
    List<PassStep> steps = new ArrayList<>();
    optimizer.run(graph, steps::add);
    return new OptimizerTrace(graph, steps);
  }

  /** The graph after the last pass; the very one that was given if none changed it. */
  public Graph output() {
    return steps.isEmpty() ? input : steps.getLast().after();
  }
}
