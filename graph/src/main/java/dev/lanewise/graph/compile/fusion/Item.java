package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Node;

/** A part of a graph that runs as one. */
public sealed interface Item {
  /** Nodes that run as one loop. */
  record Fused(Region region) implements Item {}

  /** A node that runs by itself. */
  record Single(Node node) implements Item {}
}
