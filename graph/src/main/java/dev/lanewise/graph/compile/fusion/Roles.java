package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.loop.Costs;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.BitSet;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How each node of a graph takes part in fusion. A view is looked through by every loop that reads
 * it, and so takes no memory, unless something else needs it: a node that runs by itself, a result
 * of the graph, or a loop that cannot read it in place. So is a short computation on single
 * elements, which each loop does for itself.
 */
final class Roles {
  /** What a node is. */
  enum Role {
    /** Part of a region, and of others where they recompute it. */
    MEMBER,
    /** Part of every region that reads it. */
    TRANSPARENT,
    /** Runs by itself. */
    SINGLE
  }

  /**
   * Computing a single element anew in each loop is cheaper than a loop for it alone, which costs
   * some 100 ns.
   */
  private static final int SCALAR_COST = 400;

  private final Graph graph;
  private final Kinds kinds;
  private final Uses uses;
  private final RegionBuilder builder;
  private final @Nullable Role[] roles;
  private final boolean[] live;

  /** Views that a loop cannot look through. */
  private final boolean[] needed;

  /** Which nodes were transparent when regions were tried last. */
  private final boolean[] looksThrough;

  /** Why a node runs by itself. */
  private final @Nullable String[] reasons;

  /** The region of each member alone, where it had to be tried. */
  private final @Nullable Region[] alone;

  private final int[] scalarCost;

  Roles(Graph graph, Kinds kinds, Uses uses, RegionBuilder builder) {
    this.graph = graph;
    this.kinds = kinds;
    this.uses = uses;
    this.builder = builder;
    this.roles = new Role[graph.valueCount()];
    this.live = new boolean[graph.valueCount()];
    this.looksThrough = new boolean[graph.valueCount()];
    this.needed = new boolean[graph.valueCount()];
    this.reasons = new String[graph.valueCount()];
    this.alone = new Region[graph.valueCount()];
    this.scalarCost = new int[graph.valueCount()];
    graph.results().forEach(result -> live[result.id()] = true);
    graph.nodes().forEach(node -> scalarCost[idOf(node)] = scalarCost(node));
    do {
      graph.nodes().reversed().forEach(node -> assign(node, decide(node)));
    } while (!areBuildable());
  }

  /**
   * Whether each member could be a region. If not, it runs by itself from now on, or the view in
   * its way is written to memory, and roles are to be decided anew.
   */
  private boolean areBuildable() {
    boolean all = true;
    BitSet changed = new BitSet();
    for (Node node : graph.nodes()) {
      if (looksThrough[idOf(node)] && !isTransparent(node)) {
        changed.set(idOf(node));
      }
      looksThrough[idOf(node)] = isTransparent(node);
      if (of(node) != Role.MEMBER || !needsTrial(node, changed)) {
        continue;
      }
      try {
        alone[idOf(node)] = build(node);
      } catch (Refusal refusal) {
        all = false;
        Node view = refusal.view();
        if (view == null || view == node) {
          reasons[idOf(node)] = refusal.reason();
        } else {
          needed[idOf(view)] = true;
        }
      }
    }
    return all;
  }

  /** A step that looks through nothing can always be a region. */
  private boolean needsTrial(Node node, BitSet changed) {
    if (alone[idOf(node)] == null) {
      return kinds.of(node) != Fusible.STEP
          || node.operands().stream().map(Value::node).anyMatch(n -> n != null && isTransparent(n));
    }
    return node.operands().stream().anyMatch(operand -> isSeenThrough(operand, changed));
  }

  /** Whether a value is that of a view that is written to memory now, or a view of it. */
  private boolean isSeenThrough(Value value, BitSet changed) {
    Node node = value.node();
    while (node != null && kinds.of(node) == Fusible.VIEW) {
      if (changed.get(idOf(node))) {
        return true;
      }
      node = node.operand(0).node();
    }
    return false;
  }

  private Region build(Node node) throws Refusal {
    return builder.build(List.of(node), List.of(node.result()), n -> n == node || isTransparent(n));
  }

  private static int idOf(Node node) {
    return node.result().id();
  }

