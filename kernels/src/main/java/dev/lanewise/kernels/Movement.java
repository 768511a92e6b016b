package dev.lanewise.kernels;

import java.lang.foreign.MemorySegment;
import java.util.Arrays;

/**
 * Operations that move elements without looking at them. All are {@link CopyPlan}s over strided
 * regions; what no input element reaches is written by {@link #fill}.
 *
 * <p>Elements are known by their width alone: 1, 2, 4 or 8 bytes. Extents count elements, arrays
 * are row-major and contiguous unless strides are given, and strides count elements.
 */
public final class Movement {
  private Movement() {}

  /**
   * A general strided copy: {@code out[sum(i * outStrides)] = in[sum(i * inStrides)]} for every
   * index of {@code extents}. Input strides may be zero (broadcast) or negative; output strides may
   * be negative, but no two indices may write one element and each stride must step over all that
   * the smaller ones span.
   *
   * @param width bytes of an element: 1, 2, 4 or 8
   * @throws IllegalArgumentException if the ranks differ, an extent is negative, the width is
   *     another, the output overlaps itself or the regions do not fit in 2^63 bytes
   */
  public static CopyPlan plan(int width, long[] extents, long[] inStrides, long[] outStrides) {
    return new CopyPlan(width, extents, 0, inStrides, 0, outStrides);
  }

  /**
   * As {@link #plan(int, long[], long[], long[])}, with the elements at which index zero reads and
   * writes.
   */
  public static CopyPlan plan(
      int width, long[] extents, long inStart, long[] inStrides, long outStart, long[] outStrides) {
    return new CopyPlan(width, extents, inStart, inStrides, outStart, outStrides);
  }

