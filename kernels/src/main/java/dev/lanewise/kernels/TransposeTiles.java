package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.nio.ByteOrder;
import jdk.incubator.vector.IntVector;
import jdk.incubator.vector.LongVector;
import jdk.incubator.vector.VectorSpecies;

/**
 * Copies of one block in which the output runs along columns and the input runs along rows.
 *
 * <p>Blocks of 4-byte and 8-byte elements whose two sides are contiguous are transposed in
 * registers, eight by eight; everything else goes element by element inside the block, whose lines
 * stay in L1. Offsets and strides are in bytes; the caller has checked that both regions lie in
 * their segments.
 */
final class TransposeTiles {
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();
  private static final int EDGE = 8;
  private static final VectorSpecies<Integer> INTS = IntVector.SPECIES_256;
  private static final VectorSpecies<Long> LONGS = LongVector.SPECIES_512;

  /**
   * The final classes of these vectors, to which every result is cast: where C2 puts off inlining
   * it knows the class from the profile of the whole process only, and boxes where that has
   * several.
   */
  private static final Class<? extends IntVector> EXACT_INTS =
      INTS.vectorType().asSubclass(IntVector.class);

  private static final Class<? extends LongVector> EXACT_LONGS =
      LONGS.vectorType().asSubclass(LongVector.class);

  /** Vectors wider than the machine's are emulated lane by lane, far slower than plain loops. */
  private static final boolean VECTOR_INTS =
      IntVector.SPECIES_PREFERRED.vectorBitSize() >= INTS.vectorBitSize();

  private static final boolean VECTOR_LONGS =
      LongVector.SPECIES_PREFERRED.vectorBitSize() >= LONGS.vectorBitSize();

  private static final IntVector INT_LOW_4 = ints(4, false);
  private static final IntVector INT_HIGH_4 = ints(4, true);
  private static final IntVector INT_LOW_2 = ints(2, false);
  private static final IntVector INT_HIGH_2 = ints(2, true);
  private static final IntVector INT_LOW_1 = ints(1, false);
  private static final IntVector INT_HIGH_1 = ints(1, true);
  private static final LongVector LONG_LOW_4 = longs(4, false);
  private static final LongVector LONG_HIGH_4 = longs(4, true);
  private static final LongVector LONG_LOW_2 = longs(2, false);
  private static final LongVector LONG_HIGH_2 = longs(2, true);
  private static final LongVector LONG_LOW_1 = longs(1, false);
  private static final LongVector LONG_HIGH_1 = longs(1, true);

  private static final MethodTwin INT_TILES =
      new MethodTwin(
          memory -> {
            for (int tile = 0; tile < Rehearsal.VECTORS; tile++) {
              long row = EDGE * Integer.BYTES;
              intTiles(memory.a(), 0, row, memory.out(), 0, row, EDGE, EDGE);
            }
          });
  private static final MethodTwin LONG_TILES =
      new MethodTwin(
          memory -> {
            for (int tile = 0; tile < Rehearsal.VECTORS; tile++) {
              long row = EDGE * Long.BYTES;
              longTiles(memory.a(), 0, row, memory.out(), 0, row, EDGE, EDGE);
            }
          });

  private TransposeTiles() {}

  /**
   * Lane numbers of one half of a butterfly between two rows {@code step} apart. A lane without the
   * step's bit keeps the first row (low) or takes the second half of it (high); the other lanes
   * come from the second row in the same way. Numbers from eight up select the second row.
   */
  private static int[] butterfly(int step, boolean high) {
    int[] lanes = new int[EDGE];
    for (int lane = 0; lane < EDGE; lane++) {
      if (high) {
        lanes[lane] = (lane & step) == 0 ? lane + step : EDGE + lane;
      } else {
        lanes[lane] = (lane & step) == 0 ? lane : EDGE + lane - step;
      }
    }
    return lanes;
  }

  private static IntVector ints(int step, boolean high) {
    return IntVector.fromArray(INTS, butterfly(step, high), 0);
  }

