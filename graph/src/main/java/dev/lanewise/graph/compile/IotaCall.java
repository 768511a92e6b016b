package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import java.util.List;

/** Counts 0, 1, 2, ... */
final class IotaCall extends KernelCall {
  private final ElementType type;
  private final Buffer to;
  private final Chunks chunks;

  IotaCall(Node node, ElementType type, Buffer to, Chunks chunks) {
    super(List.of(node), List.of(), List.of(to));
    this.type = type;
    this.to = to;
    this.chunks = chunks;
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    long from = chunks.from(chunk);
    Elementwise.iota(
        type, from, frame.segment(to), to.offset() + from * type.byteWidth(), chunks.length(chunk));
  }

  @Override
  String describe() {
    return "iota(" + type + ")";
  }

  @Override
  Backend backend() {
    return Backend.LIBRARY;
  }

  @Override
  long flops() {
    return 0;
  }
}
