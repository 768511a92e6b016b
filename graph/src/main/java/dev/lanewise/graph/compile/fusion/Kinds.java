package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;

/** What each node of a graph can be to a loop, asked once. */
final class Kinds {
  private final Fusible[] kinds;

  Kinds(Graph graph) {
    kinds = new Fusible[graph.valueCount()];
    for (Node node : graph.nodes()) {
      kinds[node.result().id()] = Fusible.of(node);
    }
  }

  Fusible of(Node node) {
    return kinds[node.result().id()];
  }
}