  /** The cost of computing a value of one element from what is at hand, at most a million. */
  private int scalarCost(Node node) {
    boolean step = kinds.of(node) == Fusible.STEP && node.result().type().size() == 1;
    if (kinds.of(node) == Fusible.VIEW) {
      return scalarCost[node.operand(0).id()];
    }
    if (!step) {
      return 0;
    }
    int cost = Costs.of(node.op());
    for (Value operand : node.operands()) {
      cost = Math.min(1_000_000, cost + scalarCost[operand.id()]);
    }
    return cost;
  }

  private void assign(Node node, Role role) {
    roles[idOf(node)] = role;
    if (live[idOf(node)] || role == Role.SINGLE) {
      node.operands().forEach(operand -> live[operand.id()] = true);
    }
    if (role == Role.SINGLE) {
      node.operands().forEach(operand -> needed[operand.id()] = true);
    }
  }

  private Role decide(Node node) {
    boolean inMemory = needed[idOf(node)] || uses.isResult(node.result());
    if (reasons[idOf(node)] != null) {
      return Role.SINGLE;
    }
    if (!live[idOf(node)] && kinds.of(node) != Fusible.NOT) {
      return Role.TRANSPARENT;
    }
    return switch (kinds.of(node)) {
      case NOT -> single(node, node.op().mnemonic() + " runs by itself");
      case SOURCE -> inMemory || !isElement(node) ? Role.SINGLE : Role.TRANSPARENT;
      case VIEW -> {
        if (!inMemory) {
          yield Role.TRANSPARENT;
        }
        boolean free = node.op() instanceof Movement.Reshape;
        yield free ? single(node, "reshape costs nothing") : Role.MEMBER;
      }
      case STEP -> {
        boolean scalar = node.result().type().size() == 1 && scalarCost[idOf(node)] <= SCALAR_COST;
        yield scalar && !inMemory ? Role.TRANSPARENT : Role.MEMBER;
      }
      case REDUCTION -> Role.MEMBER;
    };
  }

  /** Whether loops need no more of a source than one element, or count for themselves. */
  private static boolean isElement(Node source) {
    return switch ((Elementwise) source.op()) {
      case Elementwise.Constant constant -> constant.value().isSplat();
      case Elementwise.Iota _ -> true;
      case Elementwise.Polygamma _,
          Elementwise.Select _,
          Elementwise.Clamp _,
          Elementwise.Convert _ ->
          false;
    };
  }

  private Role single(Node node, String reason) {
    reasons[idOf(node)] = reason;
    return Role.SINGLE;
  }

  Role of(Node node) {
    Role role = roles[idOf(node)];
    if (role == null) {
      throw new IllegalStateException(node + " is not of this graph");
    }
    return role;
  }

  /** Whether a node is part of every region that reads it. */
  boolean isTransparent(Node node) {
    return of(node) == Role.TRANSPARENT;
  }

  /** The region of a member alone. */
  Region alone(Node node) {
    Region known = alone[idOf(node)];
    if (known != null) {
      return known;
    }
    try {
      return build(node);
    } catch (Refusal refusal) {
      throw new IllegalStateException(node + " cannot be a region: " + refusal.reason());
    }
  }

  /** Why a node runs by itself. */
  String reason(Node node) {
    String reason = reasons[idOf(node)];
    return reason == null ? node.op().mnemonic() + " is read from memory" : reason;
  }

  /** The nodes, members of regions or running by themselves, that read a value. */
  Set<Node> readers(Value value) {
    Set<Node> readers = new LinkedHashSet<>();
    collectReaders(value, readers);
    return readers;
  }

  private void collectReaders(Value value, Set<Node> readers) {
    for (Node user : uses.of(value)) {
      if (isTransparent(user)) {
        collectReaders(user.result(), readers);
      } else {
        readers.add(user);
      }
    }
  }

  /** The values in memory, or computed by members, that a node reads. */
  List<Value> sources(Node node) {
    Set<Value> sources = new LinkedHashSet<>();
    node.operands().forEach(operand -> collectSources(operand, sources));
    return new ArrayList<>(sources);
  }

  private void collectSources(Value value, Set<Value> sources) {
    Node node = value.node();
    if (node != null && isTransparent(node)) {
      node.operands().forEach(operand -> collectSources(operand, sources));
    } else {
      sources.add(value);
    }
  }
}
