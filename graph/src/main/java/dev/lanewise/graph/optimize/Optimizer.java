package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Verifier;
import java.util.List;

/** Runs passes over a graph, again and again until none of them changes anything. */
public final class Optimizer {
  /**
   * No graph seen so far needs more than a third of it. It bounds the time, not the correctness:
   * after any number of rounds the graph is right.
   */
  private static final int MAX_ROUNDS = 24;

  private final List<Pass> passes;
  private final boolean verifying;

  private Optimizer(List<Pass> passes, boolean verifying) {
    this.passes = List.copyOf(passes);
    this.verifying = verifying;
  }

  /** An optimizer of the given passes, in that order. */
  public static Optimizer of(List<Pass> passes) {
    return new Optimizer(passes, false);
  }

  /** The passes that every graph goes through before it is compiled. */
  public static Optimizer standard() {
    return of(
        List.of(new CommonSubexpressions(), new Simplify(), new ConstantFolding(), new DeadCode()));
  }

  /** The same passes, with the graph verified before the first and after each. */
  public Optimizer verifying() {
    return new Optimizer(passes, true);
  }

  /** The passes in order. */
  public List<Pass> passes() {
    return passes;
  }

  /**
   * The optimised graph; the same object if nothing changed.
   *
   * @throws dev.lanewise.graph.ir.GraphVerificationException if this verifies and the graph, or
   *     what a pass made of it, is not well formed
   */
  public Graph run(Graph graph) {
    if (verifying) {
      Verifier.verify(graph);
    }
    Graph current = graph;
    for (int round = 0; round < MAX_ROUNDS; round++) {
      Graph before = current;
      for (Pass pass : passes) {
        current = pass.run(current);
        if (verifying) {
          Verifier.verify(current, pass.name());
        }
      }
      if (current == before) {
        return current;
      }
    }
    return current;
  }
}
