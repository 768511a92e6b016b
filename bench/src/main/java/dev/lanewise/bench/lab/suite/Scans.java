package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Agreement;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.scan.Cumulation;
import dev.lanewise.kernels.scan.Scan;
import dev.lanewise.kernels.scan.ScanPlan;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/** Cumulative sums and maxima along a long axis. */
final class Scans {
  private Scans() {}

  static List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>();
    for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
      MemoryLoops loops = MemoryLoops.of(type);
      all.add(
          draft("sum", "cumulative sum", Cumulation.SUM, type)
              .agreement(Agreement.relative(type == ElementType.F32 ? 1e-5 : 1e-13))
              .by(Contestant.LOOP, loops.runningSumOnHeap())
              .against(
                  (memory, n) -> {
                    double sum = 0;
                    for (int i = 0; i < n; i++) {
                      sum += loops.get(memory.get(0), i);
                      loops.set(memory.get(1), i, sum);
                    }
                  }));
      all.add(
          draft("max", "cumulative maximum", Cumulation.MAX, type)
              .by(Contestant.LOOP, loops.runningMaxOnHeap())
              .against(
                  (memory, n) -> {
                    double largest = Double.NEGATIVE_INFINITY;
                    for (int i = 0; i < n; i++) {
                      largest = Math.max(largest, loops.get(memory.get(0), i));
                      loops.set(memory.get(1), i, largest);
                    }
                  }));
    }
    return all;
  }

  private static Draft draft(String name, String title, Cumulation cumulation, ElementType type) {
    return new Draft(
            "scan." + name,
            title,
            type,
            n -> List.of(Operand.input(type, n), Operand.output(type, n)))
        .flops(n -> n)
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              ScanPlan plan = Scan.plan(cumulation, type, 1, n, 1, false, false);
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              return () -> plan.run(in, 0, out, 0);
            });
  }
}
