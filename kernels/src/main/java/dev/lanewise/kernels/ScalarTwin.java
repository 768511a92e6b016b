package dev.lanewise.kernels;

import java.lang.classfile.TypeKind;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * The loop of a lane function in scalar code, tile by tile through {@link HeapTiles}: what runs
 * while the vector loop has not been compiled yet, with the same bits.
 */
final class ScalarTwin implements UnaryLoop, BinaryLoop, TernaryLoop {
  private static final int OUT = 3;

  /** An operand or the result, as the loop meets it. */
  private record Stream(TypeKind kind, ValueLayout layout, boolean repeated, int slot) {
    static Stream of(TypeKind kind, boolean repeated, int slot) {
      return new Stream(kind, HeapTiles.layout(kind), repeated, slot);
    }

    Object array(HeapTiles tiles) {
      return tiles.array(kind, slot);
    }

    /** Copies elements {@code [done, done + n)} into the array. */
    void read(MemorySegment from, long at, int done, int n, Object array) {
      if (!repeated) {
        MemorySegment.copy(from, layout, at + done * layout.byteSize(), array, 0, n);
      } else if (done == 0) {
        MemorySegment.copy(from, layout, at, array, 0, 1);
      }
    }
  }

  private final ArrayLoop loop;
  private final ArrayKernel onArrays;
  private final Stream a;
  private final Stream b;
  private final Stream c;
  private final Stream out;

  /**
   * A new twin.
   *
   * @param operands the kind of each operand's lanes, one to three
   * @param repeated which operands are one element for all
   * @param result the kind of the result's lanes
   * @param constant what the function takes last
   */
  ScalarTwin(
      LaneFunction function,
      List<TypeKind> operands,
      boolean[] repeated,
      TypeKind result,
      Object constant) {
    this.loop = ArrayLoopGenerator.generate(function, operands, repeated, result, constant);
    this.onArrays = new ArrayKernel(loop, operands, result);
    int last = operands.size() - 1;
    this.a = Stream.of(operands.getFirst(), repeated[0], 0);
    this.b = Stream.of(operands.get(Math.min(1, last)), repeated[Math.min(1, last)], 1);
    this.c = Stream.of(operands.getLast(), repeated[last], 2);
    this.out = Stream.of(result, false, OUT);
  }

  /** Returns the same function on arrays. */
  ArrayKernel onArrays() {
    return onArrays;
  }

  @Override
  public void run(MemorySegment in, long inAt, MemorySegment to, long toAt, int n) {
    HeapTiles tiles = HeapTiles.get();
    Object x = a.array(tiles);
    Object y = out.array(tiles);
    for (int done = 0; done < n; done += HeapTiles.SIZE) {
      int count = Math.min(HeapTiles.SIZE, n - done);
      a.read(in, inAt, done, count, x);
      loop.run(x, 0, x, 0, x, 0, y, 0, count);
      write(y, to, toAt, done, count);
    }
  }

  @Override
  public void run(
      MemorySegment first,
      long firstAt,
      MemorySegment second,
      long secondAt,
      MemorySegment to,
      long toAt,
      int n) {
    HeapTiles tiles = HeapTiles.get();
    Object x = a.array(tiles);
    Object y = b.array(tiles);
    Object z = out.array(tiles);
    for (int done = 0; done < n; done += HeapTiles.SIZE) {
      int count = Math.min(HeapTiles.SIZE, n - done);
      a.read(first, firstAt, done, count, x);
      b.read(second, secondAt, done, count, y);
      loop.run(x, 0, y, 0, x, 0, z, 0, count);
      write(z, to, toAt, done, count);
    }
  }

  @Override
  public void run(
      MemorySegment first,
      long firstAt,
      MemorySegment second,
      long secondAt,
      MemorySegment third,
      long thirdAt,
      MemorySegment to,
      long toAt,
      int n) {
    HeapTiles tiles = HeapTiles.get();
    Object x = a.array(tiles);
    Object y = b.array(tiles);
    Object z = c.array(tiles);
    Object result = out.array(tiles);
    for (int done = 0; done < n; done += HeapTiles.SIZE) {
      int count = Math.min(HeapTiles.SIZE, n - done);
      a.read(first, firstAt, done, count, x);
      b.read(second, secondAt, done, count, y);
      c.read(third, thirdAt, done, count, z);
      loop.run(x, 0, y, 0, z, 0, result, 0, count);
      write(result, to, toAt, done, count);
    }
  }

  private void write(Object array, MemorySegment to, long at, int done, int n) {
    MemorySegment.copy(array, 0, to, out.layout, at + done * out.layout.byteSize(), n);
  }
}
