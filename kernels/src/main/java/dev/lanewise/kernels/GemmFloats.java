package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.nio.ByteOrder;
import jdk.incubator.vector.FloatVector;
import jdk.incubator.vector.VectorSpecies;

/** The F32 side of the blocked product; {@link GemmDoubles} is the same in F64. */
final class GemmFloats extends GemmElements {
  static final GemmFloats INSTANCE = new GemmFloats();

  private static final VectorSpecies<Float> SPECIES = FloatVector.SPECIES_PREFERRED;
  private static final int LANES = SPECIES.length();
  private static final int BYTES = SPECIES.vectorByteSize();

  /** The shortest vector that every machine has. */
  private static final VectorSpecies<Float> SHORT = FloatVector.SPECIES_128;

  private static final ValueLayout.OfFloat ELEMENT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ByteOrder ORDER = ByteOrder.nativeOrder();

  /** Most vectors of a row that are copied band by band, all rows of a band at once. */
  private static final int FEW = 16;

  private GemmFloats() {
    super(FloatVector.SPECIES_PREFERRED);
  }

  @Override
  GemmMicroKernel scalarKernel(GemmMicroKernelGenerator.Shape shape) {
    return new GemmScalarFloats(shape);
  }

  @Override
  int length(Object panel) {
    return ((float[]) panel).length;
  }

  @Override
  Object allocate(int length) {
    return new float[length];
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
    float[] target = (float[]) panel;
    int vectors = roundUp(width) / LANES;
    int whole =
        columns < vectors * LANES ? 0 : Math.min(panels, (columns - vectors * LANES) / width + 1);
    long widthBytes = width * (long) Float.BYTES;
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
      float[] target,
      int to,
      int panelSize) {
    if (vectors > 2) {
      for (int p = 0; p < panels; p++) {
        for (int j = 0; j < vectors * LANES; j += LANES) {
          FloatVector.fromMemorySegment(SPECIES, source, from + j * (long) Float.BYTES, ORDER)
              .intoArray(target, to + j);
        }
        from += width * (long) Float.BYTES;
        to += panelSize;
      }
      return;
    }
    for (int p = 0; p < panels; p++) {
      FloatVector.fromMemorySegment(SPECIES, source, from, ORDER).intoArray(target, to);
      if (vectors == 2) {
        FloatVector.fromMemorySegment(SPECIES, source, from + BYTES, ORDER)
            .intoArray(target, to + LANES);
      }
      from += width * (long) Float.BYTES;
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
      float[] target,
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
      MemorySegment source, long from, long rowBytes, int rows, float[] target, int to, int pitch) {
    for (int row = 0; row < rows; row++) {
      FloatVector v0 = FloatVector.fromMemorySegment(SPECIES, source, from, ORDER);
      FloatVector v1 = FloatVector.fromMemorySegment(SPECIES, source, from + BYTES, ORDER);
      FloatVector v2 = FloatVector.fromMemorySegment(SPECIES, source, from + 2L * BYTES, ORDER);
      FloatVector v3 = FloatVector.fromMemorySegment(SPECIES, source, from + 3L * BYTES, ORDER);
      v0.intoArray(target, to);
      v1.intoArray(target, to + LANES);
      v2.intoArray(target, to + 2 * LANES);
      v3.intoArray(target, to + 3 * LANES);
      from += rowBytes;
      to += pitch;
    }
  }

  private static void copyOne(
      MemorySegment source, long from, long rowBytes, int rows, float[] target, int to, int pitch) {
    for (int row = 0; row < rows; row++) {
      FloatVector.fromMemorySegment(SPECIES, source, from, ORDER).intoArray(target, to);
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
      float[] target,
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
      float[] target,
      int to,
      int pitch) {
    int readable = GemmEdges.readableRows(source, from, rowBytes, rows, BYTES);
    copyOne(source, from, rowBytes, readable, target, to, pitch);
    for (int row = readable; row < rows; row++) {
      for (int j = 0; j < columns; j++) {
        target[to + row * pitch + j] =
            source.get(ELEMENT, from + row * rowBytes + j * (long) Float.BYTES);
      }
    }
  }

  @Override
  void scalePanel(double factor, Object panel, int panelAt, int rows, int columns, int pitch) {
    float[] elements = (float[]) panel;
    for (int row = 0; row < rows; row++) {
      int at = panelAt + row * pitch;
      for (int j = 0; j < columns; j += LANES) {
        FloatVector.fromArray(SPECIES, elements, at + j)
            .mul((float) factor)
            .intoArray(elements, at + j);
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
        columns * Float.BYTES,
        target,
        readable * targetRowBytes,
        targetRowBytes);
  }

  private static void copyVectors(
      MemorySegment source, long from, int vectors, MemorySegment target, long to) {
    for (int j = 0; j < vectors; j++) {
      FloatVector.fromMemorySegment(SPECIES, source, from, ORDER)
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
        (columns - whole * LANES) * Float.BYTES,
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
    float[] elements = (float[]) panel;
    if (columns == LANES) {
      for (int row = 0; row < rows; row++) {
        FloatVector.fromArray(SPECIES, elements, panelAt + row * LANES)
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
      float[] elements, int from, int columns, MemorySegment target, long to) {
    int left = columns;
    for (; left >= SHORT.length(); left -= SHORT.length()) {
      FloatVector.fromArray(SHORT, elements, from).intoMemorySegment(target, to, ORDER);
      from += SHORT.length();
      to += SHORT.vectorByteSize();
    }
    for (; left > 0; left--) {
      target.set(ELEMENT, to, elements[from]);
      from++;
      to += Float.BYTES;
    }
  }

  @Override
  void scale(double beta, int rows, int columns, MemorySegment c, long cAt, long cRow) {
    float factor = (float) beta;
    for (int row = 0; row < rows; row++) {
      scaleRow(factor, columns, c, cAt + row * cRow);
    }
  }

  private static void scaleRow(float factor, int columns, MemorySegment c, long at) {
    int j = 0;
    for (; j + LANES <= columns; j += LANES) {
      FloatVector scaled =
          factor == 0
              ? FloatVector.zero(SPECIES)
              : FloatVector.fromMemorySegment(SPECIES, c, at, ORDER).mul(factor);
      scaled.intoMemorySegment(c, at, ORDER);
      at += BYTES;
    }
    for (; j < columns; j++) {
      c.set(ELEMENT, at, factor == 0 ? 0 : c.get(ELEMENT, at) * factor);
      at += Float.BYTES;
    }
  }

  private static int roundUp(int elements) {
    return (elements + LANES - 1) / LANES * LANES;
  }
}
