package dev.lanewise.bench.lab.kernel;

import java.lang.foreign.MemorySegment;
import java.util.List;

/**
 * A kernel that the laboratory measures and checks. Implement it, with a constructor without
 * arguments, to have a kernel of your own measured: {@code lanewise lab kernel --class my.Kernel
 * --class-path target/classes}.
 *
 * <p>The laboratory allocates and fills the {@linkplain #operands operands}, sees that {@link #run}
 * computes what {@link #twin} does, that it allocates nothing on the heap once it is compiled, that
 * its vector operations became instructions, and how near its time is to what the machine can do.
 *
 * <p>A kernel keeps no state between calls: two threads may run it at once on memory of their own.
 */
public interface Kernel {
  /** A name for tables and charts. */
  String name();

  /**
   * The memory of one call.
   *
   * @param n the size of the problem: elements, rows, an order, whatever the kernel grows with
   */
  List<Operand> operands(int n);

  /**
   * The kernel.
   *
   * @param memory the operands, in their order
   * @param n the size of the problem
   */
  void run(List<MemorySegment> memory, int n);

  /**
   * The specification of {@link #run}, in plain scalar code: writes what the kernel should write.
   *
   * @param memory other memory with the same contents
   * @param n the size of the problem
   */
  void twin(List<MemorySegment> memory, int n);

  /** Additions and multiplications of one call; 0 if the kernel is not measured by them. */
  default double flops(int n) {
    return 0;
  }

  /** The work of one call: every input read once and every output written once, unless told. */
  default Work work(int n) {
    return Work.of(flops(n), operands(n));
  }

  /**
   * How far a result may be from the twin's, in units in the last place of the larger of the two; 0
   * asks for the same number (a NaN is equal to a NaN, whatever its bits).
   */
  default double ulps() {
    return 0;
  }

  /**
   * How far a result may be from the twin's in any case, as a share of the largest magnitude in the
   * twin's operand: for sums, whose small elements carry the rounding errors of large terms.
   */
  default double relativeToLargest() {
    return 0;
  }
}
