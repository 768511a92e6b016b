package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Deque;
import java.util.HashMap;
import java.util.HashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Predicate;

/** The nodes that a region computes or looks through, found backwards from its outputs. */
final class Scope {
  private final Set<Node> nodes = new HashSet<>();
  private final Map<Value, List<Node>> users = new HashMap<>();

  /**
   * The scope of a region.
   *
   * @param outputs values that members compute
   * @param inside whether a node is a member or looked through
   */
  Scope(List<Value> outputs, Predicate<Node> inside) {
    Deque<Value> open = new ArrayDeque<>(outputs);
    while (!open.isEmpty()) {
      Node node = open.pop().node();
      if (node != null && inside.test(node) && nodes.add(node)) {
        for (Value operand : node.operands()) {
          users.computeIfAbsent(operand, _ -> new ArrayList<>()).add(node);
          open.push(operand);
        }
      }
    }
  }

  boolean contains(Node node) {
    return nodes.contains(node);
  }

  /** The nodes of the scope that use a value, each as often as it does. */
  List<Node> usersOf(Value value) {
    return users.getOrDefault(value, List.of());
  }
}
