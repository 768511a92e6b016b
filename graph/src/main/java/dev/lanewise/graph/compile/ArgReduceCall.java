package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.ArgReducePlan;
import java.util.List;

/** The index of the largest or smallest element along an axis. */
final class ArgReduceCall extends KernelCall {
  private final ArgReducePlan plan;
  private final Buffer in;
  private final Buffer out;
  private final Buffer scratch;
  private final int elementBytes;
  private final Chunks chunks;

  ArgReduceCall(Node node, ArgReducePlan plan, Buffer in, Buffer out, Buffer scratch) {
    super(List.of(node), List.of(in), List.of(out, scratch));
    this.plan = plan;
    this.in = in;
    this.out = out;
    this.scratch = scratch;
    this.elementBytes = node.operand(0).dtype().bytes();
    this.chunks = Chunks.byBytes(plan.units(), plan.bytes());
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    plan.run(
        frame.segment(in),
        in.offset(),
        frame.segment(out),
        out.offset(),
        frame.segment(scratch),
        scratch.offset(),
        chunks.from(chunk),
        chunks.to(chunk));
  }

  @Override
  String describe() {
    return "reduce and search";
  }

  @Override
  Backend backend() {
    return Backend.LIBRARY;
  }

  @Override
  long flops() {
    return in.bytes() / elementBytes;
  }
}
