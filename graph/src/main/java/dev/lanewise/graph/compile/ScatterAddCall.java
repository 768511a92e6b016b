package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.ScatterPlan;
import java.util.List;

/** Windows added to an array at indices, in place. */
final class ScatterAddCall extends KernelCall {
  private final ScatterPlan plan;
  private final Buffer indices;
  private final Buffer updates;
  private final Buffer array;
  private final int elementBytes;
  private final Chunks chunks;

  /** The array holds the operand when this runs, and the result after it. */
  ScatterAddCall(Node node, ScatterPlan plan, Buffer indices, Buffer updates, Buffer array) {
    super(List.of(node), List.of(indices, updates), List.of(array));
    this.plan = plan;
    this.indices = indices;
    this.updates = updates;
    this.array = array;
    this.elementBytes = node.result().dtype().bytes();
    this.chunks = Chunks.byBytes(plan.units(), plan.bytes());
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    plan.run(
        frame.segment(array),
        array.offset(),
        frame.segment(indices),
        indices.offset(),
        frame.segment(updates),
        updates.offset(),
        chunks.from(chunk),
        chunks.to(chunk));
  }

  @Override
  String describe() {
    return "scatter add";
  }

  @Override
  Backend backend() {
    return Backend.LIBRARY;
  }

  @Override
  long flops() {
    return plan.bytes() / elementBytes;
  }

  /** Where windows are added the array is read too. */
  @Override
  long bytesRead() {
    return plan.bytes() + super.bytesRead();
  }

  @Override
  long bytesWritten() {
    return plan.bytes();
  }

  @Override
  String reasonToRead(Buffer read) {
    return "added at places that are known when the step runs";
  }
}
