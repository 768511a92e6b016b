package dev.lanewise.graph.compile.loop;

import dev.lanewise.graph.RandomLiterals;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.Output;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.ir.BFloat16;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;

/**
 * Operands of a loop body in native memory: random elements, gaps between rows, and no more than
 * the 64 bytes behind the last element that a kernel may read. Whatever is no element holds random
 * bytes, and no run may change it.
 */
public final class LoopMemory {
  private static final int BEHIND = 64;

  private final LoopBody body;
  private final long rows;
  private final int n;
  private final MemorySegment[] segments;
  private final long[] at;
  private final long[] step;

  private LoopMemory(LoopBody body, long rows, int n) {
    this.body = body;
    this.rows = rows;
    this.n = n;
    this.segments = new MemorySegment[body.operandCount()];
    this.at = new long[body.operandCount()];
    this.step = new long[body.operandCount()];
  }

  /**
   * Random memory for a body.
   *
   * @param dense whether the rows of all operands adjoin; otherwise there are gaps between them, or
   *     all rows of an input are the same
   * @param inPlace whether outputs lie on inputs where they may
   */
  public static LoopMemory random(
      SplittableRandom random,
      Arena arena,
      LoopBody body,
      long rows,
      int n,
      boolean dense,
      boolean inPlace) {
    LoopMemory memory = new LoopMemory(body, rows, n);
    for (int k = 0; k < body.operandCount(); k++) {
      memory.place(random, arena, k, dense);
    }
    if (inPlace) {
      memory.overlap();
    }
    return memory;
  }

  /** Another copy of the same memory, operands on each other where they are here. */
  public LoopMemory copy(Arena arena) {
    LoopMemory copy = new LoopMemory(body, rows, n);
    for (int k = 0; k < segments.length; k++) {
      copy.at[k] = at[k];
      copy.step[k] = step[k];
      for (int j = 0; j < k && copy.segments[k] == null; j++) {
        if (segments[j] == segments[k]) {
          copy.segments[k] = copy.segments[j];
        }
      }
      if (copy.segments[k] == null) {
        copy.segments[k] = arena.allocate(segments[k].byteSize(), 64);
        copy.segments[k].copyFrom(segments[k]);
      }
    }
    return copy;
  }

  private void place(SplittableRandom random, Arena arena, int k, boolean dense) {
    int width = body.operandType(k).bytes();
    int length = isElements(k) ? n : 1;
    boolean repeats = isInput(k) && !dense && random.nextInt(4) == 0;
    boolean one = isInput(k) ? level(k) == Level.CALL : output(k) instanceof FoldRows;
    long gap = dense ? 0 : (long) random.nextInt(4) * width;
    at[k] = (long) random.nextInt(4) * width;
    step[k] = one || repeats ? 0 : (long) length * width + gap;
    long bytes = at[k] + Math.max(0, rows - 1) * step[k] + (long) length * width;
    segments[k] = arena.allocate(bytes + BEHIND, 64);
    for (long b = 0; b < segments[k].byteSize(); b++) {
      segments[k].set(ValueLayout.JAVA_BYTE, b, (byte) random.nextInt());
    }
    for (long row = 0; row < rows; row++) {
      RandomLiterals.Values values =
          random.nextInt(3) == 0 ? RandomLiterals.Values.EXTREME : RandomLiterals.Values.ORDINARY;
      TensorType type = TensorType.of(body.operandType(k), length);
      write(k, row, RandomLiterals.next(random, type, values));
    }
  }

  private void overlap() {
    boolean[] covered = new boolean[body.inputs().size()];
    LoopSchedule schedule = LoopSchedule.of(body);
    for (int o = 0; o < body.outputs().size(); o++) {
      int k = body.inputs().size() + o;
      for (int input = 0; input < covered.length; input++) {
        boolean apart = rows < 2 || step[input] >= (long) n * body.dtype(input).bytes();
        if (!covered[input] && apart && schedule.mayOverwrite(input, o)) {
          covered[input] = true;
          segments[k] = segments[input];
          at[k] = at[input];
          step[k] = step[input];
          break;
        }
      }
    }
  }

  private boolean isInput(int k) {
    return k < body.inputs().size();
  }

  private Level level(int k) {
    return body.inputs().get(k).level();
  }

  private Output output(int k) {
    return body.outputs().get(k - body.inputs().size());
  }

  /** Whether an operand has an element for each place of a row. */
  boolean isElements(int k) {
    return isInput(k) ? level(k) == Level.LANES : !(output(k) instanceof StoreRow);
  }

  /** What is run over this memory. */
  public LoopBody body() {
    return body;
  }

  /** The number of rows. */
  public long rows() {
    return rows;
  }