  private static LongVector longs(int step, boolean high) {
    int[] lanes = butterfly(step, high);
    long[] wide = new long[EDGE];
    for (int lane = 0; lane < EDGE; lane++) {
      wide[lane] = lanes[lane];
    }
    return LongVector.fromArray(LONGS, wide, 0);
  }

  /** Copies element (row, column) of one block, for all rows and columns. */
  static void copy(
      int width,
      MemorySegment in,
      long i,
      long inRow,
      long inColumn,
      MemorySegment out,
      long o,
      long outRow,
      long outColumn,
      int rows,
      int columns) {
    boolean contiguous = inRow == width && outColumn == width;
    int wholeRows = 0;
    int wholeColumns = 0;
    if (contiguous && isVectorised(width, (long) rows * columns)) {
      wholeRows = rows & -EDGE;
      wholeColumns = columns & -EDGE;
      if (width == 4) {
        intTiles(in, i, inColumn, out, o, outRow, wholeRows, wholeColumns);
      } else {
        longTiles(in, i, inColumn, out, o, outRow, wholeRows, wholeColumns);
      }
    }
    if (wholeColumns < columns) {
      CopyRows.strided(
          width,
          in,
          i + wholeColumns * inColumn,
          inRow,
          inColumn,
          out,
          o + wholeColumns * outColumn,
          outRow,
          outColumn,
          wholeRows,
          columns - wholeColumns);
    }
    CopyRows.strided(
        width,
        in,
        i + wholeRows * inRow,
        inRow,
        inColumn,
        out,
        o + wholeRows * outRow,
        outRow,
        outColumn,
        rows - wholeRows,
        columns);
  }

  private static boolean isVectorised(int width, long elements) {
    return switch (width) {
      case Integer.BYTES -> VECTOR_INTS && INT_TILES.isWarm(elements);
      case Long.BYTES -> VECTOR_LONGS && LONG_TILES.isWarm(elements);
      default -> false;
    };
  }

  private static void intTiles(
      MemorySegment in,
      long i,
      long inColumn,
      MemorySegment out,
      long o,
      long outRow,
      int rows,
      int columns) {
    for (int row = 0; row < rows; row += EDGE) {
      for (int column = 0; column < columns; column += EDGE) {
        transpose8x8Ints(
            in,
            i + row * (long) Integer.BYTES + column * inColumn,
            inColumn,
            out,
            o + row * outRow + column * (long) Integer.BYTES,
            outRow);
      }
    }
  }

  private static void longTiles(
      MemorySegment in,
      long i,
      long inColumn,
      MemorySegment out,
      long o,
      long outRow,
      int rows,
      int columns) {
    for (int row = 0; row < rows; row += EDGE) {
      for (int column = 0; column < columns; column += EDGE) {
        transpose8x8Longs(
            in,
            i + row * (long) Long.BYTES + column * inColumn,
            inColumn,
            out,
            o + row * outRow + column * (long) Long.BYTES,
            outRow);
      }
    }
  }

