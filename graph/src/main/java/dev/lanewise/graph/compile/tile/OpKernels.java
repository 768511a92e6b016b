package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.KernelNames;
import dev.lanewise.graph.compile.loop.Costs;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.tile.Instruction.Opcode;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.Convolution;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise.Clamp;
import dev.lanewise.graph.ir.Elementwise.Constant;
import dev.lanewise.graph.ir.Elementwise.Convert;
import dev.lanewise.graph.ir.Elementwise.Iota;
import dev.lanewise.graph.ir.Elementwise.Polygamma;
import dev.lanewise.graph.ir.Elementwise.Select;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Windowed;
import dev.lanewise.kernels.BinaryKernel;
import dev.lanewise.kernels.BinaryOperation;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import dev.lanewise.kernels.RowFold;
import dev.lanewise.kernels.TernaryKernel;
import dev.lanewise.kernels.UnaryKernel;
import java.util.EnumSet;
import java.util.List;
import java.util.Set;

/**
 * The prewritten kernel of an elementwise step.
 *
 * @param opcode how the kernel is called
 * @param kernel a kernel of one, two or three operands
 * @param lanes the elements that it computes at a time; 1 if it computes each by itself
 */
record OpKernels(Opcode opcode, Object kernel, int lanes) {
  /** Operations that cost this much, in vector additions, have no vector form. */
  private static final int SCALAR = 100;

  /**
   * The kernel of a step.
   *
   * @throws IllegalArgumentException if the step is not elementwise, or there is no kernel for its
   *     element type
   */
  static OpKernels of(LoopBody body, Compute step) {
    ElementType type = KernelNames.of(body.dtype(step.operands().get(step.operands().size() - 1)));
    return switch (step.op()) {
      case Unary op -> unary(Elementwise.unary(KernelNames.of(op), type), body, step);
      case Polygamma op -> unary(Elementwise.polygamma(op.order(), type), body, step);
      case Convert op -> unary(Elementwise.convert(type, KernelNames.of(op.to())), body, step);
      case Binary op -> binary(Elementwise.binary(KernelNames.of(op), type), body, step);
      case Comparison op -> binary(Elementwise.compare(KernelNames.of(op), type), body, step);
      case Select _ -> ternary(Elementwise.select(type), body, step);
      case Clamp _ -> ternary(Elementwise.clamp(type), body, step);
      case Iota _,
          Constant _,
          Movement _,
          Reduction _,
          DotGeneral _,
          Convolution _,
          Windowed _,
          Indexing _,
          RandomBits _ ->
          throw new IllegalArgumentException("[tile] not an elementwise step: " + step);
    };
  }

  private static OpKernels unary(UnaryKernel kernel, LoopBody body, Compute step) {
    return new OpKernels(Opcode.UNARY, kernel, lanes(body, step));
  }

  private static OpKernels binary(BinaryKernel kernel, LoopBody body, Compute step) {
    return new OpKernels(Opcode.BINARY, kernel, lanes(body, step));
  }

  private static OpKernels ternary(TernaryKernel kernel, LoopBody body, Compute step) {
    return new OpKernels(Opcode.TERNARY, kernel, lanes(body, step));
  }

  /** The kernel that combines two elements as a reduction does. */
  static OpKernels combining(Reduction.Kind kind, DType dtype) {
    BinaryOperation operation =
        switch (kind) {
          case SUM -> BinaryOperation.ADD;
          case PROD -> BinaryOperation.MUL;
          case MAX -> BinaryOperation.MAX;
          case MIN -> BinaryOperation.MIN;
          case AND -> BinaryOperation.AND;
          case OR -> BinaryOperation.OR;
        };
    ElementType type = KernelNames.of(dtype);
    int lanes = RowFold.lanesFor(List.of(type));
    return new OpKernels(Opcode.BINARY, Elementwise.binary(operation, type), lanes);
  }

  private static int lanes(LoopBody body, Compute step) {
    boolean integerDivision = step.op() == Binary.DIV && step.dtype().isInteger();
    if (Costs.of(step.op()) >= SCALAR || integerDivision) {
      return 1;
    }
    Set<ElementType> types = EnumSet.of(KernelNames.of(step.dtype()));
    step.operands().stream().forEach(value -> types.add(KernelNames.of(body.dtype(value))));
    return RowFold.lanesFor(types);
  }
}
