package dev.lanewise.graph.compile.tier;

import com.sun.management.ThreadMXBean;
import dev.lanewise.graph.compile.emit.GeneratedKernel;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.ir.DType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;

/**
 * Gets a kernel compiled by the just-in-time compiler, on memory of its own, and finds out when
 * that is done. Until then vector code costs a hundred times as much and allocates a box for every
 * vector; so the allocation counter tells when it is ready, and so a kernel is run as little as
 * possible before.
 *
 * <p>HotSpot takes a method on after 5,000 calls, or 600 that make 15,000 with the turns of its
 * loops, and these may well be {@linkplain GeneratedKernel#rehearse without effect}. Some calls in
 * earnest have to be among them, from which it learns what the code does. The methods that hold the
 * vector code are to be taken on first and alone: compiled into each of their callers besides, the
 * same code would occupy the compiler two or three times.
 */
final class LoopRehearsal implements AutoCloseable {
  /** Rows of a rehearsal, in so many calls: too few to make a caller of vector code hot. */
  private static final int ROWS = 100;

  private static final int CALLS = 5;

  /** Long enough for the loop along the row to be what is compiled. */
  private static final int MOST_ELEMENTS = 1024;

  /** Less than one boxed vector. */
  private static final long UNBOXED_BYTES = 64;

  /** In a row, before the kernel counts as compiled. */
  private static final int QUIET_CALLS = 20;

  /** The widest vector in bytes. */
  private static final long LANES = 64;

  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();

  private final GeneratedKernel kernel;
  private final Arena arena;
  private final MemorySegment[] segments;
  private final long[] at;
  private final long[] step;
  private final int length;
  private final MemorySegment scratch;
  private long calls;
  private long nanos;

  /**
   * @param n elements of a row of a typical call
   */
  LoopRehearsal(GeneratedKernel kernel, int n) {
    LoopBody body = kernel.body();
    this.kernel = kernel;
    this.length = Math.min(n, MOST_ELEMENTS + n % (int) LANES);
    int count = body.operandCount();
    this.segments = new MemorySegment[count];
    this.at = new long[count];
    this.step = new long[count];
    // Shared, as the memory of arrays is: kernels are to see one kind of session.
    this.arena = Arena.ofShared();
    for (int i = 0; i < count; i++) {
      segments[i] = arena.allocate((long) length * Long.BYTES + LANES, LANES);
      if (!isOverwritten(body, i)) {
        fill(segments[i], body.operandType(i));
      }
    }
    this.scratch = arena.allocate(kernel.scratchBytes(length) + LANES, LANES);
  }

  /** Runs the kernel a little, and returns whether it neither boxes nor is interpreted any more. */
  boolean isCompiled() {
    long start = System.nanoTime();
    int quiet = 0;
    while (quiet < QUIET_CALLS && call(1) < UNBOXED_BYTES) {
      quiet++;
    }
    if (quiet < QUIET_CALLS) {
      kernel.rehearse(true);
      for (int i = 0; i < CALLS; i++) {
        call(ROWS);
      }
      kernel.rehearse(false);
    }
    nanos += System.nanoTime() - start;
    return quiet == QUIET_CALLS;
  }

  /** Runs the kernel once, and returns the bytes that it allocated. */
  private long call(int rows) {
    calls++;
    long before = THREADS.getCurrentThreadAllocatedBytes();
    kernel.run(segments, at, step, rows, length, scratch);
    return THREADS.getCurrentThreadAllocatedBytes() - before;
  }

  GeneratedKernel kernel() {
    return kernel;
  }

  /** Calls so far. */
  long calls() {
    return calls;
  }

  /** How long they took, in nanoseconds. */
  long nanos() {
    return nanos;
  }

  @Override
  public void close() {
    arena.close();
  }

  private static boolean isOverwritten(LoopBody body, int operand) {
    return operand >= body.inputs().size()
        && body.outputs().get(operand - body.inputs().size()) instanceof Store;
  }

  /** Ordinary numbers: arithmetic on denormals takes a hundred times as long. */
  private static void fill(MemorySegment segment, DType type) {
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
