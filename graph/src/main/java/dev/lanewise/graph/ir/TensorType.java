package dev.lanewise.graph.ir;

import org.jspecify.annotations.Nullable;

/** The element type and shape of a value. */
public record TensorType(DType dtype, Shape shape) {
  /** The type of the given element type and extents. */
  public static TensorType of(DType dtype, int... extents) {
    return new TensorType(dtype, Shape.of(extents));
  }

  /** The type of a scalar. */
  public static TensorType scalar(DType dtype) {
    return new TensorType(dtype, Shape.scalar());
  }

  /** The number of axes. */
  public int rank() {
    return shape.rank();
  }

  /** The number of elements. */
  public long size() {
    return shape.size();
  }

  /** The size of a dense value in bytes, without padding. */
  public long bytes() {
    return shape.size() * dtype.bytes();
  }

  /** This type with another element type. */
  public TensorType as(DType other) {
    return dtype == other ? this : new TensorType(other, shape);
  }

  /** This type with another shape. */
  public TensorType as(Shape other) {
    return new TensorType(dtype, other);
  }

  /** Written out: every node asks, and a record's own runs through method handles while cold. */
  @Override
  public boolean equals(@Nullable Object other) {
    return this == other
        || (other instanceof TensorType type && dtype == type.dtype && shape.equals(type.shape));
  }

  @Override
  public int hashCode() {
    return 31 * dtype.hashCode() + shape.hashCode();
  }

  /** For example {@code F32[128, 784]}; a scalar is {@code F32[]}. */
  @Override
  public String toString() {
    return dtype.name() + shape;
  }
}
