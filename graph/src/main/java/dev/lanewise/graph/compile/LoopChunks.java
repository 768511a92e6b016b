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
import java.util.List;

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
 * @param group how many rows, one after another, are combined into one where rows are; otherwise
 *     all
 * @param rowsPerChunk rows of a chunk: whole groups, or part of one; 1 if rows are cut into blocks
 * @param block elements of a block; the whole row if rows are not cut
 */
record LoopChunks(long rows, long inner, long group, long rowsPerChunk, long block) {
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
      return new LoopChunks(rows, inner, rows, 1, Math.min(step, inner));
    }
    long perChunk = Math.clamp(wanted / Math.max(1, inner), 1, Math.max(1, rows));
    return foldsRows
        ? combining(rows, inner, group(geometry, body), perChunk)
        : new LoopChunks(rows, inner, rows, perChunk, inner);
  }

  /** Whole groups, unless a group is so large that each of its chunks writes a row of its own. */
  private static LoopChunks combining(long rows, long inner, long group, long wanted) {
    if (group <= MOST_ROWS_FOLDED && wanted >= group) {
      return new LoopChunks(rows, inner, group, wanted / group * group, inner);
    }
    long few = Math.ceilDiv(rows, MOST_PARTS);
    long perChunk = Math.min(Math.max(wanted, few), MOST_ROWS_FOLDED);
    return new LoopChunks(rows, inner, group, Math.min(perChunk, group), inner);
  }

  /** The rows that are combined into one: those along the axes on which no result depends. */
  private static long group(LoopGeometry geometry, LoopBody body) {
    long group = geometry.rows();
    for (int j = 0; j < body.outputs().size(); j++) {
      if (body.outputs().get(j) instanceof FoldRows) {
        List<Long> strides = geometry.layouts().get(body.inputs().size() + j).strides();
        for (int axis = 0; axis < strides.size() && strides.get(axis) != 0; axis++) {
          group /= geometry.outer().get(axis);
        }
        return group;
      }
    }
    return group;
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
    return Math.toIntExact(
        cutsRows()
            ? rows * blocksPerRow()
            : holdsGroups() ? Math.ceilDiv(rows, rowsPerChunk) : groups() * parts());
  }

  /** The rows that come of combining rows. */
  long groups() {
    return rows / group;
  }

  /** The chunks of which each computes a part of a group; 1 if no group is divided. */
  long parts() {
    return holdsGroups() ? 1 : Math.ceilDiv(group, rowsPerChunk);
  }

  private boolean holdsGroups() {
    return rowsPerChunk >= group;
  }

  /** How many groups a chunk has a part in. */
  long groupsIn(int chunk) {
    return holdsGroups() ? (rowTo(chunk) - rowFrom(chunk)) / group : 1;
  }

  /** The first row of a chunk. */
  long rowFrom(int chunk) {
    if (cutsRows()) {
      return chunk / blocksPerRow();
    }
    return holdsGroups()
        ? chunk * rowsPerChunk
        : chunk / parts() * group + chunk % parts() * rowsPerChunk;
  }

  /** The row after the last of a chunk. */
  long rowTo(int chunk) {
    if (cutsRows()) {
      return rowFrom(chunk) + 1;
    }
    long end = holdsGroups() ? rows : (chunk / parts() + 1) * group;
    return Math.min(end, rowFrom(chunk) + rowsPerChunk);
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
      case FoldRows _ -> parts() > 1;
    };
  }

  /** Whether an operand has elements of its own for each place of a row. */
  static boolean isAlongRow(LoopBody body, int operand) {
    return operand < body.inputs().size()
        ? body.inputs().get(operand).level() == Level.LANES
        : !(body.outputs().get(operand - body.inputs().size()) instanceof StoreRow);
  }
}
