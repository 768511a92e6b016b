package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;

/**
 * The blocked product: cuts C and the sum into pieces that suit the caches, packs A and, where it
 * pays, B, and runs micro-kernels over the pieces.
 *
 * <pre>
 * for each range of rows                     (its packed A: L2 and L3)
 *   for each part of the sum
 *     pack A: all rows of the range
 *     for each range of columns              (its B, packed or in place: L2)
 *       for each block of rows               (its A panel stays in L1)
 *         for each block of columns
 *           micro-kernel
 * </pre>
 *
 * <p>A that is used for a single range of columns is packed block by block instead. A transposed A
 * and few columns of C have a way of their own, {@link #multiplySideways}.
 *
 * <p>A micro-kernel goes on with the sums where the part before left them in C, so every element is
 * one chain of fused multiply-adds over the whole of k, however C and k are cut.
 */
final class GemmBlocked {
  /** Rows of A that are packed at a time: 86 full blocks, 4.3 MB in F32. */
  private static final int ROWS = 1032;

  /** Bytes of B that are worked on at a time: a quarter of an L2 cache of 1 MB. */
  private static final int B_BYTES = 256 << 10;

  /**
   * B is read in place if a part of it reaches over no more bytes than this. Beyond, packing wins:
   * 5 % at n = 2048, where the rows of B are 8 KB apart.
   */
  private static final int IN_PLACE_BYTES = 1 << 20;

  /**
   * Bytes of A that are packed at once even if they are used once only. More are packed block by
   * block, each into the place of the one before, which stays in L1.
   */
  private static final int A_BYTES = 16 << 10;

  private final GemmElements elements;
  private final GemmWorkspace workspace;

  private boolean transposeA;
  private boolean transposeB;
  private double alpha;
  private double beta;
  private MemorySegment a = MemorySegment.NULL;
  private MemorySegment b = MemorySegment.NULL;
  private MemorySegment c = MemorySegment.NULL;

  /** Bytes between two rows, as they lie in memory. */
  private long aRow;

  private long bRow;
  private long cRow;

  /** The part of the sum and the range of columns that are worked on. */
  private int sum;

  private Object aPanels;
  private Object bPanels;

  /** Byte offset of the first element of the range of columns of B. */
  private long bFrom;

  /** Columns at the start of the range that are read in place; the others are packed. */
  private int inPlace;

  /** Byte offset of the first element of the range of rows and the part of the sum of A. */
  private long aFrom;

  /** Whether A is packed block by block. */
  private boolean packsBlocks;

  /** Whether sums go on from what is in C. */
  private boolean resume;

  GemmBlocked(GemmElements elements) {
    this.elements = elements;
    workspace = new GemmWorkspace(elements);
    aPanels = workspace.a(0);
    bPanels = workspace.b(0);
  }

  /** Sets how operands are taken and how C is updated, until the next call. */
  void form(boolean transposeA, boolean transposeB, double alpha, double beta) {
    this.transposeA = transposeA;
    this.transposeB = transposeB;
    this.alpha = alpha;
    this.beta = beta;
  }

  /** Sets the operands and their leading dimensions, in elements. */
  void operands(MemorySegment a, int lda, MemorySegment b, int ldb, MemorySegment c, int ldc) {
    this.a = a;
    this.b = b;
    this.c = c;
    aRow = lda * (long) elements.elementBytes;
    bRow = ldb * (long) elements.elementBytes;
    cRow = ldc * (long) elements.elementBytes;
  }

  /** Scratch for a block of a micro-kernel, for products that are not blocked. */
  MemorySegment block() {
    return workspace.block;
  }

  /** Forgets the operands, so that a waiting product keeps no one's memory reachable. */
  void forget() {
    operands(MemorySegment.NULL, 0, MemorySegment.NULL, 0, MemorySegment.NULL, 0);
  }

