package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Graph;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A compiled graph: calls in order, and where everything they touch lies. Immutable. */
public final class Program {
  private final Graph graph;
  private final List<KernelCall> calls;
  private final List<Schedule.Constant> constants;
  private final long slabBytes;
  private final long constantBytes;

  private Program(Schedule schedule, MemoryPlanner.Plan plan) {
    this.graph = schedule.graph();
    this.constants = schedule.constants();
    this.slabBytes = plan.slabBytes();
    this.constantBytes = plan.constantBytes();
    List<KernelCall> all = new ArrayList<>(schedule.calls());
    for (MemoryPlanner.Move move : plan.moves()) {
      all.add(new MoveCall(List.of(), move.from(), move.to()));
    }
    this.calls = List.copyOf(all);
  }

  /**
   * Compiles a graph.
   *
   * @param products who computes matrix products
   * @param donorOfResult for each result the parameter whose memory it takes, or -1
   */
  public static Program compile(Graph graph, Products products, int[] donorOfResult) {
    Schedule schedule = Lowering.lower(graph, products, donorOfResult);
    return new Program(schedule, MemoryPlanner.plan(schedule, donorOfResult));
  }

  /** The bytes of slab that a running step needs, 64-byte aligned. */
  public long slabBytes() {
    return slabBytes;
  }

  /** The bytes of constants that all running steps share, 64-byte aligned. */
  public long constantBytes() {
    return constantBytes;
  }

  /**
   * Fills in the constants.
   *
   * @param segment at least {@link #constantBytes()} of native memory
   */
  public void writeConstants(MemorySegment segment) {
    for (Schedule.Constant constant : constants) {
      LiteralCodec.write(constant.value(), constant.count(), segment, constant.buffer().offset());
    }
  }

  int parameterCount() {
    return graph.parameters().size();
  }

  int resultCount() {
    return graph.results().size();
  }

  List<KernelCall> calls() {
    return calls;
  }

  /** A line for each kernel: what it computes, how, in how many chunks, from what, to where. */
  public String explain() {
    StringBuilder out = new StringBuilder();
    out.append(
        "%s: %d kernel calls, %,d bytes of workspace, %,d of constants%n"
            .formatted(graph.name(), calls.size(), slabBytes, constantBytes));
    for (int i = 0; i < calls.size(); i++) {
      KernelCall call = calls.get(i);
      String ops =
          call.nodes().isEmpty()
              ? "move"
              : String.join("+", call.nodes().stream().map(n -> n.op().mnemonic()).toList());
      out.append("%4d  %-18s %s".formatted(i, ops, call.describe()));
      if (call.chunks() != 1) {
        out.append(", ").append(call.chunks()).append(" chunks");
      }
      out.append("  ").append(texts(call.reads()));
      out.append(" -> ").append(texts(call.writes()));
      out.append(System.lineSeparator());
    }
    return out.toString();
  }

  private static String texts(List<Buffer> buffers) {
    return String.join(", ", buffers.stream().map(b -> b + " (" + b.bytes() + " bytes)").toList());
  }
}
