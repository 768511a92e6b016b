package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/** One result for each column, in the order of {@link ColumnReduceLoop}: see {@link TwinLoop}. */
final class ColumnReduceTwin extends TwinLoop implements ReduceLoop {
  private static final int ACCUMULATORS = 4;

  private final ReduceLoop.Data data;
  private final ScalarCombiner scalar;
  private ReduceLoop vector;

  ColumnReduceTwin(Reduction reduction, ElementType type) {
    this.data = ReduceLoop.Data.of(reduction, type);
    this.scalar = new ScalarCombiner(reduction, type, data.species().length());
    this.vector = this::columns;
  }

  @Override
  public void run(
      MemorySegment in, long at, long pitch, long count, long n, MemorySegment out, long outAt) {
    if (isWarm(count * n)) {
      vector.run(in, at, pitch, count, n, out, outAt);
    } else {
      columns(in, at, pitch, count, n, out, outAt);
    }
  }

  private void columns(
      MemorySegment in, long at, long pitch, long count, long n, MemorySegment out, long outAt) {
    HeapTiles tiles = HeapTiles.get();
    int whole = (int) n & -scalar.lanes();
    for (int column = 0; column < whole; column += HeapTiles.SIZE) {
      long shift = (long) column * scalar.width();
      int columns = Math.min(HeapTiles.SIZE, whole - column);
      wide(tiles, in, at + shift, pitch, count, columns, out, outAt + shift);
    }
    if (whole < n) {
      long shift = (long) whole * scalar.width();
      narrow(tiles, in, at + shift, pitch, count, (int) n - whole, out, outAt + shift);
    }
  }

  private void wide(
      HeapTiles tiles,
      MemorySegment in,
      long at,
      long pitch,
      long count,
      int columns,
      MemorySegment out,
      long outAt) {
    Object results = scalar.array(tiles, 0);
    Object rows = scalar.array(tiles, 1);
    scalar.clear(results, 0, columns);
    long row = 0;
    for (; row + 8 <= count; row += 8) {
      combined(tiles, 1, 8, in, at + row * pitch, pitch, columns);
      scalar.combine(results, rows, 0, columns);
    }
    for (; row < count; row++) {
      combined(tiles, 1, 1, in, at + row * pitch, pitch, columns);
      scalar.combine(results, rows, 0, columns);
    }
    scalar.write(results, out, outAt, columns);
  }

  /** Combines rows, a power of two, pairwise into the array of a slot; uses the slots after it. */
  private void combined(
      HeapTiles tiles, int slot, int rows, MemorySegment in, long at, long pitch, int columns) {
    if (rows == 1) {
      scalar.read(in, at, scalar.array(tiles, slot), 0, columns);
    } else {
      int half = rows / 2;
      combined(tiles, slot, half, in, at, pitch, columns);
      combined(tiles, slot + 1, half, in, at + half * pitch, pitch, columns);
      scalar.combine(scalar.array(tiles, slot), scalar.array(tiles, slot + 1), 0, columns);
    }
  }

  private void narrow(
      HeapTiles tiles,
      MemorySegment in,
      long at,
      long pitch,
      long count,
      int columns,
      MemorySegment out,
      long outAt) {
    for (int k = 0; k < ACCUMULATORS; k++) {
      scalar.clear(scalar.array(tiles, k), 0, columns);
    }
    Object tile = scalar.array(tiles, ACCUMULATORS);
    for (long row = 0; row < count; row++) {
      scalar.read(in, at + row * pitch, tile, 0, columns);
      scalar.combine(accumulator(tiles, row), tile, 0, columns);
    }
    Object first = accumulator(tiles, count);
    Object third = accumulator(tiles, count + 2);
    scalar.combine(first, accumulator(tiles, count + 1), 0, columns);
    scalar.combine(third, accumulator(tiles, count + 3), 0, columns);
    scalar.combine(first, third, 0, columns);
    scalar.write(first, out, outAt, columns);
  }

  /** They take turns, row by row. */
  private Object accumulator(HeapTiles tiles, long row) {
    return scalar.array(tiles, (int) (row % ACCUMULATORS));
  }

  @Override
  void prepare() {
    vector = Specialiser.specialiseLanes(ReduceLoop.class, ColumnReduceLoop.class, data);
  }

  @Override
  void rehearse(Rehearsal memory) {
    // Rows that overlap: all vectors of all rows are within the memory.
    long pitch = data.species().vectorByteSize();
    int wide = scalar.lanes() * Rehearsal.VECTORS / 2;
    vector.run(memory.a(), 0, pitch, 18, wide, memory.out(), 0);
    for (int run = 0; run < Rehearsal.VECTORS / 4; run++) {
      vector.run(memory.a(), 0, pitch, 18, 1, memory.out(), 0);
    }
  }
}
