package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.tier.TieredLoop;
import dev.lanewise.graph.explain.Explanation;
import dev.lanewise.graph.ir.Graph;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** A compiled graph: calls in order, and where everything they touch lies. Immutable. */
public final class Program {
  private final Graph graph;
  private final List<KernelCall> calls;
  private final List<Schedule.Constant> constants;
  private final List<TieredLoop> loops;
  private final long slabBytes;
  private final long constantBytes;
  private final List<String> notes;
  private final long flops;
  private final long bytesMoved;

  private Program(Schedule schedule, MemoryPlanner.Plan plan, List<String> notes) {
    this.notes = notes;
    this.graph = schedule.graph();
    this.constants = schedule.constants();
    this.loops = schedule.loops();
    this.slabBytes = plan.slabBytes();
    this.constantBytes = plan.constantBytes();
    List<KernelCall> all = new ArrayList<>(schedule.calls());
    for (MemoryPlanner.Move move : plan.moves()) {
      all.add(new MoveCall(List.of(), move.from(), move.to()));
    }
    this.calls = List.copyOf(all);
    this.flops = calls.stream().mapToLong(KernelCall::flops).sum();
    this.bytesMoved =
        calls.stream().mapToLong(call -> call.bytesRead() + call.bytesWritten()).sum();
  }

  private Program(Program other, List<String> notes) {
    this.graph = other.graph;
    this.calls = other.calls;
    this.loops = other.loops;
    this.constants = other.constants;
    this.slabBytes = other.slabBytes;
    this.constantBytes = other.constantBytes;
    this.notes = List.copyOf(notes);
    this.flops = other.flops;
    this.bytesMoved = other.bytesMoved;
  }

  /**
   * Compiles a graph.
   *
   * @param products who computes matrix products
   * @param loops whether operations are fused, and who runs what they are fused into
   * @param donorOfResult for each result the parameter whose memory it takes, or -1
   */
  public static Program compile(Graph graph, Products products, Loops loops, int[] donorOfResult) {
    LoopForms.Written written =
        loops == Loops.NONE ? new LoopForms.Written(graph, List.of()) : LoopForms.of(graph);
    Schedule schedule = Lowering.lower(written.graph(), products, loops, donorOfResult);
    return new Program(schedule, MemoryPlanner.plan(schedule, donorOfResult), written.notes());
  }

  /** The same program, with something to say of it to people. */
  public Program withNote(String note) {
    List<String> more = new ArrayList<>(notes);
    more.add(note);
    return new Program(this, more);
  }

  /**
   * Compiles a graph to straight-line scalar code.
   *
   * @param graph one that {@link dev.lanewise.graph.compile.scalar.ScalarGraphs} does not refuse
   * @param donorOfResult for each result the parameter whose memory it takes, or -1
   */
  public static Program compileScalars(Graph graph, int[] donorOfResult) {
    Schedule schedule = ScalarGraphCall.schedule(graph);
    return new Program(schedule, MemoryPlanner.plan(schedule, donorOfResult), List.of());
  }

  /** The bytes of slab that a running step needs, 64-byte aligned. */
  public long slabBytes() {
    return slabBytes;
  }

  /** The bytes of constants that all running steps share, 64-byte aligned. */
  public long constantBytes() {
    return constantBytes;
  }

  /** The kernel calls of a step. */
  public int kernelCount() {
    return calls.size();
  }

  /** The operations of a step, counted as in {@link Explanation}. */
  public long flops() {
    return flops;
  }

  /** The bytes that the kernels of a step read and write, counted as in {@link Explanation}. */
  public long bytesMoved() {
    return bytesMoved;
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

  /** Whether every fused loop runs as a generated kernel, as far as it can. */
  public boolean isSettled() {
    return loops.stream().allMatch(TieredLoop::isSettled);
  }

  /**
   * Waits until every fused loop runs as a generated kernel, as far as it can.
   *
   * @throws InterruptedException if the thread is interrupted while it waits
   */
  public void awaitSettled() throws InterruptedException {
    loops.forEach(TieredLoop::request);
    for (TieredLoop loop : loops) {
      loop.awaitSettled();
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

  /** What runs, by whom, over how much memory, and why values go through memory between. */
  public Explanation explain() {
    return Explainer.explain(graph.name(), calls, slabBytes, constantBytes, notes);
  }
}
