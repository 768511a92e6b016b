package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.scalar.ScalarGraph;
import dev.lanewise.graph.compile.scalar.ScalarMemory;
import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.Graph;
import java.util.List;

/** A whole small graph as straight-line scalar code. */
final class ScalarGraphCall extends KernelCall {
  private final ScalarGraph graph;
  private final ScalarMemory memory;
  private final Buffer[] parameters;
  private final Buffer[] results;

  private ScalarGraphCall(Graph source, ScalarGraph graph, List<Buffer> in, List<Buffer> out) {
    super(source.nodes(), in, out);
    this.graph = graph;
    this.memory = graph.newMemory();
    this.parameters = in.toArray(Buffer[]::new);
    this.results = out.toArray(Buffer[]::new);
  }

  private ScalarGraphCall(ScalarGraphCall other) {
    super(other.nodes(), other.reads(), other.writes());
    this.graph = other.graph;
    this.memory = graph.newMemory();
    this.parameters = other.parameters;
    this.results = other.results;
  }

  /** The schedule of a graph as this one call. */
  static Schedule schedule(Graph graph) {
    List<Buffer> in = graph.parameters().stream().map(Lowering::newBuffer).toList();
    List<Buffer> out = graph.results().stream().map(Lowering::newBuffer).toList();
    KernelCall call = new ScalarGraphCall(graph, ScalarGraph.compile(graph), in, out);
    return new Schedule(graph, List.of(call), in, out, List.of(), List.of());
  }

  @Override
  KernelCall forFrame() {
    return new ScalarGraphCall(this);
  }

  /** All arguments are read before any result is written. */
  @Override
  boolean mayOverwrite(Buffer written, Buffer read) {
    return true;
  }

  @Override
  int chunks() {
    return 1;
  }

  @Override
  void run(Frame frame, int chunk) {
    for (int i = 0; i < parameters.length; i++) {
      memory.read(i, frame.segment(parameters[i]), parameters[i].offset());
    }
    memory.run();
    for (int j = 0; j < results.length; j++) {
      memory.write(j, frame.segment(results[j]), results[j].offset());
    }
  }

  @Override
  String describe() {
    return graph.describe();
  }

  @Override
  Backend backend() {
    return Backend.GENERATED;
  }

  @Override
  long flops() {
    return graph.operations();
  }
}
