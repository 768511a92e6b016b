package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Gather;
import dev.lanewise.kernels.GatherPlan;
import dev.lanewise.kernels.OutOfBounds;
import dev.lanewise.kernels.Scatter;
import dev.lanewise.kernels.ScatterPlan;
import dev.lanewise.kernels.WindowDimensions;
import java.util.List;

/** Lowers what reads or writes windows at given indices. */
final class IndexingLowering {
  private final Lowering lowering;
  private final Node node;
  private final Value array;
  private final Value indices;

  IndexingLowering(Lowering lowering, Node node) {
    this.lowering = lowering;
    this.node = node;
    this.array = node.operand(0);
    this.indices = node.operand(1);
  }

  void lower(Indexing.Gather op) {
    GatherPlan plan =
        Gather.plan(
            array.dtype().bytes(),
            indexType(),
            MovementLowering.extents(array.shape()),
            MovementLowering.extents(indices.shape()),
            dimensions(op.map()),
            longs(op.windowSizes()),
            of(op.outOfBounds()));
    Buffer from = lowering.dense(array);
    Buffer at = lowering.dense(indices);
    Buffer out = lowering.define(node.result()).buffer();
    lowering.add(new GatherCall(node, plan, from, at, out));
  }

  /** The array is copied, in place if nobody else needs it, and added to. */
  void lower(Indexing.ScatterAdd op) {
    Value updates = node.operand(2);
    if (updates.type().size() == 0) {
      lowering.define(node.result(), lowering.operand(array));
      return;
    }
    if (array.dtype() == DType.BF16) {
      lowering.interpret(node);
      return;
    }
    ScatterPlan plan =
        Scatter.add(
            KernelNames.of(array.dtype()),
            indexType(),
            MovementLowering.extents(array.shape()),
            MovementLowering.extents(indices.shape()),
            dimensions(op.map()),
            longs(op.windowSizes()),
            of(op.outOfBounds()));
    Buffer from = lowering.dense(array);
    Buffer at = lowering.dense(indices);
    Buffer added = lowering.dense(updates);
    Buffer out = lowering.define(node.result()).buffer();
    lowering.add(new MoveCall(List.of(node), from, out));
    lowering.add(new ScatterAddCall(node, plan, at, added, out));
  }

  private ElementType indexType() {
    return KernelNames.of(indices.dtype());
  }

  private static long[] longs(Ints ints) {
    return MovementLowering.longs(ints);
  }

  private static WindowDimensions dimensions(Indexing.WindowMap map) {
    return WindowDimensions.of(
        map.offsetAxes().toArray(),
        map.collapsedAxes().toArray(),
        map.operandBatchAxes().toArray(),
        map.indicesBatchAxes().toArray(),
        map.startIndexMap().toArray());
  }

  private static OutOfBounds of(Indexing.OutOfBounds mode) {
    return switch (mode) {
      case ERROR -> OutOfBounds.ERROR;
      case CLIP -> OutOfBounds.CLIP;
      case DROP -> OutOfBounds.DROP;
    };
  }
}
