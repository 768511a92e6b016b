package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReferenceArray;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise kernel of two operands, either of which may be one element for all. Kernels are
 * made once, kept by {@link Elementwise}, and may be used by any number of threads at once. An
 * element's result depends on its own operands only: not on its place, nor on how a range of
 * elements was divided into calls.
 */
public final class BinaryKernel {
  /** Makes the loop for one choice of strides, the first time it is needed. */
  @FunctionalInterface
  interface LoopMaker {
    BinaryLoop make(boolean aScalar, boolean bScalar);
  }

  private static final int VARIANTS = 4;

  private final String name;
  private final ElementType operandType;
  private final ElementType resultType;
  private final LoopMaker maker;
  private final AtomicReferenceArray<BinaryLoop> loops = new AtomicReferenceArray<>(VARIANTS);

  BinaryKernel(String name, ElementType operandType, ElementType resultType, LoopMaker maker) {
    this.name = name;
    this.operandType = operandType;
    this.resultType = resultType;
    this.maker = maker;
  }

  /** Returns the element type of both operands. */
  public ElementType operandType() {
    return operandType;
  }

  /** Returns the element type that the kernel writes. */
  public ElementType resultType() {
    return resultType;
  }

  /**
   * Returns the kernel on arrays, or null if it is computed on memory only.
   *
   * @param aStride 1 for elements side by side, 0 for one element that serves all
   * @param bStride as {@code aStride}
   */
  public @Nullable ArrayKernel onArrays(int aStride, int bStride) {
    return loop(aStride, bStride) instanceof BinaryTwin twin ? twin.onArrays() : null;
  }

  /**
   * Computes {@code out[i] = f(a[i], b[i])} for {@code n} elements side by side; see {@link
   * #apply(MemorySegment, long, int, MemorySegment, long, int, MemorySegment, long, long)}.
   */
  public void apply(
      MemorySegment a,
      long aOffset,
      MemorySegment b,
      long bOffset,
      MemorySegment out,
      long outOffset,
      long n) {
    apply(a, aOffset, 1, b, bOffset, 1, out, outOffset, n);
  }

  /**
   * Computes {@code out[i] = f(a[i * aStride], b[i * bStride])} for {@code n} elements. The output
   * may be exactly an operand's memory; overlap in part is an error, and so is an operand of stride
   * 0 inside the output (unless {@code n} is 1).
   *
   * @param a native segment of {@link #operandType} elements
   * @param aOffset byte offset of the first element, of any alignment
   * @param aStride 1 for elements side by side, 0 for one element that serves all
   * @param b as {@code a}
   * @param bOffset as {@code aOffset}
   * @param bStride as {@code aStride}
   * @param out native segment of {@link #resultType} elements
   * @param outOffset byte offset of the first element, of any alignment
   * @param n number of elements, 0 or more
   * @throws IndexOutOfBoundsException if a range does not lie inside its segment
   * @throws IllegalArgumentException if a segment is on the heap, {@code out} is read-only, {@code
   *     n} is negative, a stride is neither 0 nor 1, or the ranges overlap in part
   */
  public void apply(
      MemorySegment a,
      long aOffset,
      int aStride,
      MemorySegment b,
      long bOffset,
      int bStride,
      MemorySegment out,
      long outOffset,
      long n) {
    long outBytes = Operands.requireOutput(name, out, outOffset, resultType, n);
    requireOperand("a", a, aOffset, aStride, out, outOffset, outBytes, n);
    requireOperand("b", b, bOffset, bStride, out, outOffset, outBytes, n);
    BinaryLoop loop = loop(aStride, bStride);
    long aStep = (long) aStride * operandType.byteWidth();
    long bStep = (long) bStride * operandType.byteWidth();
    for (long done = 0; done < n; done += Elementwise.CHUNK) {
      int count = (int) Math.min(n - done, Elementwise.CHUNK);
      loop.run(
          a,
          aOffset + done * aStep,
          b,
          bOffset + done * bStep,
          out,
          outOffset + done * resultType.byteWidth(),
          count);
    }
  }

  private void requireOperand(
      String operand,
      MemorySegment segment,
      long offset,
      int stride,
      MemorySegment out,
      long outOffset,
      long outBytes,
      long n) {
    long extent = Operands.requireExtent(name, operand, stride, n);
    long bytes = Operands.requireRun(name, operand, segment, offset, operandType, extent);
    Operands.requireSameOrApart(name, operand, segment, offset, bytes, out, outOffset, outBytes);
  }

  private BinaryLoop loop(int aStride, int bStride) {
    int variant = aStride << 1 | bStride;
    BinaryLoop loop = loops.getAcquire(variant);
    if (loop == null) {
      // Two threads may both make it: the copies are equal, and one of them is dropped.
      loop = maker.make(aStride == 0, bStride == 0);
      loops.setRelease(variant, loop);
    }
    return loop;
  }

  @Override
  public String toString() {
    return "%s(%s, %s) -> %s".formatted(name, operandType, operandType, resultType);
  }
}
