package dev.lanewise.graph.report;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayDeque;
import java.util.ArrayList;
import java.util.Collections;
import java.util.Deque;
import java.util.HashMap;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * What a pass took out of a graph and what it put in. Passes build all nodes anew, so nodes are
 * paired by what they compute: first those that compute the same expression of the parameters, then
 * of the others those of the same operation, types and source line, whose operands alone have
 * changed. What finds no partner is removed or added.
 */
final class GraphDiff {
  /** An expression of parameters: an operation of other expressions, each by number. */
  private record Expression(Op op, List<Integer> operands) {}

  /** One of the values of an expression, or a parameter. */
  private record Part(@Nullable Integer expression, int index) {}

  /** A node by itself. */
  private record Shape(Op op, List<TensorType> operands, @Nullable StackTraceElement source) {}

  private final Map<Object, Integer> numbers = new HashMap<>();
  private final Set<Node> removed;
  private final Set<Node> added;

  private GraphDiff(Graph before, Graph after) {
    List<Node> left = new ArrayList<>(before.nodes());
    List<Node> right = new ArrayList<>(after.nodes());
    IdentityHashMap<Node, Integer> expressions = new IdentityHashMap<>();
    number(before, expressions);
    number(after, expressions);
    pair(left, right, expressions::get);
    pair(left, right, node -> new Shape(node.op(), node.operandTypes(), node.source()));
    this.removed = identitySet(left);
    this.added = identitySet(right);
  }

  static GraphDiff of(Graph before, Graph after) {
    return new GraphDiff(before, after);
  }

  /** Nodes of the graph before that have no partner after. */
  Set<Node> removed() {
    return removed;
  }

  /** Nodes of the graph after that have no partner before. */
  Set<Node> added() {
    return added;
  }

  private void number(Graph graph, Map<Node, Integer> expressions) {
    for (Node node : graph.nodes()) {
      List<Integer> operands =
          node.operands().stream().map(value -> number(part(value, expressions))).toList();
      expressions.put(node, number(new Expression(node.op(), operands)));
    }
  }

  private static Part part(Value value, Map<Node, Integer> expressions) {
    Node node = value.node();
    return new Part(node == null ? null : expressions.get(node), value.index());
  }

  private int number(Object key) {
    return numbers.computeIfAbsent(key, _ -> numbers.size());
  }

  /** Takes out of both lists, in order, as many nodes of each key as both have. */
  private static void pair(List<Node> left, List<Node> right, Function<Node, Object> key) {
    Map<Object, Deque<Node>> unpaired = new HashMap<>();
    for (Node node : left) {
      unpaired.computeIfAbsent(key.apply(node), _ -> new ArrayDeque<>()).add(node);
    }
    Set<Node> paired = identitySet(List.of());
    for (Node node : right) {
      Deque<Node> partners = unpaired.get(key.apply(node));
      if (partners != null && !partners.isEmpty()) {
        paired.add(partners.remove());
        paired.add(node);
      }
    }
    left.removeIf(paired::contains);
    right.removeIf(paired::contains);
  }

  private static Set<Node> identitySet(List<Node> nodes) {
    Set<Node> set = Collections.newSetFromMap(new IdentityHashMap<>());
    set.addAll(nodes);
    return set;
  }
}
