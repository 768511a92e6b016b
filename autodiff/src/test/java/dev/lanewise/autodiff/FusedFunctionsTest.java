package dev.lanewise.autodiff;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.offset;

import com.sun.management.ThreadMXBean;
import dev.lanewise.autodiff.nn.Losses;
import dev.lanewise.graph.explain.Backend;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.MatrixProducts;
import dev.lanewise.graph.runtime.Tier;
import dev.lanewise.graph.runtime.Workers;
import java.lang.management.ManagementFactory;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.stream.Stream;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/**
 * Functions that people train, with their gradients: how far they fuse, and that it makes no
 * difference who runs the fused loops, on how many threads, or whether anything is fused at all.
 */
class FusedFunctionsTest {
  /** How long the compiler may take on a loaded machine. */
  private static final long PATIENCE_NANOS = 60_000_000_000L;

  /** What a function takes. */
  public record In(Tensor x, Tensor w, Tensor b) {}

  /** A function, the shapes of its arguments, and how many loops may remain with its gradient. */
  private record Case(String name, Fn<In, Tensor> loss, Shape x, Shape w, Shape b, int loops) {
    @Override
    public String toString() {
      return name;
    }
  }

  private static final Shape ONE = Shape.of(1);

  static Stream<Case> cases() {
    return Stream.of(
        new Case(
            "gelu of an affine map",
            in -> in.x().mul(in.w()).add(in.b()).geluTanh().sum(),
            Shape.of(67, 200),
            Shape.of(200),
            Shape.of(200),
            1),
        new Case(
            "softmax",
            in -> in.x().softmax(-1).mul(in.w()).sum(),
            Shape.of(61, 133),
            Shape.of(61, 133),
            ONE,
            1),
        new Case(
            "log-softmax cross-entropy with probabilities",
            in -> Losses.softmaxCrossEntropy(in.x(), in.w().softmax(-1)).mean(),
            Shape.of(64, 100),
            Shape.of(64, 100),
            ONE,
            2),
        new Case(
            "log-softmax cross-entropy with labels",
            in -> Losses.softmaxCrossEntropy(in.x(), labels(in)).mean(),
            Shape.of(64, 100),
            Shape.of(64, 100),
            ONE,
            2),
        new Case(
            "log-softmax cross-entropy of a layer's logits with labels",
            in -> Losses.softmaxCrossEntropy(in.x().mul(in.b()).add(in.w()), labels(in)).mean(),
            Shape.of(64, 100),
            Shape.of(64, 100),
            ONE,
            2),
        new Case(
            "layer norm",
            in -> layerNorm(in.x(), in.w(), in.b()).square().sum(),
            Shape.of(70, 257),
            Shape.of(257),
            Shape.of(257),
            1),
        new Case(
            "dense layer with relu",
            in -> in.x().matmul(in.w()).add(in.b()).relu().square().mean(),
            Shape.of(50, 70),
            Shape.of(70, 90),
            Shape.of(90),
            2),
        new Case(
            "attention scores",
            in -> in.x().matmul(in.w().transpose(0, 2, 1)).mul(0.125).softmax(-1).square().sum(),
            Shape.of(6, 33, 64),
            Shape.of(6, 65, 64),
            ONE,
            2));
  }

  private static Tensor labels(In in) {
    return in.w().stopGradient().argmax(-1);
  }

