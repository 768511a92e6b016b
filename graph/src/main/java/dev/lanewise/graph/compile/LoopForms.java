package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.List;

/**
 * Writes operations that no loop takes as they are by those that loops take: {@link SplitReductions
 * reductions} in two steps, {@link RowPicks picking one element of each row} by its number.
 */
final class LoopForms {
  /**
   * A graph for loops.
   *
   * @param graph with the same parameters and results as the one it was made of
   * @param notes what was decided, for people
   */
  record Written(Graph graph, List<String> notes) {
    /** Copies the list. */
    Written {
      notes = List.copyOf(notes);
    }
  }

  private final Graph graph;
  private final GraphBuilder builder = new GraphBuilder();
  private final RowPicks picks = new RowPicks(builder);
  private final Value[] copies;

  private LoopForms(Graph graph) {
    this.graph = graph;
    this.copies = new Value[graph.valueCount()];
  }

  /** A graph in the form that loops take; the same object if nothing changes. */
  static Written of(Graph graph) {
    boolean any = graph.nodes().stream().anyMatch(LoopForms::isRewritten);
    return any ? new LoopForms(graph).write() : new Written(graph, List.of());
  }

  private static boolean isRewritten(Node node) {
    return switch (node.op()) {
      case Reduction.Reduce reduce -> SplitReductions.splits(reduce, node.operand(0));
      case Indexing op -> RowPick.of(op, node.operand(0), node.operand(1)) != null;
      default -> false;
    };
  }

  private Written write() {
    for (Value parameter : graph.parameters()) {
      copies[parameter.id()] = builder.parameter(parameter.type());
    }
    for (Node node : graph.nodes()) {
      builder.setSource(node.source());
      List<Value> operands = new ArrayList<>(node.operands().size());
      node.operands().forEach(operand -> operands.add(copies[operand.id()]));
      List<Value> results = copy(node, operands);
      for (int i = 0; i < results.size(); i++) {
        copies[node.results().get(i).id()] = results.get(i);
      }
    }
    List<Value> results = graph.results().stream().map(value -> copies[value.id()]).toList();
    return new Written(builder.build(graph.name(), results), picks.notes());
  }

  private List<Value> copy(Node node, List<Value> operands) {
    return switch (node.op()) {
      case Reduction.Reduce reduce when SplitReductions.splits(reduce, node.operand(0)) ->
          List.of(SplitReductions.split(builder, reduce, operands.getFirst()));
      case Indexing.Gather gather when !graph.results().contains(node.operand(0)) ->
          List.of(picks.gather(gather, operands.get(0), operands.get(1)));
      case Indexing.ScatterAdd scatter ->
          List.of(picks.scatterAdd(scatter, operands.get(0), operands.get(1), operands.get(2)));
      default -> builder.add(node.op(), operands);
    };
  }
}
