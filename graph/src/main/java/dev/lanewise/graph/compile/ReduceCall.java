package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.ReducePlan;
import java.util.ArrayList;
import java.util.List;

/** One phase of a reduction. */
final class ReduceCall extends KernelCall {
  private final ReducePlan plan;
  private final int phase;
  private final Buffer in;
  private final Buffer out;
  private final Buffer scratch;
  private final int elementBytes;
  private final Chunks chunks;

  private ReduceCall(
      Node node,
      ReducePlan plan,
      int phase,
      Buffer in,
      Buffer out,
      Buffer scratch,
      List<Buffer> reads,
      List<Buffer> writes) {
    super(List.of(node), reads, writes);
    this.plan = plan;
    this.phase = phase;
    this.in = in;
    this.out = out;
    this.scratch = scratch;
    this.elementBytes = node.result().dtype().bytes();
    this.chunks = Chunks.byBytes(plan.units(phase), plan.bytes(phase));
  }

  /** The phases of a reduction in order. */
  static List<KernelCall> phases(Node node, ReducePlan plan, Buffer in, Buffer out) {
    Buffer scratch = new Buffer(out.label() + " partial", plan.scratchBytes());
    List<KernelCall> calls = new ArrayList<>();
    for (int phase = 0; phase < plan.phases(); phase++) {
      boolean last = phase == plan.phases() - 1;
      calls.add(
          new ReduceCall(
              node,
              plan,
              phase,
              in,
              out,
              plan.phases() == 1 ? out : scratch,
              List.of(phase == 0 ? in : scratch),
              List.of(last ? out : scratch)));
    }
    return calls;
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    plan.run(
        phase,
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
    return plan + " phase " + (phase + 1) + " of " + plan.phases();
  }

  @Override
  Backend backend() {
    return Backend.LIBRARY;
  }

  @Override
  long flops() {
    return bytesRead() / elementBytes;
  }

  @Override
  String reasonToRead(Buffer read) {
    return read == scratch
        ? "the parts of a reduction are combined in a fixed order"
        : super.reasonToRead(read);
  }
}
