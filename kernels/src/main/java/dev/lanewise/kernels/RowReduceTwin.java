package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** One result for each row, in the order of {@link RowReduceLoop}: see {@link TwinLoop}. */
final class RowReduceTwin extends TwinLoop implements ReduceLoop {
  private final ReduceLoop.Data data;
  private final ScalarCombiner scalar;
  private ReduceLoop vector;

  RowReduceTwin(Reduction reduction, ElementType type) {
    this.data = ReduceLoop.Data.of(reduction, type);
    this.scalar = new ScalarCombiner(reduction, type, data.species().length());
    this.vector = this::rows;
  }

  @Override
  public void run(
      MemorySegment in, long at, long pitch, long count, long n, MemorySegment out, long outAt) {
    if (isWarm(count * n)) {
      vector.run(in, at, pitch, count, n, out, outAt);
    } else {
      rows(in, at, pitch, count, n, out, outAt);
    }
  }

  private void rows(
      MemorySegment in, long at, long pitch, long count, long n, MemorySegment out, long outAt) {
    HeapTiles tiles = HeapTiles.get();
    Object lanes = scalar.array(tiles, 0);
    Object tile = scalar.array(tiles, 1);
    for (long row = 0; row < count; row++) {
      long start = at + row * pitch;
      if (n >= 8L * scalar.lanes()) {
        longRow(in, start, (int) n, lanes, tile);
      } else {
        shortRow(in, start, (int) n, lanes, tile);
      }
      scalar.fold(lanes);
      scalar.write(lanes, out, outAt + row * scalar.width(), 1);
    }
  }

  /** Leaves the combined vectors of a row in the first of the lanes. */
  private void shortRow(MemorySegment in, long at, int n, Object lanes, Object tile) {
    int vector = scalar.lanes();
    int whole = n & -vector;
    scalar.clear(lanes, 0, vector);
    scalar.read(in, at + (long) whole * scalar.width(), lanes, 0, n - whole);
    scalar.read(in, at, tile, 0, whole);
    scalar.clear(tile, whole, vector);
    for (int k = 0; k <= whole; k += vector) {
      scalar.combine(lanes, tile, k, vector);
    }
  }

  private void longRow(MemorySegment in, long at, int n, Object lanes, Object tile) {
    int vector = scalar.lanes();
    int eight = 8 * vector;
    int bound = n & -eight;
    scalar.read(in, at, lanes, 0, eight);
    for (int k = eight; k < bound; k += HeapTiles.SIZE) {
      int count = Math.min(HeapTiles.SIZE, bound - k);
      scalar.read(in, at + (long) k * scalar.width(), tile, 0, count);
      for (int j = 0; j < count; j += eight) {
        scalar.combine(lanes, tile, j, eight);
      }
    }
    for (int half = eight / 2; half >= vector; half /= 2) {
      scalar.combine(lanes, lanes, half, half);
    }
    int rest = n - bound;
    scalar.read(in, at + (long) bound * scalar.width(), tile, 0, rest);
    scalar.clear(tile, rest, vector);
    for (int k = 0; k <= rest; k += vector) {
      scalar.combine(lanes, tile, k, vector);
    }
  }

  @Override
  void prepare() {
    vector = Specialiser.specialiseLanes(ReduceLoop.class, RowReduceLoop.class, data);
  }

  @Override
  void rehearse(Rehearsal memory) {
    int lanes = scalar.lanes();
    long pitch = data.species().vectorByteSize();
    vector.run(memory.a(), 0, pitch, Rehearsal.VECTORS, 2L * lanes + 1, memory.out(), 0);
    vector.run(memory.a(), 0, pitch, Rehearsal.VECTORS, 17L * lanes + 1, memory.out(), 0);
  }
}