  /**
   * Computes one product.
   *
   * @param aAt byte offset of A, likewise {@code bAt} and {@code cAt}
   */
  void multiply(int m, int n, int k, long aAt, long bAt, long cAt) {
    boolean nothingToAdd = k == 0 || alpha == 0;
    if (nothingToAdd || (beta != 0 && beta != 1)) {
      elements.scale(beta, m, n, c, cAt, cRow);
    }
    if (nothingToAdd) {
      return;
    }
    if (fewColumns(m, n, k)) {
      multiplySideways(m, n, k, aAt, bAt, cAt);
      return;
    }
    int bytes = elements.elementBytes;
    int rowRanges = Math.ceilDiv(m, ROWS);
    int sums = Math.ceilDiv(k, elements.maxSum);
    for (int i = 0; i < rowRanges; i++) {
      int row = start(i, m, rowRanges);
      int rows = start(i + 1, m, rowRanges) - row;
      for (int s = 0; s < sums; s++) {
        int first = start(s, k, sums);
        sum = start(s + 1, k, sums) - first;
        resume = s > 0 || beta != 0;
        int columns =
            Math.max(1, B_BYTES / bytes / sum / elements.maxColumns) * elements.maxColumns;
        int columnRanges = Math.ceilDiv(n, columns);
        aFrom = aAt + elementAt(transposeA, row, first, aRow);
        packsBlocks = columnRanges == 1 && (long) rows * sum * bytes > A_BYTES;
        if (!packsBlocks) {
          packA(aFrom, rows, m - row, k - first);
        }
        for (int j = 0; j < columnRanges; j++) {
          int column = j * columns;
          int width = Math.min(columns, n - column);
          bFrom = bAt + elementAt(transposeB, first, column, bRow);
          inPlace = readsInPlace(rows) ? columnsInPlace(width, n) : 0;
          packB(width, n - column);
          blocks(rows, m - row, k - first, width, cAt + elementAt(false, row, column, cRow));
        }
      }
    }
  }

  private long elementAt(boolean transposed, int row, int column, long rowBytes) {
    int outer = transposed ? column : row;
    int inner = transposed ? row : column;
    return outer * rowBytes + (long) inner * elements.elementBytes;
  }

  /**
   * Whether whole vectors of B are read where they stand. Packing pays for itself if B is read many
   * times and is spread over more lines and pages than the L2 cache holds.
   */
  private boolean readsInPlace(int rows) {
    return !transposeB && (rows <= 2 * elements.maxRows || sum * bRow <= IN_PLACE_BYTES);
  }

  /**
   * Columns of a range that are read in place: all, if a ragged last vector may be moved back over
   * columns that are computed already; they get the same bits again. Sums that go on from C would
   * be added twice, so there the ragged columns are packed.
   */
  private int columnsInPlace(int width, int n) {
    return !resume && n >= elements.lanes ? width : width / elements.lanes * elements.lanes;
  }

  /**
   * Runs the micro-kernels over a range of rows and columns.
   *
   * @param rowsLeft rows of op(A) from the start of the range on, likewise {@code sumLeft} columns
   */
  private void blocks(int rows, int rowsLeft, int sumLeft, int columns, long cAt) {
    int rowBlocks = Math.ceilDiv(rows, elements.maxRows);
    int panelSize = columnPanelSize();
    for (int i = 0; i < rowBlocks; i++) {
      int row = start(i, rows, rowBlocks);
      int height = start(i + 1, rows, rowBlocks) - row;
      int aAt = elements.firstAligned;
      if (packsBlocks) {
        packA(aFrom + elementAt(transposeA, row, 0, aRow), height, rowsLeft - row, sumLeft);
      } else {
        aAt += transposeA ? i * panelSize : row * elements.rowPitch;
      }
      rowOfBlocks(height, aAt, 0, inPlace, false, cAt + row * cRow);
      rowOfBlocks(height, aAt, inPlace, columns, true, cAt + row * cRow);
    }
  }

