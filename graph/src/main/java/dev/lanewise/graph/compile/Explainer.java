package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Explanation;
import dev.lanewise.graph.explain.Explanation.Boundary;
import dev.lanewise.graph.explain.Explanation.Kernel;
import dev.lanewise.graph.explain.Explanation.Memory;
import dev.lanewise.graph.ir.Printer;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Says what the calls of a program do, in the state they are in now. */
final class Explainer {
  private Explainer() {}

  static Explanation explain(
      String graph,
      List<KernelCall> calls,
      long workspaceBytes,
      long constantBytes,
      List<String> notes) {
    List<Kernel> kernels = calls.stream().map(Explainer::kernel).toList();
    return new Explanation(graph, kernels, boundaries(calls), workspaceBytes, constantBytes, notes);
  }

  private static Kernel kernel(KernelCall call) {
    return new Kernel(
        call.describe(),
        call.nodes().stream().map(Printer::line).toList(),
        call.operations(),
        call.backend(),
        call.tier(),
        call.chunks(),
        call.bytesRead(),
        call.bytesWritten(),
        call.flops(),
        memory(call.reads()),
        memory(call.writes()),
        call.details());
  }

  private static List<Memory> memory(List<Buffer> buffers) {
    return buffers.stream().distinct().map(Explainer::memory).toList();
  }

  private static Memory memory(Buffer buffer) {
    return new Memory(buffer.label(), buffer.placeText(), buffer.bytes());
  }

  /** Whatever a call reads that an earlier call has written, the last one if there are several. */
  private static List<Boundary> boundaries(List<KernelCall> calls) {
    Map<Buffer, Integer> writers = new HashMap<>();
    List<Boundary> boundaries = new ArrayList<>();
    for (int consumer = 0; consumer < calls.size(); consumer++) {
      KernelCall call = calls.get(consumer);
      for (Buffer buffer : call.reads().stream().distinct().toList()) {
        Integer producer = writers.get(buffer);
        if (producer != null) {
          boundaries.add(
              new Boundary(
                  buffer.label(), buffer.bytes(), producer, consumer, call.reasonToRead(buffer)));
        }
      }
      for (Buffer buffer : call.writes()) {
        writers.put(buffer, consumer);
      }
    }
    return boundaries;
  }
}