  private static Tensor layerNorm(Tensor x, Tensor gain, Tensor bias) {
    Tensor deviation = x.sub(x.mean(-1, true));
    Tensor variance = deviation.square().mean(-1, true);
    return deviation.mul(variance.add(1e-5).rsqrt()).mul(gain).add(bias);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void generatedKernelsAndTilesGiveTheSameBits(Case c) {
    Graph graph = graph(c, DType.F32);
    List<Array> in = arguments(graph);
    List<Literal> tiles = run(graph, options().withTier(Tier.INTERPRETED), in);
    assertThat(run(graph, options().withTier(Tier.COMPILED), in)).isEqualTo(tiles);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void oneAndTwoThreadsGiveTheSameBits(Case c) {
    Graph graph = graph(c, DType.F32);
    List<Array> in = arguments(graph);
    List<Literal> one = run(graph, options(), in);
    try (Workers two = Workers.of(2)) {
      assertThat(run(graph, options().withWorkers(two), in)).isEqualTo(one);
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fusionChangesNoMoreThanRounding(Case c) {
    Graph graph = graph(c, DType.F64);
    List<Array> in = arguments(graph);
    List<Literal> apart = run(graph, options().withFuse(false), in);
    List<Literal> fused = run(graph, options().withTier(Tier.COMPILED), in);
    for (int j = 0; j < apart.size(); j++) {
      double size = 0;
      for (int i = 0; i < apart.get(j).size(); i++) {
        size = Math.max(size, Math.abs(apart.get(j).real(i)));
      }
      for (int i = 0; i < apart.get(j).size(); i++) {
        assertThat(fused.get(j).real(i))
            .as("result %d, element %d", j, i)
            .isCloseTo(apart.get(j).real(i), offset(1e-12 * size));
      }
    }
  }

  @ParameterizedTest
  @MethodSource("cases")
  void fuseIntoAsFewLoopsAsThereCanBe(Case c) {
    Executable executable =
        Executable.compile(graph(c, DType.F32), options().withTier(Tier.COMPILED));
    long loops =
        executable.explain().kernels().stream()
            .filter(kernel -> kernel.backend() == Backend.GENERATED)
            .count();
    assertThat(loops).as(executable.explain().toString()).isLessThanOrEqualTo(c.loops());
    assertThat(executable.explain().kernels())
        .as("what is left: reductions of the parts of loops, copies, products")
        .allMatch(kernel -> kernel.backend() != Backend.REFERENCE);
  }

  @ParameterizedTest
  @MethodSource("cases")
  void steadyStateAllocatesNothing(Case c) {
    Graph graph = graph(c, DType.F32);
    Executable executable = Executable.compile(graph, options().withTier(Tier.COMPILED));
    Array[] in = arguments(graph).toArray(Array[]::new);
    Array[] out = graph.resultTypes().stream().map(Array::allocate).toArray(Array[]::new);
    ThreadMXBean threads = (ThreadMXBean) ManagementFactory.getThreadMXBean();
    long least = Long.MAX_VALUE;
    // Until C2 has come to the micro-kernels, products are computed in scalar code, on two arrays.
    long until = System.nanoTime() + PATIENCE_NANOS;
    while (least > 64 && System.nanoTime() < until) {
      long before = threads.getCurrentThreadAllocatedBytes();
      executable.run(in, out);
      least = Math.min(least, threads.getCurrentThreadAllocatedBytes() - before);
    }
    assertThat(least).as("bytes a step").isLessThanOrEqualTo(64);
  }

  private static CompileOptions options() {
    return CompileOptions.defaults().withWorkers(Workers.of(1)).withProducts(MatrixProducts.JAVA);
  }

  private static Graph graph(Case c, DType dtype) {
    In like =
        new In(
            Tensor.zeros(dtype, c.x().extents()),
            Tensor.zeros(dtype, c.w().extents()),
            Tensor.zeros(dtype, c.b().extents()));
    return Autodiff.trace(Autodiff.valueAndGrad(c.loss()), like);
  }

  private static List<Array> arguments(Graph graph) {
    SplittableRandom random = new SplittableRandom(7);
    List<Array> arguments = new ArrayList<>();
    for (TensorType type : graph.parameterTypes()) {
      double[] values = random.doubles(type.size(), -2, 2).toArray();
      arguments.add(Array.of(Literal.ofReals(type, values)));
    }
    return arguments;
  }

  private static List<Literal> run(Graph graph, CompileOptions options, List<Array> in) {
    List<Literal> results = new ArrayList<>();
    for (Array result : Executable.compile(graph, options).run(in)) {
      results.add(result.toLiteral());
      result.close();
    }
    return results;
  }
}
