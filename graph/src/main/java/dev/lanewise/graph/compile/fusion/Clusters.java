package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * The members of a graph in clusters, at first one each. Two clusters unite if their nodes form a
 * region that is reckoned to cost less than both, and no third stands between them.
 */
final class Clusters {
  private record Pair(int first, int second) {}

  private final Uses uses;
  private final Roles roles;
  private final RegionBuilder builder;
  private final FusionLimits limits;
  private final @Nullable Cluster[] clusterOf;
  private final List<List<Node>> readers = new ArrayList<>();
  private final Map<Pair, String> refusals = new HashMap<>();
  private final UnitOrder order;
  private int created;

  Clusters(
      Graph graph,
      Kinds kinds,
      Uses uses,
      Roles roles,
      RegionBuilder builder,
      FusionLimits limits) {
    this.uses = uses;
    this.roles = roles;
    this.builder = builder;
    this.limits = limits;
    this.clusterOf = new Cluster[graph.valueCount()];
    for (int id = 0; id < graph.valueCount(); id++) {
      readers.add(List.of());
    }
    for (Value parameter : graph.parameters()) {
      readers.set(parameter.id(), List.copyOf(roles.readers(parameter)));
    }
    for (Node node : graph.nodes()) {
      if (!roles.isTransparent(node)) {
        readers.set(node.result().id(), List.copyOf(roles.readers(node.result())));
      }
    }
    this.order =
        new UnitOrder(
            readers.stream()
                .map(list -> list.stream().mapToInt(node -> node.result().id()).toArray())
                .toArray(int[][]::new));
    for (List<Node> tree : new StepTrees(graph, kinds, uses, roles, readers).all()) {
      addTree(tree);
    }
  }

  /** A tree becomes one cluster, unless limits are in the way. */
  private void addTree(List<Node> tree) {
    try {
      add(tree.size() == 1 ? alone(tree.getFirst()) : cluster(tree, membersOf(tree)));
      for (Node node : tree.subList(0, tree.size() - 1)) {
        order.unite(node.result().id(), readersOf(node.result()).getFirst().result().id());
      }
    } catch (Refusal refusal) {
      tree.forEach(node -> add(alone(node)));
    }
  }

  private void add(Cluster cluster) {
    cluster.nodes().forEach(node -> clusterOf[node.result().id()] = cluster);
  }

  private Cluster alone(Node node) {
    return new Cluster(created++, List.of(node), membersOf(List.of(node)), roles.alone(node));
  }

  private static BitSet membersOf(List<Node> nodes) {
    BitSet members = new BitSet();
    nodes.forEach(node -> members.set(node.result().id()));
    return members;
  }

  private Cluster cluster(List<Node> nodes, BitSet members) throws Refusal {
    List<Value> outputs = new ArrayList<>();
    for (Node node : nodes) {
      if (isRead(node.result(), members)) {
        outputs.add(node.result());
      }
    }
    Region region =
        builder.build(nodes, outputs, n -> members.get(n.result().id()) || roles.isTransparent(n));
    return new Cluster(created++, nodes, members, region);
  }

  /** A cluster whose region computes other nodes, some of them nodes of others, or other values. */
  Cluster rebuilt(Cluster cluster, List<Node> computed, List<Value> outputs) throws Refusal {
    BitSet inside = membersOf(computed);
    Region region =
        builder.build(
            computed, outputs, n -> inside.get(n.result().id()) || roles.isTransparent(n));
    return new Cluster(cluster.id(), cluster.nodes(), cluster.members(), region);
  }

  /** Puts a cluster in the place of the one with its nodes. */
  void replace(Cluster cluster) {
    add(cluster);
  }

  private boolean isRead(Value value, BitSet members) {
    if (uses.isResult(value)) {
      return true;
    }
    for (Node reader : readersOf(value)) {
      if (!members.get(reader.result().id())) {
        return true;
      }
    }
    return false;
  }

  /** The nodes, members or running by themselves, that read a value that is no view. */
  List<Node> readersOf(Value value) {
    return readers.get(value.id());
  }

  /** The cluster of a node, or null if it is in none. */
  @Nullable Cluster of(Node node) {
    return clusterOf[node.result().id()];
  }

  /** All clusters, in the order of their first nodes. */
  Set<Cluster> all() {
    Set<Cluster> all = new LinkedHashSet<>();
    for (Cluster cluster : clusterOf) {
      if (cluster != null) {
        all.add(cluster);
      }
    }
    return all;
  }

  /** The clusters that read a value, in order. */
  List<Cluster> clustersReading(Value value) {
    Set<Cluster> reading = new LinkedHashSet<>();
    for (Node reader : readersOf(value)) {
      Cluster cluster = of(reader);
      if (cluster != null) {
        reading.add(cluster);
      }
    }
    return List.copyOf(reading);
  }

  /** Unites two clusters if that is possible and saves something. */
  boolean unite(Cluster a, Cluster b) {
    Pair pair = new Pair(Math.min(a.id(), b.id()), Math.max(a.id(), b.id()));
    if (refusals.containsKey(pair)) {
      return false;
    }
    try {
      Cluster united = united(a, b);
      order.unite(idOf(a), idOf(b));
      add(united);
      return true;
    } catch (Refusal refusal) {
      refusals.put(pair, refusal.reason());
      return false;
    }
  }

  private static int idOf(Cluster cluster) {
    return cluster.nodes().getFirst().result().id();
  }

  /** Why two clusters are not one. */
  String refusal(Cluster a, Cluster b) {
    Pair pair = new Pair(Math.min(a.id(), b.id()), Math.max(a.id(), b.id()));
    String reason = refusals.get(pair);
    return reason == null ? "it is looked at in another way in between, and so written" : reason;
  }

  private Cluster united(Cluster a, Cluster b) throws Refusal {
    if (a.nodes().size() + b.nodes().size() > 2 * limits.steps()) {
      throw new Refusal("more than " + limits.steps() + " steps");
    }
    long places = a.region().geometry().size();
    long others = b.region().geometry().size();
    if (places % others != 0 && others % places != 0) {
      throw new Refusal("loops over %d and %d places".formatted(places, others));
    }
    if (!order.areNeighbours(idOf(a), idOf(b))) {
      throw new Refusal("what is between them needs one and is needed by the other");
    }
    BitSet members = (BitSet) a.members().clone();
    members.or(b.members());
    List<Node> nodes = new ArrayList<>(a.nodes());
    nodes.addAll(b.nodes());
    nodes.sort(Comparator.comparingInt(node -> node.result().id()));
    Cluster united = cluster(nodes, members);
    if (united.cost() > a.cost() + b.cost()) {
      throw new Refusal(
          "one loop would cost %.0f, two cost %.0f".formatted(united.cost(), a.cost() + b.cost()));
    }
    return united;
  }
}
