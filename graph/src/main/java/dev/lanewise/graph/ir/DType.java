package dev.lanewise.graph.ir;

/** The type of one element of a tensor. */
public enum DType {
  /** IEEE 754 binary32. */
  F32(4, Kind.FLOATING),
  /** IEEE 754 binary64. */
  F64(8, Kind.FLOATING),
  /** The upper 16 bits of a binary32: a storage type, computed with in {@link #F32}. */
  BF16(2, Kind.FLOATING),
  /** 32-bit two's complement. */
  I32(4, Kind.INTEGER),
  /** 64-bit two's complement. */
  I64(8, Kind.INTEGER),
  /** A truth value, one byte holding 0 or 1. */
  BOOL(1, Kind.BOOLEAN);

  private enum Kind {
    FLOATING,
    INTEGER,
    BOOLEAN
  }

  private final int bytes;
  private final Kind kind;

  DType(int bytes, Kind kind) {
    this.bytes = bytes;
    this.kind = kind;
  }

  /** The size of an element in bytes. */
  public int bytes() {
    return bytes;
  }

  /** Whether this is a floating-point type; only these are differentiable. */
  public boolean isFloating() {
    return kind == Kind.FLOATING;
  }

  /** Whether this is an integer type; {@link #BOOL} is not. */
  public boolean isInteger() {
    return kind == Kind.INTEGER;
  }

  /** Whether arithmetic is defined: every type but {@link #BOOL}. */
  public boolean isNumeric() {
    return kind != Kind.BOOLEAN;
  }

  /** Rounds a value to this type's precision, so that it reads back unchanged. */
  public double round(double value) {
    return switch (this) {
      case F64 -> value;
      case F32 -> (float) value;
      case BF16 -> BFloat16.toFloat(BFloat16.fromFloat((float) value));
      case I32 -> (int) value;
      case I64 -> (long) value;
      case BOOL -> value != 0 ? 1 : 0;
    };
  }

  /** Wraps a value to this type's range, as two's complement arithmetic does. */
  public long wrap(long value) {
    return switch (this) {
      case I64 -> value;
      case I32 -> (int) value;
      case BOOL -> value != 0 ? 1 : 0;
      case F32, F64, BF16 ->
          throw new IllegalArgumentException("wrap is for integers and BOOL, not " + this);
    };
  }
}
