package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.GatherPlan;
import java.util.List;

/** Windows of an array at indices. */
final class GatherCall extends KernelCall {
  private final GatherPlan plan;
  private final Buffer array;
  private final Buffer indices;
  private final Buffer out;
  private final Chunks chunks;

  GatherCall(Node node, GatherPlan plan, Buffer array, Buffer indices, Buffer out) {
    super(List.of(node), List.of(array, indices), List.of(out));
    this.plan = plan;
    this.array = array;
    this.indices = indices;
    this.out = out;
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
        frame.segment(out),
        out.offset(),
        chunks.from(chunk),
        chunks.to(chunk));
  }

  @Override
  String describe() {
    return "gather";
  }

  @Override
  Backend backend() {
    return Backend.COPY;
  }

  @Override
  long flops() {
    return 0;
  }

  /** The windows, at most: those that are dropped are not read. */
  @Override
  long bytesRead() {
    return plan.bytes() + indices.bytes();
  }

  @Override
  String reasonToRead(Buffer read) {
    return "gathered from places that are known when the step runs";
  }
}
