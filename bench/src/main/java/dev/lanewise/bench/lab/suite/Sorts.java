package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.sort.Sort;
import dev.lanewise.kernels.sort.SortPlan;
import dev.lanewise.kernels.sort.TopKPlan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.stream.IntStream;

/** Sorting, and the largest elements with their places. */
final class Sorts {
  private static final int K = 16;

  private Sorts() {}

  static List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>();
    for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
      all.add(sort(type));
      all.add(topK(type));
    }
    return all;
  }

  /** Numbers in random order, call after call: the input stays as it is. */
  private static Experiment sort(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft(
            "sort.keys",
            "sort, ascending",
            type,
            n -> List.of(Operand.input(type, n), Operand.output(type, n)))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              SortPlan plan = Sort.plan(type, 1, n, false);
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              MemorySegment workspace = Arena.ofAuto().allocate(plan.workspaceBytes(), 64);
              return () -> plan.sort(in, 0, out, 0, workspace, 0, 0, 1);
            })
        .by(Contestant.LOOP, loops.sortOnHeap())
        .against(
            (memory, n) -> {
              double[] sorted =
                  IntStream.range(0, n)
                      .mapToDouble(i -> loops.get(memory.get(0), i))
                      .sorted()
                      .toArray();
              for (int i = 0; i < n; i++) {
                loops.set(memory.get(1), i, sorted[i]);
              }
            });
  }

  private static Experiment topK(ElementType type) {
    MemoryLoops loops = MemoryLoops.of(type);
    return new Draft(
            "sort.top" + K,
            "the largest " + K + " and their places",
            type,
            n ->
                List.of(
                    Operand.input(type, n),
                    Operand.output(type, K),
                    Operand.output(ElementType.I32, K)))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              TopKPlan plan = Sort.topK(type, 1, n, K, true);
              MemorySegment in = memory.get(0);
              MemorySegment values = memory.get(1);
              MemorySegment indices = memory.get(2);
              MemorySegment workspace = Arena.ofAuto().allocate(plan.workspaceBytes(), 64);
              return () ->
                  plan.run(in, 0, values, 0, ElementType.I32, indices, 0, workspace, 0, 0, 1);
            })
        .rounding(n -> n, 1003)
        .against(
            (memory, n) -> {
              List<Integer> order =
                  IntStream.range(0, n)
                      .boxed()
                      .sorted(
                          Comparator.<Integer>comparingDouble(i -> -loops.get(memory.get(0), i)))
                      .toList();
              for (int i = 0; i < K; i++) {
                loops.set(memory.get(1), i, loops.get(memory.get(0), order.get(i)));
                memory.get(2).setAtIndex(ValueLayout.JAVA_INT, i, order.get(i));
              }
            });
  }
}
