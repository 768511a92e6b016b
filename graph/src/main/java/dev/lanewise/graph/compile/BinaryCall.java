package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.BinaryKernel;
import java.util.List;

/** An elementwise kernel of two operands. */
final class BinaryCall extends KernelCall {
  private final BinaryKernel kernel;
  private final Operand a;
  private final Operand b;
  private final Operand result;
  private final Chunks chunks;

  /** The result is dense. */
  BinaryCall(Node node, BinaryKernel kernel, Operand a, Operand b, Operand result, Chunks chunks) {
    super(List.of(node), List.of(a.buffer(), b.buffer()), List.of(result.buffer()));
    this.kernel = kernel;
    this.a = a;
    this.b = b;
    this.result = result;
    this.chunks = chunks;
  }

  @Override
  boolean mayOverwrite(Buffer read) {
    return overwritable(a, read) && overwritable(b, read);
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
