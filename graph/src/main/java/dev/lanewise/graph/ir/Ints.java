package dev.lanewise.graph.ir;

import java.util.Arrays;
import java.util.function.IntPredicate;
import java.util.stream.IntStream;

/**
 * An immutable list of ints: axes, permutations, starts, strides. Compared by content, so that
 * operations that hold one are too.
 */
public final class Ints {
  private static final Ints EMPTY = new Ints(new int[0]);

  private final int[] values;

  private Ints(int[] values) {
    this.values = values;
  }

  /** The given values, copied. */
  public static Ints of(int... values) {
    return values.length == 0 ? EMPTY : new Ints(values.clone());
  }

  /** Values in a Java array that nobody else has. */
  private static Ints adopt(int[] values) {
    return values.length == 0 ? EMPTY : new Ints(values);
  }

  /** {@code from, from + 1, ..., to - 1}. */
  public static Ints range(int from, int to) {
    int[] values = new int[Math.max(0, to - from)];
    for (int i = 0; i < values.length; i++) {
      values[i] = from + i;
    }
    return adopt(values);
  }

  /** {@code count} times the same value. */
  public static Ints filled(int count, int value) {
    int[] values = new int[count];
    Arrays.fill(values, value);
    return adopt(values);
  }

  /** The number of values. */
  public int size() {
    return values.length;
  }

  /** Whether there are no values. */
  public boolean isEmpty() {
    return values.length == 0;
  }

  /**
   * The value at an index.
   *
   * @throws ArrayIndexOutOfBoundsException if there is none
   */
  public int get(int index) {
    return values[index];
  }

  /** Whether a value occurs. */
  public boolean contains(int value) {
    return indexOf(value) >= 0;
  }

  /** The first index of a value, or -1. */
  public int indexOf(int value) {
    for (int i = 0; i < values.length; i++) {
      if (values[i] == value) {
        return i;
      }
    }
    return -1;
  }

  /** Whether every value passes. */
  public boolean allMatch(IntPredicate test) {
    for (int value : values) {
      if (!test.test(value)) {
        return false;
      }
    }
    return true;
  }

  /** The values in ascending order. */
  public Ints sorted() {
    // By insertion: there are few, and what sorts many is a dozen classes to load.
    int[] sorted = values.clone();
    for (int i = 1; i < sorted.length; i++) {
      int value = sorted[i];
      int at = i;
      for (; at > 0 && sorted[at - 1] > value; at--) {
        sorted[at] = sorted[at - 1];
      }
      sorted[at] = value;
    }
    return adopt(sorted);
  }

  /** Whether no value occurs twice. */
  public boolean areDistinct() {
    for (int i = 0; i < values.length; i++) {
      if (indexOf(values[i]) < i) {
        return false;
      }
    }
    return true;
  }

  /** Whether this is a permutation of {@code 0 .. size - 1}. */
  public boolean isPermutation() {
    boolean[] seen = new boolean[values.length];
    for (int value : values) {
      if (value < 0 || value >= values.length || seen[value]) {
        return false;
      }
      seen[value] = true;
    }
    return true;
  }

  /** Whether this is {@code 0, 1, ..., size - 1}. */
  public boolean isIdentity() {
    for (int i = 0; i < values.length; i++) {
      if (values[i] != i) {
        return false;
      }
    }
    return true;
  }

  /**
   * The permutation that undoes this one.
   *
   * @throws IllegalArgumentException if this is not a permutation
   */
  public Ints inverse() {
    if (!isPermutation()) {
      throw new IllegalArgumentException(this + " is not a permutation");
    }
    int[] inverse = new int[values.length];
    for (int i = 0; i < values.length; i++) {
      inverse[values[i]] = i;
    }
    return adopt(inverse);
  }

  /** The values {@code 0 .. rank - 1} that do not occur here, in ascending order. */
  public Ints complement(int rank) {
    int[] others = new int[rank];
    int count = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (!contains(axis)) {
        others[count++] = axis;
      }
    }
    return adopt(Arrays.copyOf(others, count));
  }

  /** These values followed by others. */
  public Ints concat(Ints others) {
    int[] both = Arrays.copyOf(values, values.length + others.values.length);
    System.arraycopy(others.values, 0, both, values.length, others.values.length);
    return adopt(both);
  }

  /** The values in order. */
  public IntStream stream() {
    return Arrays.stream(values);
  }

  /** A copy. */
  public int[] toArray() {
    return values.clone();
  }

  @Override
  public boolean equals(Object other) {
    return other instanceof Ints ints && Arrays.equals(values, ints.values);
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(values);
  }

  @Override
  public String toString() {
    return Arrays.toString(values);
  }
}
