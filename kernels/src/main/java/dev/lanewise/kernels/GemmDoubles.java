package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.DoubleVector;
import jdk.incubator.vector.VectorSpecies;

/** The F64 side of the blocked product; {@link GemmFloats} is the same in F32. */
final class GemmDoubles extends GemmElements {
  static final GemmDoubles INSTANCE = new GemmDoubles();

  private static final VectorSpecies<Double> SPECIES = DoubleVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BYTES = SPECIES.vectorByteSize();

  /** The shortest vector that every machine has. */
  private static final VectorSpecies<Double> SHORT = DoubleVector.SPECIES_128;

  private static final ValueLayout.OfDouble ELEMENT = ValueLayout.JAVA_DOUBLE_UNALIGNED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Most vectors of a row that are copied band by band, all rows of a band at once. */
  private static final int FEW = 16;

  private GemmDoubles() {
    super(DoubleVector.SPECIES_PREFERRED);
  }

  @Override
  GemmMicroKernel scalarKernel(GemmMicroKernelGenerator.Shape shape) {
    return new GemmScalarDoubles(shape);
  }

  @Override
  int length(Object panel) {
    return ((double[]) panel).length;
  }

  @Override
  Object allocate(int length) {
    return new double[length];
  }

  @Override
  void copy(
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
      int pitch) {
    double[] target = (double[]) panel;
    int vectors = roundUp(width) / LANES;
    int whole =
        columns < vectors * LANES ? 0 : Math.min(panels, (columns - vectors * LANES) / width + 1);
    long widthBytes = width * (long) Double.BYTES;
    if (whole * vectors > FEW) {
      for (int row = 0; row < rows; row++) {
        copyRow(
            source,
            at + row * rowBytes,
            whole,
            vectors,
            width,
            target,
            panelAt + row * pitch,
            panelSize);
      }
    } else {
      for (int p = 0; p < whole; p++) {
        copyBand(
            source,
            at + p * widthBytes,
            rowBytes,
            rows,
            vectors,
            target,
            panelAt + p * panelSize,
            pitch);
      }
    }
    for (int p = whole; p < panels; p++) {
      copyTail(
          source,
          at + p * widthBytes,
          rowBytes,
          rows,
          columns - p * width,
          width,
          target,
          panelAt + p * panelSize,
          pitch);
    }
  }

  /** Copies one row into every panel. */
  private static void copyRow(
      MemorySegment source,
      long from,
      int panels,
      int vectors,
      int width,
      double[] target,
      int to,
      int panelSize) {
    if (vectors > 2) {
      for (int p = 0; p < panels; p++) {
        for (int j = 0; j < vectors * LANES; j += LANES) {
          DoubleVector.fromMemorySegment(SPECIES, source, from + j * (long) Double.BYTES, ORDER)
              .intoArray(target, to + j);
        }
        from += width * (long) Double.BYTES;
        to += panelSize;
      }
      return;
    }
    for (int p = 0; p < panels; p++) {
      DoubleVector.fromMemorySegment(SPECIES, source, from, ORDER).intoArray(target, to);
      if (vectors == 2) {
        DoubleVector.fromMemorySegment(SPECIES, source, from + BYTES, ORDER)
            .intoArray(target, to + LANES);
      }
      from += width * (long) Double.BYTES;
      to += panelSize;
    }
  }

  /**
   * Copies a few vectors of every row; the loop over rows is inside, because it is the long one.
   * The last vectors come first: if they run over the start of the next row in the panel, it is
   * written afterwards.
   */
  private static void copyBand(
      MemorySegment source,
      long at,
      long rowBytes,
      int rows,
      int vectors,
      double[] target,
      int to,
      int pitch) {
    int vector = vectors;
    for (; vector % 4 != 0; vector--) {
      int j = vector - 1;
      copyOne(source, at + j * (long) BYTES, rowBytes, rows, target, to + j * LANES, pitch);
    }
    for (; vector > 0; vector -= 4) {
      int j = vector - 4;
      copyFour(source, at + j * (long) BYTES, rowBytes, rows, target, to + j * LANES, pitch);
    }
  }

  private static void copyFour(
      MemorySegment source,
      long from,
      long rowBytes,
      int rows,
      double[] target,
      int to,
      int pitch) {
    for (int row = 0; row < rows; row++) {
      DoubleVector v0 = DoubleVector.fromMemorySegment(SPECIES, source, from, ORDER);
      DoubleVector v1 = DoubleVector.fromMemorySegment(SPECIES, source, from + BYTES, ORDER);
      DoubleVector v2 = DoubleVector.fromMemorySegment(SPECIES, source, from + 2L * BYTES, ORDER);
      DoubleVector v3 = DoubleVector.fromMemorySegment(SPECIES, source, from + 3L * BYTES, ORDER);
      v0.intoArray(target, to);
      v1.intoArray(target, to + LANES);
      v2.intoArray(target, to + 2 * LANES);
      v3.intoArray(target, to + 3 * LANES);
      from += rowBytes;
      to += pitch;
    }
  }

  private static void copyOne(
      MemorySegment source,
      long from,
      long rowBytes,
      int rows,
      double[] target,
      int to,
      int pitch) {
    for (int row = 0; row < rows; row++) {
      DoubleVector.fromMemorySegment(SPECIES, source, from, ORDER).intoArray(target, to);
      from += rowBytes;
      to += pitch;
    }
  }

