package dev.lanewise.bench.peers;

import static org.bytedeco.pytorch.global.torch.from_blob;
import static org.bytedeco.pytorch.global.torch.matmul_out;
import static org.bytedeco.pytorch.global.torch.set_num_threads;

import dev.lanewise.bench.lab.kernel.Body;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Memory;
import dev.lanewise.bench.lab.kernel.Peer;
import dev.lanewise.bench.lab.suite.Products;
import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.nio.ByteBuffer;
import java.nio.ByteOrder;
import java.util.Optional;
import org.bytedeco.javacpp.DoublePointer;
import org.bytedeco.javacpp.FloatPointer;
import org.bytedeco.javacpp.Pointer;
import org.bytedeco.pytorch.NoGradGuard;
import org.bytedeco.pytorch.Tensor;
import org.bytedeco.pytorch.TensorOptions;
import org.bytedeco.pytorch.global.torch.ScalarType;

/**
 * LibTorch's own kernels on the laboratory's memory: its tensors are views of the operands, results
 * are written into them, and it has one thread, as every contestant.
 */
public final class LibTorchKernels implements Peer {
  /** Made by the service loader. */
  public LibTorchKernels() {}

  @Override
  public Contestant contestant() {
    return Contestant.LIBTORCH;
  }

  @Override
  public Optional<Experiment.Start> start(Experiment experiment) {
    return Products.shape(experiment).map(shape -> (memory, n) -> product(shape, memory, n));
  }

  private static Body product(Products.Shape shape, Memory memory, int size) {
    set_num_threads(1);
    NoGradGuard noGradients = new NoGradGuard();
    long batch = shape.batch(size);
    long m = shape.m(size);
    long n = shape.n(size);
    long k = shape.k(size);
    Tensor a = view(memory, 0, batch, m, k);
    Tensor b =
        shape.transposeB()
            ? view(memory, 1, batch, n, k).transpose(-2, -1)
            : view(memory, 1, batch, k, n);
    Tensor c = view(memory, 2, batch, m, n);
    return () -> {
      assert !noGradients.isNull();
      // The result is the tensor that was given: nothing is allocated but its handle.
      matmul_out(c, a, b).close();
    };
  }

  /** A matrix, or a batch of them. */
  private static Tensor view(Memory memory, int operand, long batch, long rows, long columns) {
    ElementType type = memory.operands().get(operand).type();
    long[] shape = batch == 1 ? new long[] {rows, columns} : new long[] {batch, rows, columns};
    TensorOptions options =
        new TensorOptions(type == ElementType.F32 ? ScalarType.Float : ScalarType.Double);
    return from_blob(pointer(type, memory.get(operand)), shape, options);
  }

  private static Pointer pointer(ElementType type, MemorySegment segment) {
    ByteBuffer buffer = segment.asByteBuffer().order(ByteOrder.nativeOrder());
    return type == ElementType.F32
        ? new FloatPointer(buffer.asFloatBuffer())
        : new DoublePointer(buffer.asDoubleBuffer());
  }
}
