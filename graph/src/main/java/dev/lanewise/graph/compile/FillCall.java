package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.Movement;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Repeats one element. */
final class FillCall extends KernelCall {
  private final Operand element;
  private final Buffer to;
  private final Chunks chunks;

  FillCall(List<Node> nodes, Operand element, Buffer to) {
    super(nodes, List.of(element.buffer()), List.of(to));
    this.element = element;
    this.to = to;
    int width = element.width();
    this.chunks = Chunks.ofBytes(to.bytes(), width);
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    int width = element.width();
    Movement.fill(
        width,
        frame.segment(to),
        to.offset() + chunks.from(chunk) * width,
        chunks.length(chunk),
        bits(frame.segment(element.buffer()), element.at(0), width));
  }

  private static long bits(MemorySegment segment, long at, int width) {
    return switch (width) {
      case 1 -> segment.get(ValueLayout.JAVA_BYTE, at);
      case 2 -> segment.get(ValueLayout.JAVA_SHORT, at);
      case 4 -> segment.get(ValueLayout.JAVA_INT, at);
      default -> segment.get(ValueLayout.JAVA_LONG, at);
    };
  }

  @Override
  String describe() {
    return "fill";
  }

  @Override
  Backend backend() {
    return Backend.COPY;
  }

  @Override
  long flops() {
    return 0;
  }
}
