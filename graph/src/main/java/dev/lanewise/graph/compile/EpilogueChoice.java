package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.fusion.FusionPlan;
import dev.lanewise.graph.compile.fusion.Item;
import dev.lanewise.graph.compile.fusion.Read;
import dev.lanewise.graph.compile.fusion.Region;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.HashSet;
import java.util.IdentityHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Which regions are to run on the tiles of which products: a region that is the first to read a
 * product's result, and reads it as it lies. The product is then computed where the region stands,
 * which nobody between them minds.
 */
final class EpilogueChoice {
  private static final int NONE = -1;

  private final IdentityHashMap<Region, Node> productOf = new IdentityHashMap<>();
  private final Set<Node> deferred = new HashSet<>();
  private final Map<Value, List<Integer>> readers = new HashMap<>();

  private EpilogueChoice(List<Item> items) {
    Map<Value, Node> products = new HashMap<>();
    for (int i = 0; i < items.size(); i++) {
      switch (items.get(i)) {
        case Item.Single(Node node) -> {
          for (Value operand : new HashSet<>(node.operands())) {
            addReader(operand, i);
          }
          if (node.op() instanceof DotGeneral) {
            products.put(node.result(), node);
          }
        }
        case Item.Fused(Region region) -> {
          Set<Value> values = new HashSet<>();
          region.inputs().forEach(read -> values.add(read.value()));
          for (Value value : values) {
            addReader(value, i);
          }
        }
      }
    }
    for (int i = 0; i < items.size(); i++) {
      if (items.get(i) instanceof Item.Fused(Region region)) {
        choose(region, i, products);
      }
    }
  }

  static EpilogueChoice of(FusionPlan plan) {
    return new EpilogueChoice(plan.items());
  }

  private void addReader(Value value, int item) {
    readers.computeIfAbsent(value, _ -> new ArrayList<>()).add(item);
  }

  /** Takes the product with the most work, of which reading the result is the least part. */
  private void choose(Region region, int item, Map<Value, Node> products) {
    Node best = null;
    for (Read read : region.inputs()) {
      Node product = products.get(read.value());
      if (product != null
          && readers.get(read.value()).getFirst() == item
          && inputOf(region, read.value()) != NONE
          && (best == null || OperationCount.of(product) > OperationCount.of(best))) {
        best = product;
      }
    }
    if (best != null) {
      productOf.put(region, best);
      deferred.add(best);
    }
  }

  /** The only input of a region that reads a value, if it reads it as it lies; otherwise -1. */
  static int inputOf(Region region, Value value) {
    int found = NONE;
    for (int i = 0; i < region.inputs().size(); i++) {
      if (region.inputs().get(i).value() == value) {
        if (found != NONE || !region.readsInOrder(i)) {
          return NONE;
        }
        found = i;
      }
    }
    return found;
  }

  /** Whether a product is computed where its epilogue stands. */
  boolean isDeferred(Node node) {
    return deferred.contains(node);
  }

  /** The product on whose tiles a region is to run, or null. */
  @Nullable Node before(Region region) {
    return productOf.get(region);
  }

  /** Whether a single item reads a value. */
  boolean isReadOnceOnly(Value value) {
    return readers.getOrDefault(value, List.of()).size() == 1;
  }
}
