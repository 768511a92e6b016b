package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Windowed;
import java.util.List;

/** What a node can be to a loop. */
enum Fusible {
  /** Known or counted: read, not computed. */
  SOURCE,
  /** A way of looking at the operand; costs nothing where it is read. */
  VIEW,
  /** Computed element by element. */
  STEP,
  /** Combined along axes. */
  REDUCTION,
  /** Nothing: it runs by itself. */
  NOT;

  static Fusible of(Node node) {
    if (node.result().type().size() == 0
        || node.operands().stream().anyMatch(operand -> operand.type().size() == 0)) {
      return NOT;
    }
    List<Value> operands = node.operands();
    return switch (node.op()) {
      case Unary op -> step(KernelNames.of(op).supports(KernelNames.of(operands.get(0).dtype())));
      case Binary op -> step(KernelNames.of(op).supports(KernelNames.of(operands.get(0).dtype())));
      case Comparison op ->
          step(KernelNames.of(op).supports(KernelNames.of(operands.get(0).dtype())));
      case Elementwise op -> of(op, node);
      case Movement op -> of(op);
      case Reduction.Reduce _ -> node.result().dtype() == DType.BF16 ? NOT : REDUCTION;
      case Reduction.ArgReduce _ -> NOT;
      case DotGeneral _, Convolution _, Windowed _, Indexing _, RandomBits _ -> NOT;
    };
  }

  private static Fusible step(boolean supported) {
    return supported ? STEP : NOT;
  }

  private static Fusible of(Elementwise op, Node node) {
    return switch (op) {
      case Elementwise.Constant _, Elementwise.Iota _ -> SOURCE;
      case Elementwise.Polygamma _, Elementwise.Clamp _, Elementwise.Select _ ->
          step(node.result().dtype() != DType.BF16);
      case Elementwise.Convert convert -> {
        DType from = node.operand(0).dtype();
        DType to = convert.to();
        // BF16 is a way of storing F32.
        yield step(
            (from != DType.BF16 || to == DType.F32) && (to != DType.BF16 || from == DType.F32));
      }
    };
  }

  private static Fusible of(Movement op) {
    return switch (op) {
      case Movement.BroadcastInDim _,
          Movement.Reshape _,
          Movement.Transpose _,
          Movement.Slice _,
          Movement.Reverse _ ->
          VIEW;
      case Movement.Pad _,
          Movement.Concat _,
          Movement.DynamicSlice _,
          Movement.DynamicUpdateSlice _ ->
          NOT;
    };
  }
}
