package dev.lanewise.graph.compile.emit;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import java.lang.foreign.MemorySegment;
import java.util.Objects;

/**
 * Checks the arguments of a call once for all that a generated kernel reads and writes in it: the
 * kernel's own accesses go to addresses, which nothing checks.
 */
final class OperandBounds {
  private final LoopBody body;
  private final int lanes;

  /**
   * @param lanes lanes of the vectors that the kernel reads as a whole wherever one begins
   */
  OperandBounds(LoopBody body, int lanes) {
    this.body = body;
    this.lanes = lanes;
  }

  /**
   * Requires that everything lies inside native memory that this thread may access. The arguments
   * are those of {@link dev.lanewise.graph.compile.loop.LoopKernel#run}.
   *
   * @throws IllegalArgumentException if the row has no element, or a segment is on the heap, or an
   *     output's or the scratch is read-only
   * @throws IndexOutOfBoundsException if something is outside its segment, or the scratch too small
   * @throws ArithmeticException if an offset overflows
   * @throws IllegalStateException if a segment's memory has been freed
   * @throws WrongThreadException if a segment is another thread's alone
   */
  void require(
      MemorySegment[] segments,
      long[] at,
      long[] step,
      long rows,
      int n,
      MemorySegment scratch,
      long scratchBytes) {
    if (n < 1) {
      throw new IllegalArgumentException("[fused loop] a row of " + n + " elements");
    }
    requireNative(scratch, true);
    Objects.checkFromIndexSize(0, scratchBytes, scratch.byteSize());
    if (rows <= 0) {
      return;
    }
    for (int operand = 0; operand < body.operandCount(); operand++) {
      requireNative(segments[operand], operand >= body.inputs().size());
      long first = at[operand];
      long last = Math.addExact(first, Math.multiplyExact(rows - 1, step[operand]));
      long end = Math.addExact(Math.max(first, last), rowBytes(operand, n));
      Objects.checkFromToIndex(Math.min(first, last), end, segments[operand].byteSize());
    }
  }

  private static void requireNative(MemorySegment segment, boolean written) {
    if (!segment.isNative() || (written && segment.isReadOnly())) {
      throw new IllegalArgumentException(
          "[fused loop] not native memory%s: %s"
              .formatted(written ? " that may be written" : "", segment));
    }
    if (!segment.scope().isAlive()) {
      throw new IllegalStateException("[fused loop] freed memory: " + segment);
    }
    if (!segment.isAccessibleBy(Thread.currentThread())) {
      throw new WrongThreadException("[fused loop] another thread's memory: " + segment);
    }
  }

  /** Bytes from the first to behind the last that is read or written of a row of an operand. */
  private long rowBytes(int operand, int n) {
    long width = body.operandType(operand).bytes();
    if (operand < body.inputs().size()) {
      boolean lanewise = body.inputs().get(operand).level() == Level.LANES;
      return width * (lanewise ? ((long) n + lanes - 1) / lanes * lanes : 1);
    }
    boolean element = body.outputs().get(operand - body.inputs().size()) instanceof StoreRow;
    return width * (element ? 1 : n);
  }
}
