package dev.lanewise.graph.compile;

import dev.lanewise.graph.ir.BFloat16;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/** Literals to and from native memory. */
public final class LiteralCodec {
  private LiteralCodec() {}

  /**
   * Reads a dense tensor.
   *
   * @param offset bytes from the start of the segment
   */
  public static Literal read(TensorType type, MemorySegment segment, long offset) {
    int size = Math.toIntExact(type.size());
    int width = type.dtype().bytes();
    if (type.dtype().isFloating()) {
      double[] reals = new double[size];
      for (int i = 0; i < size; i++) {
        long at = offset + (long) i * width;
        reals[i] =
            switch (type.dtype()) {
              case F32 -> segment.get(ValueLayout.JAVA_FLOAT, at);
              case F64 -> segment.get(ValueLayout.JAVA_DOUBLE, at);
              case BF16 -> BFloat16.toFloat(segment.get(ValueLayout.JAVA_SHORT, at));
              case I32, I64, BOOL -> throw new AssertionError(type);
            };
      }
      return Literal.ofReals(type, reals);
    }
    long[] integers = new long[size];
    for (int i = 0; i < size; i++) {
      long at = offset + (long) i * width;
      integers[i] =
          switch (type.dtype()) {
            case I32 -> segment.get(ValueLayout.JAVA_INT, at);
            case I64 -> segment.get(ValueLayout.JAVA_LONG, at);
            case BOOL -> segment.get(ValueLayout.JAVA_BYTE, at);
            case F32, F64, BF16 -> throw new AssertionError(type);
          };
    }
    return Literal.ofIntegers(type, integers);
  }

  /**
   * Writes all elements of a literal.
   *
   * @param offset bytes from the start of the segment
   */
  public static void write(Literal literal, MemorySegment segment, long offset) {
    write(literal, literal.size(), segment, offset);
  }

  /** Writes the first elements of a literal. */
  static void write(Literal literal, int count, MemorySegment segment, long offset) {
    int width = literal.type().dtype().bytes();
    for (int i = 0; i < count; i++) {
      long at = offset + (long) i * width;
      switch (literal.type().dtype()) {
        case F32 -> segment.set(ValueLayout.JAVA_FLOAT, at, (float) literal.real(i));
        case F64 -> segment.set(ValueLayout.JAVA_DOUBLE, at, literal.real(i));
        case BF16 ->
            segment.set(ValueLayout.JAVA_SHORT, at, BFloat16.fromFloat((float) literal.real(i)));
        case I32 -> segment.set(ValueLayout.JAVA_INT, at, (int) literal.integer(i));
        case I64 -> segment.set(ValueLayout.JAVA_LONG, at, literal.integer(i));
        case BOOL -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) literal.integer(i));
      }
    }
  }
}
