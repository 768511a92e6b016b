package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.UnaryKernel;
import java.util.List;

/** An elementwise kernel of one operand. */
final class UnaryCall extends KernelCall {
  private final UnaryKernel kernel;
  private final Operand operand;
  private final Operand result;
  private final Chunks chunks;

  /** Operand and result are dense. */
  UnaryCall(Node node, UnaryKernel kernel, Operand operand, Operand result, Chunks chunks) {
    super(List.of(node), List.of(operand.buffer()), List.of(result.buffer()));
    this.kernel = kernel;
    this.operand = operand;
    this.result = result;
    this.chunks = chunks;
  }

  @Override
  boolean mayOverwrite(Buffer read) {
    return true;
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    long from = chunks.from(chunk);
    kernel.apply(
        frame.segment(operand.buffer()),
        operand.at(from),
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
