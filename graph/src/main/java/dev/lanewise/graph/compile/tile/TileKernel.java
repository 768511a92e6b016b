package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.Store;
import dev.lanewise.graph.compile.loop.LoopKernel;
import java.lang.foreign.MemorySegment;
import java.util.LinkedHashMap;
import java.util.Map;

/**
 * Runs a loop body at once, with prewritten kernels: each step is done for a tile of some hundred
 * elements before the next step, so that what is between them stays in the first-level cache. There
 * is nothing to compile for a new body; a call allocates nothing.
 */
public final class TileKernel implements LoopKernel {
  /** Row buffers have room for a multiple of this many elements. */
  private static final int GRAIN = 64;

  private static final int CACHED = 1024;

  private static final Map<LoopBody, TileKernel> CACHE =
      new LinkedHashMap<>(16, 0.75f, true) {
        @Override
        protected boolean removeEldestEntry(Map.Entry<LoopBody, TileKernel> eldest) {
          return size() > CACHED;
        }
      };

  private final LoopBody body;
  private final TileProgram program;
  private final Place[] places;
  private final TileCode[] between;
  private final TileCode[] wholeTiles;
  private final TileCode[] lastTiles;
  private final boolean rowsMayJoin;

  private TileKernel(LoopBody body) {
    this.body = body;
    this.program = TileCompiler.compile(body);
    this.places = program.places().toArray(Place[]::new);
    this.between = program.between().toArray(TileCode[]::new);
    this.wholeTiles = program.wholeTiles().toArray(TileCode[]::new);
    this.lastTiles = program.lastTiles().toArray(TileCode[]::new);
    this.rowsMayJoin =
        body.steps().stream().noneMatch(Fold.class::isInstance)
            && body.inputs().stream().noneMatch(input -> input.level() == Level.ROW)
            && body.outputs().stream().allMatch(Store.class::isInstance);
  }

  /**
   * The kernel of a body. Any number of threads may ask.
   *
   * @throws IllegalArgumentException if a step has no kernel for its element type
   */
  public static TileKernel of(LoopBody body) {
    synchronized (CACHE) {
      TileKernel kernel = CACHE.get(body);
      if (kernel == null) {
        kernel = new TileKernel(body);
        CACHE.put(body, kernel);
      }
      return kernel;
    }
  }

  @Override
  public long scratchBytes(int n) {
    return room(n) * program.rowBufferBytes() + program.fixedBytes();
  }

  private static long room(long n) {
    return (n + GRAIN - 1) & -GRAIN;
  }

  @Override
  public void run(
      MemorySegment[] segments, long[] at, long[] step, long rows, int n, MemorySegment scratch) {
    if (rows == 0) {
      return;
    }
    boolean join = rows > 1 && rowsMayJoin && rowsAdjoin(step, n);
    long length = join ? rows * n : n;
    long count = join ? 1 : rows;
    TileFrame frame = TileFrame.ofThread();
    try {
      frame.open(places, segments, at, room(n), scratch);
      program.call().run(frame, 0, 1);
      row(frame, length);
      for (long row = 1; row < count; row++) {
        frame.nextRow(places, step);
        row(frame, length);
      }
    } finally {
      frame.close(places);
    }
  }

  private void row(TileFrame frame, long length) {
    int tile = program.tile();
    long whole = length & -tile;
    for (int phase = 0; phase < wholeTiles.length; phase++) {
      between[phase].run(frame, 0, 1);
      for (long start = 0; start < whole; start += tile) {
        wholeTiles[phase].run(frame, start, tile);
      }
      if (whole < length) {
        lastTiles[phase].run(frame, whole, (int) (length - whole));
      }
    }
    between[wholeTiles.length].run(frame, 0, 1);
  }

  /** Whether each row of every operand begins where the one before it ends. */
  private boolean rowsAdjoin(long[] step, int n) {
    for (int k = 0; k < body.operandCount(); k++) {
      boolean single = k < body.inputs().size() && body.inputs().get(k).level() == Level.CALL;
      if (!single && step[k] != (long) n * body.operandType(k).bytes()) {
        return false;
      }
    }
    return true;
  }

  @Override
  public String toString() {
    return "TileKernel[" + body + "]";
  }
}