  /**
   * Output axis {@code k} is input axis {@code permutation[k]}.
   *
   * @throws IllegalArgumentException if {@code permutation} is not one of the input's axes
   */
  public static CopyPlan transpose(int width, long[] inExtents, int... permutation) {
    int rank = inExtents.length;
    Regions.sameRank("transpose", "permutation", rank, permutation.length);
    Regions.axes("transpose", rank, permutation);
    long[] strides = Regions.rowMajor("transpose", inExtents);
    long[] extents = new long[rank];
    long[] inStrides = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      extents[axis] = inExtents[permutation[axis]];
      inStrides[axis] = strides[permutation[axis]];
    }
    return plan(width, extents, inStrides, Regions.rowMajor("transpose", extents));
  }

  /**
   * Input axis {@code k} becomes output axis {@code axes[k]}; the other output axes repeat the
   * input, and so does an input axis of extent 1.
   *
   * @throws IllegalArgumentException if {@code axes} are not distinct output axes, or an input
   *     extent is neither 1 nor that of its output axis
   */
  public static CopyPlan broadcastInDim(
      int width, long[] inExtents, long[] outExtents, int... axes) {
    String op = "broadcastInDim";
    Regions.sameRank(op, "axes", inExtents.length, axes.length);
    Regions.axes(op, outExtents.length, axes);
    long[] strides = Regions.rowMajor(op, inExtents);
    long[] inStrides = new long[outExtents.length];
    for (int axis = 0; axis < axes.length; axis++) {
      if (inExtents[axis] == outExtents[axes[axis]]) {
        inStrides[axes[axis]] = strides[axis];
      } else if (inExtents[axis] != 1) {
        throw new IllegalArgumentException(
            "[broadcastInDim] input extents "
                + Arrays.toString(inExtents)
                + " do not broadcast to "
                + Arrays.toString(outExtents)
                + " along axes "
                + Arrays.toString(axes));
      }
    }
    return plan(width, outExtents, inStrides, Regions.rowMajor(op, outExtents));
  }

  /**
   * Elements {@code starts[k], starts[k] + steps[k], ...} below {@code limits[k]} of each axis.
   *
   * @throws IllegalArgumentException if not {@code 0 <= start <= limit <= extent} or a step is less
   *     than 1
   */
  public static CopyPlan slice(
      int width, long[] inExtents, long[] starts, long[] limits, long[] steps) {
    int rank = inExtents.length;
    Regions.sameRank("slice", "starts", rank, starts.length);
    Regions.sameRank("slice", "limits", rank, limits.length);
    Regions.sameRank("slice", "steps", rank, steps.length);
    long[] strides = Regions.rowMajor("slice", inExtents);
    long[] extents = new long[rank];
    long start = 0;
    for (int axis = 0; axis < rank; axis++) {
      if (starts[axis] < 0
          || limits[axis] < starts[axis]
          || limits[axis] > inExtents[axis]
          || steps[axis] < 1) {
        throw new IllegalArgumentException(
            "[slice] axis "
                + axis
                + " of extent "
                + inExtents[axis]
                + " cannot be sliced from "
                + starts[axis]
                + " to "
                + limits[axis]
                + " by "
                + steps[axis]);
      }
      extents[axis] = Math.ceilDiv(limits[axis] - starts[axis], steps[axis]);
      start += starts[axis] * strides[axis];
      strides[axis] = extents[axis] > 1 ? strides[axis] * steps[axis] : 0;
    }
    return plan(width, extents, start, strides, 0, Regions.rowMajor("slice", extents));
  }

  /**
   * A window of {@code sizes} elements; run with {@link #windowOffset} added to the input's offset.
   *
   * @throws IllegalArgumentException if a size is negative or larger than its axis
   */
  public static CopyPlan dynamicSlice(int width, long[] inExtents, long... sizes) {
    windowFits("dynamicSlice", inExtents, sizes);
    return plan(
        width,
        sizes,
        Regions.rowMajor("dynamicSlice", inExtents),
        Regions.rowMajor("dynamicSlice", sizes));
  }

  /**
   * Writes an update of {@code sizes} elements over a window of an array; run with {@link
   * #windowOffset} added to the output's offset, which already holds the array.
   *
   * @throws IllegalArgumentException if a size is negative or larger than its axis
   */
  public static CopyPlan dynamicUpdateSlice(int width, long[] outExtents, long... sizes) {
    windowFits("dynamicUpdateSlice", outExtents, sizes);
    return plan(
        width,
        sizes,
        Regions.rowMajor("dynamicUpdateSlice", sizes),
        Regions.rowMajor("dynamicUpdateSlice", outExtents));
  }

  /**
   * Bytes from the start of an array to a window of it. Each start is clamped so that the window
   * lies inside the array, as XLA's DynamicSlice does.
   *
   * @param starts first element of the window along each axis
   * @throws IllegalArgumentException if a size is negative or larger than its axis
   */
  public static long windowOffset(int width, long[] extents, long[] sizes, long... starts) {
    windowFits("windowOffset", extents, sizes);
    Regions.sameRank("windowOffset", "starts", extents.length, starts.length);
    long stride = width;
    long offset = 0;
    for (int axis = extents.length - 1; axis >= 0; axis--) {
      offset += Math.clamp(starts[axis], 0, extents[axis] - sizes[axis]) * stride;
      stride = Regions.times("windowOffset", stride, Math.max(1, extents[axis]));
    }
    return offset;
  }

  private static void windowFits(String op, long[] extents, long[] sizes) {
    Regions.sameRank(op, "sizes", extents.length, sizes.length);
    for (int axis = 0; axis < sizes.length; axis++) {
      if (sizes[axis] < 0 || sizes[axis] > extents[axis]) {
        throw new IllegalArgumentException(
            "["
                + op
                + "] a window of "
                + Arrays.toString(sizes)
                + " does not fit in "
                + Arrays.toString(extents));
      }
    }
  }

  /**
   * The order of the elements along the given axes is turned round.
   *
   * @throws IllegalArgumentException if {@code axes} are not distinct axes
   */
  public static CopyPlan reverse(int width, long[] extents, int... axes) {
    boolean[] reversed = Regions.axes("reverse", extents.length, axes);
    long[] strides = Regions.rowMajor("reverse", extents);
    long[] outStrides = strides.clone();
    long start = 0;
    for (int axis = 0; axis < extents.length; axis++) {
      if (reversed[axis]) {
        start += Math.max(0, extents[axis] - 1) * strides[axis];
        strides[axis] = -strides[axis];
      }
    }
    return plan(width, extents, start, strides, 0, outStrides);
  }

  /**
   * Extents of a padded array: {@code low + high + n + (n - 1) * interior} along each axis, where
   * an empty axis has no interior.
   *
   * @throws IllegalArgumentException if an interior count or a resulting extent is negative
   */
  public static long[] padded(long[] inExtents, long[] low, long[] high, long[] interior) {
    int rank = inExtents.length;
    Regions.count("pad", inExtents);
    Regions.sameRank("pad", "low", rank, low.length);
    Regions.sameRank("pad", "high", rank, high.length);
    Regions.sameRank("pad", "interior", rank, interior.length);
    long[] extents = new long[rank];
    for (int axis = 0; axis < rank; axis++) {
      long gaps =
          Regions.times("pad", Math.max(0, inExtents[axis] - 1), Math.max(0, interior[axis]));
      long inside = Regions.plus("pad", inExtents[axis], gaps);
      extents[axis] = Regions.plus("pad", Regions.plus("pad", inside, low[axis]), high[axis]);
      if (interior[axis] < 0 || extents[axis] < 0) {
        throw new IllegalArgumentException(
            "[pad] axis "
                + axis
                + " of extent "
                + inExtents[axis]
                + " cannot be padded by low "
                + low[axis]
                + ", high "
                + high[axis]
                + ", interior "
                + interior[axis]);
      }
    }
    return extents;
  }

  /**
   * The part of a padded array that comes from the input, written into an output of {@link #padded}
   * extents that already holds the padding value (see {@link #fill}). Negative low and high counts
   * cut elements off.
   *
   * @throws IllegalArgumentException as {@link #padded}
   */
  public static CopyPlan pad(
      int width, long[] inExtents, long[] low, long[] high, long[] interior) {
    int rank = inExtents.length;
    long[] outExtents = padded(inExtents, low, high, interior);
    long[] inStrides = Regions.rowMajor("pad", inExtents);
    long[] outStrides = Regions.rowMajor("pad", outExtents);
    long[] extents = new long[rank];
    long inStart = 0;
    long outStart = 0;
    for (int axis = 0; axis < rank; axis++) {
      long step = Regions.plus("pad", interior[axis], 1);
      // Input element k lands on low + k * step; keep those inside the output.
      long first = low[axis] < 0 ? Math.ceilDiv(-low[axis], step) : 0;
      long past =
          outExtents[axis] > low[axis] ? Math.ceilDiv(outExtents[axis] - low[axis], step) : 0;
      long last = Math.min(inExtents[axis], past);
      extents[axis] = Math.max(0, last - first);
      if (extents[axis] > 0) {
        inStart += first * inStrides[axis];
        outStart += (low[axis] + first * step) * outStrides[axis];
      }
      outStrides[axis] = extents[axis] > 1 ? outStrides[axis] * step : 0;
    }
    return plan(width, extents, inStart, inStrides, outStart, outStrides);
  }

  /**
   * One operand of a concatenation, written at its place in the output.
   *
   * @param partExtents extents of the operand
   * @param outExtents extents of the whole result
   * @param axis the axis joined along
   * @param start sum of the extents of the operands before it along that axis
   * @throws IllegalArgumentException if the operand does not fit there
   */
  public static CopyPlan concat(
      int width, long[] partExtents, long[] outExtents, int axis, long start) {
    int rank = outExtents.length;
    Regions.sameRank("concat", "operand extents", rank, partExtents.length);
    Regions.axes("concat", rank, axis);
    boolean fits =
        start >= 0 && start <= outExtents[axis] && partExtents[axis] <= outExtents[axis] - start;
    for (int other = 0; other < rank; other++) {
      fits &= other == axis || partExtents[other] == outExtents[other];
    }
    if (!fits) {
      throw new IllegalArgumentException(
          "[concat] an operand of "
              + Arrays.toString(partExtents)
              + " does not fit at "
              + start
              + " along axis "
              + axis
              + " of "
              + Arrays.toString(outExtents));
    }
    long[] outStrides = Regions.rowMajor("concat", outExtents);
    return plan(
        width,
        partExtents,
        0,
        Regions.rowMajor("concat", partExtents),
        start * outStrides[axis],
        outStrides);
  }

  /**
   * Writes one element {@code count} times.
   *
   * @param bits the element in the low {@code width} bytes
   * @throws IllegalArgumentException if the segment is not native or is read-only, the count is
   *     negative or the width is not 1, 2, 4 or 8
   * @throws IndexOutOfBoundsException if the elements do not lie inside the segment
   */
  public static void fill(int width, MemorySegment out, long offset, long count, long bits) {
    long[] shape = {count};
    if (width != 1 && width != 2 && width != 4 && width != 8) {
      throw new IllegalArgumentException(
          "[fill] element width must be 1, 2, 4 or 8 bytes, got " + width);
    }
    long bytes = Regions.times("fill", Regions.count("fill", shape), width);
    Regions.writable("fill", "output", out, offset, 0, bytes);
    Fill.pattern(bits, width, out, offset, bytes);
  }
}
