package dev.lanewise.kernels.conv;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.conv.ConvGeometry.Axis;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;

/**
 * Windows that move over a tensor x, prepared once for a shape and run many times: what pooling and
 * its gradients are made of. Tensors are dense and row-major, of F32 or F64; padding and places
 * between elements hold nothing.
 *
 * <p>Sums and products are computed in F64 in the row-major order of a window, and rounded once.
 * The largest of +0 and -0 is +0, and a NaN is both the largest and the smallest.
 *
 * <p>The work is a number of units, which may run in any order, on any threads and at once. A plan
 * holds no memory but a table, and may be run by any number of threads at once.
 */
public final class WindowPlan {
  private static final String OP = "window";
  private static final int NONE = -1;
  private static final ValueLayout.OfFloat FLOAT = ValueLayout.JAVA_FLOAT_UNALIGNED;
  private static final ValueLayout.OfDouble DOUBLE = ValueLayout.JAVA_DOUBLE_UNALIGNED;

  /** What is done with the elements of each window. */
  public enum Kind {
    /** Their sum; 0 if there is none. */
    SUM,
    /** Their product; 1 if there is none. */
    PROD,
    /** The largest; negative infinity if there is none. */
    MAX,
    /** The smallest; positive infinity if there is none. */
    MIN,
    /** The element of a second tensor in the place of the largest; 0 if there is none. */
    GATHER_MAX,
    /** The element of a second tensor in the place of the smallest; 0 if there is none. */
    GATHER_MIN,
    /** Adds an element of a second tensor for each window to the place of the largest. */
    SCATTER_MAX,
    /** Adds an element of a second tensor for each window to the place of the smallest. */
    SCATTER_MIN;

    private boolean gathers() {
      return this == GATHER_MAX || this == GATHER_MIN;
    }

    private boolean scatters() {
      return this == SCATTER_MAX || this == SCATTER_MIN;
    }

    private boolean isMax() {
      return this == MAX || this == GATHER_MAX || this == SCATTER_MAX;
    }
  }

  private final Kind kind;
  private final boolean wide;
  private final int width;
  private final List<Axis> axes;
  private final Axis last;
  private final int lastIn;
  private final int lastWindows;

  /** Leading axes along which the windows are the elements. */
  private final int free;

  /** Places that the elements of the last axis take. */
  private final long lastSpan;

  /** The number of windows along each axis. */
  private final int[] windows;

  /** Windows are counted in rows along the last axis. */
  private final long rows;

  /** Rows of windows that see elements which no other rows see. */
  private final long rowsOfPlane;

  private final long planes;

  /** Elements of x that the rows of a plane see. */
  private final long planeSize;

  /** Places of a window but for those along the last axis. */
  private final int places;

  private WindowPlan(List<Axis> axes, Kind kind, ElementType type) {
    this.axes = axes;
    this.kind = kind;
    this.wide = type == ElementType.F64;
    this.width = type.byteWidth();
    this.last = axes.getLast();
    this.lastIn = last.in();
    this.lastWindows = last.windows();
    this.lastSpan = lastIn == 0 ? 0 : (lastIn - 1L) * last.baseDilation() + 1;
    this.windows = axes.stream().mapToInt(Axis::windows).toArray();
    int leading = 0;
    while (leading < axes.size() - 1 && isFree(axes.get(leading))) {
      leading++;
    }
    this.free = leading;
    this.planes = product(0, free, true);
    this.rowsOfPlane = product(free, axes.size() - 1, true);
    this.rows = Math.multiplyExact(planes, rowsOfPlane);
    this.planeSize = product(free, axes.size(), false);
    int count = 1;
    for (Axis axis : axes.subList(0, axes.size() - 1)) {
      count = Math.multiplyExact(count, axis.size());
    }
    this.places = count;
  }

  /**
   * Prepares windows.
   *
   * @param axes one for each axis of x, at least one
   * @param type F32 or F64
   * @throws IllegalArgumentException if there is no axis, the type is another, or a tensor has more
   *     than 2^60 elements
   */
  public static WindowPlan of(List<Axis> axes, Kind kind, ElementType type) {
    if (axes.isEmpty()) {
      throw new IllegalArgumentException("[%s] there must be an axis".formatted(OP));
    }
    if (type != ElementType.F32 && type != ElementType.F64) {
      throw new IllegalArgumentException("[%s] takes F32 or F64, got %s".formatted(OP, type));
    }
    try {
      WindowPlan plan = new WindowPlan(List.copyOf(axes), kind, type);
      Math.multiplyExact(8, Math.max(plan.inputSize(), plan.outputSize()));
      return plan;
    } catch (ArithmeticException e) {
      throw new IllegalArgumentException("[%s] too large: %s".formatted(OP, axes), e);
    }
  }

  /** Whether windows along an axis are the elements. */
  private static boolean isFree(Axis axis) {
    return axis.size() == 1 && axis.isDense() && axis.low() == 0 && axis.high() == 0;
  }

  private long product(int from, int to, boolean ofWindows) {
    long product = 1;
    for (Axis axis : axes.subList(from, to)) {
      product = Math.multiplyExact(product, (long) (ofWindows ? axis.windows() : axis.in()));
    }
    return product;
  }

