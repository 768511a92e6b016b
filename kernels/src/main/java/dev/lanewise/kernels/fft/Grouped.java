package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.CopyPlan;
import dev.lanewise.kernels.Movement;
import java.lang.foreign.MemorySegment;

/**
 * Short transforms: as many as a vector has lanes are transposed, become the columns of one {@link
 * Stage}, and are transposed back. Lanes left over compute zeros.
 */
final class Grouped extends Transform {
  /** Vectors of columns of a full group. */
  private static final int VECTORS = 4;

  private final Stage stage;

  /** For a number of vectors less one: from transforms in rows to columns, and back. */
  private final CopyPlan[] toColumns = new CopyPlan[VECTORS];

  private final CopyPlan[] toRows = new CopyPlan[VECTORS];
  private final int pitch;
  private final long bufferBytes;

  Grouped(Precision precision, int n) {
    super(precision, n);
    this.stage = new Stage(precision, n);
    this.pitch = precision.padded(n);
    for (int vectors = 1; vectors <= VECTORS; vectors++) {
      int group = vectors * precision.lanes();
      long[] byNumber = {1, pitch};
      long[] byTransform = {group, 1};
      long[] extents = {n, group};
      toColumns[vectors - 1] = Movement.plan(precision.width(), extents, byNumber, byTransform);
      toRows[vectors - 1] = Movement.plan(precision.width(), extents, byTransform, byNumber);
    }
    this.bufferBytes = precision.bytes((long) VECTORS * precision.lanes() * pitch);
  }

  @Override
  long workspaceBytes() {
    return 4 * bufferBytes;
  }

  @Override
  double errorBound() {
    return stage.errorBound();
  }

  @Override
  void run(
      MemorySegment source,
      long in,
      ComplexLayout inLayout,
      MemorySegment target,
      long out,
      ComplexLayout outLayout,
      boolean inverse,
      double scale,
      long from,
      long to,
      MemorySegment workspace,
      long at) {
    long re = at;
    long im = at + bufferBytes;
    long otherRe = im + bufferBytes;
    long otherIm = otherRe + bufferBytes;
    long rowBytes = (long) pitch * precision.width();
    long first = from;
    while (first < to) {
      int vectors = (int) Math.min(VECTORS, Math.ceilDiv(to - first, precision.lanes()));
      int group = vectors * precision.lanes();
      int count = (int) Math.min(group, to - first);
      for (int row = 0; row < count; row++) {
        long offset = row * rowBytes;
        load(source, in, inLayout, first + row, 0, n, inverse, workspace, re + offset, im + offset);
      }
      if (count < group) {
        long unused = (group - count) * rowBytes;
        workspace.asSlice(re + count * rowBytes, unused).fill((byte) 0);
        workspace.asSlice(im + count * rowBytes, unused).fill((byte) 0);
      }
      toColumns[vectors - 1].run(workspace, re, workspace, otherRe);
      toColumns[vectors - 1].run(workspace, im, workspace, otherIm);
      stage.run(workspace, otherRe, otherIm, re, im, group);
      long resultRe = stage.swaps() ? re : otherRe;
      long resultIm = stage.swaps() ? im : otherIm;
      long rowsRe = stage.swaps() ? otherRe : re;
      long rowsIm = stage.swaps() ? otherIm : im;
      toRows[vectors - 1].run(workspace, resultRe, workspace, rowsRe);
      toRows[vectors - 1].run(workspace, resultIm, workspace, rowsIm);
      for (int row = 0; row < count; row++) {
        long offset = row * rowBytes;
        store(
            workspace,
            rowsRe + offset,
            rowsIm + offset,
            inverse,
            scale,
            target,
            out,
            outLayout,
            first + row,
            0,
            n);
      }
      first += count;
    }
  }
}
