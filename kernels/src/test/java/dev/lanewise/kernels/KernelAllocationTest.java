package dev.lanewise.kernels;

import static org.assertj.core.api.Assertions.assertThat;

import com.sun.management.ThreadMXBean;
import java.lang.foreign.Arena;
import java.lang.foreign.MemorySegment;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.stream.Stream;
import org.junit.jupiter.api.AfterAll;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.Arguments;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Once compiled, a run of a plan allocates nothing, whatever ran before it in this JVM: a vector
 * that is boxed shows up as at least 64 bytes for each iteration of a loop of hundreds.
 */
class KernelAllocationTest {
  private static final ThreadMXBean THREADS = (ThreadMXBean) ManagementFactory.getThreadMXBean();
  private static final MemorySegment IN = Arena.global().allocate(1 << 18, 64);
  private static final MemorySegment OUT = Arena.global().allocate(1 << 18, 64);
  private static final MemorySegment SCRATCH = Arena.global().allocate(1 << 16, 64);
  private static final MemorySegment INDICES =
      Arena.global().allocateFrom(ValueLayout.JAVA_INT, new int[64]);

  static Stream<Arguments> kernels() {
    return Stream.of(
            copies(),
            reductions(ElementType.F32, Reduction.SUM),
            reductions(ElementType.F64, Reduction.MAX),
            reductions(ElementType.BOOL, Reduction.AND),
            reductions(ElementType.I64, Reduction.PROD),
            argReductions(ElementType.F32),
            argReductions(ElementType.I64),
            argReductions(ElementType.BOOL),
            indexing(),
            bits())
        .flatMap(kernels -> kernels);
  }

  @BeforeAll
  static void vectorLoops() {
    LoopForm.VECTOR.fix();
  }

  @AfterAll
  static void anyLoops() {
    LoopForm.ADAPTIVE.fix();
  }

  private static Arguments kernel(String name, Runnable body) {
    return Arguments.of(name, body);
  }

  private static Stream<Arguments> copies() {
    long[] square = {101, 101};
    return Stream.of(
            Movement.transpose(4, square, 1, 0),
            Movement.transpose(8, square, 1, 0),
            Movement.transpose(1, square, 1, 0),
            Movement.transpose(4, new long[] {5, 20, 4, 24}, 0, 2, 1, 3),
            Movement.reverse(4, new long[] {10_001}, 0),
            Movement.reverse(8, new long[] {10_001}, 0),
            Movement.broadcastInDim(4, new long[] {100}, square101(), 0),
            Movement.slice(
                4, new long[] {20_001}, new long[] {1}, new long[] {20_001}, new long[] {2}))
        .map(plan -> kernel(plan.toString(), () -> plan.run(IN, 0, OUT, 0)));
  }

  private static long[] square101() {
    return new long[] {100, 101};
  }

  private static Stream<Arguments> reductions(ElementType type, Reduction reduction) {
    return Stream.of(
            Reduce.plan(reduction, type, new long[] {9999}, 0),
            Reduce.plan(reduction, type, new long[] {99, 101}, 1),
            Reduce.plan(reduction, type, new long[] {999, 10}, 1),
            Reduce.plan(reduction, type, new long[] {99, 101}, 0),
            Reduce.plan(reduction, type, new long[] {9, 10, 11, 9}, 1, 3))
        .map(plan -> kernel(plan.toString(), () -> plan.run(IN, 0, OUT, 0, SCRATCH, 0)));
  }

  private static Stream<Arguments> argReductions(ElementType type) {
    return Stream.of(
            ArgReduce.argMax(type, ElementType.I32, new long[] {99, 101}, 1),
            ArgReduce.argMin(type, ElementType.I64, new long[] {99, 101}, 0))
        .map(
            plan ->
                kernel(
                    "argReduce " + type,
                    () -> plan.run(IN, 0, OUT, 0, SCRATCH, 0, 0, plan.units())));
  }

  private static Stream<Arguments> indexing() {
    GatherPlan gather = Gather.rows(4, ElementType.I32, 10, 333, 64, OutOfBounds.ERROR);
    ScatterPlan scatter =
        Scatter.addRows(ElementType.F32, ElementType.I32, 10, 333, 64, OutOfBounds.ERROR);
    return Stream.of(
        kernel("gather", () -> gather.run(IN, 0, INDICES, 0, OUT, 0)),
        kernel("scatterAdd", () -> scatter.run(OUT, 0, INDICES, 0, IN, 0)));
  }

  private static Stream<Arguments> bits() {
    return Stream.of(
        kernel("bits32", () -> Random.bits32(1, 2, OUT, 0, 3, 10_001)),
        kernel("bits64", () -> Random.bits64(1, 2, OUT, 0, 3, 10_001)));
  }

  @ParameterizedTest(name = "{0}")
  @MethodSource("kernels")
  void allocatesNothingOnceCompiled(String name, Runnable body) {
    // Compilation happens in the background, so runs are watched until enough in a row are clean.
    int clean = 0;
    long allocated = 0;
    long patience = System.nanoTime() + 30_000_000_000L;
    while (clean < 20 && System.nanoTime() < patience) {
      long before = THREADS.getCurrentThreadAllocatedBytes();
      body.run();
      allocated = THREADS.getCurrentThreadAllocatedBytes() - before;
      clean = allocated < 64 ? clean + 1 : 0;
    }
    assertThat(clean).as("%s allocates %d bytes a run", name, allocated).isEqualTo(20);
  }
}