  /**
   * Runs the micro-kernels over one block of rows and the columns from {@code first} to {@code
   * end}, all packed or all in place.
   */
  private void rowOfBlocks(int height, int aAt, int first, int end, boolean packed, long cAt) {
    Object from = packed ? bPanels : b;
    long fromAt = packed ? elements.firstAligned : bFrom;
    long step = packed ? sum : elements.elementBytes;
    int lanes = elements.lanes;
    for (int column = first; column < end; column += elements.maxColumns) {
      int width = Math.min(elements.maxColumns, end - column);
      int vectors = width > lanes ? 2 : 1;
      GemmMicroKernel kernel = elements.kernel(height, vectors, transposeA, packed, resume);
      long bAt = fromAt + (column - first) * step;
      long at = cAt + column * (long) elements.elementBytes;
      if (width == vectors * lanes) {
        kernel.multiply(sum, aPanels, aAt, from, bAt, bRow, c, at, cRow);
      } else if (packed) {
        narrowBlock(kernel, height, width, aAt, from, bAt, at);
      } else {
        GemmMicroKernel single = elements.kernel(height, 1, transposeA, false, false);
        long back = (width - lanes) * (long) elements.elementBytes;
        if (vectors == 2) {
          single.multiply(sum, aPanels, aAt, from, bAt, bRow, c, at, cRow);
        }
        single.multiply(sum, aPanels, aAt, from, bAt + back, bRow, c, at + back, cRow);
      }
    }
  }

  /** A block whose last vector runs past the columns of C is computed aside. */
  private void narrowBlock(
      GemmMicroKernel kernel, int height, int width, int aAt, Object from, long bAt, long at) {
    MemorySegment block = workspace.block;
    long blockRow = (long) elements.maxColumns * elements.elementBytes;
    if (resume) {
      elements.load(c, at, cRow, height, width, block, blockRow);
    }
    kernel.multiply(sum, aPanels, aAt, from, bAt, bRow, block, 0, blockRow);
    elements.store(block, blockRow, height, width, c, at, cRow);
  }

  /** Whether a product has so few columns, and A so many, that it is computed sideways. */
  private boolean fewColumns(int m, int n, int k) {
    return transposeA
        && alpha == 1
        && beta == 0
        && n <= Math.min(elements.maxRows, elements.lanes)
        && m >= elements.maxColumns
        && k <= elements.maxSum;
  }

  /**
   * Computes C' = op(B)' A as it is stored: A gives the vectors, which are read in place and full,
   * and op(B)' is the one block of rows. Blocks of C' are transposed into C. The last one is moved
   * back over columns that are computed already.
   */
  private void multiplySideways(int m, int n, int k, long aAt, long bAt, long cAt) {
    int origin = elements.firstAligned;
    int width = elements.maxColumns;
    aPanels = workspace.a(0);
    bPanels = workspace.b(0);
    if (transposeB) {
      elements.copy(b, bAt, bRow, n, k, 1, k, aPanels, origin, 0, elements.rowPitch);
    } else {
      elements.copy(b, bAt, bRow, k, n, 1, n, aPanels, origin, 0, elements.maxRows);
    }
    GemmMicroKernel kernel = elements.kernel(n, 2, !transposeB, false, false);
    MemorySegment block = workspace.block;
    long blockRow = (long) width * elements.elementBytes;
    for (int column = 0; column < m; column += width) {
      int first = Math.min(column, m - width);
      long at = aAt + (long) first * elements.elementBytes;
      kernel.multiply(k, aPanels, origin, a, at, aRow, block, 0, blockRow);
      elements.transposer().transpose(2, block, 0, blockRow, bPanels, origin, elements.lanes);
      elements.storePanel(bPanels, origin, width, n, c, cAt + first * cRow, cRow);
    }
  }

