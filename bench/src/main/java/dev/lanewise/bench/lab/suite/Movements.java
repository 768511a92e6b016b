package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.ffi.BlasExtensions;
import dev.lanewise.ffi.Transpose;
import dev.lanewise.kernels.CopyPlan;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Gather;
import dev.lanewise.kernels.GatherPlan;
import dev.lanewise.kernels.Movement;
import dev.lanewise.kernels.OutOfBounds;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.List;

/** Elements go somewhere else: transposes, exchanged axes, and rows by their numbers. */
final class Movements {
  /** Elements that stay together when axes are exchanged. */
  private static final int INNER = 16;

  /** Elements of a gathered row. */
  private static final int COLUMNS = 64;

  private static final int BLOCK = 8;

  private Movements() {}

  static List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>();
    for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
      all.add(transpose(type));
      all.add(swapAxes(type));
      all.add(gather(type));
    }
    return all;
  }

  private static List<Operand> squares(ElementType type, int n, int inner) {
    long count = (long) n * n * inner;
    return List.of(Operand.input(type, count), Operand.output(type, count));
  }

  private static Experiment.Start permutation(ElementType type, int inner) {
    return (memory, n) -> {
      CopyPlan plan =
          inner == 1
              ? Movement.transpose(type.byteWidth(), new long[] {n, n}, 1, 0)
              : Movement.transpose(type.byteWidth(), new long[] {n, n, inner}, 1, 0, 2);
      MemorySegment in = memory.get(0);
      MemorySegment out = memory.get(1);
      return () -> plan.run(in, 0, out, 0);
    };
  }

  /** Orders that are no multiple of a page: nobody transposes those alone. */
  private static int order(int n) {
    int whole = n / BLOCK * BLOCK;
    return whole > 4 * BLOCK ? whole - BLOCK : whole;
  }

  private static Experiment transpose(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft("movement.transpose", "transpose of [n, n]", type, n -> squares(type, n, 1))
        .rounding(Movements::order, 37)
        .by(Contestant.LANEWISE, permutation(type, 1))
        .by(Contestant.LOOP, loops.transposeOnHeap())
        .byOpenBlas(
            (memory, n) -> {
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              return type == ElementType.F32
                  ? () -> BlasExtensions.somatcopy(Transpose.YES, n, n, 1, in, 0, n, out, 0, n)
                  : () -> BlasExtensions.domatcopy(Transpose.YES, n, n, 1, in, 0, n, out, 0, n);
            })
        .against((memory, n) -> swap(loops, memory, n, 1));
  }

  private static Experiment swapAxes(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft(
            "movement.swapaxes",
            "[n, n, " + INNER + "] with its first axes exchanged",
            type,
            n -> squares(type, n, INNER))
        .rounding(n -> n, 9)
        .by(Contestant.LANEWISE, permutation(type, INNER))
        .by(Contestant.LOOP, loops.swapAxesOnHeap(INNER))
        .against((memory, n) -> swap(loops, memory, n, INNER));
  }

  private static void swap(MemoryLoops loops, List<MemorySegment> memory, int n, int inner) {
    for (int row = 0; row < n; row++) {
      for (int column = 0; column < n; column++) {
        for (int i = 0; i < inner; i++) {
          double value = loops.get(memory.get(0), ((long) row * n + column) * inner + i);
          loops.set(memory.get(1), ((long) column * n + row) * inner + i, value);
        }
      }
    }
  }

  private static Experiment gather(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft(
            "movement.gather",
            "n rows of " + COLUMNS + " from a table of n, in random order",
            type,
            n ->
                List.of(
                    Operand.input(type, (long) n * COLUMNS),
                    Operand.input(ElementType.I32, n).in(0, n),
                    Operand.output(type, (long) n * COLUMNS)))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              GatherPlan plan =
                  Gather.rows(type.byteWidth(), ElementType.I32, n, COLUMNS, n, OutOfBounds.ERROR);
              MemorySegment table = memory.get(0);
              MemorySegment indices = memory.get(1);
              MemorySegment out = memory.get(2);
              return () -> plan.run(table, 0, indices, 0, out, 0);
            })
        .by(Contestant.LOOP, loops.gatherOnHeap(COLUMNS))
        .rounding(n -> n, 103)
        .against(
            (memory, n) -> {
              for (int row = 0; row < n; row++) {
                long from = memory.get(1).getAtIndex(ValueLayout.JAVA_INT, row);
                for (int column = 0; column < COLUMNS; column++) {
                  double value = loops.get(memory.get(0), from * COLUMNS + column);
                  loops.set(memory.get(2), (long) row * COLUMNS + column, value);
                }
              }
            });
  }
}
