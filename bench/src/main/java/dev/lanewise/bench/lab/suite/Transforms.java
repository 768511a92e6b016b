package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Agreement;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.fft.ComplexLayout;
import dev.lanewise.kernels.fft.Fft;
import dev.lanewise.kernels.fft.FftPlan;
import dev.lanewise.kernels.fft.Normalization;
import dev.lanewise.kernels.fft.RealFftPlan;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.List;

/**
 * Fourier transforms. Flops are counted as is usual, {@code 5 n log2(n)} for a complex transform
 * and half of that for a real one, whatever the algorithm does.
 */
public final class Transforms {
  /** The family of these experiments. */
  public static final String FAMILY = "fft";

  private Transforms() {}

  static List<Experiment> experiments() {
    List<Experiment> all = new ArrayList<>();
    for (ElementType type : List.of(ElementType.F32, ElementType.F64)) {
      all.add(
          complex("complex", "complex, n a power of two", type)
              .sizes(32, 64, 256, 1024, 4096, 1 << 14, 1 << 16, 1 << 18, 1 << 20)
              .by(Contestant.LOOP, MemoryLoops.of(type).transformOnHeap())
              .against(twin(type, true)));
      all.add(
          complex("mixed", "complex, n of small factors", type)
              .sizes(30, 60, 360, 1000, 5040, 44_100, 1_000_000)
              .against(twin(type, true)));
      all.add(
          complex("prime", "complex, n prime", type)
              .sizes(37, 61, 1009, 10_007, 65_537)
              .against(twin(type, true)));
      all.add(real(type));
    }
    return all;
  }

  private static Agreement near(ElementType type) {
    return Agreement.relative(type == ElementType.F32 ? 1e-5 : 1e-13);
  }

  private static double flops(int n) {
    return 5.0 * n * Math.log(n) / Math.log(2);
  }

  private static Draft complex(String name, String title, ElementType type) {
    return new Draft(
            FAMILY + "." + name,
            title,
            type,
            n -> List.of(Operand.input(type, 2L * n).in(-1, 1), Operand.output(type, 2L * n)))
        .flops(Transforms::flops)
        .agreement(near(type))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              FftPlan plan = Fft.complex(type, n, Normalization.BACKWARD);
              ComplexLayout layout = ComplexLayout.interleaved(n);
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              MemorySegment workspace = workspace(plan.workspaceBytes());
              return () -> plan.run(false, in, 0, layout, out, 0, layout, 1, 0, 1, workspace, 0);
            });
  }

  private static MemorySegment workspace(long bytes) {
    return Arena.ofAuto().allocate(Math.max(64, bytes), 64);
  }

  private static Experiment real(ElementType type) {
    return new Draft(
            FAMILY + ".real",
            "real, n a power of two",
            type,
            n -> List.of(Operand.input(type, n).in(-1, 1), Operand.output(type, n / 2 * 2L + 2)))
        .flops(n -> flops(n) / 2)
        .agreement(near(type))
        .sizes(32, 64, 256, 1024, 4096, 1 << 14, 1 << 16, 1 << 18, 1 << 20)
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              RealFftPlan plan = Fft.real(type, n, Normalization.BACKWARD);
              ComplexLayout layout = ComplexLayout.interleaved(plan.bins());
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              MemorySegment workspace = workspace(plan.workspaceBytes());
              return () -> plan.forward(in, 0, out, 0, layout, 1, 0, 1, workspace, 0);
            })
        .against(twin(type, false));
  }

  /** By the definition. */
  private static Experiment.Twin twin(ElementType type, boolean complex) {
    MemoryLoops loops = MemoryLoops.of(type);
    return (memory, n) -> {
      int bins = complex ? n : n / 2 + 1;
      for (int k = 0; k < bins; k++) {
        double re = 0;
        double im = 0;
        for (int j = 0; j < n; j++) {
          double angle = -2 * Math.PI * ((long) j * k % n) / n;
          double x = loops.get(memory.get(0), complex ? 2L * j : j);
          double y = complex ? loops.get(memory.get(0), 2L * j + 1) : 0;
          re += x * Math.cos(angle) - y * Math.sin(angle);
          im += x * Math.sin(angle) + y * Math.cos(angle);
        }
        loops.set(memory.get(1), 2L * k, re);
        loops.set(memory.get(1), 2L * k + 1, im);
      }
    };
  }
}
