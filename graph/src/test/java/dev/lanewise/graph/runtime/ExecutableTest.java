package dev.lanewise.graph.runtime;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.user.Caller;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.concurrent.Callable;
import java.util.concurrent.CountDownLatch;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ExecutableTest {
  private static final CompileOptions AS_IT_IS = CompileOptions.defaults().withOptimize(false);
  private static final TensorType PAIR = TensorType.of(DType.F32, 2);

  /** {@code (x, y) -> (x + y, x * y)}. */
  private static Graph sumAndProduct() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(PAIR);
    Value y = b.parameter(PAIR);
    return b.build("step", List.of(b.add(x, y), b.mul(x, y)));
  }

  private static Array pair(float first, float second) {
    return Array.ofFloats(Shape.of(2), first, second);
  }

  @Test
  void allFormsOfRunGiveTheSame() {
    Executable executable = Executable.compile(sumAndProduct());
    Array x = pair(1, 2);
    Array y = pair(3, 4);
    List<Array> results = executable.run(List.of(x, y));
    assertThat(results.get(0).toFloats()).containsExactly(4, 6);
    assertThat(results.get(1).toFloats()).containsExactly(3, 8);
    Array[] arguments = {x, y};
    Array[] fresh = executable.runToArrays(arguments);
    assertThat(fresh[0].toFloats()).containsExactly(4, 6);
    assertThat(fresh[1].toFloats()).containsExactly(3, 8);
    assertThat(arguments).containsExactly(x, y);
    Array[] own = {Array.allocate(PAIR), Array.allocate(PAIR)};
    for (int i = 0; i < 3; i++) {
      executable.run(new Array[] {x, y}, own);
      assertThat(own[0].toFloats()).containsExactly(4, 6);
      assertThat(own[1].toFloats()).containsExactly(3, 8);
    }
    assertThat(executable.graph().name()).isEqualTo("step");
  }

  @Test
  void argumentsAreCheckedBeforeAnythingIsTouched() {
    Executable executable =
        Executable.compile(sumAndProduct(), CompileOptions.defaults().withDonation(0, 0));
    Array x = pair(1, 2);
    assertThatThrownBy(() -> executable.run(List.of(x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[step] takes 2 arguments, given 1");
    Array matrix = Array.ofFloats(Shape.of(2, 1), 1, 2);
    assertThatThrownBy(() -> executable.run(List.of(x, matrix)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[step] argument 1 must be F32[2], was F32[2, 1]");
    Array closed = pair(3, 4);
    Caller.run(closed::close);
    assertThatThrownBy(() -> executable.run(List.of(x, closed)))
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith("[step] argument 1: the array F32[2] was closed at " + Caller.LINE);
    assertThat(x.toFloats()).containsExactly(1, 2);
  }

  @Test
  void resultsAreCheckedToo() {
    Executable executable = Executable.compile(sumAndProduct());
    Array x = pair(1, 2);
    Array y = pair(3, 4);
    Array out = pair(0, 0);
    Array[] in = {x, y};
    assertThatThrownBy(() -> executable.run(in, new Array[] {out}))
        .hasMessage("[step] has 2 results, given 1");
    assertThatThrownBy(() -> executable.run(in, new Array[] {out, Array.ofInts(Shape.of(2), 1, 2)}))
        .hasMessage("[step] result 1 must be F32[2], was I32[2]");
    assertThatThrownBy(() -> executable.run(in, new Array[] {out, out}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[step] result 1 (F32[2]) is also result 0, and is to be written");
    assertThatThrownBy(() -> executable.run(in, new Array[] {out, x}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[step] result 1 (F32[2]) is also argument 0, and is to be written");
    executable.run(in, new Array[] {out, pair(0, 0)});
    assertThat(out.toFloats()).containsExactly(4, 6);
  }

  @Test
  void oneArrayMayBeSeveralArguments() {
    Array x = pair(3, 5);
    List<Array> results = Executable.compile(sumAndProduct()).run(List.of(x, x));
    assertThat(results.get(0).toFloats()).containsExactly(6, 10);
    assertThat(results.get(1).toFloats()).containsExactly(9, 25);
  }

  @Test
  void aDonatedArgumentBecomesTheResult() {
    Executable executable =
        Executable.compile(sumAndProduct(), CompileOptions.defaults().withDonation(1, 0));
    Array x = pair(1, 2);
    Array y = pair(3, 4);
    List<Array> results = Caller.call(() -> executable.run(List.of(x, y)));
    // The product reads y after the sum is known, and must still see the old elements.
    assertThat(results.get(0).toFloats()).containsExactly(4, 6);
    assertThat(results.get(1).toFloats()).containsExactly(3, 8);
    assertThat(y.isClosed()).isTrue();
    assertThatThrownBy(y::toFloats)
        .isInstanceOf(IllegalStateException.class)
        .hasMessageStartingWith(
            "[copyTo] the array F32[2] was donated to a step at " + Caller.LINE);
    assertThatThrownBy(() -> executable.run(List.of(x, y)))
        .hasMessageStartingWith("[step] argument 1: the array F32[2] was donated to a step at");
    y.close();
    assertThat(results.get(0).toFloats()).containsExactly(4, 6);
  }

  @Test
  void inPlaceTheResultMustBeTheDonatedArgument() {
    Executable executable =
        Executable.compile(sumAndProduct(), CompileOptions.defaults().withDonation(0, 0));
    Array x = pair(1, 2);
    Array y = pair(3, 4);
    Array out = pair(0, 0);
    assertThatThrownBy(() -> executable.run(new Array[] {x, y}, new Array[] {pair(0, 0), out}))
        .hasMessage("[step] result 0 must be argument 0, which is donated to it");
    for (int i = 0; i < 3; i++) {
      executable.run(new Array[] {x, y}, new Array[] {x, out});
    }
    assertThat(x.toFloats()).containsExactly(10, 14);
    assertThat(out.toFloats()).containsExactly(21, 40);
    assertThatThrownBy(() -> executable.run(List.of(x, x)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[step] argument 1 (F32[2]) is also argument 0, and is to be written");
  }

  @Test
  void donationsMustFit() {
    Graph graph = sumAndProduct();
    CompileOptions none = CompileOptions.defaults();
    assertThatThrownBy(() -> Executable.compile(graph, none.withDonation(2, 0)))
        .hasMessageStartingWith("[step] cannot donate parameter 2 to result 0");
    assertThatThrownBy(() -> Executable.compile(graph, none.withDonation(0, 0).withDonation(0, 1)))
        .hasMessage("[step] parameter 0 or result 1 is in two donations");
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(PAIR);
    Graph sum = b.build("sum", List.of(b.sum(x, Ints.of(0))));
    assertThatThrownBy(() -> Executable.compile(sum, none.withDonation(0, 0)))
        .hasMessage(
            "[sum] parameter 0 is F32[2] and cannot be donated to result 0, which is F32[]");
  }

  /** Swapped and passed through: every result reads a parameter that another may overwrite. */
  @Test
  void parametersAsResultsSurviveDonation() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(PAIR);
    Value y = b.parameter(PAIR);
    Value z = b.parameter(PAIR);
    Graph graph = b.build("rotate", List.of(y, x, z, b.reshape(x, Shape.of(1, 2)), b.add(x, z)));
    Executable executable =
        Executable.compile(
            graph,
            CompileOptions.defaults().withDonation(0, 0).withDonation(1, 1).withDonation(2, 2));
    List<Array> results = executable.run(List.of(pair(1, 2), pair(3, 4), pair(5, 6)));
    assertThat(results.get(0).toFloats()).containsExactly(3, 4);
    assertThat(results.get(1).toFloats()).containsExactly(1, 2);
    assertThat(results.get(2).toFloats()).containsExactly(5, 6);
    assertThat(results.get(3).toFloats()).containsExactly(1, 2);
    assertThat(results.get(4).toFloats()).containsExactly(6, 8);
  }

  @Test
  void theDonatedUpdateRunsInPlace() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 1000));
    Value y = b.parameter(TensorType.of(DType.F32, 1000));
    Graph graph = b.build("axpy", List.of(b.sub(x, b.mul(y, 0.5))));
    Executable executable = Executable.compile(graph, CompileOptions.defaults().withDonation(0, 0));
    assertThat(executable.workspaceBytes()).isZero();
    assertThat(executable.explain().kernels())
        .allSatisfy(kernel -> assertThat(kernel.operations()).isNotEmpty());
    assertThat(executable.explain()).asString().contains("-> %", "arg0 (4000 bytes)");
  }

  @Test
  void anIndexOutOfRangeComesOutAndEverythingIsLetGo() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 3, 2));
    Value at = b.parameter(TensorType.of(DType.I32, 1, 1));
    Indexing.WindowMap map =
        new Indexing.WindowMap(Ints.of(1), Ints.of(0), Ints.of(), Ints.of(), Ints.of(0));
    Value row = b.add(new Indexing.Gather(map, Ints.of(1, 2), Indexing.OutOfBounds.ERROR), x, at);
    Executable executable = Executable.compile(b.build("row", List.of(row)));
    Array table = Array.ofFloats(Shape.of(3, 2), 1, 2, 3, 4, 5, 6);
    Array index = Array.ofInts(Shape.of(1, 1), 3);
    long before = Memory.stats().inUse();
    for (int i = 0; i < 3; i++) {
      assertThatThrownBy(() -> executable.run(List.of(table, index)))
          .isInstanceOf(IndexOutOfBoundsException.class);
    }
    assertThat(Memory.stats().inUse() - before)
        .isLessThanOrEqualTo(executable.workspaceBytes() + 64);
    index.write(new int[] {2});
    assertThat(executable.run(List.of(table, index)).getFirst().toFloats()).containsExactly(5, 6);
  }

  @Test
  void aHundredThreadsRunOneExecutable() throws Exception {
    Graph graph = TrainingStep.graph(DType.F32, 16, 40, 30, 5);
    Executable executable = Executable.compile(graph, AS_IT_IS);
    int runs = 20;
    List<Callable<Integer>> tasks = new ArrayList<>();
    CountDownLatch start = new CountDownLatch(1);
    for (int t = 0; t < 100; t++) {
      long seed = t % 10;
      tasks.add(
          () -> {
            List<Array> arguments =
                TrainingStep.arguments(seed, graph).stream().map(Array::of).toList();
            List<float[]> first = null;
            start.await();
            int wrong = 0;
            for (int i = 0; i < runs; i++) {
              List<Array> results = executable.run(arguments);
              List<float[]> values = results.stream().map(Array::toFloats).toList();
              results.forEach(Array::close);
              if (first == null) {
                first = values;
                float[] loss = values.getLast();
                float[] alone = expectedLoss(graph, seed);
                wrong += loss[0] == alone[0] ? 0 : 1;
              }
              for (int j = 0; j < values.size(); j++) {
                wrong += Arrays.equals(values.get(j), first.get(j)) ? 0 : 1;
              }
            }
            arguments.forEach(Array::close);
            return wrong;
          });
    }
    try (ExecutorService executor = Executors.newVirtualThreadPerTaskExecutor()) {
      List<Future<Integer>> futures = tasks.stream().map(executor::submit).toList();
      start.countDown();
      for (Future<Integer> future : futures) {
        assertThat(future.get()).isZero();
      }
    }
  }

  private static float[] expectedLoss(Graph graph, long seed) {
    List<Array> arguments = TrainingStep.arguments(seed, graph).stream().map(Array::of).toList();
    return Executable.compile(graph, AS_IT_IS).run(arguments).getLast().toFloats();
  }

  /** Arguments closed under a running step: the step's memory must stay its own until it ends. */
  @Test
  void closingWhileAStepRunsIsSafe() throws InterruptedException {
    int n = 96;
    TensorType square = TensorType.of(DType.F32, n, n);
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(square);
    Value y = x;
    for (int i = 0; i < 6; i++) {
      y = b.mul(b.add(DotGeneral.matmul(), y, x), 1.0 / n);
    }
    Executable executable = Executable.compile(b.build("power", List.of(y)));
    float[] ones = new float[n * n];
    Arrays.fill(ones, 1);
    float[] nines = new float[n * n];
    Arrays.fill(nines, 9);
    int finished = 0;
    for (int round = 0; round < 200; round++) {
      Array argument = Array.ofFloats(Shape.of(n, n), ones);
      Thread closer =
          Thread.ofPlatform()
              .start(
                  () -> {
                    argument.close();
                    // Takes the block, if it is free, and spoils it.
                    Array.ofFloats(Shape.of(n, n), nines).close();
                  });
      try {
        float[] result = executable.run(List.of(argument)).getFirst().toFloats();
        assertThat(result).containsOnly(1f);
        finished++;
      } catch (IllegalStateException e) {
        assertThat(e).hasMessageContaining("was closed at");
      }
      closer.join();
    }
    assertThat(finished).isBetween(0, 200);
  }

  @Test
  void twoStepsCannotUpdateOneArrayAtOnce() throws InterruptedException {
    int n = 200_000;
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F64, n));
    Value y = x;
    for (int i = 0; i < 8; i++) {
      y = b.add(Unary.SIN, y);
    }
    Executable executable =
        Executable.compile(
            b.build("update", List.of(b.add(Binary.ADD, y, x))),
            CompileOptions.defaults().withDonation(0, 0));
    Array shared = Array.zeros(TensorType.of(DType.F64, n));
    List<Thread> threads =
        IntStream.range(0, 4)
            .mapToObj(
                _ ->
                    Thread.ofPlatform()
                        .start(
                            () -> {
                              for (int i = 0; i < 20; i++) {
                                try {
                                  executable.run(new Array[] {shared}, new Array[] {shared});
                                } catch (IllegalStateException e) {
                                  assertThat(e).hasMessageContaining("another running step");
                                }
                              }
                            }))
            .toList();
    for (Thread thread : threads) {
      thread.join();
    }
    assertThat(shared.toDoubles()).containsOnly(0);
  }

  @Test
  void idleWorkspacesAreGivenUpUnderPressure() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 1 << 20));
    Value y = b.mul(b.add(Unary.EXP, x), b.add(Unary.NEG, x));
    Executable executable = Executable.compile(b.build("big", List.of(b.sum(y, Ints.of(0)))));
    Array argument = Array.zeros(TensorType.of(DType.F32, 1 << 20));
    executable.run(List.of(argument)).getFirst().close();
    long warm = Memory.stats().inUse();
    Memory.trim();
    assertThat(warm - Memory.stats().inUse()).isGreaterThanOrEqualTo(executable.workspaceBytes());
    assertThat(executable.run(List.of(argument)).getFirst().item()).isZero();
  }

  @Test
  void anUnreachableExecutableGivesItsMemoryBack() throws InterruptedException {
    Memory.trim();
    long before = Memory.stats().inUse();
    for (int i = 0; i < 20; i++) {
      GraphBuilder b = new GraphBuilder();
      Value x = b.parameter(TensorType.of(DType.F32, 1 << 16));
      Value y = b.mul(b.add(Unary.EXP, x), b.add(Unary.NEG, x));
      Executable executable = Executable.compile(b.build("lost", List.of(b.sum(y, Ints.of(0)))));
      try (Array argument = Array.zeros(TensorType.of(DType.F32, 1 << 16))) {
        executable.run(List.of(argument)).getFirst().close();
      }
    }
    long until = System.nanoTime() + 30_000_000_000L;
    while (Memory.stats().inUse() > before && System.nanoTime() < until) {
      System.gc();
      Thread.sleep(5);
    }
    assertThat(Memory.stats().inUse()).isLessThanOrEqualTo(before);
  }
}
