package dev.lanewise.graph.compile.tile;

import dev.lanewise.graph.ir.DType;
import dev.lanewise.kernels.ArrayFold;
import dev.lanewise.kernels.ArrayKernel;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;

/** One step of an {@link ArrayTileKernel}; arrays are named by their register. */
sealed interface ArrayStep {
  /**
   * Does the step for some elements of a row.
   *
   * @param start the first of them
   * @param n how many, at least 1 and no more than a tile has
   */
  void run(ArrayFrame frame, int start, int n);

  /** Reads elements of an operand. */
  record Load(int operand, DType dtype, int to) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      long at = frame.address(operand) + (long) start * dtype.bytes();
      MemorySegment.copy(frame.segment(operand), layout(dtype), at, frame.array(to), 0, n);
    }
  }

  /** Writes elements of an operand. */
  record Store(int from, DType dtype, int operand) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      long at = frame.address(operand) + (long) start * dtype.bytes();
      MemorySegment.copy(frame.array(from), 0, frame.segment(operand), layout(dtype), at, n);
    }
  }

  /**
   * Reads elements of a row buffer.
   *
   * @param before bytes of the buffers before it, for each element of a row
   */
  record Restore(int before, DType dtype, int to) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      long at = frame.room() * before + (long) start * dtype.bytes();
      MemorySegment.copy(frame.scratch(), layout(dtype), at, frame.array(to), 0, n);
    }
  }

  /**
   * Writes elements of a row buffer.
   *
   * @param before bytes of the buffers before it, for each element of a row
   */
  record Keep(int from, DType dtype, int before) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      long at = frame.room() * before + (long) start * dtype.bytes();
      MemorySegment.copy(frame.array(from), 0, frame.scratch(), layout(dtype), at, n);
    }
  }

  /** Computes elements from those of up to three arrays. */
  record Apply(ArrayKernel kernel, int a, int b, int c, int to) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      kernel.run(frame.array(a), frame.array(b), frame.array(c), frame.array(to), n);
    }
  }

  /** Repeats the one element of an array. */
  record Repeat(int from, int to) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      Object array = frame.array(to);
      switch (frame.array(from)) {
        case float[] one -> Arrays.fill((float[]) array, 0, n, one[0]);
        case double[] one -> Arrays.fill((double[]) array, 0, n, one[0]);
        case short[] one -> Arrays.fill((short[]) array, 0, n, one[0]);
        case int[] one -> Arrays.fill((int[]) array, 0, n, one[0]);
        case long[] one -> Arrays.fill((long[]) array, 0, n, one[0]);
        case byte[] one -> Arrays.fill((byte[]) array, 0, n, one[0]);
        default -> throw new IllegalStateException("[tile] not an array of elements");
      }
    }
  }

  /** {@link ArrayFold#start}. */
  record FoldStart(ArrayFold fold, int accumulators) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      fold.start(frame.array(accumulators));
    }
  }

  /** {@link ArrayFold#add}. */
  record FoldAdd(ArrayFold fold, int from, int accumulators) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      fold.add(frame.array(from), n, frame.array(accumulators));
    }
  }

  /** {@link ArrayFold#finish}. */
  record FoldFinish(ArrayFold fold, int accumulators, int to) implements ArrayStep {
    @Override
    public void run(ArrayFrame frame, int start, int n) {
      fold.finish(frame.array(accumulators), frame.array(to));
    }
  }

  private static ValueLayout layout(DType dtype) {
    return switch (dtype) {
      case F32 -> ValueLayout.JAVA_FLOAT_UNALIGNED;
      case F64 -> ValueLayout.JAVA_DOUBLE_UNALIGNED;
      case BF16 -> ValueLayout.JAVA_SHORT_UNALIGNED;
      case I32 -> ValueLayout.JAVA_INT_UNALIGNED;
      case I64 -> ValueLayout.JAVA_LONG_UNALIGNED;
      case BOOL -> ValueLayout.JAVA_BYTE;
    };
  }
}
