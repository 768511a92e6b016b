package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * What a class that was defined by {@link LaneCode#define} is called through: a loop over rows of
 * several operands. What the arguments mean is agreed between whoever writes the class and whoever
 * calls it; nothing is checked but what the class itself checks.
 */
public interface RowLoop {
  /**
   * Runs some rows.
   *
   * @param segments native segments of the operands
   * @param at byte offset of each operand's first element in the first row
   * @param step bytes from one row to the next of each operand
   * @param rows number of rows
   * @param n elements of a row
   * @param scratch native memory for this call alone
   */
  void run(
      MemorySegment[] segments, long[] at, long[] step, long rows, int n, MemorySegment scratch);

  /**
   * Has the loop go through its motions without vector code, or end that. The just-in-time
   * compilers count calls, and a call that does nothing counts as much as one that makes an object
   * of every vector. Nobody else may run the loop meanwhile.
   */
  void rehearse(boolean on);
}
