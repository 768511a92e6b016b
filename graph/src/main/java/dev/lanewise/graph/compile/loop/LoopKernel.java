package dev.lanewise.graph.compile.loop;

import java.lang.foreign.MemorySegment;

/**
 * Runs a {@link LoopBody} over memory. Any number of threads may run one at once. An element's bits
 * depend neither on its place nor on how rows are divided into calls, and all implementations give
 * the same bits for one body.
 */
public interface LoopKernel {
  /** Bytes of scratch that a call with rows of {@code n} elements needs. */
  long scratchBytes(int n);

  /**
   * Runs some rows.
   *
   * <p>The operands are the inputs, then the outputs; the arrays may be longer. All segments are
   * native and stay allocated until the call returns, and at least 64 bytes may be read behind the
   * last element of each: full vectors are loaded wherever an element begins. Nothing is written
   * outside the elements of the outputs. An output may lie exactly on an input if {@link
   * LoopSchedule#mayOverwrite} says so; otherwise they are apart.
   *
   * @param segments where each operand lies
   * @param at byte offset of each operand's first element in the first row
   * @param step bytes from one row to the next of each operand
   * @param rows how many rows, at least 0
   * @param n elements of a row, at least 1
   * @param scratch {@link #scratchBytes} bytes, 64-byte aligned, for this call alone
   */
  void run(
      MemorySegment[] segments, long[] at, long[] step, long rows, int n, MemorySegment scratch);
}
