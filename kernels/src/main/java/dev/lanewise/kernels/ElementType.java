package dev.lanewise.kernels;

/** The element types that kernels read and write, as they lie in memory (native byte order). */
public enum ElementType {
  /** IEEE 754 binary32. */
  F32(4),
  /** IEEE 754 binary64. */
  F64(8),
  /** The upper half of a binary32: a storage type, all arithmetic on it is done in F32. */
  BF16(2),
  /** Two's complement, 32 bits. */
  I32(4),
  /** Two's complement, 64 bits. */
  I64(8),
  /**
   * One byte, 0 for false and 1 for true. Kernels read any other byte as true, and write 0 or 1.
   */
  BOOL(1);

  private final int byteWidth;

  private final int byteShift;

  ElementType(int byteWidth) {
    this.byteWidth = byteWidth;
    this.byteShift = Integer.numberOfTrailingZeros(byteWidth);
  }

  /** Returns the bytes that one element takes: 1, 2, 4 or 8. */
  public int byteWidth() {
    return byteWidth;
  }

  /** Returns the binary logarithm of {@link #byteWidth}. */
  int byteShift() {
    return byteShift;
  }

  /**
   * Returns the bits of the element that a number is converted to, in the low bytes of the long.
   */
  public long encode(double value) {
    return switch (this) {
      case F32 -> Float.floatToRawIntBits((float) value) & 0xffffffffL;
      case F64 -> Double.doubleToRawLongBits(value);
      case BF16 -> Bfloat16.fromDouble(value) & 0xffffL;
      case I32 -> (int) value & 0xffffffffL;
      case I64 -> (long) value;
      case BOOL -> value != 0 ? 1 : 0;
    };
  }

  /**
   * Returns the bits of the element that an integer is converted to, in the low bytes of the long.
   */
  public long encodeInteger(long value) {
    return switch (this) {
      case F32 -> Float.floatToRawIntBits((float) value) & 0xffffffffL;
      case F64 -> Double.doubleToRawLongBits((double) value);
      case BF16 -> Bfloat16.fromLong(value) & 0xffffL;
      case I32 -> value & 0xffffffffL;
      case I64 -> value;
      case BOOL -> value != 0 ? 1 : 0;
    };
  }
}
