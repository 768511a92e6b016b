package dev.lanewise.graph.ir;

import java.util.Arrays;

/**
 * The extents of a tensor, outermost first. A scalar has rank 0; an extent may be zero. Elements
 * lie in row-major order.
 */
public final class Shape {
  private static final Shape SCALAR = new Shape(new int[0]);

  private final int[] extents;
  private final long size;

  private Shape(int[] extents) {
    this.extents = extents;
    this.size = sizeOf(extents);
  }

  private static long sizeOf(int[] extents) {
    boolean empty = false;
    for (int extent : extents) {
      if (extent < 0) {
        throw new IllegalArgumentException("negative extent in shape " + Arrays.toString(extents));
      }
      empty |= extent == 0;
    }
    if (empty) {
      return 0;
    }
    long size = 1;
    for (int extent : extents) {
      size = Math.multiplyHigh(size, extent) == 0 ? size * extent : -1;
      if (size < 0 || size > MAX_SIZE) {
        throw new IllegalArgumentException(
            "shape " + Arrays.toString(extents) + " has more than 2^47 elements");
      }
    }
    return size;
  }

  /** More elements than this fit no machine; below it, byte counts cannot overflow a long. */
  private static final long MAX_SIZE = 1L << 47;

  /**
   * The shape of the given extents.
   *
   * @throws IllegalArgumentException if an extent is negative or the size exceeds 2^47 elements
   */
  public static Shape of(int... extents) {
    return extents.length == 0 ? SCALAR : new Shape(extents.clone());
  }

  /** The shape of the given extents. */
  public static Shape of(Ints extents) {
    return adopt(extents.toArray());
  }

  /** The shape of extents in a Java array that nobody else has. */
  private static Shape adopt(int[] extents) {
    return extents.length == 0 ? SCALAR : new Shape(extents);
  }

  /** Rank 0, one element. */
  public static Shape scalar() {
    return SCALAR;
  }

  /** The number of axes. */
  public int rank() {
    return extents.length;
  }

  /**
   * The extent of an axis, {@code 0 <= axis < rank}.
   *
   * @throws ArrayIndexOutOfBoundsException if there is no such axis
   */
  public int extent(int axis) {
    return extents[axis];
  }

  /** A copy of the extents. */
  public int[] extents() {
    return extents.clone();
  }

  /** The number of elements: 1 for a scalar, 0 if an extent is zero. */
  public long size() {
    return size;
  }

  /** Whether this has rank 0. */
  public boolean isScalar() {
    return extents.length == 0;
  }

  /** The distance in elements between neighbours along each axis, in row-major order. */
  public long[] strides() {
    long[] strides = new long[extents.length];
    long stride = 1;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      strides[axis] = stride;
      stride *= extents[axis];
    }
    return strides;
  }

  /** This shape without the given axes. */
  public Shape without(Ints axes) {
    return select(axes.complement(rank()));
  }

  /** The extents of the given axes, in their order. */
  public Shape select(Ints axes) {
    int[] selected = new int[axes.size()];
    for (int i = 0; i < selected.length; i++) {
      selected[i] = extents[axes.get(i)];
    }
    return adopt(selected);
  }

  /** This shape with the extent of one axis replaced. */
  public Shape with(int axis, int extent) {
    int[] changed = extents.clone();
    changed[axis] = extent;
    return adopt(changed);
  }

  /** These extents followed by another shape's. */
  public Shape concat(Shape other) {
    int[] both = Arrays.copyOf(extents, extents.length + other.extents.length);
    System.arraycopy(other.extents, 0, both, extents.length, other.extents.length);
    return adopt(both);
  }

  @Override
  public boolean equals(Object other) {
    return this == other || (other instanceof Shape shape && Arrays.equals(extents, shape.extents));
  }

  @Override
  public int hashCode() {
    return Arrays.hashCode(extents);
  }

  /** For example {@code [128, 784]}. */
  @Override
  public String toString() {
    return Arrays.toString(extents);
  }
}
