package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.CopyPlan;
import java.util.List;

/** A strided copy of one buffer to another. */
final class CopyCall extends KernelCall {
  private final CopyPlan plan;
  private final Buffer from;
  private final Buffer to;
  private final Chunks chunks;

  CopyCall(Node node, CopyPlan plan, Buffer from, Buffer to) {
    super(List.of(node), List.of(from), List.of(to));
    this.plan = plan;
    this.from = from;
    this.to = to;
    this.chunks = Chunks.byBytes(plan.units(), plan.bytes());
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    plan.run(
        frame.segment(from),
        from.offset(),
        frame.segment(to),
        to.offset(),
        chunks.from(chunk),
        chunks.to(chunk));
  }

  @Override
  String describe() {
    return plan.toString();
  }

  @Override
  Backend backend() {
    return Backend.COPY;
  }

  @Override
  long flops() {
    return 0;
  }

  @Override
  long bytesRead() {
    return Math.min(from.bytes(), plan.bytes());
  }

  @Override
  long bytesWritten() {
    return plan.bytes();
  }
}