  /**
   * Packs rows of A, times alpha. They stay rows, at a constant pitch, if A is not transposed; if
   * it is, each block of rows becomes a panel of columns.
   */
  private void packA(long at, int rows, int rowsLeft, int sumLeft) {
    int origin = elements.firstAligned;
    int pitch = elements.rowPitch;
    if (!transposeA) {
      aPanels = workspace.a(origin + rows * pitch);
      elements.copy(a, at, aRow, rows, sumLeft, 1, sum, aPanels, origin, 0, pitch);
      if (alpha != 1) {
        elements.scalePanel(alpha, aPanels, origin, rows, sum, pitch);
      }
      return;
    }
    int blocks = Math.ceilDiv(rows, elements.maxRows);
    int size = columnPanelSize();
    pitch = elements.maxRows;
    aPanels = workspace.a(origin + blocks * size);
    // As start() cuts them: the first blocks are one row higher than the rest.
    int low = rows / blocks;
    int high = rows % blocks;
    int highRows = high * (low + 1);
    elements.copy(a, at, aRow, sum, rowsLeft, high, low + 1, aPanels, origin, size, pitch);
    elements.copy(
        a,
        at + (long) highRows * elements.elementBytes,
        aRow,
        sum,
        rowsLeft - highRows,
        blocks - high,
        low,
        aPanels,
        origin + high * size,
        size,
        pitch);
    if (alpha != 1) {
      elements.scalePanel(alpha, aPanels, origin, blocks, sum * pitch, size);
    }
  }

  /** Full vectors written into the last column run past its end. */
  private int columnPanelSize() {
    return sum * elements.maxRows + Math.max(elements.lanes, 64 / elements.elementBytes);
  }

  /**
   * Packs the columns of B that are not read in place into panels as wide as a block, the last one
   * perhaps a single vector wide.
   */
  private void packB(int rangeColumns, int rangeColumnsLeft) {
    int columns = rangeColumns - inPlace;
    int columnsLeft = rangeColumnsLeft - inPlace;
    if (columns == 0) {
      return;
    }
    int origin = elements.firstAligned;
    int width = elements.maxColumns;
    int full = columns / width;
    int rest = columns - full * width;
    int restWidth = rest > elements.lanes ? width : elements.lanes;
    int slack = width * elements.lanes;
    bPanels = workspace.b(origin + (full + 1) * width * sum + slack);
    if (transposeB) {
      for (int column = 0; column < columns; column += elements.lanes) {
        int panel = column / width;
        transpose(
            bFrom + column * bRow,
            Math.min(elements.lanes, columns - column),
            origin + panel * width * sum + column % width,
            panel < full ? width : restWidth);
      }
      return;
    }
    long at = bFrom + (long) inPlace * elements.elementBytes;
    elements.copy(b, at, bRow, sum, columnsLeft, full, width, bPanels, origin, sum * width, width);
    if (rest > 0) {
      int packed = full * width;
      elements.copy(
          b,
          at + (long) packed * elements.elementBytes,
          bRow,
          sum,
          columnsLeft - packed,
          1,
          restWidth,
          bPanels,
          origin + packed * sum,
          0,
          restWidth);
    }
  }

  /** Turns up to a vector of rows of B into columns of a panel. */
  private void transpose(long at, int rows, int panelAt, int pitch) {
    int lanes = elements.lanes;
    long vectorBytes = (long) lanes * elements.elementBytes;
    int whole = rows == lanes ? sum / lanes : 0;
    elements.transposer().transpose(whole, b, at, bRow, bPanels, panelAt, pitch);
    for (int k = whole * lanes; k < sum; k += lanes) {
      int columns = Math.min(lanes, sum - k);
      long from = at + (long) k * elements.elementBytes;
      elements.load(b, from, bRow, rows, columns, workspace.edge, vectorBytes);
      elements
          .transposer()
          .transpose(1, workspace.edge, 0, vectorBytes, bPanels, panelAt + k * pitch, pitch);
    }
  }

  /**
   * First of {@code total} that belongs to a part, when cut into parts that differ by one at most.
   */
  private static int start(int part, int total, int parts) {
    return part * (total / parts) + Math.min(part, total % parts);
  }
}
