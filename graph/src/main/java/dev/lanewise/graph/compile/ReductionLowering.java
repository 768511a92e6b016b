package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.kernels.ArgReduce;
import dev.lanewise.kernels.ArgReducePlan;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Reduce;
import dev.lanewise.kernels.ReducePlan;

/** Lowers reductions, each to one call a phase. */
final class ReductionLowering {
  private ReductionLowering() {}

  static void lower(Lowering lowering, Reduction.Reduce op, Node node) {
    DType dtype = node.result().dtype();
    if (dtype == DType.BF16) {
      lowering.interpret(node);
      return;
    }
    ReducePlan plan =
        Reduce.plan(
            KernelNames.of(op.kind()),
            KernelNames.of(dtype),
            MovementLowering.extents(node.operand(0).shape()),
            op.axes().toArray());
    Buffer in = lowering.dense(node.operand(0));
    Buffer out = lowering.define(node.result()).buffer();
    ReduceCall.phases(node, plan, in, out).forEach(lowering::add);
  }

  static void lower(Lowering lowering, Reduction.ArgReduce op, Node node) {
    Value x = node.operand(0);
    if (x.dtype() == DType.BF16) {
      lowering.interpret(node);
      return;
    }
    ElementType type = KernelNames.of(x.dtype());
    ElementType indexType = KernelNames.of(op.indexType());
    long[] extents = MovementLowering.extents(x.shape());
    ArgReducePlan plan =
        switch (op.extreme()) {
          case MAX -> ArgReduce.argMax(type, indexType, extents, op.axis());
          case MIN -> ArgReduce.argMin(type, indexType, extents, op.axis());
        };
    Buffer in = lowering.dense(x);
    Buffer out = lowering.define(node.result()).buffer();
    lowering.add(
        new ArgReduceCall(node, plan, in, out, Lowering.scratch(node, plan.scratchBytes())));
  }
}
