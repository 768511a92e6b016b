package dev.lanewise.bench.lab.kernel;

import dev.lanewise.kernels.ElementType;

/**
 * A block of memory that a kernel works on: native, aligned to 64 bytes, and padded behind its end
 * to a multiple of 64 bytes.
 *
 * <p>What a kernel reads is filled with numbers that are uniform in {@code [low, high)} and depend
 * on nothing but a seed; integers are rounded down, BOOL is true where the number is at least 0.5.
 * What it only writes is filled with NaN, or ones, so that an element left out shows.
 *
 * @param type of the elements
 * @param count how many
 * @param role whether they are read, written, or both
 * @param low the least number an element begins with
 * @param high above all numbers an element begins with
 */
public record Operand(ElementType type, long count, Role role, double low, double high) {
  /** What a kernel does with an operand. */
  public enum Role {
    /** Reads it. */
    INPUT,
    /** Writes all of it and reads nothing of it. */
    OUTPUT,
    /** Reads it and writes over it. */
    UPDATED
  }

  /**
   * Checks the numbers.
   *
   * @throws IllegalArgumentException if the count is negative, or the range is empty or not finite
   */
  public Operand {
    if (count < 0) {
      throw new IllegalArgumentException("[operand] count must not be negative, got " + count);
    }
    if (!(low < high) || Double.isInfinite(low) || Double.isInfinite(high)) {
      throw new IllegalArgumentException(
          "[operand] expected a finite range, got [" + low + ", " + high + ")");
    }
  }

  /** An operand that is read, with numbers from 0.5 to 1.5: no sum of them cancels. */
  public static Operand input(ElementType type, long count) {
    return new Operand(type, count, Role.INPUT, 0.5, 1.5);
  }

  /** An operand that is written. */
  public static Operand output(ElementType type, long count) {
    return new Operand(type, count, Role.OUTPUT, 0.5, 1.5);
  }

  /** An operand that is read and written over, with numbers from 0.5 to 1.5. */
  public static Operand updated(ElementType type, long count) {
    return new Operand(type, count, Role.UPDATED, 0.5, 1.5);
  }

  /** The same operand with numbers from another range. */
  public Operand in(double newLow, double newHigh) {
    return new Operand(type, count, role, newLow, newHigh);
  }

  /** Bytes of the elements. */
  public long bytes() {
    return count * type.byteWidth();
  }

  /** Bytes that are read if every element is read once. */
  public long bytesRead() {
    return role == Role.OUTPUT ? 0 : bytes();
  }

  /** Bytes that are written if every element is written once. */
  public long bytesWritten() {
    return role == Role.INPUT ? 0 : bytes();
  }
}
