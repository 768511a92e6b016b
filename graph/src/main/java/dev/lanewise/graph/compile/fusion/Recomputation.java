package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.loop.Costs;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;

/**
 * Computes cheap values again in the loops that read them, rather than have one loop write them.
 *
 * <p>The rule: a value that only other loops read is not written if each of these can compute it
 * from what lies in memory anyway, or would be written instead of it, by operations that cost no
 * more than {@value #CHEAP} vector additions each, and all loops concerned together are then
 * reckoned to cost less. So a mask is computed again from what it compares, and a difference from a
 * mean from the mean.
 */
final class Recomputation {
  /** What an operation that is worth repeating may cost: a division. */
  private static final int CHEAP = 5;

  /** More loops than this that repeat a value save little by one that does not write it. */
  private static final int READERS = 4;

  /** Values that go back further are not worth the time to try. */
  private static final int DEPTH = 8;

  private final Graph graph;
  private final Kinds kinds;
  private final Uses uses;
  private final Roles roles;
  private final Clusters clusters;
  private final List<Boundary> repeated = new ArrayList<>();

  Recomputation(Graph graph, Kinds kinds, Uses uses, Roles roles, Clusters clusters) {
    this.graph = graph;
    this.kinds = kinds;
    this.uses = uses;
    this.roles = roles;
    this.clusters = clusters;
  }

  /** Repeats what is worth it; each value and one node that now computes it for itself. */
  List<Boundary> run() {
    for (Node node : graph.nodes().reversed()) {
      Cluster producer = clusters.of(node);
      Value value = node.result();
      if (producer != null
          && isCheap(node)
          && !uses.isResult(value)
          && producer.region().outputs().contains(value)
          && clusters.readersOf(value).stream().allMatch(reader -> clusters.of(reader) != null)) {
        tryRepeating(node, producer);
      }
    }
    return repeated;
  }

  private boolean isCheap(Node node) {
    return kinds.of(node) == Fusible.STEP && Costs.of(node.op()) <= CHEAP;
  }

  private void tryRepeating(Node node, Cluster producer) {
    Value value = node.result();
    Set<Cluster> readers = new LinkedHashSet<>();
    for (Cluster cluster : clusters.all()) {
      if (cluster != producer && cluster.reads(value)) {
        readers.add(cluster);
      }
    }
    if (readers.isEmpty() || readers.size() > READERS) {
      return;
    }
    Set<Node> chain = new LinkedHashSet<>();
    collect(node, producer, chain, DEPTH);
    try {
      double before = producer.cost();
      double after = 0;
      List<Cluster> changed = new ArrayList<>();
      Set<Value> written = new LinkedHashSet<>(producer.region().outputs());
      written.remove(value);
      for (Cluster reader : readers) {
        Cluster repeating = with(reader, chain);
        for (Read read : repeating.region().inputs()) {
          Node source = read.value().node();
          if (source != null && clusters.of(source) == producer) {
            written.add(read.value());
          }
        }
        before += reader.cost();
        after += repeating.cost();
        changed.add(repeating);
      }
      if (written.isEmpty() || written.contains(value)) {
        return;
      }
      List<Value> outputs = new ArrayList<>(written);
      outputs.sort(Comparator.comparingInt(Value::id));
      changed.add(clusters.rebuilt(producer, producer.region().nodes(), outputs));
      after += changed.getLast().cost();
      if (after < before) {
        changed.forEach(clusters::replace);
        Node user = userOutside(value, producer);
        repeated.add(
            new Boundary(
                value,
                user,
                "computed again: the loops cost %.0f so, %.0f if it is written"
                    .formatted(after, before)));
      }
    } catch (Refusal refusal) {
      // It stays in memory.
    }
  }

  private Node userOutside(Value value, Cluster producer) {
    return clusters.readersOf(value).stream()
        .filter(reader -> !producer.computes(reader))
        .findFirst()
        .orElseThrow();
  }

  /** The nodes of the producer that compute a node's value from what lies in memory. */
  private void collect(Node node, Cluster producer, Set<Node> chain, int depth) {
    chain.add(node);
    for (Value source : roles.sources(node)) {
      Node next = source.node();
      if (next != null
          && depth > 0
          && clusters.of(next) == producer
          && isCheap(next)
          && source.type().size() == node.result().type().size()
          && !producer.region().outputs().contains(source)) {
        collect(next, producer, chain, depth - 1);
      }
    }
  }

  private Cluster with(Cluster reader, Set<Node> chain) throws Refusal {
    BitSet seen = new BitSet();
    List<Node> nodes = new ArrayList<>(reader.region().nodes());
    nodes.forEach(node -> seen.set(node.result().id()));
    chain.stream().filter(node -> !seen.get(node.result().id())).forEach(nodes::add);
    nodes.sort(Comparator.comparingInt(node -> node.result().id()));
    return clusters.rebuilt(reader, nodes, reader.region().outputs());
  }
}
