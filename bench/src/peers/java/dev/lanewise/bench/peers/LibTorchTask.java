package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.grad;

import dev.lanewise.bench.workload.HostArray;
import dev.lanewise.bench.workload.Task;
import dev.lanewise.graph.ir.DType;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.LongPointer;
import org.bytedeco.javacpp.PointerScope;
import org.bytedeco.pytorch.BoolOptional;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.TensorVector;
import org.bytedeco.pytorch.global.torch.ScalarType;

/** A step in LibTorch; what it allocates is freed at its end, as an embedder has to do it. */
abstract class LibTorchTask implements Task {
  private final BoolOptional freeTheGraph = new BoolOptional();

  /** One step; the results in the workload's order. */
  abstract List<Tensor> step();

  @Override
  public final void run() {
    try (PointerScope _ = new PointerScope()) {
      step();
    }
  }

  @Override
  public final List<float[]> results() {
    try (PointerScope _ = new PointerScope()) {
      return step().stream().map(LibTorchTask::values).toList();
    }
  }

  @Override
  public final long peakBytes() {
    return ResidentMemory.peakOf(this::run);
  }

  /** The process ends with its task. */
  @Override
  public final void close() {}

  /** A tensor of the same elements; labels become I64, which LibTorch wants. */
  static Tensor tensor(HostArray array) {
    int[] extents = array.type().shape().extents();
    long[] shape = Arrays.stream(extents).asLongStream().toArray();
    float[] values = array.values();
    if (array.type().dtype() == DType.F32) {
      try (FloatPointer memory = new FloatPointer(values);
          Tensor view = from_blob(memory, shape)) {
        return view.clone();
      }
    }
    long[] integers = new long[values.length];
    for (int i = 0; i < integers.length; i++) {
      integers[i] = (long) values[i];
    }
    try (LongPointer memory = new LongPointer(integers);
        TensorOptions options = new TensorOptions(ScalarType.Long);
        Tensor view = from_blob(memory, shape, options)) {
      return view.clone();
    }
  }

  /** One that gradients are asked for. */
  static Tensor parameter(HostArray array) {
    return tensor(array).set_requires_grad(true);
  }

  /** A matrix [inputs, outputs] as LibTorch's linear keeps it, [outputs, inputs]. */
  static Tensor transposedParameter(HostArray array) {
    try (Tensor plain = tensor(array);
        Tensor transposed = plain.t()) {
      return transposed.contiguous().set_requires_grad(true);
    }
  }

  /** The gradients of the product of a value and a cotangent; that of a scalar if it is null. */
  final TensorVector gradients(Tensor value, TensorVector at, TensorVector cotangents) {
    return grad(new TensorVector(value), at, cotangents, freeTheGraph, false, false);
  }

  static List<Tensor> concat(Tensor first, TensorVector rest) {
    List<Tensor> all = new ArrayList<>();
    all.add(first);
    for (long i = 0; i < rest.size(); i++) {
      all.add(rest.get(i));
    }
    return all;
  }

  private static float[] values(Tensor tensor) {
    float[] values = new float[(int) tensor.numel()];
    tensor.detach().contiguous().data_ptr_float().get(values);
    return values;
  }
}
