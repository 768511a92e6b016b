package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A micro-kernel in F32 without vectors, which stands in for a generated one until that is
 * compiled: 3 GFLOP/s a few milliseconds after the first call, where the generated one takes
 * seconds in the JVM's interpreter. It makes the same chains of fused multiply-adds, so it gives
 * the same bits. {@link GemmScalarDoubles} is the same in F64.
 */
final class GemmScalarFloats implements GemmMicroKernel {
  private static final ValueLayout.OfFloat ELEMENT = ValueLayout.JAVA_FLOAT_UNALIGNED;

  private final GemmMicroKernelGenerator.Shape shape;
  private final int width;

  GemmScalarFloats(GemmMicroKernelGenerator.Shape shape) {
    this.shape = shape;
    this.width = shape.vectors() * shape.species().length();
  }

  @Override
  public void multiply(
      int kc,
      Object a,
      int aAt,
      Object b,
      long bAt,
      long bRow,
      MemorySegment c,
      long cAt,
      long cRow) {
    int rows = shape.rows();
    float[] panel = (float[]) a;
    float[] sums = new float[rows * width];
    float[] bRowElements = shape.packed() ? (float[]) b : new float[width];
    if (shape.resume()) {
      for (int row = 0; row < rows; row++) {
        MemorySegment.copy(c, ELEMENT, cAt + row * cRow, sums, row * width, width);
      }
    }
    for (int k = 0; k < kc; k++) {
      int from = shape.packed() ? (int) bAt + k * width : 0;
      if (!shape.packed()) {
        MemorySegment.copy((MemorySegment) b, ELEMENT, bAt + k * bRow, bRowElements, 0, width);
      }
      for (int row = 0; row < rows; row++) {
        float factor = panel[aAt + k * shape.aStep() + row * shape.aRow()];
        add(factor, bRowElements, from, sums, row * width, width);
      }
    }
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(sums, row * width, c, ELEMENT, cAt + row * cRow, width);
    }
  }

  /** A method of its own, so that the invocation counter has it compiled at once. */
  private static void add(float factor, float[] b, int from, float[] sums, int to, int width) {
    for (int j = 0; j < width; j++) {
      sums[to + j] = Math.fma(factor, b[from + j], sums[to + j]);
    }
  }
}
