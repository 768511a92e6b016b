package dev.lanewise.graph.optimize;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.Arrays;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Rebuilds a graph node by node. Nodes that no result depends on are left out, and whatever a rule
 * adds stems from the same line of the user's as the node it replaces.
 */
final class Rewriter {

  /** What a node becomes. */
  @FunctionalInterface
  interface Rule {
    /**
     * Adds what a node is to become to the new graph.
     *
     * @param node the node of the old graph
     * @param operands what its operands have become
     * @return what its results are to become, of the same types
     */
    List<Value> apply(Node node, List<Value> operands);
  }

  /** Makes the rule for one graph. */
  @FunctionalInterface
  interface RuleFactory {
    Rule create(GraphBuilder builder, Uses uses);
  }

  /** How often values of the new graph are used by the old graph's nodes and results. */
  @FunctionalInterface
  interface Uses {
    /** The uses of all old values that have become the given one so far. */
    int of(Value value);
  }

  private final Graph graph;
  private final GraphBuilder builder = new GraphBuilder();
  private final @Nullable Value[] copies;
  private final int[] oldUses;
  private int[] newUses;
  private int firstFreshId;
  private boolean changed;

  private Rewriter(Graph graph) {
    this.graph = graph;
    this.copies = new Value[graph.valueCount()];
    this.oldUses = graph.useCounts();
    this.newUses = new int[graph.valueCount()];
  }

  /** The rewritten graph; the same object if the rules changed nothing. */
  static Graph rewrite(Graph graph, RuleFactory rules) {
    return new Rewriter(graph).run(rules);
  }

  private Graph run(RuleFactory rules) {
    Rule rule =
        rules.create(builder, value -> value.id() < newUses.length ? newUses[value.id()] : 0);
    boolean[] live = live(graph);
    for (Value parameter : graph.parameters()) {
      become(parameter, builder.parameter(parameter.type()));
    }
    for (Node node : graph.nodes()) {
      if (!isLive(node, live)) {
        changed = true;
        continue;
      }
      builder.setSource(node.source());
      List<Value> operands = copies(node.operands());
      List<Value> results = rule.apply(node, operands);
      changed |= !isCopy(node, operands, results);
      for (int i = 0; i < results.size(); i++) {
        become(node.results().get(i), results.get(i));
      }
    }
    return changed ? builder.build(graph.name(), copies(graph.results())) : graph;
  }

  private List<Value> copies(List<Value> values) {
    Value[] copied = new Value[values.size()];
    for (int i = 0; i < copied.length; i++) {
      copied[i] = copies[values.get(i).id()];
    }
    return List.of(copied);
  }

  private void become(Value old, Value value) {
    if (!old.type().equals(value.type())) {
      throw new IllegalStateException("[rewrite] " + old + " cannot become " + value);
    }
    copies[old.id()] = value;
    if (value.id() >= newUses.length) {
      newUses = Arrays.copyOf(newUses, 2 * value.id() + 1);
    }
    newUses[value.id()] += oldUses[old.id()];
    firstFreshId = Math.max(firstFreshId, value.id() + 1);
  }

  private boolean isCopy(Node node, List<Value> operands, List<Value> results) {
    Value first = results.getFirst();
    Node made = first.node();
    return made != null
        && first.id() >= firstFreshId
        && made.op() == node.op()
        && made.operands().equals(operands);
  }

  /** Whether a result depends on every node. */
  static boolean isAllLive(Graph graph) {
    boolean[] live = live(graph);
    for (Node node : graph.nodes()) {
      if (!isLive(node, live)) {
        return false;
      }
    }
    return true;
  }

  private static boolean isLive(Node node, boolean[] live) {
    for (Value result : node.results()) {
      if (live[result.id()]) {
        return true;
      }
    }
    return false;
  }

  /** Which values a result depends on, by id. */
  private static boolean[] live(Graph graph) {
    boolean[] live = new boolean[graph.valueCount()];
    for (Value result : graph.results()) {
      live[result.id()] = true;
    }
    for (Node node : graph.nodes().reversed()) {
      if (isLive(node, live)) {
        for (Value operand : node.operands()) {
          live[operand.id()] = true;
        }
      }
    }
    return live;
  }
}
