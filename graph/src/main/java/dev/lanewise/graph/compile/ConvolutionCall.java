package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.conv.ConvPlan;
import java.util.ArrayList;
import java.util.List;

/** One phase of a convolution or of one of its gradients. */
final class ConvolutionCall extends KernelCall {
  /** Some 10 us of work: less is not worth handing to another thread. */
  private static final long CHUNK_FLOPS = 1_000_000;

  private final ConvPlan plan;
  private final int phase;
  private final Buffer left;
  private final Buffer right;
  private final Buffer out;
  private final Buffer scratch;
  private final Chunks chunks;

  private ConvolutionCall(
      Node node,
      ConvPlan plan,
      int phase,
      Buffer left,
      Buffer right,
      Buffer out,
      Buffer scratch,
      List<Buffer> reads,
      List<Buffer> writes) {
    super(List.of(node), reads, writes);
    this.plan = plan;
    this.phase = phase;
    this.left = left;
    this.right = right;
    this.out = out;
    this.scratch = scratch;
    int pieces = plan.pieces(phase);
    this.chunks =
        new Chunks(
            pieces, Math.clamp(CHUNK_FLOPS * pieces / Math.max(1, plan.flops(phase)), 1, pieces));
  }

  /** The phases in order. Whatever one writes in part, the next ones may read and write. */
  static List<KernelCall> phases(Node node, ConvPlan plan, Buffer left, Buffer right, Buffer out) {
    boolean hasScratch = plan.scratchBytes() > 0;
    Buffer scratch = hasScratch ? new Buffer(out.label() + " scratch", plan.scratchBytes()) : out;
    List<KernelCall> calls = new ArrayList<>();
    for (int phase = 0; phase < plan.phases(); phase++) {
      List<Buffer> reads = new ArrayList<>(List.of(left, right));
      if (hasScratch && phase > 0) {
        reads.add(scratch);
      }
      List<Buffer> writes = new ArrayList<>();
      writes.add(out);
      if (hasScratch) {
        writes.add(scratch);
      }
      calls.add(new ConvolutionCall(node, plan, phase, left, right, out, scratch, reads, writes));
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
        frame.segment(left),
        left.offset(),
        frame.segment(right),
        right.offset(),
        frame.segment(out),
        out.offset(),
        frame.segment(scratch),
        scratch.offset(),
        (int) chunks.from(chunk),
        (int) chunks.to(chunk));
  }

  @Override
  String describe() {
    return plan.phases() == 1
        ? plan.toString()
        : plan + ", phase " + (phase + 1) + " of " + plan.phases();
  }

  @Override
  Backend backend() {
    return Backend.LIBRARY;
  }

  @Override
  long flops() {
    return plan.flops(phase);
  }
}
