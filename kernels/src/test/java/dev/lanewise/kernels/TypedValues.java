package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/** Elements of any type as doubles, and the scalar meaning of every reduction. */
final class TypedValues {
  private TypedValues() {}

  static double get(ElementType type, MemorySegment segment, long offset, long index) {
    long at = offset + index * type.byteWidth();
    return switch (type) {
      case F32 -> segment.get(ValueLayout.JAVA_FLOAT_UNALIGNED, at);
      case F64 -> segment.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
      case I32 -> segment.get(ValueLayout.JAVA_INT_UNALIGNED, at);
      case I64 -> (double) segment.get(ValueLayout.JAVA_LONG_UNALIGNED, at);
      case BOOL -> segment.get(ValueLayout.JAVA_BYTE, at);
      case BF16 -> throw new IllegalArgumentException("no BF16 here");
    };
  }

  static void put(ElementType type, MemorySegment segment, long offset, long index, double value) {
    long at = offset + index * type.byteWidth();
    switch (type) {
      case F32 -> segment.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) value);
      case F64 -> segment.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, value);
      case I32 -> segment.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) value);
      case I64 -> segment.set(ValueLayout.JAVA_LONG_UNALIGNED, at, (long) value);
      case BOOL -> segment.set(ValueLayout.JAVA_BYTE, at, (byte) value);
      case BF16 -> throw new IllegalArgumentException("no BF16 here");
    }
  }

  /** Values whose reductions are exact in every type, so that any order gives the same result. */
  static double small(SplittableRandom random, ElementType type, Reduction reduction) {
    if (type == ElementType.BOOL) {
      return random.nextInt(8) == 0 ? 1 - bias(reduction) : bias(reduction);
    }
    return switch (reduction) {
      case SUM -> random.nextInt(-20, 21);
      case PROD -> random.nextInt(40) == 0 ? -1 : 1;
      case MAX, MIN -> random.nextInt(-1_000_000, 1_000_000);
      case AND -> ~(random.nextInt(30) == 0 ? 1L << random.nextInt(31) : 0);
      case OR -> random.nextInt(30) == 0 ? 1 << random.nextInt(30) : 0;
    };
  }

  private static int bias(Reduction reduction) {
    return reduction == Reduction.AND || reduction == Reduction.MIN ? 1 : 0;
  }

  static void fillUniform(SplittableRandom random, ElementType type, MemorySegment segment) {
    for (long i = 0; i < segment.byteSize() / type.byteWidth(); i++) {
      double value =
          switch (type) {
            case F32, F64 -> random.nextDouble(0.9, 1.1) * (random.nextInt(8) == 0 ? -1 : 1);
            case BOOL -> random.nextInt(2);
            default -> random.nextInt();
          };
      put(type, segment, 0, i, value);
    }
  }

  static double identity(Reduction reduction, ElementType type) {
    boolean bool = type == ElementType.BOOL;
    boolean real = type == ElementType.F32 || type == ElementType.F64;
    return switch (reduction) {
      case SUM, OR -> 0;
      case PROD -> 1;
      case AND -> bool ? 1 : -1;
      case MAX ->
          real
              ? Double.NEGATIVE_INFINITY
              : bool ? 0 : type == ElementType.I32 ? Integer.MIN_VALUE : Long.MIN_VALUE;
      case MIN ->
          real
              ? Double.POSITIVE_INFINITY
              : bool ? 1 : type == ElementType.I32 ? Integer.MAX_VALUE : (double) Long.MAX_VALUE;
    };
  }

  static double combine(Reduction reduction, ElementType type, double a, double b) {
    return switch (reduction) {
      case SUM -> a + b;
      case PROD -> a * b;
      case MAX -> Math.max(a, b);
      case MIN -> Math.min(a, b);
      case AND -> (long) a & (long) b;
      case OR -> (long) a | (long) b;
    };
  }

  /** The axes whose flag is set. */
  static int[] where(boolean[] flags) {
    return IntStream.range(0, flags.length).filter(axis -> flags[axis]).toArray();
  }

  /** Extents of the axes whose flag is not set. */
  static long[] keep(long[] extents, boolean[] reduced) {
    return IntStream.range(0, extents.length)
        .filter(axis -> !reduced[axis])
        .mapToLong(axis -> extents[axis])
        .toArray();
  }

  /** Strides of a reduced array along the axes of the whole one: zero along reduced axes. */
  static long[] spread(long[] kept, boolean[] reduced) {
    long[] strides = RandomShapes.rowMajor(kept);
    long[] all = new long[reduced.length];
    int k = 0;
    for (int axis = 0; axis < reduced.length; axis++) {
      all[axis] = reduced[axis] ? 0 : strides[k++];
    }
    return all;
  }

  /** Whether all bytes but {@code n} from {@code at} on still hold 0x5A. */
  static boolean untouched(MemorySegment segment, long at, long n) {
    for (long b = 0; b < segment.byteSize(); b++) {
      if ((b < at || b >= at + n) && segment.get(ValueLayout.JAVA_BYTE, b) != 0x5A) {
        return false;
      }
    }
    return true;
  }
}
