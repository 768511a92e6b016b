package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.Node;
import java.util.List;

/**
 * One call in a program: computes some buffers from others. Its work is cut into chunks, by size
 * alone, which may run in any order and on any threads and give the same bits whichever.
 */
abstract class KernelCall {
  private final List<Node> nodes;
  private final List<Buffer> reads;
  private final List<Buffer> writes;

  /**
   * @param nodes what this computes, or has a part in computing
   * @param reads every buffer read
   * @param writes every buffer written, results and scratch alike
   */
  KernelCall(List<Node> nodes, List<Buffer> reads, List<Buffer> writes) {
    this.nodes = List.copyOf(nodes);
    this.reads = List.copyOf(reads);
    this.writes = List.copyOf(writes);
  }

  final List<Node> nodes() {
    return nodes;
  }

  final List<Buffer> reads() {
    return reads;
  }

  final List<Buffer> writes() {
    return writes;
  }

  /**
   * Whether what this writes may lie exactly on a buffer of the same size that it reads: true if
   * every element of that buffer is read before, or by the chunk and at the index that, the element
   * in its place is written.
   */
  boolean mayOverwrite(Buffer read) {
    return false;
  }

  /** How many chunks the work is cut into; 0 if there is none. */
  abstract int chunks();

  /** Runs a chunk of a step. */
  abstract void run(Frame frame, int chunk);

  /** How it computes, for people: the kernel's name and what tells its variants apart. */
  abstract String describe();
}
