package dev.lanewise.graph.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.RandomLiterals;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Verifier;
import java.util.ArrayList;
import java.util.List;
import java.util.SplittableRandom;
import java.util.function.Function;
import org.junit.jupiter.api.Test;

/** {@link SumsOfProducts}: which sums become products, and that they come to the same. */
class SumsOfProductsTest {
  private static String optimised(Function<GraphBuilder, Value> before) {
    GraphBuilder b = new GraphBuilder();
    Graph graph = b.build("sum", List.of(before.apply(b)));
    Graph after = Optimizer.compiling().verifying().run(graph);
    assertThat(Optimizer.compiling().run(after)).as("second run").isSameAs(after);
    return Rewrites.expression(after.results().getFirst());
  }

  private static Value factor(GraphBuilder b, Shape whole, Ints axes) {
    return b.broadcast(b.parameter(new TensorType(DType.F32, whole.select(axes))), whole, axes);
  }

  @Test
  void aMatrixProductWrittenWithBroadcastsIsOne() {
    Shape whole = Shape.of(20, 30, 40);
    assertThat(
            optimised(
                b ->
                    b.sum(
                        b.mul(factor(b, whole, Ints.of(0, 1)), factor(b, whole, Ints.of(1, 2))),
                        Ints.of(1))))
        .isEqualTo("dotGeneral(p0, p1; contract=[1]x[0])");
    assertThat(
            optimised(
                b ->
                    b.sum(
                        b.mul(factor(b, whole, Ints.of(1, 2)), factor(b, whole, Ints.of(0, 1))),
                        Ints.of(1))))
        .as("factors the other way round")
        .isEqualTo("dotGeneral(p1, p0; contract=[1]x[0])");
    assertThat(
            optimised(
                b ->
                    b.sum(
                        b.mul(factor(b, whole, Ints.of(0, 1)), factor(b, whole, Ints.of(0, 2))),
                        Ints.of(0))))
        .as("outer products added up, as in a gradient of weights")
        .isEqualTo("dotGeneral(p0, p1; contract=[0]x[0])");
  }

  @Test
  void axesThatBothHaveAreBatchesAndSinglesDoNotCount() {
    Shape whole = Shape.of(6, 20, 1, 30, 8);
    assertThat(
            optimised(
                b -> {
                  Value q = b.parameter(TensorType.of(DType.F32, 6, 20, 1, 1, 8));
                  Value k = b.parameter(TensorType.of(DType.F32, 6, 1, 1, 30, 8));
                  Ints all = Ints.range(0, 5);
                  return b.sum(
                      b.mul(b.broadcast(q, whole, all), b.broadcast(k, whole, all)), Ints.of(4));
                }))
        .isEqualTo(
            "reshape(dotGeneral(reshape(p0; shape=[6, 20, 8]), reshape(p1; shape=[6, 30, 8]);"
                + " contract=[2]x[2], batch=[0]x[0]); shape=[6, 20, 1, 30])");
  }

  @Test
  void axesThatInterleaveAreTransposedAfterwards() {
    Shape whole = Shape.of(5, 6, 7, 40);
    assertThat(
            optimised(
                b ->
                    b.sum(
                        b.mul(factor(b, whole, Ints.of(0, 2, 3)), factor(b, whole, Ints.of(1, 3))),
                        Ints.of(3))))
        .startsWith("transpose(dotGeneral(");
  }

  private static void assertNoProduct(String why, Function<GraphBuilder, Value> before) {
    assertThat(optimised(before)).as(why).doesNotContain("dotGeneral");
  }

  @Test
  void otherSumsAreLeftAlone() {
    Shape whole = Shape.of(20, 30, 40);
    Ints left = Ints.of(0, 1);
    Ints right = Ints.of(1, 2);
    Ints summed = Ints.of(1);
    Shape small = Shape.of(8, 8, 8);
    assertNoProduct(
        "small", b -> b.sum(b.mul(factor(b, small, left), factor(b, small, right)), summed));
    Shape narrow = Shape.of(3, 300, 300);
    assertNoProduct(
        "three rows", b -> b.sum(b.mul(factor(b, narrow, left), factor(b, narrow, right)), summed));
    assertNoProduct(
        "one factor has all axes",
        b -> b.sum(b.mul(factor(b, whole, Ints.range(0, 3)), factor(b, whole, right)), summed));
    assertNoProduct(
        "a summed axis is in one factor only",
        b -> b.sum(b.mul(factor(b, whole, left), factor(b, whole, right)), Ints.of(1, 2)));
    assertNoProduct(
        "the products are needed themselves",
        b -> {
          Value products = b.mul(factor(b, whole, left), factor(b, whole, right));
          Value sum = b.sum(products, summed);
          Value again = b.sum(b.add(Unary.EXP, products), summed);
          return b.add(sum, again);
        });
    assertNoProduct(
        "integers",
        b -> {
          Value x = b.parameter(TensorType.of(DType.I32, 20, 30));
          Value y = b.parameter(TensorType.of(DType.I32, 30, 40));
          return b.sum(b.mul(b.broadcast(x, whole, left), b.broadcast(y, whole, right)), summed);
        });
  }

