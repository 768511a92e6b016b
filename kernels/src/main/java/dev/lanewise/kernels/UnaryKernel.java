package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import org.jspecify.annotations.Nullable;

/**
 * An elementwise kernel of one operand. Kernels are made once, kept by {@link Elementwise}, and may
 * be used by any number of threads at once. An element's result depends on that element only: not
 * on its place, nor on how a range of elements was divided into calls.
 */
public final class UnaryKernel {
  private final String name;
  private final ElementType operandType;
  private final ElementType resultType;
  private final UnaryLoop loop;

  UnaryKernel(String name, ElementType operandType, ElementType resultType, UnaryLoop loop) {
    this.name = name;
    this.operandType = operandType;
    this.resultType = resultType;
    this.loop = loop;
  }

  /** Returns the element type that the kernel reads. */
  public ElementType operandType() {
    return operandType;
  }

  /** Returns the element type that the kernel writes. */
  public ElementType resultType() {
    return resultType;
  }

  /** Returns the kernel on arrays, or null if it is computed on memory only. */
  public @Nullable ArrayKernel onArrays() {
    return loop instanceof UnaryTwin twin ? twin.onArrays() : null;
  }

  /**
   * Computes {@code out[i] = f(in[i])} for {@code n} elements side by side. The output may be
   * exactly the input's memory; overlap in part is an error.
   *
   * @param in native segment of {@link #operandType} elements
   * @param inOffset byte offset of the first element, of any alignment
   * @param out native segment of {@link #resultType} elements
   * @param outOffset byte offset of the first element, of any alignment
   * @param n number of elements, 0 or more
   * @throws IndexOutOfBoundsException if a range does not lie inside its segment
   * @throws IllegalArgumentException if a segment is on the heap, {@code out} is read-only, {@code
   *     n} is negative, or the ranges overlap in part
   */
  public void apply(MemorySegment in, long inOffset, MemorySegment out, long outOffset, long n) {
    long inBytes = Operands.requireRun(name, "operand", in, inOffset, operandType, n);
    long outBytes = Operands.requireOutput(name, out, outOffset, resultType, n);
    Operands.requireSameOrApart(name, "operand", in, inOffset, inBytes, out, outOffset, outBytes);
    for (long done = 0; done < n; done += Elementwise.CHUNK) {
      int count = (int) Math.min(n - done, Elementwise.CHUNK);
      loop.run(
          in,
          inOffset + done * operandType.byteWidth(),
          out,
          outOffset + done * resultType.byteWidth(),
          count);
    }
  }

  @Override
  public String toString() {
    return name + "(" + operandType + ") -> " + resultType;
  }
}
