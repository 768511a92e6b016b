package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.explain.Explanation.Kernel;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Tier;
import dev.lanewise.graph.runtime.Workers;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Reductions between axes that are kept, in the loop that computes what they combine. The elements
 * are small whole numbers, so every order of a sum gives the interpreter's bits.
 */
class KeptReductionsTest {
  /**
   * A shape and the axes that are combined.
   *
   * @param library kernels that may remain besides the loop
   */
  private record Case(String name, Shape shape, Ints axes, int library) {
    @Override
    public String toString() {
      return name;
    }
  }

  static Stream<Case> cases() {
    return Stream.of(
        new Case("one chunk", Shape.of(3, 5, 7), Ints.of(1), 0),
        new Case("chunks of whole groups", Shape.of(300, 20, 64), Ints.of(1), 0),
        new Case("chunks of one group", Shape.of(15, 70, 300), Ints.of(1), 0),
        new Case("groups in halves", Shape.of(5, 200, 300), Ints.of(1), 2),
        new Case("large groups in parts", Shape.of(3, 1500, 70), Ints.of(1), 2),
        new Case("several axes of the row", Shape.of(4, 90, 16, 17), Ints.of(1), 0),
        new Case("an axis kept between", Shape.of(7, 30, 50, 20), Ints.of(0, 2), 2),
        new Case("axes kept on both sides", Shape.of(2, 9, 3, 11, 20), Ints.of(1, 3), 0),
        new Case("batch norm's", Shape.of(3, 5, 32, 40), Ints.of(0, 2, 3), 2));
  }

  private static Graph graph(Case c) {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(new TensorType(DType.F32, c.shape()));
    Value y = b.add(b.mul(x, x), x);
    Value sum = b.sum(y, c.axes());
    return b.build("sums", List.of(sum, b.reduce(Reduction.Kind.MAX, y, c.axes())));
  }

  private static Literal argument(Case c) {
    SplittableRandom random = new SplittableRandom(9);
    TensorType type = new TensorType(DType.F32, c.shape());
    double[] elements = random.ints(type.size(), -8, 9).asDoubleStream().toArray();
    return Literal.ofReals(type, elements);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneLoopForAnyTierAndNumberOfThreads(Case c) {
    Graph graph = graph(c);
    Literal argument = argument(c);
    List<Literal> expected = Interpreter.run(graph, List.of(argument));
    for (Tier tier : List.of(Tier.INTERPRETED, Tier.COMPILED)) {
      for (int threads = 1; threads <= 3; threads++) {
        try (Workers workers = Workers.of(threads)) {
          CompileOptions options =
              CompileOptions.defaults()
                  .withOptimize(false)
                  .withScalars(false)
                  .withTier(tier)
                  .withWorkers(workers);
          Executable executable = Executable.compile(graph, options);
          List<Array> results = executable.run(List.of(Array.of(argument)));
          assertThat(results.stream().map(Array::toLiteral).toList())
              .as("%s, %d threads", tier, threads)
              .isEqualTo(expected);
          assertOneLoop(executable, c);
        }
      }
    }
  }

  private static void assertOneLoop(Executable executable, Case c) {
    List<Kernel> kernels = executable.explain().kernels();
    List<Kernel> library =
        kernels.stream().filter(kernel -> kernel.backend() == Backend.LIBRARY).toList();
    assertThat(library).as("%s", executable.explain()).hasSizeLessThanOrEqualTo(c.library());
    assertThat(kernels).as("%s", executable.explain()).hasSize(library.size() + 1);
  }
}
