package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * A fold of rows whose accumulators are vectors: see {@link TwinLoop}. Scalar and vector code leave
 * the same accumulators in memory, so one may go on where the other stopped.
 */
final class FoldTwin extends TwinLoop implements FoldLoop {
  private final ReduceLoop.Data data;
  private final FoldLoop scalar;
  private FoldLoop vector;

  FoldTwin(ReduceLoop.Data data, FoldLoop scalar) {
    this.data = data;
    this.scalar = scalar;
    this.vector = scalar;
  }

  private FoldLoop loop(long n) {
    return isWarm(n) ? vector : scalar;
  }

  @Override
  public void start(MemorySegment m, long at) {
    loop(0).start(m, at);
  }

  @Override
  public void add(MemorySegment in, long inAt, int n, MemorySegment m, long at) {
    loop(n).add(in, inAt, n, m, at);
  }

  @Override
  public void finish(MemorySegment m, long at, MemorySegment out, long outAt) {
    loop(0).finish(m, at, out, outAt);
  }

  @Override
  void prepare() {
    vector = Specialiser.specialiseLanes(FoldLoop.class, LaneFoldLoop.class, data);
  }

  @Override
  void rehearse(Rehearsal memory) {
    int lanes = data.species().length();
    for (int run = 0; run < Rehearsal.VECTORS; run++) {
      vector.start(memory.b(), 0);
      vector.add(memory.a(), 0, 9 * lanes + 1, memory.b(), 0);
      vector.finish(memory.b(), 0, memory.out(), 0);
    }
  }
}