  @Test
  void whateverElseIsInAGraphStays() {
    for (int seed = 0; seed < 300; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      Graph after = Verifier.verify(new SumsOfProducts().run(graph), "sums of products");
      assertThat(after.nodes())
          .as("seed %d", seed)
          .hasSameSizeAs(new DeadCode().run(graph).nodes());
    }
  }

  @Test
  void randomSumsOfProductsComeToTheSame() {
    int products = 0;
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Graph graph = random(random);
      Graph after = Verifier.verify(new SumsOfProducts().run(Verifier.verify(graph)));
      boolean rewritten = after != graph;
      products += after.nodes().stream().anyMatch(node -> node.op() instanceof DotGeneral) ? 1 : 0;
      if (rewritten) {
        check(random, graph, after, seed);
      }
    }
    assertThat(products).isGreaterThan(30);
  }

  /** A sum of a product whose factors have random axes, each its own. */
  private static Graph random(SplittableRandom random) {
    int rank = random.nextInt(3, 6);
    int most = rank == 3 ? 32 : rank == 4 ? 14 : 9;
    int[] extents =
        random.ints(rank, most / 2, most).map(e -> random.nextInt(10) == 0 ? 1 : e).toArray();
    Shape whole = Shape.of(extents);
    List<List<Integer>> factors = List.of(new ArrayList<>(), new ArrayList<>());
    List<Integer> summed = new ArrayList<>();
    for (int axis = 0; axis < rank; axis++) {
      int part = random.nextInt(4);
      if (part != 1) {
        factors.get(0).add(axis);
      }
      if (part != 2) {
        factors.get(1).add(axis);
      }
      if (part == 3 || random.nextInt(40) == 0) {
        summed.add(axis);
      }
    }
    DType dtype = random.nextBoolean() ? DType.F32 : DType.F64;
    GraphBuilder b = new GraphBuilder();
    List<Value> repeated = new ArrayList<>();
    for (List<Integer> factor : factors) {
      Ints axes = Ints.of(factor.stream().mapToInt(axis -> axis).toArray());
      Value source = b.parameter(new TensorType(dtype, whole.select(axes)));
      repeated.add(b.broadcast(source, whole, axes));
    }
    Ints axes = Ints.of(summed.stream().mapToInt(axis -> axis).toArray());
    return b.build("sum", List.of(b.sum(b.mul(repeated.get(0), repeated.get(1)), axes)));
  }

  private static void check(SplittableRandom random, Graph graph, Graph after, int seed) {
    List<Literal> arguments = new ArrayList<>();
    List<Literal> magnitudes = new ArrayList<>();
    for (TensorType type : graph.parameterTypes()) {
      Literal argument = RandomLiterals.next(random, type, RandomLiterals.Values.ORDINARY);
      arguments.add(argument);
      magnitudes.add(Interpreter.apply(Unary.ABS, List.of(argument)).getFirst());
    }
    Literal expected = Interpreter.run(graph, arguments).getFirst();
    Literal actual = Interpreter.run(after, arguments).getFirst();
    Literal sums = Interpreter.run(graph, magnitudes).getFirst();
    // Each product and the sum are rounded once more or once less.
    double unit = expected.type().dtype() == DType.F32 ? 0x1p-22 : 0x1p-51;
    assertThat(actual.type()).as("seed %d", seed).isEqualTo(expected.type());
    for (int i = 0; i < expected.size(); i++) {
      assertThat(Math.abs(actual.real(i) - expected.real(i)))
          .as("seed %d, element %d", seed, i)
          .isLessThanOrEqualTo(unit * sums.real(i));
    }
  }
}
