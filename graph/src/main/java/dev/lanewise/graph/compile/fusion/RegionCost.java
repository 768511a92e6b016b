package dev.lanewise.graph.compile.fusion;

import dev.lanewise.graph.compile.loop.Costs;
import dev.lanewise.graph.compile.loop.Level;
import dev.lanewise.graph.compile.loop.LoopBody;
import dev.lanewise.graph.compile.loop.LoopBody.Compute;
import dev.lanewise.graph.compile.loop.LoopGeometry;
import dev.lanewise.graph.compile.loop.LoopSchedule;
import dev.lanewise.graph.ir.DType;
import java.util.List;

/**
 * What running a region is reckoned to cost. The unit of {@link #total} is one lane of a vector
 * addition in cache, some 0.03 ns.
 *
 * @param bytes bytes of memory that are read and written, each counted once
 * @param operations element operations
 * @param total everything together
 */
public record RegionCost(long bytes, long operations, double total) {
  /** 64 bytes in the time of two vector additions: between what cache and memory give. */
  private static final double BYTE = 0.5;

  /**
   * Starting a walk along a row: offsets, loop entry and folding the lanes. What is computed once a
   * row is counted like any other element although it fills no vector: counted as one, it would
   * keep the loops before and after it apart, and the way of whole rows through memory costs more.
   */
  private static final double ROW = 80;

  /** Starting a region: dispatch and setting up the kernel, about 100 ns. */
  private static final double CALL = 3_000;

  /** A truth value is packed into a byte when it is stored, and unpacked when it is loaded. */
  private static final int PACKING = 2;

  static RegionCost of(LoopSchedule schedule, LoopGeometry geometry) {
    LoopBody body = schedule.body();
    long bytes = 0;
    for (int operand = 0; operand < body.operandCount(); operand++) {
      bytes += elements(schedule, geometry, operand) * body.operandType(operand).bytes();
    }
    long perPlace = 0;
    long perRow = 0;
    for (int p = 0; p < schedule.phaseCount(); p++) {
      LoopSchedule.Phase phase = schedule.phase(p);
      perPlace += accesses(body, phase.loads()) + accesses(body, phase.restores());
      perPlace += accesses(body, phase.keeps()) + phase.folds().size();
      perPlace += operations(body, phase.computes());
      for (int output : phase.stores()) {
        perPlace += access(body.dtype(body.outputs().get(output).value()));
      }
    }
    for (int p = 0; p <= schedule.phaseCount(); p++) {
      perRow += operations(body, schedule.before(p)) + schedule.rowStoresBefore(p).size();
    }
    for (LoopBody.Input input : body.inputs()) {
      perRow += input.level() == Level.ROW ? 1 : 0;
    }
    double total =
        CALL
            + operations(body, schedule.callValues())
            + BYTE * bytes
            + (double) geometry.rows() * (ROW * schedule.phaseCount() + perRow)
            + (double) geometry.size() * perPlace;
    return new RegionCost(bytes, geometry.size() * perPlace + geometry.rows() * perRow, total);
  }

  private static long accesses(LoopBody body, List<Integer> values) {
    return values.stream().mapToLong(value -> access(body.dtype(value))).sum();
  }

  private static long access(DType dtype) {
    return dtype == DType.BOOL ? 1 + PACKING : 1;
  }

  private static long operations(LoopBody body, List<Integer> values) {
    return values.stream()
        .mapToLong(v -> body.step(v) instanceof Compute compute ? Costs.of(compute.op()) : 1)
        .sum();
  }

  /** The number of different elements of an operand. */
  private static long elements(LoopSchedule schedule, LoopGeometry geometry, int operand) {
    LoopBody body = schedule.body();
    boolean lanes =
        operand < body.inputs().size()
            ? body.inputs().get(operand).level() == Level.LANES
            : !(body.outputs().get(operand - body.inputs().size()) instanceof LoopBody.StoreRow);
    long elements = lanes ? geometry.inner() : 1;
    List<Long> strides = geometry.layouts().get(operand).strides();
    for (int axis = 0; axis < strides.size(); axis++) {
      elements *= strides.get(axis) == 0 ? 1 : geometry.outer().get(axis);
    }
    return elements;
  }
}
