package dev.lanewise.bench.workload;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import java.util.Arrays;
import java.util.SplittableRandom;

/**
 * What a tensor is made of, on the heap: the engine and its peers start from the same numbers. F32,
 * or I32 for classes and positions.
 */
public final class HostArray {
  private final TensorType type;
  private final float[] values;

  private HostArray(DType dtype, int[] extents, float[] values) {
    this.type = new TensorType(dtype, Shape.of(extents));
    this.values = values;
  }

  /** F32, normal with mean 0. */
  static HostArray normal(SplittableRandom random, double deviation, int... extents) {
    float[] values = new float[(int) Shape.of(extents).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) (deviation * random.nextGaussian());
    }
    return new HostArray(DType.F32, extents, values);
  }

  /** F32, uniform in {@code [low, high)}. */
  static HostArray uniform(SplittableRandom random, double low, double high, int... extents) {
    float[] values = new float[(int) Shape.of(extents).size()];
    for (int i = 0; i < values.length; i++) {
      values[i] = (float) random.nextDouble(low, high);
    }
    return new HostArray(DType.F32, extents, values);
  }

  /** F32, one value throughout. */
  static HostArray filled(double value, int... extents) {
    float[] values = new float[(int) Shape.of(extents).size()];
    Arrays.fill(values, (float) value);
    return new HostArray(DType.F32, extents, values);
  }

  /** I32[count], each in {@code [0, classes)}. */
  static HostArray labels(SplittableRandom random, int classes, int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = random.nextInt(classes);
    }
    return new HostArray(DType.I32, new int[] {count}, values);
  }

  /** I32[count]: 0, 1, 2 and so on. */
  static HostArray counting(int count) {
    float[] values = new float[count];
    for (int i = 0; i < count; i++) {
      values[i] = i;
    }
    return new HostArray(DType.I32, new int[] {count}, values);
  }

  /** F32 or I32, and the shape. */
  public TensorType type() {
    return type;
  }

  /** The elements in row-major order, shared; whole numbers if the type is I32. */
  public float[] values() {
    return values;
  }

  /** A tensor of these elements. */
  public Tensor tensor() {
    int[] extents = type.shape().extents();
    if (type.dtype() == DType.F32) {
      return Tensor.of(values, extents);
    }
    int[] integers = new int[values.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (int) values[i];
    }
    return Tensor.of(integers, extents);
  }
}