  /** Elements of x. */
  public long inputSize() {
    return Math.multiplyExact(planes, planeSize);
  }

  /** The number of windows. */
  public long outputSize() {
    return Math.multiplyExact(rows, (long) lastWindows);
  }

  /** The number of units that the work is made of. */
  public long units() {
    return kind.scatters() ? planes : rows;
  }

  /** Elements that all windows together have places for. */
  public long operations() {
    return outputSize() * places * last.size();
  }

  /**
   * Runs some units.
   *
   * @param x native segment of x
   * @param xOffset byte offset of its first element
   * @param second native segment of the second tensor: of the shape of x to gather from, with an
   *     element for each window to scatter; any segment for the other kinds
   * @param secondOffset byte offset of its first element
   * @param out writable native segment of the result: of the shape of x if this scatters, otherwise
   *     with an element for each window; apart from the others
   * @param outOffset byte offset of its first element
   * @param from the first unit
   * @param to one behind the last unit
   * @throws IllegalArgumentException if a segment is on the heap, or the result's is read-only
   * @throws IndexOutOfBoundsException if there are no such units, or a tensor does not lie within
   *     its segment
   */
  public void run(
      MemorySegment x,
      long xOffset,
      MemorySegment second,
      long secondOffset,
      MemorySegment out,
      long outOffset,
      long from,
      long to) {
    if (from < 0 || to < from || to > units()) {
      throw new IndexOutOfBoundsException(
          "[%s] there are no units %d to %d in %s".formatted(OP, from, to, this));
    }
    boolean scatters = kind.scatters();
    ConvPlan.require(OP, "x", x, xOffset, inputSize() * width, false);
    if (scatters || kind.gathers()) {
      long size = scatters ? outputSize() : inputSize();
      ConvPlan.require(OP, "the second tensor", second, secondOffset, size * width, false);
    }
    long size = scatters ? inputSize() : outputSize();
    ConvPlan.require(OP, "the result", out, outOffset, size * width, true);
    long[] sources = new long[places];
    if (!scatters) {
      for (long row = from; row < to; row++) {
        reduceRow(x, xOffset, second, secondOffset, out, outOffset, row, sources);
      }
      return;
    }
    out.asSlice(outOffset + from * planeSize * width, (to - from) * planeSize * width)
        .fill((byte) 0);
    for (long row = from * rowsOfPlane; row < to * rowsOfPlane; row++) {
      scatterRow(x, xOffset, second, secondOffset, out, outOffset, row, sources);
    }
  }

  private void reduceRow(
      MemorySegment x,
      long xOffset,
      MemorySegment second,
      long secondOffset,
      MemorySegment out,
      long outOffset,
      long row,
      long[] sources) {
    int count = sources(row, sources);
    long to = row * lastWindows;
    for (int window = 0; window < lastWindows; window++) {
      long first = (long) window * last.stride() - last.low();
      int from = firstPlace(first);
      int until = endPlace(first);
      double result =
          switch (kind) {
            case SUM -> sum(x, xOffset, first, from, until, sources, count);
            case PROD -> product(x, xOffset, first, from, until, sources, count);
            case MAX -> max(x, xOffset, first, from, until, sources, count);
            case MIN -> -max(x, xOffset, first, from, until, sources, count);
            case GATHER_MAX, GATHER_MIN -> {
              long selected = selected(x, xOffset, first, from, until, sources, count);
              yield selected == NONE ? 0 : get(second, secondOffset, selected);
            }
            case SCATTER_MAX, SCATTER_MIN -> throw new IllegalStateException();
          };
      set(out, outOffset, to + window, result);
    }
  }

  private void scatterRow(
      MemorySegment x,
      long xOffset,
      MemorySegment second,
      long secondOffset,
      MemorySegment out,
      long outOffset,
      long row,
      long[] sources) {
    int count = sources(row, sources);
    long at = row * lastWindows;
    for (int window = 0; window < lastWindows; window++) {
      long first = (long) window * last.stride() - last.low();
      long selected =
          selected(x, xOffset, first, firstPlace(first), endPlace(first), sources, count);
      if (selected != NONE) {
        double added = get(second, secondOffset, at + window);
        set(out, outOffset, selected, get(out, outOffset, selected) + added);
      }
    }
  }

