package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** {@link RowFold} in scalar code: accumulators of any number of lanes, in the same order. */
final class ScalarFold implements FoldLoop {
  private final ScalarCombiner scalar;
  private final int lanes;

  ScalarFold(ScalarCombiner scalar) {
    this.scalar = scalar;
    this.lanes = scalar.lanes();
  }

  @Override
  public void start(MemorySegment m, long at) {
    Object accumulators = scalar.array(HeapTiles.get(), 0);
    scalar.clear(accumulators, 0, 4 * lanes);
    scalar.write(accumulators, m, at, 4 * lanes);
  }

  @Override
  public void add(MemorySegment in, long inAt, int n, MemorySegment m, long at) {
    HeapTiles tiles = HeapTiles.get();
    Object accumulators = scalar.array(tiles, 0);
    Object tile = scalar.array(tiles, 1);
    scalar.read(m, at, accumulators, 0, 4 * lanes);
    // The last vector may be completed with the identity, for which there is to be room.
    int most = HeapTiles.SIZE - 4 * lanes;
    for (int done = 0; done < n; done += most) {
      int count = Math.min(most, n - done);
      scalar.read(in, inAt + (long) done * scalar.width(), tile, 0, count);
      int whole = (count + lanes - 1) & -lanes;
      scalar.clear(tile, count, whole - count);
      for (int k = 0; k < whole; k += 4 * lanes) {
        scalar.combine(accumulators, tile, k, Math.min(4 * lanes, whole - k));
      }
    }
    scalar.write(accumulators, m, at, 4 * lanes);
  }

  @Override
  public void finish(MemorySegment m, long at, MemorySegment out, long outAt) {
    Object accumulators = scalar.array(HeapTiles.get(), 0);
    scalar.read(m, at, accumulators, 0, 4 * lanes);
    scalar.combine(accumulators, 0, accumulators, lanes, lanes);
    scalar.combine(accumulators, 2 * lanes, accumulators, 3 * lanes, lanes);
    scalar.combine(accumulators, 0, accumulators, 2 * lanes, lanes);
    scalar.fold(accumulators);
    scalar.write(accumulators, out, outAt, 1);
  }
}
