package dev.lanewise.autodiff.data;

import java.util.List;

/**
 * The contents of an IDX file: an element type, a shape, and the elements in row-major order.
 *
 * <p>Accessors hand out the array itself, not a copy: data sets are large and read once.
 */
public final class IdxArray {
  private final IdxType type;
  private final List<Integer> shape;
  private final int size;
  private final Object elements;

  IdxArray(IdxType type, List<Integer> shape, int size, Object elements) {
    this.type = type;
    this.shape = List.copyOf(shape);
    this.size = size;
    this.elements = elements;
  }

  /** The element type the file declares. */
  public IdxType type() {
    return type;
  }

  /** The extents, outermost first; at least one. */
  public List<Integer> shape() {
    return shape;
  }

  /** The number of elements: the product of {@link #shape()}. */
  public int size() {
    return size;
  }

  /**
   * The elements of an {@link IdxType#UNSIGNED_BYTE} or {@link IdxType#BYTE} file.
   *
   * @throws IllegalStateException if the elements are of another type
   */
  public byte[] bytes() {
    return elementsAs(byte[].class);
  }

  /**
   * The elements of a {@link IdxType#SHORT} file.
   *
   * @throws IllegalStateException if the elements are of another type
   */
  public short[] shorts() {
    return elementsAs(short[].class);
  }

  /**
   * The elements of an {@link IdxType#INT} file.
   *
   * @throws IllegalStateException if the elements are of another type
   */
  public int[] ints() {
    return elementsAs(int[].class);
  }

  /**
   * The elements of a {@link IdxType#FLOAT} file.
   *
   * @throws IllegalStateException if the elements are of another type
   */
  public float[] floats() {
    return elementsAs(float[].class);
  }

  /**
   * The elements of a {@link IdxType#DOUBLE} file.
   *
   * @throws IllegalStateException if the elements are of another type
   */
  public double[] doubles() {
    return elementsAs(double[].class);
  }

  @Override
  public String toString() {
    return type + shape.toString();
  }

  private <T> T elementsAs(Class<T> array) {
    if (!array.isInstance(elements)) {
      throw new IllegalStateException(
          "[idx] elements are " + type + ", not available as " + array.getSimpleName());
    }
    return array.cast(elements);
  }
}
