package dev.lanewise.kernels.conv;

import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * The patches of an image that windows see, as a matrix: a row for each place of the filter in each
 * channel of a group, a column for each window. Only a tile of it is ever made, of a size that
 * stays in cache until a product has read it, so no matrix of the size of all patches goes through
 * memory.
 *
 * <p>Rows of windows that are one apart are rows of the image, so they are copied in one piece, and
 * where windows are as many as elements, many rows at once.
 */
final class Patches {
  private static final ValueLayout.OfInt INT = ValueLayout.JAVA_INT_UNALIGNED;
  private static final ValueLayout.OfLong LONG = ValueLayout.JAVA_LONG_UNALIGNED;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

  private final ConvGeometry.Axis depth;
  private final ConvGeometry.Axis height;
  private final ConvGeometry.Axis width;
  private final int taps;
  private final long planeBytes;
  private final int elementBytes;
  private final int columns;
  private final int rows;

  /** Whether whole planes of windows may be copied with a shift. */
  private final boolean rowsAbut;

  Patches(ConvGeometry geometry, int elementBytes) {
    this.depth = geometry.axis(0);
    this.height = geometry.axis(1);
    this.width = geometry.axis(2);
    this.taps = geometry.taps();
    this.elementBytes = elementBytes;
    this.planeBytes = (long) geometry.inputPlane() * elementBytes;
    this.columns = width.windows();
    this.rows = height.windows();
    this.rowsAbut = width.isDense() && height.isDense() && columns == width.in();
  }

  /**
   * Copies a tile of the matrix: rows {@code fromRow} to {@code toRow}, columns {@code fromWindow}
   * to {@code toWindow}, into a panel whose rows are {@code pitch} bytes apart.
   *
   * @param x byte offset of the first channel of the group in the image
   */
  void gather(
      MemorySegment image,
      long x,
      int fromRow,
      int toRow,
      int fromWindow,
      int toWindow,
      MemorySegment panel,
      long pitch) {
    for (int row = fromRow; row < toRow; row++) {
      long plane = x + row / taps * planeBytes;
      gatherRow(image, plane, row % taps, fromWindow, toWindow, panel, (row - fromRow) * pitch);
    }
  }

  /**
   * Adds a tile of such a matrix to the elements that the windows see: the transpose of {@link
   * #gather}.
   */
  void scatterAdd(
      MemorySegment panel,
      long pitch,
      int fromRow,
      int toRow,
      int fromWindow,
      int toWindow,
      MemorySegment image,
      long x) {
    for (int row = fromRow; row < toRow; row++) {
      long plane = x + row / taps * planeBytes;
      int tap = row % taps;
      int tapW = tap % width.size();
      int tapH = tap / width.size() % height.size();
      int tapD = tap / width.size() / height.size();
      long from = (row - fromRow) * pitch;
      int window = fromWindow;
      while (window < toWindow) {
        int line = window / columns;
        int begin = window - line * columns;
        int end = Math.min(columns, begin + toWindow - window);
        long source = sourceRow(line, tapD, tapH);
        if (source >= 0) {
          addLine(
              panel, from - (long) begin * elementBytes, image, plane + source, tapW, begin, end);
        }
        from += (long) (end - begin) * elementBytes;
        window += end - begin;
      }
    }
  }

  private void gatherRow(
      MemorySegment image,
      long plane,
      int tap,
      int fromWindow,
      int toWindow,
      MemorySegment panel,
      long panelAt) {
    int tapW = tap % width.size();
    int tapH = tap / width.size() % height.size();
    int tapD = tap / width.size() / height.size();
    long to = panelAt;
    int window = fromWindow;
    while (window < toWindow) {
      int line = window / columns;
      int begin = window - line * columns;
      int lines = rowsAbut && begin == 0 ? wholeLines(line, toWindow - window) : 0;
      int count;
      if (lines > 1) {
        gatherLines(image, plane, line, lines, tapD, tapH, tapW, panel, to);
        count = lines * columns;
      } else {
        int end = Math.min(columns, begin + toWindow - window);
        gatherLine(image, plane, line, tapD, tapH, tapW, begin, end, panel, to);
        count = end - begin;
      }
      to += (long) count * elementBytes;
      window += count;
    }
  }

  /** How many whole lines of windows follow within one slice of depth. */
  private int wholeLines(int line, int windows) {
    return Math.min(windows / columns, rows - line % rows);
  }

  /** The byte offset in its channel of the row that a line of windows sees, or -1. */
  private long sourceRow(int line, int tapD, int tapH) {
    int d = depth.element(line / rows, tapD);
    int h = height.element(line % rows, tapH);
    return d < 0 || h < 0 ? -1 : ((long) d * height.in() + h) * width.in() * elementBytes;
  }