  /** Transposes the 8 x 8 ints at {@code i} by three rounds of two-source lane selection. */
  private static void transpose8x8Ints(
      MemorySegment in, long i, long inColumn, MemorySegment out, long o, long outRow) {
    IntVector a0 = EXACT_INTS.cast(IntVector.fromMemorySegment(INTS, in, i, ORDER));
    IntVector a1 = EXACT_INTS.cast(IntVector.fromMemorySegment(INTS, in, i + 1 * inColumn, ORDER));
    IntVector a2 = EXACT_INTS.cast(IntVector.fromMemorySegment(INTS, in, i + 2 * inColumn, ORDER));
    IntVector a3 = EXACT_INTS.cast(IntVector.fromMemorySegment(INTS, in, i + 3 * inColumn, ORDER));
    IntVector a4 = EXACT_INTS.cast(IntVector.fromMemorySegment(INTS, in, i + 4 * inColumn, ORDER));
    IntVector a5 = EXACT_INTS.cast(IntVector.fromMemorySegment(INTS, in, i + 5 * inColumn, ORDER));
    IntVector a6 = EXACT_INTS.cast(IntVector.fromMemorySegment(INTS, in, i + 6 * inColumn, ORDER));
    IntVector a7 = EXACT_INTS.cast(IntVector.fromMemorySegment(INTS, in, i + 7 * inColumn, ORDER));
    IntVector b0 = EXACT_INTS.cast(INT_LOW_4.selectFrom(a0, a4));
    IntVector b4 = EXACT_INTS.cast(INT_HIGH_4.selectFrom(a0, a4));
    IntVector b1 = EXACT_INTS.cast(INT_LOW_4.selectFrom(a1, a5));
    IntVector b5 = EXACT_INTS.cast(INT_HIGH_4.selectFrom(a1, a5));
    IntVector b2 = EXACT_INTS.cast(INT_LOW_4.selectFrom(a2, a6));
    IntVector b6 = EXACT_INTS.cast(INT_HIGH_4.selectFrom(a2, a6));
    IntVector b3 = EXACT_INTS.cast(INT_LOW_4.selectFrom(a3, a7));
    IntVector b7 = EXACT_INTS.cast(INT_HIGH_4.selectFrom(a3, a7));
    IntVector c0 = EXACT_INTS.cast(INT_LOW_2.selectFrom(b0, b2));
    IntVector c2 = EXACT_INTS.cast(INT_HIGH_2.selectFrom(b0, b2));
    IntVector c1 = EXACT_INTS.cast(INT_LOW_2.selectFrom(b1, b3));
    IntVector c3 = EXACT_INTS.cast(INT_HIGH_2.selectFrom(b1, b3));
    IntVector c4 = EXACT_INTS.cast(INT_LOW_2.selectFrom(b4, b6));
    IntVector c6 = EXACT_INTS.cast(INT_HIGH_2.selectFrom(b4, b6));
    IntVector c5 = EXACT_INTS.cast(INT_LOW_2.selectFrom(b5, b7));
    IntVector c7 = EXACT_INTS.cast(INT_HIGH_2.selectFrom(b5, b7));
    IntVector d0 = EXACT_INTS.cast(INT_LOW_1.selectFrom(c0, c1));
    IntVector d1 = EXACT_INTS.cast(INT_HIGH_1.selectFrom(c0, c1));
    IntVector d2 = EXACT_INTS.cast(INT_LOW_1.selectFrom(c2, c3));
    IntVector d3 = EXACT_INTS.cast(INT_HIGH_1.selectFrom(c2, c3));
    IntVector d4 = EXACT_INTS.cast(INT_LOW_1.selectFrom(c4, c5));
    IntVector d5 = EXACT_INTS.cast(INT_HIGH_1.selectFrom(c4, c5));
    IntVector d6 = EXACT_INTS.cast(INT_LOW_1.selectFrom(c6, c7));
    IntVector d7 = EXACT_INTS.cast(INT_HIGH_1.selectFrom(c6, c7));
    d0.intoMemorySegment(out, o, ORDER);
    d1.intoMemorySegment(out, o + 1 * outRow, ORDER);
    d2.intoMemorySegment(out, o + 2 * outRow, ORDER);
    d3.intoMemorySegment(out, o + 3 * outRow, ORDER);
    d4.intoMemorySegment(out, o + 4 * outRow, ORDER);
    d5.intoMemorySegment(out, o + 5 * outRow, ORDER);
    d6.intoMemorySegment(out, o + 6 * outRow, ORDER);
    d7.intoMemorySegment(out, o + 7 * outRow, ORDER);
  }

