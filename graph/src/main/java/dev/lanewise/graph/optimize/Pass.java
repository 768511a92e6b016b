package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Graph;

/**
 * A rewriting of graphs. The result takes the same parameters and yields the same results, bit for
 * bit as the interpreter computes them unless the pass says otherwise.
 */
public interface Pass {
  /** A name for people: shown in errors and events. */
  String name();

  /** The rewritten graph; the same object if nothing changed. */
  Graph run(Graph graph);
}
