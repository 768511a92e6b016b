package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import org.jspecify.annotations.Nullable;

/**
 * Runs a loop body from its first call on, tile by tile as {@link TileKernel} does, but in scalar
 * code and on arrays: what passes between steps never goes through memory segments, of which an
 * access is a dozen calls until the just-in-time compilers have been there. It is the same few
 * small methods that run all bodies, so they are soon compiled, and cost the compilers little of
 * the time that they need for generated kernels.
 */
public final class ArrayTileKernel implements LoopKernel {
  /** Elements of a tile: the arrays of some ten values fit into the first-level cache. */
  static final int TILE = 512;

  /** Row buffers have room for a multiple of this many elements. */
  private static final int GRAIN = 64;

  private final ArrayTileProgram program;

  /** The arrays of the last call, while nobody uses them. */
  private final AtomicReference<@Nullable ArrayFrame> spare = new AtomicReference<>();

  private ArrayTileKernel(ArrayTileProgram program) {
    this.program = program;
  }

  /** The kernel of a body, or null if one of its operations has no scalar code on arrays. */
  public static @Nullable ArrayTileKernel of(LoopSchedule schedule) {
    ArrayTileProgram program = ArrayTileCompiler.compile(schedule);
    return program == null ? null : new ArrayTileKernel(program);
  }

  @Override
  public long scratchBytes(int n) {
    return room(n) * program.rowBufferBytes();
  }

  private static long room(long n) {
    return (n + GRAIN - 1) & -GRAIN;
  }

  @Override
  public void run(
      MemorySegment[] segments, long[] at, long[] step, long rows, int n, MemorySegment scratch) {
    ArrayFrame frame = spare.getAndSet(null);
    if (frame == null) {
      frame = new ArrayFrame(program);
    }
    frame.open(segments, at, scratch, room(n));
    try {
      run(program.call(), frame, 0, 1);
      for (long row = 0; row < rows; row++) {
        row(frame, n);
        frame.nextRow(step);
      }
    } finally {
      frame.close();
      spare.set(frame);
    }
  }

  private void row(ArrayFrame frame, int n) {
    ArrayStep[][] phases = program.phases();
    for (int phase = 0; phase < phases.length; phase++) {
      run(program.between()[phase], frame, 0, 1);
      for (int start = 0; start < n; start += TILE) {
        run(phases[phase], frame, start, Math.min(TILE, n - start));
      }
    }
    run(program.between()[phases.length], frame, 0, 1);
  }

  private static void run(ArrayStep[] steps, ArrayFrame frame, int start, int n) {
    for (ArrayStep step : steps) {
      step.run(frame, start, n);
    }
  }
}
