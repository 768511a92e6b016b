package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * A micro-kernel in F64 without vectors, which stands in for a generated one until that is
 * compiled: 3 GFLOP/s a few milliseconds after the first call, where the generated one takes
 * seconds in the JVM's interpreter. It makes the same chains of fused multiply-adds, so it gives
 * the same bits. {@link GemmScalarFloats} is the same in F32.
 */
final class GemmScalarDoubles implements GemmMicroKernel {
  private static final ValueLayout.OfDouble ELEMENT = ValueLayout.JAVA_DOUBLE_UNALIGNED;

  private final GemmMicroKernelGenerator.Shape shape;
  private final int width;

  GemmScalarDoubles(GemmMicroKernelGenerator.Shape shape) {
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
    double[] panel = (double[]) a;
    double[] sums = new double[rows * width];
    double[] bRowElements = shape.packed() ? (double[]) b : new double[width];
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
        double factor = panel[aAt + k * shape.aStep() + row * shape.aRow()];
        add(factor, bRowElements, from, sums, row * width, width);
      }
    }
    for (int row = 0; row < rows; row++) {
      MemorySegment.copy(sums, row * width, c, ELEMENT, cAt + row * cRow, width);
    }
  }

  /** A method of its own, so that the invocation counter has it compiled at once. */
  private static void add(double factor, double[] b, int from, double[] sums, int to, int width) {
    for (int j = 0; j < width; j++) {
      sums[to + j] = Math.fma(factor, b[from + j], sums[to + j]);
    }
  }
}
