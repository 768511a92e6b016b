package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** {@link RowFold} in scalar code, tile by tile through {@link HeapTiles}. */
final class ScalarFold implements FoldLoop {
  private final ScalarCombiner scalar;
  private final ArrayFold fold;
  private final int accumulators;

  ScalarFold(ScalarCombiner scalar) {
    this.scalar = scalar;
    this.fold = new ArrayFold(scalar);
    this.accumulators = fold.length();
  }

  /** Returns the same fold on arrays. */
  ArrayFold onArrays() {
    return fold;
  }

  @Override
  public void start(MemorySegment m, long at) {
    Object array = scalar.array(HeapTiles.get(), 0);
    fold.start(array);
    scalar.write(array, m, at, accumulators);
  }

  @Override
  public void add(MemorySegment in, long inAt, int n, MemorySegment m, long at) {
    HeapTiles tiles = HeapTiles.get();
    Object array = scalar.array(tiles, 0);
    Object tile = scalar.array(tiles, 1);
    scalar.read(m, at, array, 0, accumulators);
    // The last vector may be completed with the identity, for which there is to be room.
    int most = HeapTiles.SIZE - accumulators;
    for (int done = 0; done < n; done += most) {
      int count = Math.min(most, n - done);
      scalar.read(in, inAt + (long) done * scalar.width(), tile, 0, count);
      fold.add(tile, count, array);
    }
    scalar.write(array, m, at, accumulators);
  }

  @Override
  public void finish(MemorySegment m, long at, MemorySegment out, long outAt) {
    HeapTiles tiles = HeapTiles.get();
    Object array = scalar.array(tiles, 0);
    scalar.read(m, at, array, 0, accumulators);
    fold.finish(array, array);
    scalar.write(array, out, outAt, 1);
  }
}
