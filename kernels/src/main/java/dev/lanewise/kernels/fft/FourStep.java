package dev.lanewise.kernels.fft;

import dev.lanewise.kernels.CopyPlan;
import dev.lanewise.kernels.Movement;
import java.lang.foreign.MemorySegment;

/**
 * Long transforms as a matrix of rows and columns: the columns are transformed, every element is
 * multiplied by a root of unity, the matrix is transposed and its columns are transformed again. So
 * every butterfly takes whole vectors of neighbours, and blocks of columns stay in cache (W. M.
 * Gentleman and G. Sande, "Fast Fourier Transforms: for fun and profit", AFIPS 1966; D. H. Bailey,
 * "FFTs in external or hierarchical memory", Journal of Supercomputing 4, 1990).
 */
final class FourStep extends Transform {
  /** What the four buffers of a block may take of the second-level cache. */
  private static final long BLOCK_BYTES = 1 << 20;

  /** More columns than that gain nothing. */
  private static final int MOST_VECTORS = 8;

  private final int rows;
  private final int columns;
  private final int pitch;
  private final Stage first;
  private final Stage second;
  private final int firstBlock;
  private final int secondBlock;

  /** From rows of the matrix to columns of a block: of a full block, and of the last one. */
  private final CopyPlan transposition;

  private final CopyPlan lastTransposition;
  private final MemorySegment roots;
  private final long matrixBytes;
  private final long bufferBytes;

  FourStep(Precision precision, int n, int rows) {
    super(precision, n);
    this.rows = rows;
    this.columns = n / rows;
    // An odd number of vectors: rows that are transposed together must not share a cache set.
    int padded = precision.padded(columns);
    this.pitch = padded + (padded / precision.lanes() % 2 == 0 ? precision.lanes() : 0);
    this.first = new Stage(precision, rows);
    this.second = new Stage(precision, columns);
    this.firstBlock = block(precision, rows, columns);
    this.secondBlock = block(precision, columns, rows);
    this.transposition = transposition(Math.min(rows, secondBlock));
    int last = rows % secondBlock;
    this.lastTransposition = last == 0 ? transposition : transposition(last);
    this.matrixBytes = precision.bytes((long) rows * pitch);
    this.bufferBytes =
        precision.bytes(Math.max((long) rows * firstBlock, (long) columns * secondBlock));
    this.roots = precision.table(2L * rows * pitch);
    fill();
  }

  private void fill() {
    Roots all = new Roots(n);
    long imaginary = (long) rows * pitch;
    for (int row = 0; row < rows; row++) {
      for (int column = 0; column < pitch; column++) {
        long k = column < columns ? (long) row * column % n : 0;
        long at = (long) row * pitch + column;
        precision.put(roots, at, all.re(k));
        precision.put(roots, imaginary + at, all.im(k));
      }
    }
  }

  /** Columns of a block: as many as stay in cache, at least one vector. */
  private static int block(Precision precision, int length, int columns) {
    int lanes = precision.lanes();
    long vectors = BLOCK_BYTES / (4L * length * lanes * precision.width());
    long most = Math.clamp(vectors, 1, MOST_VECTORS);
    return (int) Math.min(most * lanes, precision.padded(columns));
  }

  private CopyPlan transposition(int count) {
    long[] extents = {columns, count};
    return Movement.plan(
        precision.width(), extents, new long[] {1, pitch}, new long[] {secondBlock, 1});
  }

  /** The number of rows that makes the least work, padding included; 1 if n is a prime. */
  static int rows(Precision precision, int n) {
    int best = 1;
    double least = Double.POSITIVE_INFINITY;
    for (int divisor = 2; divisor <= n / divisor; divisor++) {
      if (n % divisor != 0) {
        continue;
      }
      for (int rows : new int[] {divisor, n / divisor}) {
        int columns = n / rows;
        double cost =
            Stage.cost(rows) * precision.padded(columns)
                + Stage.cost(columns) * precision.padded(rows)
                // Long columns leave the cache.
                + 0.01 * ((double) rows * rows + (double) columns * columns);
        if (cost < least) {
          least = cost;
          best = rows;
        }
      }
    }
    return best;
  }

  @Override
  long workspaceBytes() {
    return 2 * matrixBytes + 4 * bufferBytes;
  }

  @Override
  double errorBound() {
    // A product with a root: its own rounding and those of a complex product.
    double root = 1.01 * (2 * Math.sqrt(2) + 1) * precision.unit();
    return (1 + first.errorBound()) * (1 + root) * (1 + second.errorBound()) - 1;
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
    for (long transform = from; transform < to; transform++) {
      for (int column = 0; column < columns; column += firstBlock) {
        firstColumns(source, in, inLayout, transform, column, inverse, workspace, at);
      }
      for (int row = 0; row < rows; row += secondBlock) {
        secondColumns(workspace, at, row, inverse, scale, target, out, outLayout, transform);
      }
    }
  }

  private void firstColumns(
      MemorySegment source,
      long in,
      ComplexLayout layout,
      long transform,
      int column,
      boolean inverse,
      MemorySegment workspace,
      long at) {
    int width = precision.width();
    int count = Math.min(firstBlock, columns - column);
    int padded = precision.padded(count);
    long buffers = at + 2 * matrixBytes;
    long rowBytes = (long) padded * width;
    for (int row = 0; row < rows; row++) {
      long offset = buffers + row * rowBytes;
      long number = (long) row * columns + column;
      load(
          source,
          in,
          layout,
          transform,
          number,
          count,
          inverse,
          workspace,
          offset,
          offset + bufferBytes);
    }
    first.run(
        workspace,
        buffers,
        buffers + bufferBytes,
        buffers + 2 * bufferBytes,
        buffers + 3 * bufferBytes,
        padded);
    long result = first.swaps() ? buffers + 2 * bufferBytes : buffers;
    long imaginary = (long) rows * pitch * width;
    for (int row = 0; row < rows; row++) {
      long place = ((long) row * pitch + column) * width;
      long offset = result + row * rowBytes;
      precision
          .rows()
          .multiply(
              workspace,
              offset,
              offset + bufferBytes,
              roots,
              place,
              imaginary + place,
              workspace,
              at + place,
              at + matrixBytes + place,
              padded);
    }
  }

  private void secondColumns(
      MemorySegment workspace,
      long at,
      int row,
      boolean inverse,
      double scale,
      MemorySegment target,
      long out,
      ComplexLayout layout,
      long transform) {
    int width = precision.width();
    int count = Math.min(secondBlock, rows - row);
    CopyPlan plan = count == secondBlock ? transposition : lastTransposition;
    long buffers = at + 2 * matrixBytes;
    long from = at + (long) row * pitch * width;
    plan.run(workspace, from, workspace, buffers);
    plan.run(workspace, from + matrixBytes, workspace, buffers + bufferBytes);
    second.run(
        workspace,
        buffers,
        buffers + bufferBytes,
        buffers + 2 * bufferBytes,
        buffers + 3 * bufferBytes,
        secondBlock);
    long result = second.swaps() ? buffers + 2 * bufferBytes : buffers;
    for (int number = 0; number < columns; number++) {
      long offset = result + (long) number * secondBlock * width;
      store(
          workspace,
          offset,
          offset + bufferBytes,
          inverse,
          scale,
          target,
          out,
          layout,
          transform,
          (long) number * rows + row,
          count);
    }
  }
}
