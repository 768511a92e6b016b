package dev.lanewise.kernels.scan;

import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.internal.Segments;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;

/**
 * Sums of rows that have the same segment number: {@code out[s] = sum of in[i] over all i with
 * ids[i] = s}, for rows {@code in[n, inner]} and {@code out[segments, inner]}. Numbers may come in
 * any order; a segment without rows is 0.
 *
 * <p>Rows are added in their order. Errors are those of {@link Scan}'s SUM: F32 is accumulated in
 * F64, and F64 with what each addition rounds off.
 *
 * <p>An instance holds no memory and may be run by any number of threads at once, each with its own
 * workspace. The work is a number of units, each of which writes columns of its own.
 */
public final class SegmentSum {
  private static final String OP = "segmentSum";

  /** Columns of a unit. */
  private static final long STRIP = 128;

  private final ElementType type;
  private final ElementType idType;
  private final long n;
  private final long inner;
  private final long segments;
  private final long inBytes;
  private final long outBytes;
  private final long workspaceBytes;

  /**
   * Prepares segment sums.
   *
   * @param type F32, F64, I32 or I64; integers wrap
   * @param idType type of the segment numbers, I32 or I64
   * @throws IllegalArgumentException if a type is another, or an extent is negative
   */
  public SegmentSum(ElementType type, ElementType idType, long n, long inner, long segments) {
    if (type == ElementType.BF16 || type == ElementType.BOOL) {
      throw new IllegalArgumentException("[segmentSum] no sums of " + type);
    }
    if (idType != ElementType.I32 && idType != ElementType.I64) {
      throw new IllegalArgumentException(
          "[segmentSum] segment numbers must be I32 or I64, got " + idType);
    }
    Segments.requireExtent(OP, "n", n, 0);
    Segments.requireExtent(OP, "inner", inner, 0);
    Segments.requireExtent(OP, "segments", segments, 0);
    this.type = type;
    this.idType = idType;
    this.n = n;
    this.inner = inner;
    this.segments = segments;
    this.inBytes = Segments.times(OP, Segments.times(OP, n, inner), type.byteWidth());
    long sums = Segments.times(OP, segments, Math.min(inner, STRIP));
    this.outBytes = Segments.times(OP, Segments.times(OP, segments, inner), type.byteWidth());
    this.workspaceBytes =
        switch (type) {
          case F32 -> Segments.times(OP, sums, Double.BYTES);
          case F64 -> Segments.times(OP, sums, 2 * Double.BYTES);
          case I32, I64, BF16, BOOL -> 0;
        };
  }

  /** Bytes of workspace that a run needs. */
  public long workspaceBytes() {
    return workspaceBytes;
  }

  /** Number of units of work. */
  public long units() {
    return Math.ceilDiv(inner, STRIP);
  }

  /**
   * Runs units {@code [from, to)}.
   *
   * @param inOffset byte offset of the rows, as are the others of theirs
   * @param workspace {@link #workspaceBytes()} bytes from {@code workspaceOffset} on, apart from
   *     all others
   * @throws IllegalArgumentException if a segment is not native, {@code out} or {@code workspace}
   *     is read-only, or regions overlap that are written
   * @throws IndexOutOfBoundsException if an array does not lie inside its segment, there are no
   *     such units, or a segment number is not in {@code [0, segments)}; nothing has been written
   *     then
   */
  public void run(
      MemorySegment in,
      long inOffset,
      MemorySegment ids,
      long idsOffset,
      MemorySegment out,
      long outOffset,
      MemorySegment workspace,
      long workspaceOffset,
      long from,
      long to) {
    long idBytes = Segments.times(OP, n, idType.byteWidth());
    Segments.requireReadable(OP, "input", in, inOffset, inBytes);
    Segments.requireReadable(OP, "ids", ids, idsOffset, idBytes);
    Segments.requireWritable(OP, "output", out, outOffset, outBytes);
    Segments.requireApart(OP, "input", in, inOffset, inBytes, "output", out, outOffset, outBytes);
    Segments.requireApart(OP, "ids", ids, idsOffset, idBytes, "output", out, outOffset, outBytes);
    if (workspaceBytes > 0) {
      String name = "workspace";
      long at = workspaceOffset;
      long bytes = workspaceBytes;
      Segments.requireWritable(OP, name, workspace, at, bytes);
      Segments.requireApart(OP, "input", in, inOffset, inBytes, name, workspace, at, bytes);
      Segments.requireApart(OP, "ids", ids, idsOffset, idBytes, name, workspace, at, bytes);
      Segments.requireApart(OP, "output", out, outOffset, outBytes, name, workspace, at, bytes);
    }
    Segments.requireUnits(OP, "units", from, to, units());
    requireIds(ids, idsOffset);
    for (long unit = from; unit < to; unit++) {
      long first = unit * STRIP;
      long count = Math.min(STRIP, inner - first);
      switch (type) {
        case F32 ->
            floats(
                in,
                inOffset,
                ids,
                idsOffset,
                out,
                outOffset,
                workspace,
                workspaceOffset,
                first,
                count);
        case F64 ->
            doubles(
                in,
                inOffset,
                ids,
                idsOffset,
                out,
                outOffset,
                workspace,
                workspaceOffset,
                first,
                count);
        case I32, I64, BF16, BOOL ->
            integers(in, inOffset, ids, idsOffset, out, outOffset, first, count);
      }
    }
  }

