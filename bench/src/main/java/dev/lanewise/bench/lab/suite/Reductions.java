package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Agreement;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.ffi.Blas1;
import dev.lanewise.kernels.ArgReduce;
import dev.lanewise.kernels.ArgReducePlan;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Reduce;
import dev.lanewise.kernels.ReducePlan;
import dev.lanewise.kernels.Reduction;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Sums, largest elements and where they are, over everything, over rows, and over columns. */
final class Reductions {
  /** Of the matrices whose rows or columns are reduced. */
  private static final int COLUMNS = 64;

  /** Partial sums are rounded in another order than the twin's. */
  private static final Agreement NEAR = Agreement.relative(1e-5);

  private Reductions() {}

  static List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>();
    for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
      all.add(sum(type));
      all.add(max(type));
      all.add(argMax(type));
      all.add(rows(type));
      all.add(columns(type));
    }
    return all;
  }

  private static List<Operand> toOne(ElementType type, int n) {
    return List.of(Operand.input(type, n), Operand.output(type, 1));
  }

  private static Experiment.Start plan(Reduction reduction, ElementType type, int... axes) {
    return (memory, n) -> {
      long[] extents =
          memory.operands().get(1).count() == 1 ? new long[] {n} : new long[] {n, COLUMNS};
      ReducePlan plan = Reduce.plan(reduction, type, extents, axes);
      MemorySegment in = memory.get(0);
      MemorySegment out = memory.get(1);
      MemorySegment scratch = Arena.ofAuto().allocate(Math.max(1, plan.scratchBytes()), 64);
      return () -> plan.run(in, 0, out, 0, scratch, 0);
    };
  }

  private static Experiment sum(ElementType type) {
    Draft draft =
        new Draft("reduce.sum", "sum", type, n -> toOne(type, n))
            .flops(n -> n)
            .agreement(NEAR)
            .by(Contestant.LANEWISE, (memory, n) -> plan(Reduction.SUM, type, 0).start(memory, n));
    MemoryLoops loops = MemoryLoops.of(type);
    return draft
        .by(Contestant.LOOP, loops.sumOnHeap())
        .by(Contestant.JDK_SEGMENT, loops.sumInLanes())
        .byOpenBlas(
            // Of positive numbers the sum of the magnitudes is the sum.
            (memory, n) -> {
              MemorySegment x = memory.get(0);
              MemorySegment out = memory.get(1);
              return type == ElementType.F32
                  ? () -> out.set(ValueLayout.JAVA_FLOAT, 0, Blas1.sasum(n, x, 0, 1))
                  : () -> out.set(ValueLayout.JAVA_DOUBLE, 0, Blas1.dasum(n, x, 0, 1));
            })
        .against(
            (memory, n) -> {
              double sum = 0;
              for (int i = 0; i < n; i++) {
                sum += loops.get(memory.get(0), i);
              }
              loops.set(memory.get(1), 0, sum);
            });
  }

  private static Experiment max(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft("reduce.max", "largest element", type, n -> toOne(type, n))
        .flops(n -> n)
        .by(Contestant.LANEWISE, plan(Reduction.MAX, type, 0))
        .by(Contestant.LOOP, loops.maxOnHeap())
        .by(Contestant.JDK_SEGMENT, loops.maxInLanes())
        .against(
            (memory, n) -> {
              double largest = Double.NEGATIVE_INFINITY;
              for (int i = 0; i < n; i++) {
                largest = Math.max(largest, loops.get(memory.get(0), i));
              }
              loops.set(memory.get(1), 0, largest);
            });
  }

  private static Experiment argMax(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft(
            "reduce.argmax",
            "where the largest element is",
            type,
            n -> List.of(Operand.input(type, n), Operand.output(ElementType.I32, 1)))
        .flops(n -> n)
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              ArgReducePlan plan = ArgReduce.argMax(type, ElementType.I32, new long[] {n}, 0);
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              MemorySegment scratch = Arena.ofAuto().allocate(Math.max(1, plan.scratchBytes()), 64);
              return () -> plan.run(in, 0, out, 0, scratch, 0, 0, plan.units());
            })
        .byOpenBlas(
            (memory, n) -> {
              MemorySegment x = memory.get(0);
              MemorySegment out = memory.get(1);
              return type == ElementType.F32
                  ? () -> out.set(ValueLayout.JAVA_INT, 0, Blas1.isamax(n, x, 0, 1))
                  : () -> out.set(ValueLayout.JAVA_INT, 0, Blas1.idamax(n, x, 0, 1));
            })
        .by(Contestant.LOOP, loops.argMaxOnHeap())
        .against(
            (memory, n) -> {
              int at = 0;
              for (int i = 1; i < n; i++) {
                if (loops.get(memory.get(0), i) > loops.get(memory.get(0), at)) {
                  at = i;
                }
              }
              memory.get(1).set(ValueLayout.JAVA_INT, 0, at);
            });
  }

  private static Experiment rows(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft(
            "reduce.rows",
            "sums of rows of " + COLUMNS,
            type,
            n -> List.of(Operand.input(type, (long) n * COLUMNS), Operand.output(type, n)))
        .flops(n -> (double) n * COLUMNS)
        .agreement(NEAR)
        .by(Contestant.LANEWISE, plan(Reduction.SUM, type, 1))
        .by(Contestant.LOOP, loops.rowsOnHeap(COLUMNS))
        .against(
            (memory, n) -> {
              for (int row = 0; row < n; row++) {
                double sum = 0;
                for (int column = 0; column < COLUMNS; column++) {
                  sum += loops.get(memory.get(0), (long) row * COLUMNS + column);
                }
                loops.set(memory.get(1), row, sum);
              }
            });
  }

  private static Experiment columns(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft(
            "reduce.columns",
            "sums of the columns of [n, " + COLUMNS + "]",
            type,
            n -> List.of(Operand.input(type, (long) n * COLUMNS), Operand.output(type, COLUMNS)))
        .flops(n -> (double) n * COLUMNS)
        .agreement(NEAR)
        .by(Contestant.LANEWISE, plan(Reduction.SUM, type, 0))
        .by(Contestant.LOOP, loops.columnsOnHeap(COLUMNS))
        .against(
            (memory, n) -> {
              for (int column = 0; column < COLUMNS; column++) {
                double sum = 0;
                for (int row = 0; row < n; row++) {
                  sum += loops.get(memory.get(0), (long) row * COLUMNS + column);
                }
                loops.set(memory.get(1), column, sum);
              }
            });
  }
}
