package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Members that need no trial to be one loop: an elementwise operation and, if it is the only reader
 * of an operand of its shape, what computes that. Nothing can stand between the two, and a value
 * less goes through memory.
 */
final class StepTrees {
  /** Larger trees are tried piece by piece. */
  private static final int LARGEST = 48;

  private final Kinds kinds;
  private final Uses uses;
  private final Roles roles;
  private final List<List<Node>> readers;
  private final List<List<Node>> trees = new ArrayList<>();

  /** The tree of each member, by id: the last node's. */
  private final int[] rootOf;

  private final int[] size;

  StepTrees(Graph graph, Kinds kinds, Uses uses, Roles roles, List<List<Node>> readers) {
    this.kinds = kinds;
    this.uses = uses;
    this.roles = roles;
    this.readers = readers;
    this.rootOf = new int[graph.valueCount()];
    this.size = new int[graph.valueCount()];
    for (Node node : graph.nodes().reversed()) {
      int id = node.result().id();
      Node reader = onlyReader(node);
      boolean joins = reader != null && size[rootOf[reader.result().id()]] < LARGEST;
      rootOf[id] = joins ? rootOf[reader.result().id()] : id;
      size[rootOf[id]]++;
    }
    int[] treeOf = new int[graph.valueCount()];
    for (Node node : graph.nodes()) {
      if (roles.of(node) == Roles.Role.MEMBER) {
        int root = rootOf[node.result().id()];
        if (treeOf[root] == 0) {
          trees.add(new ArrayList<>());
          treeOf[root] = trees.size();
        }
        trees.get(treeOf[root] - 1).add(node);
      }
    }
  }

  /** The trees, each with its nodes in the order of the graph, in the order of their first. */
  List<List<Node>> all() {
    return trees;
  }

  private @Nullable Node onlyReader(Node node) {
    Value value = node.result();
    List<Node> reading = readers.get(value.id());
    if (!isStep(node) || uses.isResult(value) || reading.size() != 1) {
      return null;
    }
    Node reader = reading.getFirst();
    boolean joins =
        isStep(reader)
            && reader.result().shape().equals(value.shape())
            && reader.operands().contains(value);
    return joins ? reader : null;
  }

  private boolean isStep(Node node) {
    return roles.of(node) == Roles.Role.MEMBER && kinds.of(node) == Fusible.STEP;
  }
}
