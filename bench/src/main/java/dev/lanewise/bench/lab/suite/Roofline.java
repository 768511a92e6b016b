package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Agreement;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.bench.lab.kernel.Work;
import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntFunction;

/**
 * What the machine can do: the rate of fused multiply-adds that touch no memory, and the bandwidth
 * of loops that do little else than move it, in four mixes of reads and writes. After S. Williams,
 * A. Waterman and D. Patterson, "Roofline: an insightful visual performance model for multicore
 * architectures", CACM 52(4), 2009, with a roof for every working set instead of one.
 */
public final class Roofline {
  /** The family of these experiments. */
  public static final String FAMILY = "roofline";

  private static final int ROUNDS = 4096;

  private Roofline() {}

  static List<Experiment> experiments() {
    return List.of(peakFloats(), peakDoubles(), read(), fill(), copy(), triad());
  }

  private static Experiment peakFloats() {
    int operations = FloatPeak.CHAINS * FloatPeak.LANES;
    return new Draft(
            "roofline.fma",
            "fused multiply-adds in registers",
            ElementType.F32,
            n -> operands(ElementType.F32, operations))
        .work(n -> new Work(2.0 * n * operations, 0, 0))
        .sizes(37, ROUNDS)
        .agreement(Agreement.EXACT)
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              return () -> FloatPeak.chains(in, out, n);
            })
        .against(
            (memory, n) -> {
              for (int i = 0; i < operations; i++) {
                float chain = memory.get(0).getAtIndex(ValueLayout.JAVA_FLOAT, i);
                for (int round = 0; round < n; round++) {
                  chain = Math.fma(chain, FloatPeak.FACTOR, FloatPeak.TERM);
                }
                memory.get(1).setAtIndex(ValueLayout.JAVA_FLOAT, i, chain);
              }
            });
  }

  private static Experiment peakDoubles() {
    int operations = DoublePeak.CHAINS * DoublePeak.LANES;
    return new Draft(
            "roofline.fma",
            "fused multiply-adds in registers",
            ElementType.F64,
            n -> operands(ElementType.F64, operations))
        .work(n -> new Work(2.0 * n * operations, 0, 0))
        .sizes(37, ROUNDS)
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              return () -> DoublePeak.chains(in, out, n);
            })
        .against(
            (memory, n) -> {
              for (int i = 0; i < operations; i++) {
                double chain = memory.get(0).getAtIndex(ValueLayout.JAVA_DOUBLE, i);
                for (int round = 0; round < n; round++) {
                  chain = Math.fma(chain, DoublePeak.FACTOR, DoublePeak.TERM);
                }
                memory.get(1).setAtIndex(ValueLayout.JAVA_DOUBLE, i, chain);
              }
            });
  }

  private static List<Operand> operands(ElementType type, int count) {
    return List.of(Operand.input(type, count), Operand.output(type, count));
  }

  private static Experiment read() {
    return bandwidth(
            "read",
            "reading",
            n -> List.of(Operand.input(ElementType.F32, n), Operand.output(ElementType.F32, 1)))
        .agreement(Agreement.relative(1e-4))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment x = memory.get(0);
              MemorySegment out = memory.get(1);
              return () -> Bandwidth.read(x, out, n);
            })
        .against(
            (memory, n) -> {
              double sum = 0;
              for (int i = 0; i < n; i++) {
                sum += memory.get(0).getAtIndex(ValueLayout.JAVA_FLOAT, i);
              }
              memory.get(1).setAtIndex(ValueLayout.JAVA_FLOAT, 0, (float) sum);
            });
  }

  private static Experiment fill() {
    return bandwidth("fill", "writing", n -> List.of(Operand.output(ElementType.F32, n)))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment out = memory.get(0);
              return () -> Bandwidth.fill(out, n);
            })
        .by(
            Contestant.JDK_SEGMENT,
            (memory, n) -> {
              MemorySegment out = memory.get(0).asSlice(0, (long) n * Float.BYTES);
              return () -> out.fill((byte) 0);
            })
        .against(
            (memory, n) -> {
              for (int i = 0; i < n; i++) {
                memory.get(0).setAtIndex(ValueLayout.JAVA_FLOAT, i, 0);
              }
            });
  }

  private static Experiment copy() {
    return bandwidth(
            "copy",
            "copying",
            n -> List.of(Operand.input(ElementType.F32, n), Operand.output(ElementType.F32, n)))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment x = memory.get(0);
              MemorySegment out = memory.get(1);
              return () -> Bandwidth.copy(x, out, n);
            })
        .by(
            Contestant.JDK_SEGMENT,
            (memory, n) -> {
              MemorySegment x = memory.get(0);
              MemorySegment out = memory.get(1);
              long bytes = (long) n * Float.BYTES;
              return () -> MemorySegment.copy(x, 0, out, 0, bytes);
            })
        .against(
            (memory, n) -> {
              for (int i = 0; i < n; i++) {
                float value = memory.get(0).getAtIndex(ValueLayout.JAVA_FLOAT, i);
                memory.get(1).setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
              }
            });
  }

  private static Experiment triad() {
    return bandwidth(
            "triad",
            "out = x + 3 y",
            n ->
                List.of(
                    Operand.input(ElementType.F32, n),
                    Operand.input(ElementType.F32, n),
                    Operand.output(ElementType.F32, n)))
        .flops(n -> 2.0 * n)
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment x = memory.get(0);
              MemorySegment y = memory.get(1);
              MemorySegment out = memory.get(2);
              return () -> Bandwidth.triad(x, y, out, n);
            })
        .against(FloatLoops.twin((x, y) -> Math.fma(y, Bandwidth.FACTOR, x)));
  }

  /** Whole groups of vectors, so that no tail is timed. */
  private static Draft bandwidth(String name, String title, IntFunction<List<Operand>> operands) {
    return new Draft("roofline." + name, title, ElementType.F32, operands)
        .rounding(n -> n / Bandwidth.GROUP * Bandwidth.GROUP, 3 * Bandwidth.GROUP);
  }
}
