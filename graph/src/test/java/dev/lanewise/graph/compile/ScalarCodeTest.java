package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import com.sun.management.ThreadMXBean;
import dev.lanewise.graph.compile.scalar.ScalarGraphs;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Scope;
import dev.lanewise.graph.runtime.Tier;
import java.lang.foreign.Arena;
import java.lang.foreign.ValueLayout;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.Callable;
import java.util.concurrent.ExecutorService;
import java.util.concurrent.Executors;
import java.util.concurrent.Future;
import org.junit.jupiter.api.Test;

/** Small graphs become scalar code, whole; what is special about it. */
class ScalarCodeTest {
  private static final TensorType PAIR = TensorType.of(DType.F32, 2);

  /** {@code x = x * a + sin(x) - b}, again and again: every value is used in the next round. */
  private static Graph rounds(int count, DType dtype) {
    GraphBuilder b = new GraphBuilder();
    TensorType type = TensorType.of(dtype, 2);
    Value x = b.parameter(type);
    Value a = b.parameter(type);
    Value c = b.parameter(type);
    List<Value> all = new ArrayList<>();
    for (int i = 0; i < count; i++) {
      Value next = b.sub(b.add(b.mul(x, a), b.add(Unary.SIN, x)), c);
      all.add(next);
      x = next;
    }
    Value sum = all.getFirst();
    for (int i = all.size() - 1; i > 0; i--) {
      sum = b.mul(b.add(sum, all.get(i)), a);
    }
    return b.build("rounds", List.of(sum, x, c, sum));
  }

  private static List<Literal> arguments(DType dtype) {
    TensorType type = TensorType.of(dtype, 2);
    return List.of(
        Literal.ofReals(type, 0.3, -0.7),
        Literal.ofReals(type, 0.5, 0.25),
        Literal.ofReals(type, 0.1, 0.2));
  }

  @Test
  void thousandsOfOperationsGoIntoMethodsThatTheCompilerTakes() {
    for (DType dtype : List.of(DType.F32, DType.F64, DType.BF16)) {
      Graph graph = rounds(600, dtype);
      assertThat(new ScalarProgram(graph).run(arguments(dtype)))
          .as("%s", dtype)
          .isEqualTo(Interpreter.run(graph, arguments(dtype)));
    }
  }

  /** More methods than one method can call. */
  @Test
  void soDoTensOfThousands() {
    Graph graph = rounds(6_000, DType.F32);
    assertThat(new ScalarProgram(graph).run(arguments(DType.F32)))
        .isEqualTo(Interpreter.run(graph, arguments(DType.F32)));
  }

