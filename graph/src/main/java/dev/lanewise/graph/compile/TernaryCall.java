package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.TernaryKernel;
import java.util.List;

/** An elementwise kernel of three operands. */
final class TernaryCall extends KernelCall {
  private final TernaryKernel kernel;
  private final Operand a;
  private final Operand b;
  private final Operand c;
  private final Operand result;
  private final Chunks chunks;

  /** The result is dense. */
  TernaryCall(
      Node node, TernaryKernel kernel, List<Operand> operands, Operand result, Chunks chunks) {
    super(List.of(node), operands.stream().map(Operand::buffer).toList(), List.of(result.buffer()));
    this.kernel = kernel;
    this.a = operands.get(0);
    this.b = operands.get(1);
    this.c = operands.get(2);
    this.result = result;
    this.chunks = chunks;
  }

  @Override
  boolean mayOverwrite(Buffer read) {
    return overwritable(a, read) && overwritable(b, read) && overwritable(c, read);
  }

  private boolean overwritable(Operand operand, Buffer read) {
    return operand.buffer() != read || !operand.isSplat() || chunks.total() == 1;
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    long from = chunks.from(chunk);
    kernel.apply(
        frame.segment(a.buffer()),
        a.at(from),
        a.stride(),
        frame.segment(b.buffer()),
        b.at(from),
        b.stride(),
        frame.segment(c.buffer()),
        c.at(from),
        c.stride(),
        frame.segment(result.buffer()),
        result.at(from),
        chunks.length(chunk));
  }

  @Override
  String describe() {
    return kernel.toString();
  }

  @Override
  Backend backend() {
    return Backend.LIBRARY;
  }

  @Override
  long flops() {
    return chunks.total();
  }
}
