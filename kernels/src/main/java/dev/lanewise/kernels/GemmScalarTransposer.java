package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import jdk.incubator.vector.VectorSpecies;

/** A transposer without vectors, which stands in for a generated one until that is compiled. */
final class GemmScalarTransposer implements GemmTransposer {
  private final int lanes;

  GemmScalarTransposer(VectorSpecies<?> species) {
    this.lanes = species.length();
  }

  @Override
  public void transpose(
      int blocks,
      MemorySegment source,
      long at,
      long rowBytes,
      Object panel,
      int panelAt,
      int pitch) {
    for (int row = 0; row < lanes; row++) {
      long from = at + row * rowBytes;
      if (panel instanceof float[] floats) {
        scatter(source, from, blocks * lanes, floats, panelAt + row, pitch);
      } else {
        scatter(source, from, blocks * lanes, (double[]) panel, panelAt + row, pitch);
      }
    }
  }

  private static void scatter(
      MemorySegment source, long from, int count, float[] panel, int to, int pitch) {
    for (int j = 0; j < count; j++) {
      panel[to + j * pitch] =
          source.get(ValueLayout.JAVA_FLOAT_UNALIGNED, from + j * (long) Float.BYTES);
    }
  }

  private static void scatter(
      MemorySegment source, long from, int count, double[] panel, int to, int pitch) {
    for (int j = 0; j < count; j++) {
      panel[to + j * pitch] =
          source.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, from + j * (long) Double.BYTES);
    }
  }
}