  @Test
  void aGraphWithoutOperationsCopies() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.BOOL, 2, 2));
    Value empty = b.parameter(TensorType.of(DType.I64, 0));
    Value constant = b.constant(Literal.ofIntegers(TensorType.of(DType.I32, 300), new long[300]));
    Graph graph = b.build("copies", List.of(x, x, empty, constant));
    List<Literal> arguments =
        List.of(
            Literal.ofIntegers(TensorType.of(DType.BOOL, 2, 2), 1, 0, 0, 1),
            Literal.ofIntegers(TensorType.of(DType.I64, 0)));
    assertThat(new ScalarProgram(graph).run(arguments))
        .isEqualTo(Interpreter.run(graph, arguments));
  }

  @Test
  void anyByteButZeroIsTrue() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.BOOL, 3));
    Graph graph = b.build("not", List.of(b.add(Unary.NOT, x), x));
    Program program = Program.compileScalars(graph, new int[] {-1, -1});
    try (Arena arena = Arena.ofConfined()) {
      var in = arena.allocateFrom(ValueLayout.JAVA_BYTE, new byte[] {0, 1, -7});
      var not = arena.allocate(3);
      var same = arena.allocate(3);
      Frame frame = new Frame(program, arena.allocate(64), arena.allocate(64), (_, _) -> {});
      frame.setArgument(0, in);
      frame.setResult(0, not);
      frame.setResult(1, same);
      frame.run();
      assertThat(not.toArray(ValueLayout.JAVA_BYTE)).containsExactly(1, 0, 0);
      assertThat(same.toArray(ValueLayout.JAVA_BYTE)).containsExactly(0, 1, 1);
    }
  }

  @Test
  void whatIsNotSmallIsRefusedWithTheReason() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 64, 64));
    Graph wide = b.build("wide", List.of(b.add(b.mul(x, x), x)));
    assertThat(ScalarGraphs.refusal(wide)).contains("8,192 operations on scalars are more than 32");
    b = new GraphBuilder();
    x = b.parameter(PAIR);
    assertThat(ScalarGraphs.refusal(b.build("one", List.of(b.add(x, x)))))
        .isEqualTo("one kernel does it");
    b = new GraphBuilder();
    x = b.parameter(TensorType.of(DType.F32, 5_000));
    assertThat(ScalarGraphs.refusal(b.build("long", List.of(b.reshape(x, x.shape())))))
        .isEqualTo("a value of more than 4,096 elements");
    b = new GraphBuilder();
    x = b.parameter(PAIR);
    Value indices = b.parameter(TensorType.of(DType.I32, 3, 1));
    Indexing.WindowMap rows =
        new Indexing.WindowMap(Ints.of(), Ints.of(0), Ints.of(), Ints.of(), Ints.of(0));
    Value gathered =
        b.add(
            new Indexing.Gather(rows, Ints.of(1), Indexing.OutOfBounds.CLIP), b.mul(x, x), indices);
    assertThat(ScalarGraphs.refusal(b.build("gather", List.of(b.add(gathered, gathered)))))
        .isEqualTo("gather has no scalar form");
    assertThat(ScalarGraphs.refusal(rounds(20, DType.F32))).isNull();
    assertThat(ScalarGraphs.refusal(rounds(20_000, DType.F32)))
        .isEqualTo("more than 48,000 operations on scalars");
  }

  @Test
  void theReasonIsExplained() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(PAIR);
    assertThat(Executable.compile(b.build("one", List.of(b.add(x, x)))).explain().notes())
        .containsExactly("not scalar code: one kernel does it");
    CompileOptions options = CompileOptions.defaults();
    Graph graph = rounds(5, DType.F32);
    assertThat(Executable.compile(graph, options.withScalars(false)).explain().notes())
        .containsExactly("not scalar code: the options forbid it");
    assertThat(Executable.compile(graph, options.withTier(Tier.INTERPRETED)).explain().notes())
        .containsExactly("not scalar code: nothing is to be generated");
  }

  @Test
  void anExecutableOfASmallGraphIsOneCallWithoutWorkspace() {
    Executable executable = Executable.compile(rounds(5, DType.F32));
    assertThat(executable.workspaceBytes()).isZero();
    assertThat(executable.explain().kernels())
        .singleElement()
        .satisfies(kernel -> assertThat(kernel.description()).startsWith("straight-line code, "));
  }

  @Test
  void manyThreadsRunOneExecutable() throws Exception {
    Graph graph = rounds(300, DType.F64);
    Executable executable = Executable.compile(graph);
    List<Callable<Void>> tasks = new ArrayList<>();
    for (int t = 0; t < 8; t++) {
      SplittableRandom random = new SplittableRandom(t);
      tasks.add(
          () -> {
            for (int i = 0; i < 200; i++) {
              TensorType type = TensorType.of(DType.F64, 2);
              List<Literal> in = new ArrayList<>();
              for (int k = 0; k < 3; k++) {
                in.add(Literal.ofReals(type, random.nextDouble(), random.nextDouble()));
              }
              List<Array> out = executable.run(in.stream().map(Array::of).toList());
              if (i % 20 == 0) {
                assertThat(out.stream().map(Array::toLiteral).toList())
                    .isEqualTo(Interpreter.run(graph, in));
              }
            }
            return null;
          });
    }
    try (ExecutorService threads = Executors.newFixedThreadPool(8)) {
      for (Future<Void> done : threads.invokeAll(tasks)) {
        done.get();
      }
    }
  }

  @Test
  void aStepAllocatesNothing() {
    Executable executable = Executable.compile(rounds(20, DType.F32));
    try (Scope _ = Scope.open()) {
      Array[] in = arguments(DType.F32).stream().map(Array::of).toArray(Array[]::new);
      Array[] out =
          executable.graph().resultTypes().stream().map(Array::allocate).toArray(Array[]::new);
      var threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
      long least = Long.MAX_VALUE;
      // Until everything is compiled segments are allocated on the way.
      for (int round = 0; round < 400 && least > 64; round++) {
        long before = threads.getCurrentThreadAllocatedBytes();
        for (int i = 0; i < 1_000; i++) {
          executable.run(in, out);
        }
        least = Math.min(least, (threads.getCurrentThreadAllocatedBytes() - before) / 1_000);
      }
      assertThat(least).isLessThanOrEqualTo(64);
    }
  }

  /** Classes of graphs that are gone are unloaded. */
  @Test
  void generatedClassesDoNotPileUp() throws InterruptedException {
    var classes = ManagementFactory.getClassLoadingMXBean();
    Graph graph = rounds(4, DType.F32);
    new ScalarProgram(graph).run(arguments(DType.F32));
    long before = classes.getUnloadedClassCount();
    for (int i = 0; i < 300; i++) {
      new ScalarProgram(graph).run(arguments(DType.F32));
    }
    long until = System.nanoTime() + 20_000_000_000L;
    while (classes.getUnloadedClassCount() - before < 250 && System.nanoTime() < until) {
      System.gc();
      Thread.sleep(10);
    }
    assertThat(classes.getUnloadedClassCount() - before).isGreaterThanOrEqualTo(250);
  }

  /** Products and sums in double: what a chain of floats would have lost is there. */
  @Test
  void sumsOfFloatsAreRoundedOnce() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 3));
    DotGeneral inner = new DotGeneral(Ints.of(0), Ints.of(0), Ints.of(), Ints.of());
    Graph graph =
        b.build("sums", List.of(b.sum(x, Ints.of(0)), b.add(inner, x, x), b.add(Binary.MAX, x, x)));
    Literal argument = Literal.ofReals(TensorType.of(DType.F32, 3), 1e8, 1, -1e8);
    List<Literal> results = new ScalarProgram(graph).run(List.of(argument));
    assertThat(results.get(0).real(0)).isEqualTo(1);
    assertThat(results).isEqualTo(Interpreter.run(graph, List.of(argument)));
    assertThat(results.get(1).real(0)).isEqualTo(2e16, within(1e9));
  }
}
