package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;

/**
 * The operations of a node, counted from its shapes: one for each element of an elementwise result,
 * one for each element that is reduced or added somewhere, {@code 2mnk} for a contraction, none for
 * what moves elements.
 */
final class OperationCount {
  private OperationCount() {}

  static long of(Node node) {
    return switch (node.op()) {
      case Unary _, Binary _, Comparison _, RandomBits _ -> results(node);
      case Elementwise op -> of(op, node);
      case Movement _ -> 0;
      case Reduction _ -> node.operand(0).type().size();
      case DotGeneral op ->
          2 * results(node) * node.operand(0).shape().select(op.leftContract()).size();
      case Indexing op -> of(op, node);
    };
  }

  private static long of(Elementwise op, Node node) {
    return switch (op) {
      case Elementwise.Polygamma _,
          Elementwise.Select _,
          Elementwise.Clamp _,
          Elementwise.Convert _ ->
          results(node);
      case Elementwise.Iota _, Elementwise.Constant _ -> 0;
    };
  }

  private static long of(Indexing op, Node node) {
    return switch (op) {
      case Indexing.Gather _ -> 0;
      case Indexing.ScatterAdd _ -> node.operand(2).type().size();
    };
  }

  private static long results(Node node) {
    return node.results().stream().mapToLong(result -> result.type().size()).sum();
  }
}
