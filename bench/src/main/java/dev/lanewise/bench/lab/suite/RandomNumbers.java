package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.kernels.ElementType;
import dev.lanewise.kernels.Random;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/** Random bits from a counter. */
final class RandomNumbers {
  private static final int KEY0 = 0x1234567;
  private static final int KEY1 = 0x89abcde;

  private RandomNumbers() {}

  static List<Experiment> experiments() {
    return List.of(bits());
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
}
