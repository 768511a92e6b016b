package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.kernels.CopyPlan;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** A strided copy from or to a window whose place is known when the step runs. */
final class WindowCall extends KernelCall {
  /**
   * What is known of the place beforehand.
   *
   * @param array the shape of the array that the window lies in
   * @param sizes the extents of the window
   * @param width the bytes of an element
   * @param longStarts whether the starts are I64 rather than I32
   */
  record Window(Shape array, Shape sizes, int width, boolean longStarts) {}

  private final CopyPlan plan;
  private final Buffer from;
  private final Buffer to;
  private final boolean windowIsRead;
  private final List<Buffer> starts;
  private final boolean longStarts;
  private final long[] lastStarts;
  private final long[] strideBytes;
  private final Chunks chunks;

  private WindowCall(
      Node node,
      CopyPlan plan,
      Buffer from,
      Buffer to,
      List<Buffer> starts,
      Window window,
      boolean windowIsRead) {
    super(List.of(node), with(from, starts), List.of(to));
    this.plan = plan;
    this.from = from;
    this.to = to;
    this.windowIsRead = windowIsRead;
    this.starts = List.copyOf(starts);
    this.longStarts = window.longStarts();
    this.lastStarts = new long[starts.size()];
    this.strideBytes = window.array().strides();
    for (int axis = 0; axis < lastStarts.length; axis++) {
      lastStarts[axis] = (long) window.array().extent(axis) - window.sizes().extent(axis);
      strideBytes[axis] *= window.width();
    }
    this.chunks = Chunks.byBytes(plan.units(), plan.bytes());
  }

  /**
   * Copies a window to a whole array.
   *
   * @param starts the first element of the window along each axis, each one integer
   */
  static WindowCall reading(
      Node node, CopyPlan plan, Buffer from, Buffer to, List<Buffer> starts, Window window) {
    return new WindowCall(node, plan, from, to, starts, window, true);
  }

  /** Copies a whole array over a window of another; as {@link #reading}. */
  static WindowCall writing(
      Node node, CopyPlan plan, Buffer from, Buffer to, List<Buffer> starts, Window window) {
    return new WindowCall(node, plan, from, to, starts, window, false);
  }

  private static List<Buffer> with(Buffer first, List<Buffer> others) {
    List<Buffer> all = new ArrayList<>();
    all.add(first);
    all.addAll(others);
    return all;
  }

  @Override
  int chunks() {
    return chunks.count();
  }

  @Override
  void run(Frame frame, int chunk) {
    long window = windowBytes(frame);
    plan.run(
        frame.segment(from),
        from.offset() + (windowIsRead ? window : 0),
        frame.segment(to),
        to.offset() + (windowIsRead ? 0 : window),
        chunks.from(chunk),
        chunks.to(chunk));
  }

  /** Bytes from the start of the array to the window, which is moved inside. */
  private long windowBytes(Frame frame) {
    long bytes = 0;
    for (int axis = 0; axis < lastStarts.length; axis++) {
      Buffer buffer = starts.get(axis);
      MemorySegment segment = frame.segment(buffer);
      long start =
          longStarts
              ? segment.get(ValueLayout.JAVA_LONG, buffer.offset())
              : segment.get(ValueLayout.JAVA_INT, buffer.offset());
      bytes += Math.clamp(start, 0, lastStarts[axis]) * strideBytes[axis];
    }
    return bytes;
  }

  @Override
  String describe() {
    return "window " + plan;
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
    return plan.bytes() + starts.stream().distinct().mapToLong(Buffer::bytes).sum();
  }

  @Override
  long bytesWritten() {
    return plan.bytes();
  }

  @Override
  String reasonToRead(Buffer read) {
    return "the window's place is known when the step runs";
  }
}