  /**
   * Copies whole lines of windows, as many a line as the image has elements: what a place of the
   * windows holds is then the image, shifted. Where a shift runs over the end of a row, zeros are
   * put afterwards.
   */
  private void gatherLines(
      MemorySegment image,
      long plane,
      int line,
      int lines,
      int tapD,
      int tapH,
      int tapW,
      MemorySegment panel,
      long to) {
    int shift = tapW * width.dilation() - width.low();
    int above = tapH * height.dilation() - height.low();
    int first = line % rows;
    int from = Math.clamp(-(long) above, first, first + lines);
    int until = Math.clamp((long) height.in() - above, from, first + lines);
    int d = depth.element(line / rows, tapD);
    if (d < 0 || from >= until || Math.abs(shift) >= columns) {
      zero(panel, to, (long) lines * columns);
      return;
    }
    zero(panel, to, (long) (from - first) * columns);
    zero(panel, at(to, (long) (until - first) * columns), (long) (first + lines - until) * columns);
    long start = ((long) d * height.in() + from + above) * width.in();
    long skipped = Math.max(0, -(start + shift));
    long count = (long) (until - from) * columns;
    long cut = Math.max(0, start + shift + count - planeBytes / elementBytes);
    long target = at(to, (long) (from - first) * columns);
    MemorySegment.copy(
        image,
        at(plane, start + shift + skipped),
        panel,
        at(target, skipped),
        (count - skipped - cut) * elementBytes);
    int begin = shift < 0 ? 0 : columns - shift;
    for (int row = 0; row < until - from && shift != 0; row++) {
      zero(panel, at(target, (long) row * columns + begin), Math.abs(shift));
    }
  }

  private void gatherLine(
      MemorySegment image,
      long plane,
      int line,
      int tapD,
      int tapH,
      int tapW,
      int begin,
      int end,
      MemorySegment panel,
      long to) {
    long source = sourceRow(line, tapD, tapH);
    int from = source < 0 ? end : Math.min(end, firstInside(tapW, begin));
    int until = source < 0 ? end : Math.max(from, Math.min(end, firstBehind(tapW)));
    zero(panel, to, from - begin);
    zero(panel, at(to, until - begin), end - until);
    long place = (long) tapW * width.dilation() - width.low();
    if (width.isDense()) {
      MemorySegment.copy(
          image,
          at(plane + source, from + place),
          panel,
          at(to, from - begin),
          (long) (until - from) * elementBytes);
    } else {
      gatherStrided(image, plane + source, place, from, until, panel, at(to, -begin));
    }
  }

  private void gatherStrided(
      MemorySegment image,
      long row,
      long place,
      int from,
      int until,
      MemorySegment panel,
      long to) {
    int stride = width.stride();
    int base = width.baseDilation();
    for (int window = from; window < until; window++) {
      long element = (long) window * stride + place;
      boolean hole = base > 1 && element % base != 0;
      long source = at(row, element / base);
      if (elementBytes == Float.BYTES) {
        panel.set(INT, at(to, window), hole ? 0 : image.get(INT, source));
      } else {
        panel.set(LONG, at(to, window), hole ? 0 : image.get(LONG, source));
      }
    }
  }

  private void addLine(
      MemorySegment panel, long from, MemorySegment image, long row, int tapW, int begin, int end) {
    int first = Math.min(end, firstInside(tapW, begin));
    int until = Math.min(end, firstBehind(tapW));
    long place = (long) tapW * width.dilation() - width.low();
    int stride = width.stride();
    int base = width.baseDilation();
    for (int window = first; window < until; window++) {
      long element = (long) window * stride + place;
      if (base > 1 && element % base != 0) {
        continue;
      }
      long to = at(row, element / base);
      if (elementBytes == Float.BYTES) {
        image.set(FLOAT, to, image.get(FLOAT, to) + panel.get(FLOAT, at(from, window)));
      } else {
        image.set(DOUBLE, to, image.get(DOUBLE, to) + panel.get(DOUBLE, at(from, window)));
      }
    }
  }

  /** The first window from {@code begin} on whose place is not before the first element. */
  private int firstInside(int tapW, int begin) {
    long before = (long) width.low() - (long) tapW * width.dilation();
    return Math.clamp(Math.ceilDiv(before, (long) width.stride()), begin, Integer.MAX_VALUE);
  }

  /** The first window whose place is behind the last element. */
  private int firstBehind(int tapW) {
    long places = (width.in() - 1L) * width.baseDilation() + 1;
    long room = places + width.low() - (long) tapW * width.dilation();
    return Math.clamp(Math.ceilDiv(room, (long) width.stride()), 0, Integer.MAX_VALUE);
  }

  private long at(long offset, long elements) {
    return offset + elements * elementBytes;
  }

  private void zero(MemorySegment panel, long at, long count) {
    if (count > 16) {
      panel.asSlice(at, count * elementBytes).fill((byte) 0);
      return;
    }
    for (long i = 0; i < count; i++) {
      if (elementBytes == Float.BYTES) {
        panel.set(INT, at(at, i), 0);
      } else {
        panel.set(LONG, at(at, i), 0L);
      }
    }
  }
}
