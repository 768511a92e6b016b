package dev.lanewise.bench.lab.suite;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Memory;
import dev.lanewise.bench.lab.kernel.Operand;
import dev.lanewise.bench.lab.kernel.Work;
import dev.lanewise.ffi.CallCosts;
import dev.lanewise.kernels.ElementType;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.util.List;

/**
 * What calls into native code cost: a function that does nothing, called over and over, and one
 * that reads two blocks of memory, on native memory, on the heap, and with the heap copied.
 */
public final class NativeCallCosts {
  /** The family of these experiments. */
  public static final String FAMILY = "ffi";

  private static final Integer[] BYTES = {8, 64, 512, 4096, 32768, 262144};
  private static final int CALLS = 1024;

  private NativeCallCosts() {}

  static List<Experiment> experiments() {
    return List.of(
        empty("plain", "an empty function, plain call", CallCosts::abs),
        empty("critical", "an empty function, critical call", CallCosts::absCritical),
        empty("java", "an empty function, in Java", Math::abs),
        compare("plain-native", "memcmp, plain call, native memory", plain()),
        compare("critical-native", "memcmp, critical call, native memory", critical()),
        compare("critical-heap", "memcmp, critical call, heap arrays", criticalOnHeap()),
        compare("copied-heap", "memcmp, heap arrays copied to native memory first", copied()),
        compare("java", "MemorySegment.mismatch, native memory", mismatch()));
  }

  /** A function of ints. */
  @FunctionalInterface
  private interface IntFunction {
    int apply(int x);
  }

  /** {@value #CALLS} calls, each of which needs the result of the one before. */
  private static Experiment empty(String name, String title, IntFunction function) {
    return new Draft(
            "ffi.empty-" + name,
            title,
            ElementType.I32,
            _ ->
                List.of(
                    Operand.input(ElementType.I32, 1).in(-1000, 0),
                    Operand.output(ElementType.I32, 1)))
        .work(n -> new Work(0, 0, 0))
        .sizes(3, CALLS)
        .by(
            Contestant.LANEWISE,
            (memory, n) -> {
              MemorySegment in = memory.get(0);
              MemorySegment out = memory.get(1);
              return () -> {
                int x = in.get(ValueLayout.JAVA_INT, 0);
                for (int i = 0; i < n; i++) {
                  x = function.apply(x) - 1;
                }
                out.set(ValueLayout.JAVA_INT, 0, x);
              };
            })
        .against(
            (memory, n) -> {
              int x = memory.get(0).get(ValueLayout.JAVA_INT, 0);
              for (int i = 0; i < n; i++) {
                x = Math.abs(x) - 1;
              }
              memory.get(1).set(ValueLayout.JAVA_INT, 0, x);
            });
  }

  /** Two equal blocks, so that all of both is read. */
  private static Experiment compare(String name, String title, Experiment.Start start) {
    return new Draft(
            "ffi.read-" + name,
            title,
            ElementType.BOOL,
            n ->
                List.of(
                    Operand.input(ElementType.BOOL, n).in(0.5, 1),
                    Operand.input(ElementType.BOOL, n).in(0.5, 1),
                    Operand.output(ElementType.I32, 1)))
        .work(n -> new Work(0, 2.0 * n, 0))
        .sizes(77, BYTES)
        .by(Contestant.LANEWISE, start)
        .against((memory, _) -> memory.get(2).set(ValueLayout.JAVA_INT, 0, 0));
  }

  private static Experiment.Start plain() {
    return (memory, n) -> {
      MemorySegment a = memory.get(0);
      MemorySegment b = memory.get(1);
      MemorySegment out = memory.get(2);
      return () -> out.set(ValueLayout.JAVA_INT, 0, CallCosts.compare(a, b, n));
    };
  }

  private static Experiment.Start critical() {
    return (memory, n) -> {
      MemorySegment a = memory.get(0);
      MemorySegment b = memory.get(1);
      MemorySegment out = memory.get(2);
      return () -> out.set(ValueLayout.JAVA_INT, 0, CallCosts.compareCritical(a, b, n));
    };
  }

  private static MemorySegment onHeap(Memory memory, int operand) {
    return MemorySegment.ofArray(memory.get(operand).toArray(ValueLayout.JAVA_BYTE));
  }

  private static Experiment.Start criticalOnHeap() {
    return (memory, n) -> {
      MemorySegment a = onHeap(memory, 0);
      MemorySegment b = onHeap(memory, 1);
      MemorySegment out = memory.get(2);
      return () -> out.set(ValueLayout.JAVA_INT, 0, CallCosts.compareCriticalOnHeap(a, b, n));
    };
  }

  /** The operands themselves are what is copied to, so nothing is allocated in a call. */
  private static Experiment.Start copied() {
    return (memory, n) -> {
      MemorySegment a = onHeap(memory, 0);
      MemorySegment b = onHeap(memory, 1);
      MemorySegment nativeA = memory.get(0);
      MemorySegment nativeB = memory.get(1);
      MemorySegment out = memory.get(2);
      return () -> {
        MemorySegment.copy(a, 0, nativeA, 0, n);
        MemorySegment.copy(b, 0, nativeB, 0, n);
        out.set(ValueLayout.JAVA_INT, 0, CallCosts.compare(nativeA, nativeB, n));
      };
    };
  }

  private static Experiment.Start mismatch() {
    return (memory, n) -> {
      MemorySegment a = memory.get(0);
      MemorySegment b = memory.get(1);
      MemorySegment out = memory.get(2);
      return () -> {
        long at = MemorySegment.mismatch(a, 0, n, b, 0, n);
        out.set(ValueLayout.JAVA_INT, 0, at < 0 ? 0 : 1);
      };
    };
  }
}
