package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.BitSet;
import java.util.List;

/** Nodes that form a region while others may still join. Compared by identity. */
final class Cluster {
  private final int id;
  private final List<Node> nodes;
  private final BitSet members;
  private final Region region;

  /**
   * A cluster.
   *
   * @param id distinguishes sets of nodes
   * @param nodes its nodes, in the order of the graph
   * @param members the ids of their results
   * @param region the loop they are, which may compute nodes of other clusters again
   */
  Cluster(int id, List<Node> nodes, BitSet members, Region region) {
    this.id = id;
    this.nodes = nodes;
    this.members = members;
    this.region = region;
  }

  int id() {
    return id;
  }

  List<Node> nodes() {
    return nodes;
  }

  BitSet members() {
    return members;
  }

  Region region() {
    return region;
  }

  /** Whether a node is one of its own. */
  boolean computes(Node node) {
    return members.get(node.result().id());
  }

  /** Whether a value goes through memory into this region. */
  boolean reads(Value value) {
    return region.inputs().stream().anyMatch(read -> read.value() == value);
  }

  double cost() {
    return region.cost().total();
  }
}
