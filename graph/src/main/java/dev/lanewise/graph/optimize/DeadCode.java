package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Graph;

/**
 * Leaves out nodes that no result depends on. Parameters stay. An index out of range is an error
 * only where the window is used, so gathers are left out like everything else.
 */
public final class DeadCode implements Pass {
  /** The pass, which has no options. */
  public DeadCode() {}

  @Override
  public String name() {
    return "deadCode";
  }

  @Override
  public Graph run(Graph graph) {
    return Rewriter.isAllLive(graph) ? graph : Rewriter.rewrite(graph, (b, _) -> b::addAgain);
  }
}
