package dev.lanewise.kernels;

import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;

/**
 * Elements of any type in native memory at an odd offset, random ones with every edge among them.
 */
final class ElementwiseElements {
  private static final double[] EDGES = {
    Double.NaN,
    Double.POSITIVE_INFINITY,
    Double.NEGATIVE_INFINITY,
    0.0,
    -0.0,
    1,
    -1,
    0.5,
    -0.5,
    2.5,
    Double.MIN_VALUE,
    -Double.MIN_VALUE,
    Float.MIN_VALUE,
    -Float.MIN_NORMAL / 2,
    Double.MAX_VALUE,
    -Float.MAX_VALUE
  };
  private static final long[] INTEGER_EDGES = {
    0, 1, -1, 31, 32, 63, 64, Integer.MIN_VALUE, Integer.MAX_VALUE, Long.MIN_VALUE, Long.MAX_VALUE
  };

  final ElementType type;
  final MemorySegment memory;
  final long offset;
  final int n;

  /** Allocates exactly n elements behind {@code offset} bytes. */
  ElementwiseElements(Arena arena, ElementType type, int n, long offset) {
    this.type = type;
    this.n = n;
    this.offset = offset;
    memory = arena.allocate(offset + (long) n * type.byteWidth(), 64);
  }

  /** Fills with random elements: a quarter of them edges. */
  ElementwiseElements randomize(SplittableRandom random) {
    for (int i = 0; i < n; i++) {
      boolean edge = random.nextInt(4) == 0;
      switch (type) {
        case F32, F64, BF16 ->
            set(i, edge ? EDGES[random.nextInt(EDGES.length)] : floating(random));
        case I32, I64 ->
            setInteger(
                i, edge ? INTEGER_EDGES[random.nextInt(INTEGER_EDGES.length)] : integer(random));
        case BOOL -> memory.set(ValueLayout.JAVA_BYTE, offset + i, (byte) random.nextInt(-1, 3));
      }
    }
    return this;
  }

  private static double floating(SplittableRandom random) {
    return switch (random.nextInt(3)) {
      case 0 -> random.nextDouble(-4, 4);
      case 1 -> Math.scalb(random.nextDouble(-1, 1), random.nextInt(-160, 140));
      default -> random.nextInt(-20, 20);
    };
  }

  private static long integer(SplittableRandom random) {
    return random.nextBoolean() ? random.nextLong() : random.nextInt(-70, 70);
  }

  void set(int i, double value) {
    write(i, type.encode(value));
  }

  void setInteger(int i, long value) {
    write(i, type.encodeInteger(value));
  }

  private void write(int i, long bits) {
    long at = at(i);
    switch (type.byteWidth()) {
      case 1 -> memory.set(ValueLayout.JAVA_BYTE, at, (byte) bits);
      case 2 -> memory.set(ValueLayout.JAVA_SHORT_UNALIGNED, at, (short) bits);
      case 4 -> memory.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) bits);
      default -> memory.set(ValueLayout.JAVA_LONG_UNALIGNED, at, bits);
    }
  }

  private long at(int i) {
    return offset + (long) i * type.byteWidth();
  }

  /** Returns a floating-point element, or an integer or truth value as one. */
  double get(int i) {
    return switch (type) {
      case F32 -> memory.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at(i));
      case F64 -> memory.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at(i));
      case BF16 -> Bfloat16.toFloat(memory.get(ValueLayout.JAVA_SHORT_UNALIGNED, at(i)));
      case I32, I64, BOOL -> getInteger(i);
    };
  }

  /** Returns an integer element, or 0 or 1 for a truth value. */
  long getInteger(int i) {
    return switch (type) {
      case I32 -> memory.get(ValueLayout.JAVA_INT_UNALIGNED, at(i));
      case I64 -> memory.get(ValueLayout.JAVA_LONG_UNALIGNED, at(i));
      case BOOL -> memory.get(ValueLayout.JAVA_BYTE, at(i)) == 0 ? 0 : 1;
      case F32, F64, BF16 -> throw new IllegalStateException(type.name());
    };
  }

  /** Returns an element's bits; all NaNs are one. */
  long bits(int i) {
    return switch (type) {
      case F32 -> Float.floatToIntBits((float) get(i));
      case F64 -> Double.doubleToLongBits(get(i));
      case BF16 -> Float.floatToIntBits((float) get(i));
      case I32, I64 -> getInteger(i);
      case BOOL -> memory.get(ValueLayout.JAVA_BYTE, at(i));
    };
  }

  ElementwiseElements copy(Arena arena) {
    ElementwiseElements copy = new ElementwiseElements(arena, type, n, offset);
    MemorySegment.copy(memory, 0, copy.memory, 0, memory.byteSize());
    return copy;
  }
}
