package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.ElementType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** The loops of one element type, and tables of its elements. */
final class Precision {
  static final Precision SINGLE =
      new Precision(ElementType.F32, 0x1p-24, new FloatButterflies(), new FloatRows());
  static final Precision DOUBLE =
      new Precision(ElementType.F64, 0x1p-53, new DoubleButterflies(), new DoubleRows());

  private static final long ALIGNMENT = 64;

  private final ElementType type;
  private final double unit;
  private final Butterflies butterflies;
  private final SplitRows rows;

  private Precision(ElementType type, double unit, Butterflies butterflies, SplitRows rows) {
    this.type = type;
    this.unit = unit;
    this.butterflies = butterflies;
    this.rows = rows;
  }

  static Precision of(ElementType type) {
    return switch (type) {
      case F32 -> SINGLE;
      case F64 -> DOUBLE;
      case BF16, I32, I64, BOOL ->
          throw new IllegalArgumentException("[fft] expected F32 or F64, got " + type);
    };
  }

  int width() {
    return type.byteWidth();
  }

  /** The unit roundoff: half the distance from 1 to the next number. */
  double unit() {
    return unit;
  }

  Butterflies butterflies() {
    return butterflies;
  }

  SplitRows rows() {
    return rows;
  }

  int lanes() {
    return butterflies.lanes();
  }

  /** Returns the least multiple of the lanes that is not less. */
  int padded(int n) {
    return Math.ceilDiv(n, lanes()) * lanes();
  }

  /** Returns the bytes of n elements, up to the next multiple of 64. */
  long bytes(long n) {
    return Math.ceilDiv(n * width(), ALIGNMENT) * ALIGNMENT;
  }

  /** Returns memory for a table, which lives as long as somebody refers to it. */
  MemorySegment table(long elements) {
    return Arena.ofAuto().allocate(Math.max(1, elements) * width(), ALIGNMENT);
  }

  /** Returns a float or double array. */
  Object array(int elements) {
    return this == SINGLE ? new float[elements] : new double[elements];
  }

  void set(Object array, int index, double value) {
    if (this == SINGLE) {
      ((float[]) array)[index] = (float) value;
    } else {
      ((double[]) array)[index] = value;
    }
  }

  void put(MemorySegment table, long index, double value) {
    if (this == SINGLE) {
      table.set(ValueLayout.JAVA_FLOAT_UNALIGNED, index * Float.BYTES, (float) value);
    } else {
      table.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, index * Double.BYTES, value);
    }
  }
}