  private long id(MemorySegment ids, long offset, long i) {
    return idType == ElementType.I32
        ? ids.get(ValueLayout.JAVA_INT_UNALIGNED, offset + i * Integer.BYTES)
        : ids.get(ValueLayout.JAVA_LONG_UNALIGNED, offset + i * Long.BYTES);
  }

  private void requireIds(MemorySegment ids, long offset) {
    for (long i = 0; i < n; i++) {
      long id = id(ids, offset, i);
      if (id < 0 || id >= segments) {
        throw new IndexOutOfBoundsException(
            "[segmentSum] ids[%d] is %d, there are %d segments".formatted(i, id, segments));
      }
    }
  }

  /** Numbers are read again, and may have been changed since they were checked. */
  private long place(MemorySegment ids, long offset, long i) {
    long id = id(ids, offset, i);
    if (id < 0 || id >= segments) {
      throw new IndexOutOfBoundsException(
          "[segmentSum] ids[%d] has changed to %d while it was read".formatted(i, id));
    }
    return id;
  }

  private void floats(
      MemorySegment in,
      long inOffset,
      MemorySegment ids,
      long idsOffset,
      MemorySegment out,
      long outOffset,
      MemorySegment workspace,
      long sums,
      long first,
      long count) {
    workspace.asSlice(sums, segments * count * Double.BYTES).fill((byte) 0);
    for (long i = 0; i < n; i++) {
      long to = sums + place(ids, idsOffset, i) * count * Double.BYTES;
      long from = inOffset + (i * inner + first) * Float.BYTES;
      for (int c = 0; c < count; c++) {
        long at = to + (long) c * Double.BYTES;
        double sum = workspace.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, at);
        double x = in.get(ValueLayout.JAVA_FLOAT_UNALIGNED, from + (long) c * Float.BYTES);
        workspace.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, sum + x);
      }
    }
    for (long s = 0; s < segments; s++) {
      for (long c = 0; c < count; c++) {
        double sum =
            workspace.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, sums + (s * count + c) * Double.BYTES);
        out.set(
            ValueLayout.JAVA_FLOAT_UNALIGNED,
            outOffset + (s * inner + first + c) * Float.BYTES,
            (float) sum);
      }
    }
  }

  private void doubles(
      MemorySegment in,
      long inOffset,
      MemorySegment ids,
      long idsOffset,
      MemorySegment out,
      long outOffset,
      MemorySegment workspace,
      long sums,
      long first,
      long count) {
    long row = count * Double.BYTES;
    long lost = sums + segments * row;
    workspace.asSlice(sums, 2 * segments * row).fill((byte) 0);
    for (long i = 0; i < n; i++) {
      long to = place(ids, idsOffset, i) * row;
      long from = inOffset + (i * inner + first) * Double.BYTES;
      for (int c = 0; c < count; c++) {
        long at = to + (long) c * Double.BYTES;
        double sum = workspace.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, sums + at);
        double x = in.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, from + (long) c * Double.BYTES);
        double next = sum + x;
        double back = next - sum;
        double rest = (sum - (next - back)) + (x - back);
        double before = workspace.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, lost + at);
        workspace.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, sums + at, next);
        workspace.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, lost + at, before + rest);
      }
    }
    for (long s = 0; s < segments; s++) {
      for (long c = 0; c < count; c++) {
        long at = s * row + c * Double.BYTES;
        double sum = workspace.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, sums + at);
        double rest = workspace.get(ValueLayout.JAVA_DOUBLE_UNALIGNED, lost + at);
        // Infinities have nothing to keep.
        double whole = Math.abs(sum) < Double.POSITIVE_INFINITY ? sum + rest : sum;
        out.set(
            ValueLayout.JAVA_DOUBLE_UNALIGNED,
            outOffset + (s * inner + first + c) * Double.BYTES,
            whole);
      }
    }
  }

  private void integers(
      MemorySegment in,
      long inOffset,
      MemorySegment ids,
      long idsOffset,
      MemorySegment out,
      long outOffset,
      long first,
      long count) {
    int width = type.byteWidth();
    for (long s = 0; s < segments; s++) {
      out.asSlice(outOffset + (s * inner + first) * width, count * width).fill((byte) 0);
    }
    for (long i = 0; i < n; i++) {
      long to = outOffset + (place(ids, idsOffset, i) * inner + first) * width;
      long from = inOffset + (i * inner + first) * width;
      for (long c = 0; c < count * width; c += width) {
        if (type == ElementType.I32) {
          int sum = out.get(ValueLayout.JAVA_INT_UNALIGNED, to + c);
          int x = in.get(ValueLayout.JAVA_INT_UNALIGNED, from + c);
          out.set(ValueLayout.JAVA_INT_UNALIGNED, to + c, sum + x);
        } else {
          long sum = out.get(ValueLayout.JAVA_LONG_UNALIGNED, to + c);
          long x = in.get(ValueLayout.JAVA_LONG_UNALIGNED, from + c);
          out.set(ValueLayout.JAVA_LONG_UNALIGNED, to + c, sum + x);
        }
      }
    }
  }
}
