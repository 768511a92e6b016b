package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.conv.WindowPlan;
import java.util.List;

/** An operation on windows that move over a tensor. */
final class WindowedCall extends KernelCall {
  /** Elements of windows that take some 10 us: less is not worth handing to another thread. */
  private static final long CHUNK_OPERATIONS = 8_000;

  private final WindowPlan plan;
  private final Buffer x;
  private final Buffer second;
  private final Buffer out;
  private final Chunks chunks;

  /** The operands are x and, for some kinds, another tensor. */
  WindowedCall(Node node, WindowPlan plan, List<Buffer> operands, Buffer out) {
    super(List.of(node), operands, List.of(out));
    this.plan = plan;
    this.x = operands.getFirst();
    this.second = operands.getLast();
    this.out = out;
    long units = plan.units();
    this.chunks =
        new Chunks(
            units, Math.clamp(CHUNK_OPERATIONS * units / Math.max(1, plan.operations()), 1, units));
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    plan.run(
        frame.segment(x),
        x.offset(),
        frame.segment(second),
        second.offset(),
        frame.segment(out),
        out.offset(),
        chunks.from(chunk),
        chunks.to(chunk));
  }

  @Override
  String describe() {
    return plan.toString();
  }

  @Override
  Backend backend() {
    return Backend.LIBRARY;
  }

  @Override
  long flops() {
    return plan.operations();
  }
}
