package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.PriorityQueue;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/** Writes down clusters and single nodes in an order in which they can run. */
final class PlanWriter {
  private static final class Entry {
    private final Item item;
    private final @Nullable Cluster cluster;

    /** The item's last node decides when its turn comes: late, so that values live shortly. */
    private final int turn;

    private final List<Entry> after = new ArrayList<>();
    private int missing;

    Entry(Item item, @Nullable Cluster cluster, int turn) {
      this.item = item;
      this.cluster = cluster;
      this.turn = turn;
    }
  }

  private final Graph graph;
  private final Roles roles;
  private final Clusters clusters;
  private final List<Boundary> boundaries = new ArrayList<>();

  /** By the value that an item computes. */
  private final Map<Value, Entry> entryOf = new HashMap<>();

  PlanWriter(Graph graph, Roles roles, Clusters clusters) {
    this.graph = graph;
    this.roles = roles;
    this.clusters = clusters;
  }

  FusionPlan write(List<Boundary> repeated) {
    Set<Entry> entries = new LinkedHashSet<>();
    for (Cluster cluster : clusters.all()) {
      int turn = cluster.nodes().getLast().result().id();
      Entry entry = new Entry(new Item.Fused(cluster.region()), cluster, turn);
      entries.add(entry);
      cluster.region().outputs().forEach(output -> entryOf.put(output, entry));
    }
    for (Node node : graph.nodes()) {
      if (roles.of(node) == Roles.Role.SINGLE) {
        Entry entry = new Entry(new Item.Single(node), null, node.result().id());
        entries.add(entry);
        entryOf.put(node.result(), entry);
      }
    }
    entries.forEach(this::connect);
    boundaries.addAll(repeated);
    return new FusionPlan(inOrder(entries), boundaries);
  }

  private void connect(Entry entry) {
    switch (entry.item) {
      case Item.Single(Node node) -> {
        for (Value operand : new LinkedHashSet<>(node.operands())) {
          Entry from = waitFor(operand, entry);
          if (from != null && from.item instanceof Item.Fused && !isFree(node)) {
            boundaries.add(new Boundary(operand, node, roles.reason(node)));
          }
        }
      }
      case Item.Fused(Region region) -> {
        Set<Value> values = new LinkedHashSet<>();
        for (Read read : region.inputs()) {
          if (read.form() == Read.Form.DENSE) {
            values.add(read.value());
          }
        }
        for (Value value : values) {
          Entry from = computing(waitFor(value, entry));
          if (from != null) {
            boundaries.add(new Boundary(value, consumer(value, region), reason(from, entry)));
          }
        }
      }
    }
  }

  /** Nodes that move nothing through memory: other names of a value, and what is known. */
  private static boolean isFree(Node node) {
    return node.op() instanceof Movement.Reshape || node.op() instanceof Elementwise.Constant;
  }

  /** The item that computes what an item may only be another name of. */
  private @Nullable Entry computing(@Nullable Entry named) {
    Entry entry = named;
    while (entry != null && entry.item instanceof Item.Single(Node node) && isFree(node)) {
      entry = node.operands().isEmpty() ? null : entryOf.get(node.operand(0));
    }
    return entry;
  }

  private String reason(Entry from, Entry to) {
    return switch (from.item) {
      case Item.Single(Node node) -> roles.reason(node);
      case Item.Fused _ -> clusters.refusal(clusterOf(from), clusterOf(to));
    };
  }

  private static Cluster clusterOf(Entry entry) {
    return Objects.requireNonNull(entry.cluster);
  }

  private Node consumer(Value value, Region region) {
    for (Node node : region.nodes()) {
      if (roles.sources(node).contains(value)) {
        return node;
      }
    }
    throw new IllegalStateException("nothing in the region reads " + value);
  }

  private @Nullable Entry waitFor(Value value, Entry entry) {
    Entry from = entryOf.get(value);
    if (from != null) {
      from.after.add(entry);
      entry.missing++;
    }
    return from;
  }

  private static List<Item> inOrder(Set<Entry> entries) {
    PriorityQueue<Entry> ready = new PriorityQueue<>(Comparator.comparingInt(e -> e.turn));
    entries.stream().filter(entry -> entry.missing == 0).forEach(ready::add);
    List<Item> items = new ArrayList<>();
    while (!ready.isEmpty()) {
      Entry entry = ready.poll();
      items.add(entry.item);
      for (Entry next : entry.after) {
        if (--next.missing == 0) {
          ready.add(next);
        }
      }
    }
    if (items.size() != entries.size()) {
      throw new IllegalStateException("regions wait for each other");
    }
    return items;
  }
}
