package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Agreement;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Random;
import dev.lanewise.kernels.ScalarMath;
import dev.lanewise.kernels.random.Distribution;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;
import java.util.function.IntToDoubleFunction;

/** Random bits from a counter, and the uniform and normal numbers that are made of them. */
final class RandomNumbers {
  private static final int KEY0 = 0x1234567;
  private static final int KEY1 = 0x89abcde;
  private static final long KEY = ((long) KEY0 << 32) | KEY1;

  /** Bits of a float's significand. */
  private static final int SIGNIFICAND = 24;

  private RandomNumbers() {}

  static List<Experiment> experiments() {
    return List.of(
        bits(),
        numbers("uniform", "uniform numbers", Distribution.UNIFORM, RandomNumbers::uniform, 0),
        numbers("normal", "normal numbers", Distribution.NORMAL, RandomNumbers::normal, 4));
  }

  private static double uniform(int i) {
    return (Random.bits32(KEY0, KEY1, i) >>> (Integer.SIZE - SIGNIFICAND)) * 0x1p-24;
  }

  /** By the inverse of the distribution function, as the kernel; of an odd multiple of 2^-23. */
  private static double normal(int i) {
    int bits = Random.bits32(KEY0, KEY1, i) >>> (Integer.SIZE - SIGNIFICAND + 1);
    return Math.sqrt(2) * ScalarMath.erfInv((2 * bits + 1) * 0x1p-23 - 1);
  }

  private static Experiment bits() {
    return new Draft(
            "random.bits",
            "Threefry-2x32, 32 bits each",
            ElementType.I32,
            n -> List.of(Operand.output(ElementType.I32, n)))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment out = memory.get(0);
              return () -> Random.bits32(KEY0, KEY1, out, 0, 0, n);
            })
        .by(
            Contestant.LOOP,
            (memory, n) -> {
              int[] out = new int[n];
              return new HeapResult(
                  () -> {
                    for (int i = 0; i < n; i++) {
                      out[i] = Random.bits32(KEY0, KEY1, i);
                    }
                  },
                  MemorySegment.ofArray(out),
                  memory.get(0));
            })
        .against(
            (memory, n) -> {
              for (int i = 0; i < n; i++) {
                memory.get(0).setAtIndex(ValueLayout.JAVA_INT, i, Random.bits32(KEY0, KEY1, i));
              }
            });
  }

  private static Experiment numbers(
      String name,
      String title,
      Distribution distribution,
      IntToDoubleFunction element,
      double ulps) {
    return new Draft(
            "random." + name,
            title,
            ElementType.F32,
            n -> List.of(Operand.output(ElementType.F32, n)))
        .agreement(Agreement.ulps(ulps))
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment out = memory.get(0);
              return () -> distribution.fill(ElementType.F32, KEY, out, 0, 0, n);
            })
        .by(
            Contestant.LOOP,
            (memory, n) -> {
              float[] out = new float[n];
              return new HeapResult(
                  () -> {
                    for (int i = 0; i < n; i++) {
                      out[i] = (float) element.applyAsDouble(i);
                    }
                  },
                  MemorySegment.ofArray(out),
                  memory.get(0));
            })
        .against(
            (memory, n) -> {
              for (int i = 0; i < n; i++) {
                float value = (float) element.applyAsDouble(i);
                memory.get(0).setAtIndex(ValueLayout.JAVA_FLOAT, i, value);
              }
            });
  }
}
