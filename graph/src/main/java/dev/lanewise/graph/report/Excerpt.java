package dev.lanewise.graph.report;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.Collections;
import java.util.IdentityHashMap;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Stream;

/**
 * The part of a graph that is drawn.
 *
 * @param graph the whole graph
 * @param drawn the nodes that are drawn
 * @param marked the nodes that stand out
 * @param omitted a sentence that says what is left out; empty if nothing is that should be there
 */
record Excerpt(Graph graph, Set<Node> drawn, Set<Node> marked, String omitted) {
  /** A drawing of more is neither read by people nor scrolled smoothly by browsers. */
  static final int MOST_DRAWN = 300;

  /** The surroundings of more than this are not seen at a glance any more. */
  static final int MOST_AROUND = 60;

  /** The whole graph, or its first nodes if it is large. */
  static Excerpt whole(Graph graph) {
    return whole(graph, Set.of());
  }

  /** As above, with nodes that stand out. */
  static Excerpt whole(Graph graph, Set<Node> marked) {
    Set<Node> drawn = identitySet();
    graph.nodes().stream().limit(MOST_DRAWN).forEach(drawn::add);
    int all = graph.nodes().size();
    return new Excerpt(
        graph,
        drawn,
        marked,
        all == drawn.size()
            ? ""
            : sentence("The first %,d of %,d nodes are drawn.", drawn.size(), all));
  }

  /**
   * The nodes that stand out, or the first of them, with those that they read and that read them.
   */
  static Excerpt around(Graph graph, Set<Node> marked) {
    Set<Node> core = identitySet();
    graph.nodes().stream().filter(marked::contains).limit(MOST_AROUND).forEach(core::add);
    Set<Node> drawn = identitySet();
    drawn.addAll(core);
    // In the order of the graph, for what is drawn is to be the same in every run.
    graph.nodes().stream()
        .filter(core::contains)
        .flatMap(Excerpt::operands)
        .takeWhile(_ -> drawn.size() < MOST_DRAWN)
        .forEach(drawn::add);
    graph.nodes().stream()
        .filter(node -> operands(node).anyMatch(core::contains))
        .takeWhile(_ -> drawn.size() < MOST_DRAWN)
        .forEach(drawn::add);
    return new Excerpt(
        graph,
        drawn,
        marked,
        core.size() == marked.size()
            ? ""
            : sentence(
                "The first %,d of %,d changed nodes are drawn.", core.size(), marked.size()));
  }

  private static Stream<Node> operands(Node node) {
    return node.operands().stream().map(Value::node).flatMap(Stream::ofNullable);
  }

  private static String sentence(String format, int some, int all) {
    return String.format(Locale.ROOT, format, some, all);
  }

  private static Set<Node> identitySet() {
    return Collections.newSetFromMap(new IdentityHashMap<>());
  }
}
