package dev.lanewise.graph.compile;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.explain.Explanation;
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

  /**
   * Whether a buffer that this writes may lie exactly on one of the same size that it reads. For
   * most calls that is their first one; scratch never.
   */
  boolean mayOverwrite(Buffer written, Buffer read) {
    return written == writes.getFirst() && mayOverwrite(read);
  }

  /** This call for the use of one frame alone: another object if it keeps memory of its own. */
  KernelCall forFrame() {
    return this;
  }

  /** How many chunks the work is cut into; 0 if there is none. */
  abstract int chunks();

  /** Runs a chunk of a step. */
  abstract void run(Frame frame, int chunk);

  /** How it computes, for people: the kernel's name and what tells its variants apart. */
  abstract String describe();

  /** Who computes it now. */
  abstract Backend backend();

  /** How far its compilation is, for people; empty if it has one form only. */
  String tier() {
    return "";
  }

  /**
   * The names of the operations that it computes, for people. By default those of its nodes; a call
   * that fuses nodes lists what it computes in the order it computes it.
   */
  List<String> operations() {
    return nodes.stream().map(node -> node.op().mnemonic()).toList();
  }

  /** The operations of a step, counted as in {@link Explanation}; 0 for what only moves. */
  abstract long flops();

  /** The bytes that a step reads; by default every buffer that is read, whole and once. */
  long bytesRead() {
    return bytes(reads);
  }

  /** The bytes that a step writes; by default every buffer that is written, whole and once. */
  long bytesWritten() {
    return bytes(writes);
  }

  private static long bytes(List<Buffer> buffers) {
    return buffers.stream().distinct().mapToLong(Buffer::bytes).sum();
  }

  /**
   * Why a buffer that another call writes is read from memory, instead of being computed within
   * this call; for people.
   */
  String reasonToRead(Buffer read) {
    return "each operation is a kernel of its own";
  }

  /** Whatever else there is to say of this call, a line each: phases, what is kept, and so on. */
  List<String> details() {
    return List.of();
  }
}
