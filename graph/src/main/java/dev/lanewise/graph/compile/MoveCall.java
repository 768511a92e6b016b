package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import java.lang.foreign.MemorySegment;
import java.util.List;

/** Copies a buffer as it is; nothing, if the plan has put the copy in its place. */
final class MoveCall extends KernelCall {
  private final Buffer from;
  private final Buffer to;
  private final Chunks chunks;

  /** Both buffers have the same size; they are the same memory or do not overlap. */
  MoveCall(List<Node> nodes, Buffer from, Buffer to) {
    super(nodes, List.of(from), List.of(to));
    this.from = from;
    this.to = to;
    this.chunks = Chunks.ofBytes(from.bytes(), 1);
  }

  @Override
  boolean mayOverwrite(Buffer read) {
    return true;
  }

  @Override
  int chunks() {
    return inPlace() ? 0 : chunks.count();
  }

  private boolean inPlace() {
    return from.place() == to.place() && from.index() == to.index() && from.offset() == to.offset();
  }

  @Override
  void run(Frame frame, int chunk) {
    MemorySegment.copy(
        frame.segment(from),
        from.offset() + chunks.from(chunk),
        frame.segment(to),
        to.offset() + chunks.from(chunk),
        chunks.length(chunk));
  }

  @Override
  String describe() {
    return inPlace() ? "in place" : "memory copy";
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
    return inPlace() ? 0 : super.bytesRead();
  }

  @Override
  long bytesWritten() {
    return inPlace() ? 0 : super.bytesWritten();
  }
}
