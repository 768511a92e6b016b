package dev.lanewise.autodiff.nn;

import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Shape;

/**
 * Makes the first value of a parameter. Fans are counted as in JAX: the last axis of a weight is
 * the output, the one before it the input, and the extents of all others multiply both. A vector
 * has a fan in and a fan out of its extent.
 */
@FunctionalInterface
public interface Initializer {
  /**
   * A tensor of the given element type and shape.
   *
   * @param key the source of randomness; an initialiser that needs none ignores it
   */
  Tensor create(Key key, DType dtype, Shape shape);

  /** Zeros. */
  static Initializer zeros() {
    return constant(0);
  }

  /** Ones. */
  static Initializer ones() {
    return constant(1);
  }

  /** One value throughout. */
  static Initializer constant(double value) {
    return (key, dtype, shape) -> Tensor.full(dtype, value, shape);
  }

  /** Uniform in {@code [-bound, bound)}. */
  static Initializer uniform(double bound) {
    return (key, dtype, shape) -> key.uniformBetween(dtype, -bound, bound, shape.extents());
  }

  /** Normal with mean 0 and the given standard deviation. */
  static Initializer normal(double deviation) {
    return (key, dtype, shape) -> key.normal(dtype, shape.extents()).mul(deviation);
  }

  /**
   * Uniform with variance {@code 2 / (fanIn + fanOut)}, for tanh and sigmoid. Source: Glorot and
   * Bengio, "Understanding the difficulty of training deep feedforward neural networks", 2010.
   */
  static Initializer glorotUniform() {
    return (key, dtype, shape) ->
        uniform(Math.sqrt(6 / (fanIn(shape) + fanOut(shape)))).create(key, dtype, shape);
  }

  /** Normal with variance {@code 2 / (fanIn + fanOut)}; source as {@link #glorotUniform}. */
  static Initializer glorotNormal() {
    return (key, dtype, shape) ->
        normal(Math.sqrt(2 / (fanIn(shape) + fanOut(shape)))).create(key, dtype, shape);
  }

  /**
   * Uniform with variance {@code 2 / fanIn}, for ReLU. Source: He, Zhang, Ren, Sun, "Delving deep
   * into rectifiers", 2015.
   */
  static Initializer heUniform() {
    return (key, dtype, shape) -> uniform(Math.sqrt(6 / fanIn(shape))).create(key, dtype, shape);
  }

  /** Normal with variance {@code 2 / fanIn}; source as {@link #heUniform}. */
  static Initializer heNormal() {
    return (key, dtype, shape) -> normal(Math.sqrt(2 / fanIn(shape))).create(key, dtype, shape);
  }

  /**
   * Normal with variance {@code 1 / fanIn}. Source: LeCun, Bottou, Orr, Müller, "Efficient
   * backprop", 1998.
   */
  static Initializer lecunNormal() {
    return (key, dtype, shape) -> normal(Math.sqrt(1 / fanIn(shape))).create(key, dtype, shape);
  }

  /** The number of inputs that each output of a weight sums over; 1 for a scalar. */
  static double fanIn(Shape shape) {
    int rank = shape.rank();
    return rank == 0 ? 1 : receptiveField(shape) * shape.extent(Math.max(0, rank - 2));
  }

  /** The number of outputs that each input of a weight reaches; 1 for a scalar. */
  static double fanOut(Shape shape) {
    int rank = shape.rank();
    return rank == 0 ? 1 : receptiveField(shape) * shape.extent(rank - 1);
  }

  private static double receptiveField(Shape shape) {
    double size = 1;
    for (int axis = 0; axis < shape.rank() - 2; axis++) {
      size *= shape.extent(axis);
    }
    return size;
  }
}
