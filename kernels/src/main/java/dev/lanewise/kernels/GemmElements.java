package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.concurrent.atomic.AtomicReference;
import java.util.concurrent.atomic.AtomicReferenceArray;
import jdk.incubator.vector.VectorSpecies;
import org.jspecify.annotations.Nullable;

/**
 * What the blocked product has to know of an element type: sizes, micro-kernels, and the loops that
 * move elements between C, A, B and the panels. Packed panels are heap arrays of the type, because
 * C2 folds their addressing better than a segment's; everything else is native.
 */
abstract sealed class GemmElements permits GemmFloats, GemmDoubles {
  /**
   * Longest row of packed A, in bytes: 12 rows fill an L1 cache of 48 KB. A longer sum is cut and
   * costs another pass over C; 2 KB is 3 % slower at n = 1024, where C then is written twice.
   */
  private static final int SUM_BYTES = 4096;

  final int elementBytes;
  final int lanes;

  /** Most rows of a micro-kernel's block. */
  final int maxRows;

  /** Columns of a full micro-kernel's block: two vectors. */
  final int maxColumns;

  /** Longest sum a micro-kernel makes; a longer k is cut into equal parts. */
  final int maxSum;

  /**
   * Elements between two rows of A in its panels when A is not transposed: a little more than the
   * longest sum, so that full vectors may run past the end of a row, and not a multiple of a page.
   */
  final int rowPitch;

  /** Index of the first element on a 64-byte line in an array with a 16-byte header. */
  final int firstAligned;

  private final VectorSpecies<?> species;
  private final AtomicReferenceArray<@Nullable GemmMicroKernel> kernels;
  private final AtomicReference<@Nullable GemmTransposer> transposer = new AtomicReference<>();
  private @Nullable Object rehearsalPanel;

  GemmElements(VectorSpecies<?> species) {
    this.species = species;
    elementBytes = species.elementSize() / Byte.SIZE;
    lanes = species.length();
    maxRows = registers(species) == 32 ? 12 : 6;
    maxColumns = 2 * lanes;
    maxSum = SUM_BYTES / elementBytes;
    rowPitch = maxSum + Math.max(64 / elementBytes, lanes);
    firstAligned = (64 - 16) / elementBytes;
    kernels = new AtomicReferenceArray<>(16 * maxRows);
  }

  /**
   * Vector registers of the machine. AVX2 and SSE have 16; AVX-512, NEON and SVE have 32. The
   * accumulators of a block plus a row of B and a broadcast must fit.
   */
  private static int registers(VectorSpecies<?> species) {
    boolean x86 = System.getProperty("os.arch").matches("amd64|x86_64");
    return x86 && species.vectorBitSize() < 512 ? 16 : 32;
  }

  /**
   * The micro-kernel for a block.
   *
   * @param rows 1 to {@link #maxRows}
   * @param vectors 1 or 2
   * @param transposed whether the A panel holds columns of {@link #maxRows} elements (A was
   *     transposed) or rows of {@link #rowPitch} elements
   * @param packed whether B is packed or read in place
   * @param resume whether sums start from C or from zero
   */
  final GemmMicroKernel kernel(
      int rows, int vectors, boolean transposed, boolean packed, boolean resume) {
    int index =
        (rows - 1) * 16
            + (vectors - 1) * 8
            + (transposed ? 4 : 0)
            + (packed ? 2 : 0)
            + (resume ? 1 : 0);
    GemmMicroKernel kernel = kernels.getPlain(index);
    return kernel != null ? kernel : make(index, rows, vectors, transposed, packed, resume);
  }

  private GemmMicroKernel make(
      int index, int rows, int vectors, boolean transposed, boolean packed, boolean resume) {
    int aRow = transposed ? 1 : rowPitch;
    int aStep = transposed ? maxRows : 1;
    GemmMicroKernelGenerator.Shape shape =
        new GemmMicroKernelGenerator.Shape(species, rows, vectors, aRow, aStep, packed, resume);
    GemmMicroKernel kernel = new GemmMicroKernelTwin(this, shape, scalarKernel(shape));
    // Two threads may make the same kernel; all use the one that came first.
    GemmMicroKernel first = kernels.compareAndExchange(index, null, kernel);
    return first != null ? first : kernel;
  }

  /** What transposes blocks. */
  final GemmTransposer transposer() {
    GemmTransposer current = transposer.getPlain();
    return current != null ? current : makeTransposer();
  }

  private GemmTransposer makeTransposer() {
    GemmTransposer made = new GemmTransposerTwin(species, allocate(2 * lanes * lanes));
    GemmTransposer first = transposer.compareAndExchange(null, made);
    return first != null ? first : made;
  }

  /**
   * Zeros that micro-kernels read as packed panels when they are warmed. Called by one thread at a
   * time.
   */
  final Object rehearsalPanel() {
    Object panel = rehearsalPanel;
    if (panel == null) {
      panel = allocate((maxRows + 1) * rowPitch);
      rehearsalPanel = panel;
    }
    return panel;
  }

  /** A micro-kernel without vectors. */
  abstract GemmMicroKernel scalarKernel(GemmMicroKernelGenerator.Shape shape);

  /** Number of elements in an array made by {@link #allocate}. */
  abstract int length(Object panel);

  /** Returns a new array of elements for packed panels. */
  abstract Object allocate(int length);

  /**
   * Copies a matrix row by row into panels of consecutive columns. Element {@code (i, j)} of panel
   * {@code p} goes to {@code panel[panelAt + p * panelSize + i * pitch + j]}. Whole vectors are
   * written: what lies between the width and the next multiple of the lane count is overwritten
   * with whatever follows in the source or was there before. Where the pitch leaves no room for
   * that, the next row of the panel is right nevertheless.
   *
   * @param source native segment
   * @param at byte offset of the first element
   * @param rowBytes bytes between two rows
   * @param rows rows to copy
   * @param columns columns that exist in the source from {@code at} on
   * @param panels number of panels
   * @param width columns of a panel
   * @param panel destination array
   * @param panelAt index of the first element of the first panel
   * @param panelSize elements between two panels
   * @param pitch elements between two rows in a panel
   */
  abstract void copy(
      MemorySegment source,
      long at,
      long rowBytes,
      int rows,
      int columns,
      int panels,
      int width,
      Object panel,
      int panelAt,
      int panelSize,
      int pitch);

  /** Multiplies packed elements, {@code rows} of {@code columns} at a pitch, by a factor. */
  abstract void scalePanel(
      double factor, Object panel, int panelAt, int rows, int columns, int pitch);

  /**
   * Copies a rectangle of elements between native segments, perhaps with whatever follows it in the
   * source up to a whole vector; the rows of the target have room for that.
   */
  abstract void load(
      MemorySegment source,
      long at,
      long rowBytes,
      int rows,
      int columns,
      MemorySegment target,
      long targetRowBytes);

  /** Copies a rectangle from the start of a segment, whose rows are whole vectors, to its place. */
  abstract void store(
      MemorySegment source,
      long sourceRowBytes,
      int rows,
      int columns,
      MemorySegment target,
      long at,
      long rowBytes);

  /**
   * Copies the starts of consecutive vectors of a panel, {@code columns} elements of each and no
   * more than a vector, to the rows of a rectangle.
   */
  abstract void storePanel(
      Object panel,
      int panelAt,
      int rows,
      int columns,
      MemorySegment target,
      long at,
      long rowBytes);

  /** {@code c = beta * c}; C is not read if beta is zero. */
  abstract void scale(double beta, int rows, int columns, MemorySegment c, long cAt, long cRow);
}
