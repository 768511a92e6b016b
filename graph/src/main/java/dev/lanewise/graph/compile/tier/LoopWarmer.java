package dev.lanewise.graph.compile.tier;

import com.sun.management.ThreadMXBean;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.ir.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;

/**
 * Runs a kernel on memory of its own until the just-in-time compiler is done with it. Before that
 * vector code costs a hundred times as much and allocates a box for every vector; so the allocation
 * counter tells when it is ready.
 */
final class LoopWarmer {
  static final long MOST_ROWS = 4;

  /** Long enough for the loop along the row to be what is compiled. */
  private static final int MOST_ELEMENTS = 1024;

  /** Less than one boxed vector. */
  private static final long UNBOXED_BYTES = 64;

  /** In a row, before the kernel counts as compiled. */
  private static final int QUIET_CALLS = 20;

  /** After so long another loop may have its turn. */
  private static final long TURN_NANOS = 150_000_000L;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  /** Whether the kernel is compiled, after so many calls. */
  record Outcome(boolean isCompiled, long calls) {}

  private LoopWarmer() {}

  /**
   * Returns when the kernel neither boxes nor is interpreted any more, or when its turn is over.
   *
   * @param rows rows of a typical call
   * @param n elements of a row of a typical call
   */
  static Outcome warm(LoopBody body, LoopKernel kernel, long rows, int n) {
    int length = Math.min(n, MOST_ELEMENTS + n % (int) LANES);
    // Shared, as the memory of arrays is: kernels are to see one kind of session.
    try (Arena arena = Arena.ofShared()) {
      int count = body.operandCount();
      MemorySegment[] segments = new MemorySegment[count];
      long[] at = new long[count];
      long[] step = new long[count];
      for (int i = 0; i < count; i++) {
        segments[i] = arena.allocate((long) length * Long.BYTES + LANES, LANES);
        fill(segments[i], body.operandType(i), identity(body, i));
      }
      MemorySegment scratch = arena.allocate(kernel.scratchBytes(length) + LANES, LANES);
      long until = System.nanoTime() + TURN_NANOS;
      long calls = 0;
      int quiet = 0;
      while (quiet < QUIET_CALLS && System.nanoTime() < until) {
        long before = THREADS.getCurrentThreadAllocatedBytes();
        kernel.run(segments, at, step, Math.max(1, rows), length, scratch);
        long allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
        quiet = allocated < UNBOXED_BYTES ? quiet + 1 : 0;
        calls++;
      }
      return new Outcome(quiet == QUIET_CALLS, calls);
    }
  }

  /** The widest vector in bytes. */
  private static final long LANES = 64;

  private static boolean identity(LoopBody body, int operand) {
    return operand >= body.inputs().size()
        && body.outputs().get(operand - body.inputs().size()) instanceof Store;
  }

  /** Ordinary numbers: arithmetic on denormals takes a hundred times as long. */
  private static void fill(MemorySegment segment, DType type, boolean overwritten) {
    if (overwritten) {
      return;
    }
    for (long i = 0; i < segment.byteSize() / type.bytes(); i++) {
      switch (type) {
        case F32 -> segment.setAtIndex(ValueLayout.JAVA_FLOAT, i, 1 + (i & 7) / 8f);
        case F64 -> segment.setAtIndex(ValueLayout.JAVA_DOUBLE, i, 1 + (i & 7) / 8.0);
        case BF16 -> segment.setAtIndex(ValueLayout.JAVA_SHORT, i, (short) (0x3f80 + (i & 7)));
        case I32 -> segment.setAtIndex(ValueLayout.JAVA_INT, i, 1 + (int) (i & 7));
        case I64 -> segment.setAtIndex(ValueLayout.JAVA_LONG, i, 1 + (i & 7));
        case BOOL -> segment.set(ValueLayout.JAVA_BYTE, i, (byte) (i & 1));
      }
    }
  }
}
