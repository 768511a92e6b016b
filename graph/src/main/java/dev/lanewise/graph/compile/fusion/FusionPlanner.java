package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Objects;

/** Finds the plan of a graph: producers with their consumers first, then who reads the same. */
final class FusionPlanner {
  /** Later rounds find little: a cluster that grew may now fit one that it did not. */
  private static final int ROUNDS = 3;

  private final Graph graph;
  private final Kinds kinds;
  private final Uses uses;
  private final Roles roles;
  private final Clusters clusters;

  FusionPlanner(Graph graph, FusionLimits limits) {
    this.graph = graph;
    this.kinds = new Kinds(graph);
    RegionBuilder builder = new RegionBuilder(kinds, limits);
    this.uses = new Uses(graph);
    this.roles = new Roles(graph, kinds, uses, builder);
    this.clusters = new Clusters(graph, kinds, uses, roles, builder, limits);
  }

  FusionPlan plan() {
    boolean changed = true;
    for (int round = 0; changed && round < ROUNDS; round++) {
      changed = uniteWithProducers();
      changed |= uniteReaders();
    }
    List<Boundary> repeated = new Recomputation(graph, kinds, uses, roles, clusters).run();
    return new PlanWriter(graph, roles, clusters).write(repeated);
  }

  private boolean uniteWithProducers() {
    boolean changed = false;
    for (Node node : graph.nodes()) {
      Cluster cluster = clusters.of(node);
      if (cluster == null) {
        continue;
      }
      List<Value> sources = new ArrayList<>(roles.sources(node));
      sources.sort(Comparator.comparingLong(value -> -value.type().bytes()));
      for (Value source : sources) {
        Node producer = source.node();
        Cluster from = producer == null ? null : clusters.of(producer);
        if (from != null && from != cluster && clusters.unite(from, cluster)) {
          cluster = Objects.requireNonNull(clusters.of(node));
          changed = true;
        }
      }
    }
    return changed;
  }

  private boolean uniteReaders() {
    boolean changed = false;
    List<Value> read = new ArrayList<>(graph.parameters());
    graph.nodes().forEach(node -> read.add(node.result()));
    for (Value value : read) {
      List<Cluster> reading = clusters.clustersReading(value);
      for (int i = 1; i < reading.size(); i++) {
        Cluster a = clusters.of(reading.get(i - 1).nodes().getFirst());
        Cluster b = clusters.of(reading.get(i).nodes().getFirst());
        if (a != null && b != null && a != b) {
          changed |= clusters.unite(a, b);
        }
      }
    }
    return changed;
  }
}
