package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopGeometry.Layout;
import dev.lanewise.graph.compile.loop.LoopKernel;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Elementwise;
import java.util.List;

/**
 * A fused loop over the result of a product: a place of the loop is an element of the result, a row
 * is a row. Operands other than the result lie as their strides say: a bias along the columns, a
 * factor for each row, a residual or a mask of the same shape, an element for all.
 *
 * <p>Where the loop combines rows ({@link FoldRows}), every tile has all the rows of its columns,
 * and puts the identity into them first.
 */
final class LoopEpilogue implements TileEpilogue {
  /** Says which kernel runs a tile: a faster one may have become ready since the last. */
  @FunctionalInterface
  interface Kernels {
    /** The kernel for a call of so many rows and columns. */
    LoopKernel choose(long rows, int columns);
  }

  private static final int BATCH = 0;
  private static final int ROW = 1;

  private final List<Node> nodes;
  private final LoopSchedule schedule;
  private final Kernels kernels;
  private final List<Buffer> buffers;
  private final int inputs;
  private final int rowsOfProduct;

  // For each operand in bytes: the first element, and the steps between products, rows, columns;
  // the last is 0 for what is one element for a row or for all.
  private final long[] offset;
  private final long[] batchStep;
  private final long[] rowStep;
  private final long[] columnStep;

  /** Whether the rows of a product follow those of the one before as if they were its own. */
  private final boolean productsAbut;

  /**
   * @param nodes what the loop computes
   * @param kernels what runs it
   * @param geometry of the loop, as {@link ResultGeometry#of} cut it for the product
   * @param buffers where the operands lie, inputs first; an output may be the buffer of an input if
   *     {@link LoopSchedule#mayOverwrite} says so
   */
  LoopEpilogue(
      List<Node> nodes,
      LoopSchedule schedule,
      Kernels kernels,
      LoopGeometry geometry,
      List<Buffer> buffers) {
    LoopBody body = schedule.body();
    int count = body.operandCount();
    if (geometry.outer().size() != 2 || buffers.size() != count) {
      throw new IllegalArgumentException(
          "[epilogue] %d buffers in %s are no operands of %s"
              .formatted(buffers.size(), geometry, body));
    }
    this.nodes = List.copyOf(nodes);
    this.schedule = schedule;
    this.kernels = kernels;
    this.buffers = List.copyOf(buffers);
    this.inputs = body.inputs().size();
    this.rowsOfProduct = Math.toIntExact(geometry.outer().get(ROW));
    this.offset = new long[count];
    this.batchStep = new long[count];
    this.rowStep = new long[count];
    this.columnStep = new long[count];
    boolean abut = true;
    for (int i = 0; i < count; i++) {
      Layout layout = geometry.layouts().get(i);
      int width = body.operandType(i).bytes();
      offset[i] = layout.offset() * width;
      batchStep[i] = layout.strides().get(BATCH) * width;
      rowStep[i] = layout.strides().get(ROW) * width;
      columnStep[i] = ResultGeometry.walksRow(body, i) ? width : 0;
      abut &= batchStep[i] == rowsOfProduct * rowStep[i];
    }
    this.productsAbut = abut;
  }

  @Override
  public void run(
      Frame frame,
      int batchFrom,
      int batchTo,
      int rowFrom,
      int rowTo,
      int columnFrom,
      int columnTo) {
    int columns = columnTo - columnFrom;
    boolean merged = productsAbut && rowTo - rowFrom == rowsOfProduct;
    int products = merged ? 1 : batchTo - batchFrom;
    long rows = (long) (rowTo - rowFrom) * (merged ? batchTo - batchFrom : 1);
    LoopKernel kernel = kernels.choose(rows, columns);
    LoopScratch scratch = LoopScratch.take(buffers.size(), kernel.scratchBytes(columns));
    try {
      for (int i = 0; i < buffers.size(); i++) {
        Buffer buffer = buffers.get(i);
        scratch.segments[i] = frame.segment(buffer);
        scratch.step[i] = rowStep[i];
        scratch.at[i] =
            buffer.offset()
                + offset[i]
                + batchFrom * batchStep[i]
                + rowFrom * rowStep[i]
                + columnFrom * columnStep[i];
      }
      putIdentities(scratch, columns);
      for (int product = 0; product < products; product++) {
        kernel.run(scratch.segments, scratch.at, scratch.step, rows, columns, scratch.memory);
        for (int i = 0; i < buffers.size(); i++) {
          scratch.at[i] += batchStep[i];
        }
      }
    } finally {
      scratch.giveBack();
    }
  }

  private void putIdentities(LoopScratch scratch, int columns) {
    List<LoopBody.Output> outputs = schedule.body().outputs();
    for (int o = 0; o < outputs.size(); o++) {
      if (outputs.get(o) instanceof FoldRows fold) {
        int operand = inputs + o;
        ElementType type = KernelNames.of(schedule.body().operandType(operand));
        Elementwise.fill(
            type,
            KernelNames.of(fold.kind()).identity(type),
            scratch.segments[operand],
            scratch.at[operand],
            columns);
      }
    }
  }

  @Override
  public boolean needsWholeRows() {
    return schedule.body().steps().stream().anyMatch(step -> step instanceof Fold)
        || schedule.body().outputs().stream().anyMatch(output -> output instanceof StoreRow);
  }

  @Override
  public boolean needsWholeColumns() {
    return schedule.body().outputs().stream().anyMatch(output -> output instanceof FoldRows);
  }

  @Override
  public List<Node> nodes() {
    return nodes;
  }

  @Override
  public List<Buffer> reads() {
    return buffers.subList(0, inputs);
  }

  @Override
  public List<Buffer> writes() {
    return buffers.subList(inputs, buffers.size());
  }

  @Override
  public boolean mayOverwrite(Buffer written, Buffer read) {
    for (int output = 0; inputs + output < buffers.size(); output++) {
      for (int input = 0; input < inputs; input++) {
        boolean meet = buffers.get(inputs + output) == written && buffers.get(input) == read;
        if (meet && !(lieAlike(input, inputs + output) && schedule.mayOverwrite(input, output))) {
          return false;
        }
      }
    }
    return true;
  }

  private boolean lieAlike(int one, int other) {
    return offset[one] == offset[other]
        && batchStep[one] == batchStep[other]
        && rowStep[one] == rowStep[other]
        && columnStep[one] == columnStep[other];
  }

  @Override
  public String describe() {
    return "a loop of %d operations".formatted(schedule.body().steps().size());
  }
}