  /** Elements of a row. */
  public int n() {
    return n;
  }

  /** How many outputs lie on an input. */
  public int overlaps() {
    int overlaps = 0;
    for (int k = body.inputs().size(); k < segments.length; k++) {
      for (int input = 0; input < body.inputs().size(); input++) {
        overlaps += segments[k] == segments[input] ? 1 : 0;
      }
    }
    return overlaps;
  }

  /**
   * Runs a kernel over all rows, in calls of a few rows each, with scratch that is not larger than
   * asked for.
   *
   * @param rowsPerCall how many rows a call runs
   */
  public void run(LoopKernel kernel, long rowsPerCall) {
    try (Arena arena = Arena.ofConfined()) {
      MemorySegment scratch = arena.allocate(kernel.scratchBytes(n), 64);
      scratch.fill((byte) 0x5A);
      long first = 0;
      do {
        long count = Math.min(rowsPerCall, rows - first);
        long[] from = new long[at.length];
        for (int k = 0; k < at.length; k++) {
          from[k] = at[k] + first * step[k];
        }
        kernel.run(segments, from, step, count, n, scratch);
        first += count;
      } while (first < rows);
    }
  }

  /** Runs a kernel over all rows at once, without allocating. */
  public void run(LoopKernel kernel, MemorySegment scratch) {
    kernel.run(segments, at, step, rows, n, scratch);
  }

  /** The elements of an operand in a row: as many as the row has places, or one. */
  public Literal read(int k, long row) {
    int length = isElements(k) ? n : 1;
    DType dtype = body.operandType(k);
    TensorType type = TensorType.of(dtype, length);
    double[] reals = new double[length];
    long[] integers = new long[length];
    for (int i = 0; i < length; i++) {
      long from = at[k] + row * step[k] + (long) i * dtype.bytes();
      switch (dtype) {
        case F32 -> reals[i] = segments[k].get(ValueLayout.JAVA_FLOAT_UNALIGNED, from);
        case F64 -> reals[i] = segments[k].get(ValueLayout.JAVA_DOUBLE_UNALIGNED, from);
        case BF16 ->
            reals[i] = BFloat16.toFloat(segments[k].get(ValueLayout.JAVA_SHORT_UNALIGNED, from));
        case I32 -> integers[i] = segments[k].get(ValueLayout.JAVA_INT_UNALIGNED, from);
        case I64 -> integers[i] = segments[k].get(ValueLayout.JAVA_LONG_UNALIGNED, from);
        case BOOL -> integers[i] = segments[k].get(ValueLayout.JAVA_BYTE, from);
      }
    }
    for (int i = 0; i < length; i++) {
      reals[i] = Double.isNaN(reals[i]) ? Double.NaN : reals[i];
    }
    return dtype.isFloating() ? Literal.ofReals(type, reals) : Literal.ofIntegers(type, integers);
  }

  /** Writes the elements of an operand in a row. */
  public void write(int k, long row, Literal elements) {
    DType dtype = body.operandType(k);
    for (int i = 0; i < elements.size(); i++) {
      write(dtype, segments[k], at[k] + row * step[k] + (long) i * dtype.bytes(), elements, i);
    }
  }

  /** Writes one element. */
  static void write(DType dtype, MemorySegment to, long at, Literal elements, int i) {
    switch (dtype) {
      case F32 -> to.set(ValueLayout.JAVA_FLOAT_UNALIGNED, at, (float) elements.real(i));
      case F64 -> to.set(ValueLayout.JAVA_DOUBLE_UNALIGNED, at, elements.real(i));
      case BF16 ->
          to.set(
              ValueLayout.JAVA_SHORT_UNALIGNED, at, BFloat16.fromFloat((float) elements.real(i)));
      case I32 -> to.set(ValueLayout.JAVA_INT_UNALIGNED, at, (int) elements.integer(i));
      case I64 -> to.set(ValueLayout.JAVA_LONG_UNALIGNED, at, elements.integer(i));
      case BOOL -> to.set(ValueLayout.JAVA_BYTE, at, (byte) elements.integer(i));
    }
  }

  /** Every byte of every segment; a NaN in an output counts as any other. */
  public List<byte[]> image() {
    try (Arena arena = Arena.ofConfined()) {
      LoopMemory copy = copy(arena);
      for (int k = body.inputs().size(); k < segments.length; k++) {
        for (long row = 0; row < rows; row++) {
          copy.write(k, row, copy.read(k, row));
        }
      }
      List<byte[]> image = new ArrayList<>();
      for (MemorySegment segment : copy.segments) {
        image.add(segment.toArray(ValueLayout.JAVA_BYTE));
      }
      return image;
    }
  }
}
