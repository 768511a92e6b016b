package dev.lanewise.kernels.random;

import dev.lanewise.kernels.BinaryKernel;
import dev.lanewise.kernels.BinaryOperation;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import dev.lanewise.kernels.Random;
import dev.lanewise.kernels.UnaryKernel;
import dev.lanewise.kernels.UnaryOperation;
import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Map;

/**
 * Random numbers of a distribution. Element i of a stream is a function of the key and of i alone,
 * with the same bits on any machine, on vectors of any length, in any order and on any number of
 * threads; see {@link Random}.
 */
public final class Distribution {
  /** Uniform on [0, 1): multiples of 2^-24 in F32, of 2^-53 in F64. */
  public static final Distribution UNIFORM = new Distribution(0);

  /**
   * Standard normal: {@code sqrt(2) erfInv(u)} for u uniform on the odd multiples of 2^-23 between
   * -1 and 1 in F32, of 2^-52 in F64. So the distribution is symmetric; the largest magnitude is
   * 5.3 in F32 and 8.2 in F64, and every number has the probability of its like to the last bit of
   * u: numbers above 4 in F32 come in steps.
   */
  public static final Distribution NORMAL = new Distribution(1);

  /** Elements that are worked on while they are in the first-level cache. */
  private static final long CHUNK_BYTES = 1 << 14;

  /** The kernels of one type, and what they multiply by and add, each as one element. */
  private record Steps(
      BinaryKernel shift,
      UnaryKernel convert,
      BinaryKernel multiply,
      BinaryKernel add,
      UnaryKernel inverseErrorFunction,
      MemorySegment constants) {}

  private static final long SHIFT = 0;
  private static final long FACTOR = 8;
  private static final long OFFSET = 16;
  private static final long ROOT = 24;
  private static final long CONSTANTS = 32;

  private final int signs;
  private final Map<ElementType, Steps> steps;

  /**
   * A distribution.
   *
   * @param signs bits of the significand that the sign takes
   */
  private Distribution(int signs) {
    this.signs = signs;
    this.steps =
        Map.of(
            ElementType.F32, steps(ElementType.F32, ElementType.I32, signs, Float.PRECISION),
            ElementType.F64, steps(ElementType.F64, ElementType.I64, signs, Double.PRECISION));
  }

  private static Steps steps(ElementType type, ElementType bits, int signs, int precision) {
    MemorySegment constants = Arena.ofAuto().allocate(CONSTANTS, Long.BYTES);
    int kept = precision - signs;
    put(constants, SHIFT, bits, bits.byteWidth() * Byte.SIZE - kept);
    // An integer v becomes v 2^-kept, or (2 v + 1) 2^-kept - 1; both are exact.
    put(constants, FACTOR, type, Math.scalb(1.0, signs - kept));
    put(constants, OFFSET, type, signs == 0 ? 0 : Math.scalb(1.0, -kept) - 1);
    put(constants, ROOT, type, Math.sqrt(2));
    return new Steps(
        Elementwise.binary(BinaryOperation.SHIFT_RIGHT_LOGICAL, bits),
        Elementwise.convert(bits, type),
        Elementwise.binary(BinaryOperation.MUL, type),
        Elementwise.binary(BinaryOperation.ADD, type),
        Elementwise.unary(UnaryOperation.ERF_INV, type),
        constants);
  }

  private static void put(MemorySegment constants, long at, ElementType type, double value) {
    long bits = type.encode(value);
    if (type.byteWidth() == Integer.BYTES) {
      constants.set(ValueLayout.JAVA_INT, at, (int) bits);
    } else {
      constants.set(ValueLayout.JAVA_LONG, at, bits);
    }
  }

  /**
   * Writes elements {@code [first, first + n)} of a stream.
   *
   * @param type F32 or F64
   * @param key the two key words, the first in the high half
   * @param offset byte offset of the first element written
   * @throws IllegalArgumentException if the type is another, n is negative, or the segment is not
   *     native or is read-only
   * @throws IndexOutOfBoundsException if the elements do not lie inside the segment
   */
  public void fill(ElementType type, long key, MemorySegment out, long offset, long first, long n) {
    Steps chosen = steps.get(type);
    if (chosen == null) {
      throw new IllegalArgumentException("[random] expected F32 or F64, got " + type);
    }
    Segments.requireExtent("random", "n", n, 0);
    int width = type.byteWidth();
    Segments.requireWritable("random", "output", out, offset, Segments.times("random", n, width));
    long chunk = CHUNK_BYTES / width;
    for (long done = 0; done < n; done += chunk) {
      long count = Math.min(chunk, n - done);
      long at = offset + done * width;
      if (type == ElementType.F32) {
        Random.bits32((int) (key >>> 32), (int) key, out, at, first + done, count);
      } else {
        Random.bits64((int) (key >>> 32), (int) key, out, at, first + done, count);
      }
      shape(chosen, out, at, count);
    }
  }

  private void shape(Steps chosen, MemorySegment out, long at, long count) {
    MemorySegment constants = chosen.constants;
    apply(chosen.shift, out, at, constants, SHIFT, count);
    chosen.convert.apply(out, at, out, at, count);
    apply(chosen.multiply, out, at, constants, FACTOR, count);
    if (signs > 0) {
      apply(chosen.add, out, at, constants, OFFSET, count);
      chosen.inverseErrorFunction.apply(out, at, out, at, count);
      apply(chosen.multiply, out, at, constants, ROOT, count);
    }
  }

  private static void apply(
      BinaryKernel kernel,
      MemorySegment out,
      long at,
      MemorySegment constants,
      long constant,
      long count) {
    kernel.apply(out, at, 1, constants, constant, 0, out, at, count);
  }
}
