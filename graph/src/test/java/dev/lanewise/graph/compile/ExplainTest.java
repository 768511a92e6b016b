package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.explain.Explanation;
import dev.lanewise.graph.explain.Explanation.Boundary;
import dev.lanewise.graph.explain.Explanation.Kernel;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Movement;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** What each kind of call says of itself. */
class ExplainTest {
  private final GraphBuilder b = new GraphBuilder();

  private Explanation explain(Value... results) {
    return explain(b.build("f", List.of(results)), Products.JAVA);
  }

  private static Explanation explain(Graph graph, Products products) {
    int[] donors = new int[graph.results().size()];
    Arrays.fill(donors, -1);
    return Program.compile(graph, products, Loops.NONE, donors).explain();
  }

  private Value parameter(int... extents) {
    return b.parameter(TensorType.of(DType.F32, extents));
  }

  private static void check(Kernel kernel, Backend backend, long read, long written, long flops) {
    assertThat(kernel.backend()).isEqualTo(backend);
    assertThat(kernel.bytesRead()).as("read").isEqualTo(read);
    assertThat(kernel.bytesWritten()).as("written").isEqualTo(written);
    assertThat(kernel.flops()).as("flops").isEqualTo(flops);
    assertThat(kernel.tier()).isEmpty();
  }

  @Test
  void elementwiseCountsElements() {
    Value x = parameter(10, 100);
    Kernel kernel = explain(b.mul(x, x)).kernels().getFirst();
    check(kernel, Backend.LIBRARY, 4_000, 4_000, 1_000);
    assertThat(kernel.operations()).containsExactly("mul");
    assertThat(kernel.nodes()).containsExactly("%1: F32[10, 100] = mul(%0, %0)");
    assertThat(kernel.reads()).hasSize(1);
  }

  @Test
  void oneElementForAllIsComputedOnce() {
    Value x = parameter();
    Value y = parameter(1_000);
    Value scaled = b.mul(y, b.broadcast(b.add(Unary.EXP, x), y.shape(), Ints.of()));
    List<Kernel> kernels = explain(scaled).kernels();
    check(kernels.get(0), Backend.LIBRARY, 4, 4, 1);
    check(kernels.get(1), Backend.LIBRARY, 4_004, 4_000, 1_000);
  }

  @Test
  void productsCountTwoForEachTerm() {
    Graph graph =
        b.build("f", List.of(b.add(DotGeneral.matmul(), parameter(20, 30), parameter(30, 50))));
    Kernel java = explain(graph, Products.JAVA).kernels().getFirst();
    check(java, Backend.JAVA_GEMM, 4 * (600 + 1_500), 4 * 1_000, 2 * 20 * 30 * 50);
    Kernel blas = explain(graph, Products.OPENBLAS).kernels().getFirst();
    check(blas, Backend.OPENBLAS, 4 * (600 + 1_500), 4 * 1_000, 2 * 20 * 30 * 50);
  }

  @Test
  void interpretedOnesCountAsOthersDo() {
    Value x = b.parameter(TensorType.of(DType.I32, 3, 5));
    Value y = b.parameter(TensorType.of(DType.I32, 5, 7));
    Explanation explanation = explain(b.neg(b.add(DotGeneral.matmul(), b.neg(x), y)));
    check(explanation.kernels().get(1), Backend.REFERENCE, 4 * (15 + 35), 4 * 21, 2 * 3 * 5 * 7);
    assertThat(explanation.boundaries())
        .containsExactly(
            new Boundary("%2", 60, 0, 1, "no kernel computes this operation on these types"),
            new Boundary("%3", 84, 1, 2, "each operation is a kernel of its own"));
  }

  @Test
  void copiesReadWhatTheyCopy() {
    Value x = parameter(100, 10);
    Value slice = b.add(new Movement.Slice(Ints.of(0, 2), Ints.of(100, 5), Ints.of(1, 1)), x);
    Value wide = b.broadcast(parameter(8), Shape.of(50, 8), Ints.of(1));
    List<Kernel> kernels = explain(slice, wide).kernels();
    check(kernels.get(0), Backend.COPY, 4 * 300, 4 * 300, 0);
    check(kernels.get(1), Backend.COPY, 4 * 8, 4 * 400, 0);
  }

  @Test
  void reductionsCountWhatTheyReduceInEachPhase() {
    Value x = parameter(1 << 20);
    Explanation explanation =
        explain(b.add(new Reduction.Reduce(Reduction.Kind.SUM, Ints.of(0)), x));
    Kernel first = explanation.kernels().getFirst();
    check(first, Backend.LIBRARY, 4 << 20, first.writes().getFirst().bytes(), 1 << 20);
    Kernel last = explanation.kernels().getLast();
    assertThat(explanation.kernels()).as("it takes phases").hasSizeGreaterThan(1);
    check(last, Backend.LIBRARY, last.reads().getFirst().bytes(), 4, last.bytesRead() / 4);
    assertThat(explanation.boundaries().getFirst().reason())
        .isEqualTo("the parts of a reduction are combined in a fixed order");
  }

  @Test
  void whatHappensInPlaceMovesNothing() {
    Value x = parameter(6, 6);
    Value start = b.constant(Literal.scalar(DType.I32, 1));
    Value update = b.add(Unary.SIN, parameter(2, 6));
    Value copy = b.neg(x);
    Value y = b.add(new Movement.DynamicUpdateSlice(), copy, update, start, start);
    List<Kernel> kernels = explain(b.neg(y)).kernels();
    Kernel move = kernels.stream().filter(k -> k.chunks() == 0).findFirst().orElseThrow();
    check(move, Backend.COPY, 0, 0, 0);
    Kernel window = kernels.get(kernels.indexOf(move) + 1);
    check(window, Backend.COPY, 4 * 12 + 4, 4 * 12, 0);
  }

  /**
   * Every boundary goes from an earlier kernel that writes a value to a later one that reads it.
   */
  @Test
  void boundariesOfRandomGraphsAreWhatIsWrittenAndRead() {
    for (int seed = 0; seed < 200; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      Explanation explanation = explain(graph, Products.JAVA);
      for (Boundary boundary : explanation.boundaries()) {
        assertThat(boundary.producer()).as("seed %d", seed).isLessThan(boundary.consumer());
        assertThat(explanation.kernels().get(boundary.producer()).writes())
            .as("seed %d", seed)
            .anyMatch(memory -> memory.name().equals(boundary.value()));
        assertThat(explanation.kernels().get(boundary.consumer()).reads())
            .as("seed %d", seed)
            .anyMatch(memory -> memory.name().equals(boundary.value()));
        assertThat(boundary.reason()).as("seed %d", seed).isNotBlank();
      }
      for (Kernel kernel : explanation.kernels()) {
        assertThat(kernel.flops()).as("seed %d, %s", seed, kernel).isNotNegative();
        assertThat(kernel.bytesRead()).as("seed %d, %s", seed, kernel).isNotNegative();
        assertThat(kernel.bytesWritten()).as("seed %d, %s", seed, kernel).isNotNegative();
      }
      assertThat(explanation.toString()).startsWith(graph.name() + ": ");
    }
  }
}