  /** Transposes the 8 x 8 longs at {@code i} by three rounds of two-source lane selection. */
  private static void transpose8x8Longs(
      MemorySegment in, long i, long inColumn, MemorySegment out, long o, long outRow) {
    LongVector a0 = EXACT_LONGS.cast(LongVector.fromMemorySegment(LONGS, in, i, ORDER));
    LongVector a1 =
        EXACT_LONGS.cast(LongVector.fromMemorySegment(LONGS, in, i + 1 * inColumn, ORDER));
    LongVector a2 =
        EXACT_LONGS.cast(LongVector.fromMemorySegment(LONGS, in, i + 2 * inColumn, ORDER));
    LongVector a3 =
        EXACT_LONGS.cast(LongVector.fromMemorySegment(LONGS, in, i + 3 * inColumn, ORDER));
    LongVector a4 =
        EXACT_LONGS.cast(LongVector.fromMemorySegment(LONGS, in, i + 4 * inColumn, ORDER));
    LongVector a5 =
        EXACT_LONGS.cast(LongVector.fromMemorySegment(LONGS, in, i + 5 * inColumn, ORDER));
    LongVector a6 =
        EXACT_LONGS.cast(LongVector.fromMemorySegment(LONGS, in, i + 6 * inColumn, ORDER));
    LongVector a7 =
        EXACT_LONGS.cast(LongVector.fromMemorySegment(LONGS, in, i + 7 * inColumn, ORDER));
    LongVector b0 = EXACT_LONGS.cast(LONG_LOW_4.selectFrom(a0, a4));
    LongVector b4 = EXACT_LONGS.cast(LONG_HIGH_4.selectFrom(a0, a4));
    LongVector b1 = EXACT_LONGS.cast(LONG_LOW_4.selectFrom(a1, a5));
    LongVector b5 = EXACT_LONGS.cast(LONG_HIGH_4.selectFrom(a1, a5));
    LongVector b2 = EXACT_LONGS.cast(LONG_LOW_4.selectFrom(a2, a6));
    LongVector b6 = EXACT_LONGS.cast(LONG_HIGH_4.selectFrom(a2, a6));
    LongVector b3 = EXACT_LONGS.cast(LONG_LOW_4.selectFrom(a3, a7));
    LongVector b7 = EXACT_LONGS.cast(LONG_HIGH_4.selectFrom(a3, a7));
    LongVector c0 = EXACT_LONGS.cast(LONG_LOW_2.selectFrom(b0, b2));
    LongVector c2 = EXACT_LONGS.cast(LONG_HIGH_2.selectFrom(b0, b2));
    LongVector c1 = EXACT_LONGS.cast(LONG_LOW_2.selectFrom(b1, b3));
    LongVector c3 = EXACT_LONGS.cast(LONG_HIGH_2.selectFrom(b1, b3));
    LongVector c4 = EXACT_LONGS.cast(LONG_LOW_2.selectFrom(b4, b6));
    LongVector c6 = EXACT_LONGS.cast(LONG_HIGH_2.selectFrom(b4, b6));
    LongVector c5 = EXACT_LONGS.cast(LONG_LOW_2.selectFrom(b5, b7));
    LongVector c7 = EXACT_LONGS.cast(LONG_HIGH_2.selectFrom(b5, b7));
    LongVector d0 = EXACT_LONGS.cast(LONG_LOW_1.selectFrom(c0, c1));
    LongVector d1 = EXACT_LONGS.cast(LONG_HIGH_1.selectFrom(c0, c1));
    LongVector d2 = EXACT_LONGS.cast(LONG_LOW_1.selectFrom(c2, c3));
    LongVector d3 = EXACT_LONGS.cast(LONG_HIGH_1.selectFrom(c2, c3));
    LongVector d4 = EXACT_LONGS.cast(LONG_LOW_1.selectFrom(c4, c5));
    LongVector d5 = EXACT_LONGS.cast(LONG_HIGH_1.selectFrom(c4, c5));
    LongVector d6 = EXACT_LONGS.cast(LONG_LOW_1.selectFrom(c6, c7));
    LongVector d7 = EXACT_LONGS.cast(LONG_HIGH_1.selectFrom(c6, c7));
    d0.intoMemorySegment(out, o, ORDER);
    d1.intoMemorySegment(out, o + 1 * outRow, ORDER);
    d2.intoMemorySegment(out, o + 2 * outRow, ORDER);
    d3.intoMemorySegment(out, o + 3 * outRow, ORDER);
    d4.intoMemorySegment(out, o + 4 * outRow, ORDER);
    d5.intoMemorySegment(out, o + 5 * outRow, ORDER);
    d6.intoMemorySegment(out, o + 6 * outRow, ORDER);
    d7.intoMemorySegment(out, o + 7 * outRow, ORDER);
  }
}
