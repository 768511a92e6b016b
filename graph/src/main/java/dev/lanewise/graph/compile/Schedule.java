package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.tier.TieredLoop;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import java.util.List;

/**
 * A graph as kernel calls in the order they run, over buffers that have no place yet.
 *
 * @param calls the kernel calls in order
 * @param parameters the buffer of each parameter of the graph
 * @param results the buffer of each result; all distinct, written by calls of their own, but for a
 *     parameter that is donated to the very result that returns it unchanged
 * @param constants the buffers that are filled when the graph is compiled
 * @param loops the fused loops for which kernels are to be generated
 */
record Schedule(
    Graph graph,
    List<KernelCall> calls,
    List<Buffer> parameters,
    List<Buffer> results,
    List<Constant> constants,
    List<TieredLoop> loops) {

  /** The first {@code count} elements of a literal: all, or one if they are equal. */
  record Constant(Buffer buffer, Literal value, int count) {}

  Schedule {
    calls = List.copyOf(calls);
    parameters = List.copyOf(parameters);
    results = List.copyOf(results);
    constants = List.copyOf(constants);
    loops = List.copyOf(loops);
  }
}