  /** Copies the last panel, whose vectors would run past the last column of the source. */
  private static void copyTail(
      MemorySegment source,
      long at,
      long rowBytes,
      int rows,
      int columns,
      int width,
      double[] target,
      int to,
      int pitch) {
    int whole = Math.min(width, columns) / LANES;
    if (whole * LANES < width) {
      copyLast(
          source,
          at + whole * (long) BYTES,
          rowBytes,
          rows,
          columns - whole * LANES,
          target,
          to + whole * LANES,
          pitch);
    }
    copyBand(source, at, rowBytes, rows, whole, target, to, pitch);
  }

  /** Copies less than a vector of each row, as a vector unless that would leave the segment. */
  private static void copyLast(
      MemorySegment source,
      long from,
      long rowBytes,
      int rows,
      int columns,
      double[] target,
      int to,
      int pitch) {
    int readable = GemmEdges.readableRows(source, from, rowBytes, rows, BYTES);
    copyOne(source, from, rowBytes, readable, target, to, pitch);
    for (int row = readable; row < rows; row++) {
      for (int j = 0; j < columns; j++) {
        target[to + row * pitch + j] =
            source.get(ELEMENT, from + row * rowBytes + j * (long) Double.BYTES);
      }
    }
  }

  @Override
  void scalePanel(double factor, Object panel, int panelAt, int rows, int columns, int pitch) {
    double[] elements = (double[]) panel;
    for (int row = 0; row < rows; row++) {
      int at = panelAt + row * pitch;
      for (int j = 0; j < columns; j += LANES) {
        DoubleVector.fromArray(SPECIES, elements, at + j).mul(factor).intoArray(elements, at + j);
      }
    }
  }

  @Override
  void load(
      MemorySegment source,
      long at,
      long rowBytes,
      int rows,
      int columns,
      MemorySegment target,
      long targetRowBytes) {
    int vectors = roundUp(columns) / LANES;
    long last = at + (vectors - 1) * (long) BYTES;
    int readable = GemmEdges.readableRows(source, last, rowBytes, rows, BYTES);
    for (int row = 0; row < readable; row++) {
      copyVectors(source, at + row * rowBytes, vectors, target, row * targetRowBytes);
    }
    GemmEdges.copyRows(
        source,
        at + readable * rowBytes,
        rowBytes,
        rows - readable,
        columns * Double.BYTES,
        target,
        readable * targetRowBytes,
        targetRowBytes);
  }

  private static void copyVectors(
      MemorySegment source, long from, int vectors, MemorySegment target, long to) {
    for (int j = 0; j < vectors; j++) {
      DoubleVector.fromMemorySegment(SPECIES, source, from, ORDER)
          .intoMemorySegment(target, to, ORDER);
      from += BYTES;
      to += BYTES;
    }
  }

  @Override
  void store(
      MemorySegment source,
      long sourceRowBytes,
      int rows,
      int columns,
      MemorySegment target,
      long at,
      long rowBytes) {
    int whole = columns / LANES;
    for (int row = 0; row < rows; row++) {
      copyVectors(source, row * sourceRowBytes, whole, target, at + row * rowBytes);
    }
    long done = whole * (long) BYTES;
    GemmEdges.copyRows(
        source,
        done,
        sourceRowBytes,
        rows,
        (columns - whole * LANES) * Double.BYTES,
        target,
        at + done,
        rowBytes);
  }

  @Override
  void storePanel(
      Object panel,
      int panelAt,
      int rows,
      int columns,
      MemorySegment target,
      long at,
      long rowBytes) {
    double[] elements = (double[]) panel;
    if (columns == LANES) {
      for (int row = 0; row < rows; row++) {
        DoubleVector.fromArray(SPECIES, elements, panelAt + row * LANES)
            .intoMemorySegment(target, at + row * rowBytes, ORDER);
      }
      return;
    }
    for (int row = 0; row < rows; row++) {
      storeStart(elements, panelAt + row * LANES, columns, target, at + row * rowBytes);
    }
  }

  /** Less than a vector, by short ones, then element by element. */
  private static void storeStart(
      double[] elements, int from, int columns, MemorySegment target, long to) {
    int left = columns;
    for (; left >= SHORT.length(); left -= SHORT.length()) {
      DoubleVector.fromArray(SHORT, elements, from).intoMemorySegment(target, to, ORDER);
      from += SHORT.length();
      to += SHORT.vectorByteSize();
    }
    for (; left > 0; left--) {
      target.set(ELEMENT, to, elements[from]);
      from++;
      to += Double.BYTES;
    }
  }

  @Override
  void scale(double beta, int rows, int columns, MemorySegment c, long cAt, long cRow) {
    double factor = beta;
    for (int row = 0; row < rows; row++) {
      scaleRow(factor, columns, c, cAt + row * cRow);
    }
  }

  private static void scaleRow(double factor, int columns, MemorySegment c, long at) {
    int j = 0;
    for (; j + LANES <= columns; j += LANES) {
      DoubleVector scaled =
          factor == 0
              ? DoubleVector.zero(SPECIES)
              : DoubleVector.fromMemorySegment(SPECIES, c, at, ORDER).mul(factor);
      scaled.intoMemorySegment(c, at, ORDER);
      at += BYTES;
    }
    for (; j < columns; j++) {
      c.set(ELEMENT, at, factor == 0 ? 0 : c.get(ELEMENT, at) * factor);
      at += Double.BYTES;
    }
  }

  private static int roundUp(int elements) {
    return (elements + LANES - 1) / LANES * LANES;
  }
}
