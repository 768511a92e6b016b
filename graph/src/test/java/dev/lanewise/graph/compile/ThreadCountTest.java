package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomLiterals;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.MatrixProducts;
import dev.lanewise.graph.runtime.Scope;
import dev.lanewise.graph.runtime.Workers;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Kernels large enough to be cut into chunks give the same bits on any number of threads. */
class ThreadCountTest {
  private static final int ROWS = 401;
  private static final int COLUMNS = 523;

  /** One of everything that is cut into chunks, and a second use of what was computed. */
  private static Graph graph(DType dtype) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(dtype, ROWS, COLUMNS));
    Value y = b.parameter(TensorType.of(dtype, COLUMNS, ROWS));
    Value indices = b.parameter(TensorType.of(DType.I32, 300, 1));
    Value key = b.parameter(TensorType.of(DType.I32, 2));
    Value wide = b.add(DotGeneral.matmul(), x, y);
    Value tall = b.add(DotGeneral.matmul(), y, x);
    DotGeneral batched = new DotGeneral(Ints.of(2), Ints.of(1), Ints.of(0), Ints.of(0));
    Value cube = b.broadcast(x, Shape.of(8, ROWS, COLUMNS), Ints.of(1, 2));
    Value narrow = b.broadcast(b.sum(y, Ints.of(1)), Shape.of(8, COLUMNS, 16), Ints.of(1));
    Value table = b.add(Unary.TANH, x);
    Indexing.WindowMap rows =
        new Indexing.WindowMap(Ints.of(1), Ints.of(0), Ints.of(), Ints.of(), Ints.of(0));
    Ints row = Ints.of(1, COLUMNS);
    Value gathered =
        b.add(new Indexing.Gather(rows, row, Indexing.OutOfBounds.CLIP), table, indices);
    Value scattered =
        b.add(new Indexing.ScatterAdd(rows, row, Indexing.OutOfBounds.DROP), x, indices, gathered);
    List<Value> results = new ArrayList<>();
    results.add(wide);
    results.add(tall);
    results.add(b.add(batched, cube, narrow));
    results.add(b.select(b.add(Comparison.GT, x, table), b.add(Unary.EXP, x), x));
    results.add(b.transpose(b.add(Unary.SIN, x), Ints.of(1, 0)));
    results.add(gathered);
    results.add(scattered);
    for (Reduction.Kind kind : new Reduction.Kind[] {Reduction.Kind.SUM, Reduction.Kind.MAX}) {
      results.add(b.reduce(kind, x, Ints.of(0)));
      results.add(b.reduce(kind, x, Ints.of(1)));
      results.add(b.reduce(kind, x, Ints.of(0, 1)));
    }
    results.add(b.add(new Reduction.ArgReduce(Reduction.Extreme.MAX, 1, DType.I32), x));
    results.add(b.add(new RandomBits(TensorType.of(DType.I32, 100_000)), key));
    results.add(b.full(TensorType.of(dtype, 300_000), 0.5));
    results.add(b.add(new Movement.Concat(0), x, table));
    results.add(x);
    return b.build("large " + dtype, results);
  }

  @Test
  void bitsDoNotDependOnTheNumberOfThreads() {
    SplittableRandom random = new SplittableRandom(3);
    for (DType dtype : new DType[] {DType.F32, DType.F64}) {
      Graph graph = graph(dtype);
      List<Literal> arguments =
          graph.parameterTypes().stream()
              .map(type -> RandomLiterals.next(random, type, RandomLiterals.Values.ORDINARY))
              .toList();
      for (MatrixProducts products : MatrixProducts.values()) {
        List<Literal> expected = run(graph, products, 1, arguments);
        for (int threads = 2; threads <= 3; threads++) {
          assertThat(run(graph, products, threads, arguments))
              .as("%s, %s, %d threads", dtype, products, threads)
              .isEqualTo(expected);
        }
      }
    }
  }

  @Test
  void everyKindOfKernelHereIsCutIntoChunks() {
    Program program =
        Program.compile(graph(DType.F32), Products.JAVA, Loops.NONE, donors(graph(DType.F32)));
    List<Class<?>> cut = new ArrayList<>();
    for (KernelCall call : program.calls()) {
      if (call.chunks() > 1) {
        cut.add(call.getClass());
      }
    }
    assertThat(cut)
        .contains(
            UnaryCall.class,
            BinaryCall.class,
            TernaryCall.class,
            CopyCall.class,
            FillCall.class,
            MoveCall.class,
            GatherCall.class,
            ScatterAddCall.class,
            ReduceCall.class,
            ArgReduceCall.class,
            RandomBitsCall.class,
            JavaProductCall.class);
  }

  private static int[] donors(Graph graph) {
    return graph.results().stream().mapToInt(_ -> -1).toArray();
  }

  private static List<Literal> run(
      Graph graph, MatrixProducts products, int threads, List<Literal> arguments) {
    try (Workers workers = Workers.of(threads);
        Scope _ = Scope.open()) {
      CompileOptions options =
          CompileOptions.defaults().withOptimize(false).withProducts(products).withWorkers(workers);
      return Executable.compile(graph, options)
          .run(arguments.stream().map(Array::of).toList())
          .stream()
          .map(Array::toLiteral)
          .toList();
    }
  }
}
