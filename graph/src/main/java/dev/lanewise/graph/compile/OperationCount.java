package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;

/**
 * The operations of a node, counted from its shapes: one for each element of an elementwise result,
 * one for each element that is reduced or added somewhere or that a window sees, two for each
 * product of a contraction or convolution, none for what moves elements.
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
      case Convolution op -> of(op, node);
      case Windowed op -> Shape.of(op.window().size()).size() * windows(op, node);
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

  /** As if no place of a window were padding. */
  private static long of(Convolution op, Node node) {
    Value output =
        switch (op.kind()) {
          case FORWARD -> node.result();
          case INPUT_GRADIENT -> node.operand(0);
          case FILTER_GRADIENT -> node.operand(1);
        };
    Shape filter =
        (op.kind() == Convolution.Kind.FILTER_GRADIENT ? node.result() : node.operand(1)).shape();
    long perOutput = filter.extent(0) == 0 ? 0 : filter.size() / filter.extent(0);
    return 2 * output.type().size() * perOutput;
  }

  private static long windows(Windowed op, Node node) {
    return switch (op) {
      case Windowed.ReduceWindow _, Windowed.SelectAndGather _ -> results(node);
      case Windowed.SelectAndScatter _ -> node.operand(1).type().size();
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
