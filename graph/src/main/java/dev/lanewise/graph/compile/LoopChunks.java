package dev.lanewise.graph.compile;

import dev.lanewise.graph.compile.loop.Costs;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopBody.Fold;
import dev.lanewise.graph.compile.loop.LoopBody.FoldRows;
import dev.lanewise.graph.compile.loop.LoopBody.StoreRow;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopSchedule;

/**
 * How a fused loop is cut into chunks: by its size and operations alone. Whole rows where there are
 * enough of them, otherwise blocks of a row, if nothing that a row folds is needed in it.
 *
 * <p>Where chunks combine elements that belong to one result (a row's fold cut into blocks, a fold
 * over rows) each chunk writes a partial result of its own, and a reduction combines these in a
 * fixed order.
 *
 * @param rows rows in all
 * @param inner elements of a row
 * @param rowsPerChunk rows of a chunk; 1 if rows are cut into blocks
 * @param block elements of a block; the whole row if rows are not cut
 */
record LoopChunks(long rows, long inner, long rowsPerChunk, long block) {
  /** Work of a chunk: handing one to a waiting thread takes less than a tenth of it. */
  private static final double CHUNK_NANOS = 12_000;

  /** Up to this the work is one chunk. */
  private static final double WHOLE_NANOS = 25_000;

  /** Of a 512-bit vector operation an element of four bytes. */
  private static final double NANOS_PER_COST = 0.02;

  /** Between the speeds of the second-level cache and of memory. */
  private static final double NANOS_PER_BYTE = 0.02;

  /** Blocks begin at multiples of this, so that no cache line is shared. */
  private static final long BLOCK_STEP = 1024;

  /** At most so many elements are summed before the sum joins those of other blocks, pairwise. */
  private static final long MOST_FOLDED = 16 << 10;

  private static final long MOST_ROWS_FOLDED = 256;

  /** Enough for as many threads, unless there are more rows than may be folded in so few parts. */
  private static final long MOST_PARTS = 64;

  static LoopChunks of(LoopSchedule schedule, LoopGeometry geometry) {
    LoopBody body = schedule.body();
    long rows = geometry.rows();
    long inner = geometry.inner();
    double perElement = nanosPerElement(schedule);
    double work = perElement * rows * inner;
    long wanted =
        work <= WHOLE_NANOS ? Long.MAX_VALUE : (long) Math.max(1, CHUNK_NANOS / perElement);
    boolean folds = body.steps().stream().anyMatch(Fold.class::isInstance);
    boolean foldsRows = body.outputs().stream().anyMatch(FoldRows.class::isInstance);
    long block = folds ? Math.min(wanted, MOST_FOLDED) : wanted;
    if (inner / 2 >= block && !foldsRows && mayCutRows(schedule, geometry)) {
      long even = Math.ceilDiv(inner, Math.ceilDiv(inner, block));
      long step = Math.ceilDiv(even, BLOCK_STEP) * BLOCK_STEP;
      return new LoopChunks(rows, inner, 1, Math.min(step, inner));
    }
    long perChunk = Math.clamp(wanted / Math.max(1, inner), 1, Math.max(1, rows));
    if (foldsRows) {
      // Each chunk writes a row of its own for every fold over rows.
      long few = Math.ceilDiv(rows, MOST_PARTS);
      perChunk = Math.min(Math.max(perChunk, few), MOST_ROWS_FOLDED);
    }
    return new LoopChunks(rows, inner, perChunk, inner);
  }

  private static double nanosPerElement(LoopSchedule schedule) {
    LoopBody body = schedule.body();
    double nanos = 0;
    for (int phase = 0; phase < schedule.phaseCount(); phase++) {
      LoopSchedule.Phase walk = schedule.phase(phase);
      int bytes = walk.loads().stream().mapToInt(value -> body.dtype(value).bytes()).sum();
      bytes +=
          walk.stores().stream()
              .mapToInt(output -> body.operandType(body.inputs().size() + output).bytes())
              .sum();
      int cost =
          walk.computes().stream()
              .mapToInt(value -> Costs.of(((Compute) body.step(value)).op()))
              .sum();
      nanos += bytes * NANOS_PER_BYTE + (cost + walk.folds().size()) * NANOS_PER_COST;
    }
    return Math.max(nanos, NANOS_PER_COST);
  }

  /** Whether every fold does no more than leave the loop, to where a reduction can put it. */
  private static boolean mayCutRows(LoopSchedule schedule, LoopGeometry geometry) {
    LoopBody body = schedule.body();
    for (LoopBody.Step step : body.steps()) {
      if (step.operands().stream()
          .anyMatch(value -> !body.isInput(value) && body.step(value) instanceof Fold)) {
        return false;
      }
    }
    for (int j = 0; j < body.outputs().size(); j++) {
      int value = body.outputs().get(j).value();
      boolean fold = !body.isInput(value) && body.step(value) instanceof Fold;
      boolean row = body.outputs().get(j) instanceof StoreRow;
      if (row != fold || (row && !isOneAfterAnother(geometry, body.inputs().size() + j))) {
        return false;
      }
    }
    return true;
  }

  /** Whether an operand's elements lie in the order of the rows, one for each. */
  private static boolean isOneAfterAnother(LoopGeometry geometry, int operand) {
    LoopGeometry.Layout layout = geometry.layouts().get(operand);
    long expected = 1;
    for (int axis = geometry.outer().size() - 1; axis >= 0; axis--) {
      if (layout.strides().get(axis) != expected) {
        return false;
      }
      expected *= geometry.outer().get(axis);
    }
    return layout.offset() == 0;
  }

  /** Whether rows are cut into blocks. */
  boolean cutsRows() {
    return block < inner;
  }

  long blocksPerRow() {
    return Math.ceilDiv(inner, block);
  }

  int count() {
    return Math.toIntExact(cutsRows() ? rows * blocksPerRow() : Math.ceilDiv(rows, rowsPerChunk));
  }

  /** The first row of a chunk. */
  long rowFrom(int chunk) {
    return cutsRows() ? chunk / blocksPerRow() : chunk * rowsPerChunk;
  }

  /** The row after the last of a chunk. */
  long rowTo(int chunk) {
    return cutsRows() ? chunk / blocksPerRow() + 1 : Math.min(rows, (chunk + 1) * rowsPerChunk);
  }

  /** The first element of each row that a chunk works on. */
  long elementFrom(int chunk) {
    return chunk % blocksPerRow() * block;
  }

  /** How many elements of each row a chunk works on. */
  int length(int chunk) {
    return (int) Math.min(block, inner - elementFrom(chunk));
  }

  /** Whether an output is written in parts, one a chunk, that have to be combined. */
  boolean isPartial(LoopBody.Output output) {
    return switch (output) {
      case LoopBody.Store _ -> false;
      case StoreRow _ -> cutsRows();
      case FoldRows _ -> count() > 1;
    };
  }

  /** Whether an operand has elements of its own for each place of a row. */
  static boolean isAlongRow(LoopBody body, int operand) {
    return operand < body.inputs().size()
        ? body.inputs().get(operand).level() == Level.LANES
        : !(body.outputs().get(operand - body.inputs().size()) instanceof StoreRow);
  }
}
