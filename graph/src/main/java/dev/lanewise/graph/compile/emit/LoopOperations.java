package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Windowed;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.LaneCode;
import dev.lanewise.kernels.LaneOperation;

/** The operations of a loop's body as code of vector lanes. */
final class LoopOperations {
  private final LoopBody body;
  private final LaneCode lanes;

  LoopOperations(LoopBody body, LaneCode lanes) {
    this.body = body;
    this.lanes = lanes;
  }

  ElementType type(int value) {
    return KernelNames.of(body.dtype(value));
  }

  Ints operands(int value) {
    return body.step(value).operands();
  }

  /** A type whose vectors have masks; which, does not matter. */
  ElementType maskType() {
    for (ElementType type : ElementType.values()) {
      if (lanes.hasVectors(type)) {
        return type;
      }
    }
    throw new IllegalStateException("no vectors of " + lanes.lanes() + " lanes");
  }

  /**
   * The operation of a computed value.
   *
   * @param masks the type to whose vectors masks are to belong if operands and result are BOOL
   * @throws UnsupportedLoopException if there is none
   */
  LaneOperation of(int value, ElementType masks) {
    Compute step = (Compute) body.step(value);
    DType last = body.dtype(step.operands().get(step.operands().size() - 1));
    ElementType type = KernelNames.of(last);
    try {
      return switch (step.op()) {
        case Unary op -> lanes.unary(KernelNames.of(op), type, masks);
        case Binary op -> lanes.binary(KernelNames.of(op), type, masks);
        case Comparison op -> lanes.compare(KernelNames.of(op), type, masks);
        case Elementwise.Polygamma op -> lanes.polygamma(op.order(), type);
        case Elementwise.Select _ -> lanes.select(type, masks);
        case Elementwise.Clamp _ -> lanes.clamp(type);
        case Elementwise.Convert op -> lanes.convert(type, KernelNames.of(op.to()), masks);
        case Elementwise.Iota _,
            Elementwise.Constant _,
            Movement _,
            Reduction _,
            DotGeneral _,
            Convolution _,
            Windowed _,
            Indexing _,
            RandomBits _ ->
            throw new UnsupportedLoopException(step.op() + " does not work on elements");
      };
    } catch (IllegalArgumentException e) {
      throw new UnsupportedLoopException(e.getMessage());
    }
  }
}
