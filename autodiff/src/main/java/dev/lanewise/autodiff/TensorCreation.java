package dev.lanewise.autodiff;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;

/**
 * How tensors are made, called as {@code Tensor.zeros(...)}. Arrays are copied. Tensors of equal or
 * counting elements take no memory until their elements are asked for, and within a traced function
 * they become part of its graph.
 */
public abstract sealed class TensorCreation permits Tensor {
  TensorCreation() {}

  /** An F32 scalar. */
  public static Tensor of(float value) {
    return Filled.of(TensorType.scalar(DType.F32), value);
  }

  /** An F64 scalar. */
  public static Tensor of(double value) {
    return Filled.of(TensorType.scalar(DType.F64), value);
  }

  /** An I32 scalar. */
  public static Tensor of(int value) {
    return Filled.of(TensorType.scalar(DType.I32), value);
  }

  /** An I64 scalar. */
  public static Tensor of(long value) {
    return Filled.ofLong(value);
  }

  /** A BOOL scalar. */
  public static Tensor of(boolean value) {
    return Filled.of(TensorType.scalar(DType.BOOL), value ? 1 : 0);
  }

  /** An F32 vector. */
  public static Tensor of(float... values) {
    return HostData.of(new int[] {values.length}, values);
  }

  /** An F64 vector. */
  public static Tensor of(double... values) {
    return HostData.of(new int[] {values.length}, values);
  }

  /** An I32 vector. */
  public static Tensor of(int... values) {
    return HostData.of(new int[] {values.length}, values);
  }

  /** An I64 vector. */
  public static Tensor of(long... values) {
    return HostData.of(new int[] {values.length}, values);
  }

  /** A BOOL vector. */
  public static Tensor of(boolean... values) {
    return HostData.of(new int[] {values.length}, values);
  }

  /**
   * An F32 matrix.
   *
   * @throws IllegalArgumentException if the rows differ in length
   */
  public static Tensor of(float[][] rows) {
    return HostData.of(rows);
  }

  /**
   * An F64 matrix.
   *
   * @throws IllegalArgumentException if the rows differ in length
   */
  public static Tensor of(double[][] rows) {
    return HostData.of(rows);
  }

  /**
   * An I32 matrix.
   *
   * @throws IllegalArgumentException if the rows differ in length
   */
  public static Tensor of(int[][] rows) {
    return HostData.of(rows);
  }

  /**
   * An F32 tensor of a shape, from its elements in row-major order.
   *
   * @throws IllegalArgumentException if the shape has not as many elements
   */
  public static Tensor of(float[] values, int... extents) {
    return HostData.of(extents, values);
  }

  /**
   * An F64 tensor of a shape, from its elements in row-major order.
   *
   * @throws IllegalArgumentException if the shape has not as many elements
   */
  public static Tensor of(double[] values, int... extents) {
    return HostData.of(extents, values);
  }

  /**
   * An I32 tensor of a shape, from its elements in row-major order.
   *
   * @throws IllegalArgumentException if the shape has not as many elements
   */
  public static Tensor of(int[] values, int... extents) {
    return HostData.of(extents, values);
  }

  /**
   * An I64 tensor of a shape, from its elements in row-major order.
   *
   * @throws IllegalArgumentException if the shape has not as many elements
   */
  public static Tensor of(long[] values, int... extents) {
    return HostData.of(extents, values);
  }

  /**
   * A BOOL tensor of a shape, from its elements in row-major order.
   *
   * @throws IllegalArgumentException if the shape has not as many elements
   */
  public static Tensor of(boolean[] values, int... extents) {
    return HostData.of(extents, values);
  }

  /** A scalar of an element type. */
  public static Tensor scalar(DType dtype, double value) {
    return full(dtype, value);
  }

  /** An F32 scalar. */
  public static Tensor scalar(float value) {
    return of(value);
  }

  /** An F64 scalar. */
  public static Tensor scalar(double value) {
    return of(value);
  }

  /** An I32 scalar. */
  public static Tensor scalar(int value) {
    return of(value);
  }

  /** An I64 scalar. */
  public static Tensor scalar(long value) {
    return of(value);
  }

  /** A BOOL scalar. */
  public static Tensor scalar(boolean value) {
    return of(value);
  }

  /** Zeros (false for BOOL). */
  public static Tensor zeros(DType dtype, int... extents) {
    return full(dtype, 0, extents);
  }

  /** Zeros of the type of another tensor. */
  public static Tensor zerosLike(Tensor like) {
    return Filled.of(like.type(), 0);
  }

  /** Ones (true for BOOL). */
  public static Tensor ones(DType dtype, int... extents) {
    return full(dtype, 1, extents);
  }

  /** Ones of the type of another tensor. */
  public static Tensor onesLike(Tensor like) {
    return Filled.of(like.type(), 1);
  }

  /**
   * Equal elements.
   *
   * @throws IllegalArgumentException if an integer type cannot hold the value exactly
   */
  public static Tensor full(DType dtype, double value, int... extents) {
    return full(dtype, value, Axes.shape("full", extents));
  }

  /**
   * Equal elements.
   *
   * @throws IllegalArgumentException if an integer type cannot hold the value exactly
   */
  public static Tensor full(DType dtype, double value, Shape shape) {
    return Filled.of(new TensorType(dtype, shape), value);
  }

  /**
   * Equal elements in the type of another tensor.
   *
   * @throws IllegalArgumentException if an integer type cannot hold the value exactly
   */
  public static Tensor fullLike(Tensor like, double value) {
    return Filled.of(like.type(), value);
  }

  /** The numbers from 0 to below a limit, as I32. */
  public static Tensor arange(int limit) {
    return iota(DType.I32, 0, limit);
  }

  /** {@code start, start + step, ...} below a limit, or above it if the step is negative. */
  public static Tensor arange(DType dtype, double start, double limit, double step) {
    return HostData.arange(dtype, start, limit, step);
  }

  /** Counts 0, 1, 2, ... along an axis and is constant along the others. */
  public static Tensor iota(DType dtype, int axis, int... extents) {
    TensorType type = new TensorType(dtype, Axes.shape("iota", extents));
    int normal = Axes.normalize("iota", axis, type);
    return new Formula(type, new Recipe.Plain(new Elementwise.Iota(type, normal)));
  }

  /** A number of evenly spaced values from {@code start} to {@code end}, both included. */
  public static Tensor linspace(DType dtype, double start, double end, int count) {
    return HostData.linspace(dtype, start, end, count);
  }

  /** The identity matrix. */
  public static Tensor eye(DType dtype, int n) {
    return eye(dtype, n, n);
  }

  /** Ones on the main diagonal of a matrix, zeros elsewhere. */
  public static Tensor eye(DType dtype, int rows, int columns) {
    TensorType type = new TensorType(dtype, Axes.shape("eye", rows, columns));
    return new Formula(type, new Recipe.Eye(type));
  }
}
