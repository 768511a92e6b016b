package dev.lanewise.graph.explain;

import java.util.List;

/**
 * What a compiled graph runs, in order, and where values go through memory from one kernel to the
 * next, with the reason. A snapshot: a kernel that is still interpreted may be generated later.
 *
 * <p>Bytes and operations are those of one step, counted from the shapes: bytes once for each time
 * that a kernel reads or writes them, wherever caches may hold them; operations once for each
 * element and elementwise operation whatever that costs, {@code 2mnk} for a matrix product, and one
 * for each element that is reduced.
 *
 * @param graph the name of the graph
 * @param kernels in the order they run
 * @param boundaries the values that one kernel writes and another reads
 * @param workspaceBytes memory that a running step takes beside its arguments and results
 * @param constantBytes memory of constants, which all steps share
 * @param notes whatever else there is to say of the whole, a line each
 */
public record Explanation(
    String graph,
    List<Kernel> kernels,
    List<Boundary> boundaries,
    long workspaceBytes,
    long constantBytes,
    List<String> notes) {

  /** Copies the lists. */
  public Explanation {
    kernels = List.copyOf(kernels);
    boundaries = List.copyOf(boundaries);
    notes = List.copyOf(notes);
  }

  /**
   * One kernel.
   *
   * @param description how it computes, for people
   * @param nodes the nodes of the optimised graph that it computes or has a part in computing, as
   *     {@link dev.lanewise.graph.ir.Printer} writes them; none if it only moves memory
   * @param operations the names of the operations of these nodes, in the order they are computed
   * @param backend who computes it now
   * @param tier how far its compilation is; empty if it has one form only
   * @param chunks the parts that threads may share; 0 if there is nothing to do
   * @param bytesRead bytes that it reads in a step
   * @param bytesWritten bytes that it writes in a step
   * @param flops operations of a step
   * @param reads the buffers that it reads
   * @param writes the buffers that it writes, scratch included
   * @param details whatever else there is to say, a line each
   */
  public record Kernel(
      String description,
      List<String> nodes,
      List<String> operations,
      Backend backend,
      String tier,
      int chunks,
      long bytesRead,
      long bytesWritten,
      long flops,
      List<Memory> reads,
      List<Memory> writes,
      List<String> details) {
    /** Copies the lists. */
    public Kernel {
      nodes = List.copyOf(nodes);
      operations = List.copyOf(operations);
      reads = List.copyOf(reads);
      writes = List.copyOf(writes);
      details = List.copyOf(details);
    }
  }

  /**
   * A buffer.
   *
   * @param name the value that it holds, for example {@code %3}, or what else
   * @param place where it lies, for example {@code slab+128}, {@code arg0} or {@code result1}
   * @param bytes its size
   */
  public record Memory(String name, String place, long bytes) {
    @Override
    public String toString() {
      return name + " " + place + " (" + bytes + " bytes)";
    }
  }

  /**
   * A value that goes through memory between two kernels.
   *
   * @param value the value, for example {@code %3}
   * @param bytes its size in memory
   * @param producer the index of the kernel that writes it
   * @param consumer the index of the kernel that reads it
   * @param reason why the consumer does not compute it itself
   */
  public record Boundary(String value, long bytes, int producer, int consumer, String reason) {}

  /** The bytes that the kernels of a step read. */
  public long bytesRead() {
    return kernels.stream().mapToLong(Kernel::bytesRead).sum();
  }

  /** The bytes that the kernels of a step write. */
  public long bytesWritten() {
    return kernels.stream().mapToLong(Kernel::bytesWritten).sum();
  }

  /** The operations of a step. */
  public long flops() {
    return kernels.stream().mapToLong(Kernel::flops).sum();
  }

  /** All of this for people, in aligned columns: totals, kernels, their memory, boundaries. */
  @Override
  public String toString() {
    return new ExplanationText(this).render();
  }
}