  /**
   * Finds the rows of x that a row of windows sees, in the order of the places of a window.
   *
   * @return how many there are
   */
  private int sources(long row, long[] sources) {
    long plane = row / rowsOfPlane;
    sources[0] = plane * planeSize;
    int count = 1;
    long rest = row - plane * rowsOfPlane;
    long scale = lastIn;
    // From the last axis to the first; the places of an axis go around those of the axes behind.
    for (int i = axes.size() - 2; i >= free; i--) {
      Axis axis = axes.get(i);
      int window = (int) (rest % windows[i]);
      rest /= windows[i];
      int found = 0;
      if (axis.size() == 1) {
        int element = axis.element(window, 0);
        if (element < 0) {
          return 0;
        }
        for (int source = 0; source < count; source++) {
          sources[source] += element * scale;
        }
        found = 1;
      } else {
        int inside = count;
        for (int place = axis.size() - 1; place >= 0; place--) {
          // Backwards, so that the first block, which the others are made from, changes last.
          found += axis.element(window, place) < 0 ? 0 : 1;
        }
        int block = found;
        for (int place = axis.size() - 1; place >= 0; place--) {
          int element = axis.element(window, place);
          if (element >= 0) {
            block--;
            for (int source = 0; source < inside; source++) {
              sources[block * inside + source] = sources[source] + element * scale;
            }
          }
        }
        count = found * inside;
      }
      if (found == 0) {
        return 0;
      }
      scale *= axis.in();
    }
    return count;
  }

  /** The first place of a window that is not before the first element. */
  private int firstPlace(long first) {
    return first >= 0 ? 0 : (int) Math.min(last.size(), Math.ceilDiv(-first, last.dilation()));
  }

  /** One behind the last place of a window that is not behind the last element. */
  private int endPlace(long first) {
    if (first + (last.size() - 1L) * last.dilation() < lastSpan) {
      return last.size();
    }
    return first >= lastSpan ? 0 : (int) Math.ceilDiv(lastSpan - first, last.dilation());
  }

  /** The element at a place along the last axis; -1 between elements. */
  private long element(long at) {
    int base = last.baseDilation();
    return base == 1 ? at : at % base == 0 ? at / base : NONE;
  }

  private double sum(
      MemorySegment x, long offset, long first, int from, int until, long[] sources, int count) {
    double sum = 0;
    for (int source = 0; source < count; source++) {
      for (int place = from; place < until; place++) {
        long element = element(first + (long) place * last.dilation());
        sum += element == NONE ? 0 : get(x, offset, sources[source] + element);
      }
    }
    return sum;
  }

  private double product(
      MemorySegment x, long offset, long first, int from, int until, long[] sources, int count) {
    double product = 1;
    for (int source = 0; source < count; source++) {
      for (int place = from; place < until; place++) {
        long element = element(first + (long) place * last.dilation());
        product *= element == NONE ? 1 : get(x, offset, sources[source] + element);
      }
    }
    return product;
  }

  /** The largest, or the negative of the smallest. */
  private double max(
      MemorySegment x, long offset, long first, int from, int until, long[] sources, int count) {
    double sign = kind == Kind.MIN ? -1 : 1;
    if (isPairOfPairs(from, until, count)) {
      long upper = sources[0] + first;
      long lower = sources[1] + first;
      double above = Math.max(sign * get(x, offset, upper), sign * get(x, offset, upper + 1));
      double below = Math.max(sign * get(x, offset, lower), sign * get(x, offset, lower + 1));
      return Math.max(above, below);
    }
    double max = Double.NEGATIVE_INFINITY;
    for (int source = 0; source < count; source++) {
      for (int place = from; place < until; place++) {
        long element = element(first + (long) place * last.dilation());
        if (element != NONE) {
          max = Math.max(max, sign * get(x, offset, sources[source] + element));
        }
      }
    }
    return max;
  }

  /** Whether a window has 2 x 2 elements side by side, by far the most common ones. */
  private boolean isPairOfPairs(int from, int until, int count) {
    return count == 2
        && until - from == 2
        && from == 0
        && last.dilation() == 1
        && last.baseDilation() == 1;
  }

  /** The index in x of what a window selects: the first NaN, or else the first extreme. */
  private long selected(
      MemorySegment x, long offset, long first, int from, int until, long[] sources, int count) {
    double sign = kind.isMax() ? 1 : -1;
    long best = NONE;
    double bestValue = Double.NEGATIVE_INFINITY;
    for (int source = 0; source < count; source++) {
      for (int place = from; place < until; place++) {
        long element = element(first + (long) place * last.dilation());
        if (element == NONE) {
          continue;
        }
        double value = sign * get(x, offset, sources[source] + element);
        // Not "at most" is "greater, or one of both is NaN"; the first NaN stays.
        if (best == NONE || (!(value <= bestValue) && !Double.isNaN(bestValue))) {
          best = sources[source] + element;
          bestValue = value;
        }
      }
    }
    return best;
  }

  private double get(MemorySegment segment, long offset, long index) {
    return wide ? segment.get(DOUBLE, offset + index * 8) : segment.get(FLOAT, offset + index * 4);
  }

  private void set(MemorySegment segment, long offset, long index, double value) {
    if (wide) {
      segment.set(DOUBLE, offset + index * 8, value);
    } else {
      segment.set(FLOAT, offset + index * 4, (float) value);
    }
  }

  @Override
  public String toString() {
    String[] sizes =
        axes.stream()
            .map(axis -> "%d*%d/%d".formatted(axis.in(), axis.size(), axis.stride()))
            .toArray(String[]::new);
    return "%s %s of windows %s"
        .formatted(
            wide ? ElementType.F64 : ElementType.F32,
            kind.name().toLowerCase(Locale.ROOT),
            Arrays.toString(sizes));
  }
}
