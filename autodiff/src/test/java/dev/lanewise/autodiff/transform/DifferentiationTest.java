package dev.lanewise.autodiff.transform;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Verifier;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** Derivatives of every operation: against differences, forward against reverse, second order. */
class DifferentiationTest {
  private static final int SEEDS = 3;

  /** Central differences of step h are off by h^2 f''' / 6 and by rounding over h. */
  private static final double STEP = 1e-5;

  private static final double TOLERANCE = 1e-6;

  static List<OpCases.Row> rows() {
    return OpCases.all();
  }

  @ParameterizedTest
  @MethodSource("rows")
  void forwardModeAgreesWithCentralDifferences(OpCases.Row row) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Graph f = row.graph();
      checkForward(f, row.active(), row.draw(new SplittableRandom(seed)), seed);
    }
  }

  @ParameterizedTest
  @MethodSource("rows")
  void reverseModeAgreesWithForwardMode(OpCases.Row row) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Graph f = row.graph();
      checkReverse(f, row.active(), row.draw(new SplittableRandom(seed)), seed);
    }
  }

  /** The gradient of the operation is itself a graph, checked as the operation was. */
  @ParameterizedTest
  @MethodSource("rows")
  void secondDerivativesAgreeToo(OpCases.Row row) {
    for (int seed = 0; seed < SEEDS; seed++) {
      Graph gradient = Differentiation.vjp(row.graph(), row.active());
      SplittableRandom random = new SplittableRandom(seed);
      List<Literal> arguments = new ArrayList<>(row.draw(random));
      for (Value cotangent :
          gradient.parameters().subList(arguments.size(), gradient.parameters().size())) {
        arguments.add(drawLike(cotangent.type(), random));
      }
      boolean[] active = Arrays.copyOf(row.active(), arguments.size());
      Arrays.fill(active, row.active().length, active.length, true);
      checkForward(gradient, active, arguments, seed);
      checkReverse(gradient, active, arguments, seed);
    }
  }

  private static void checkForward(Graph f, boolean[] active, List<Literal> x, int seed) {
    Graph jvp = Differentiation.jvp(f, active);
    Verifier.verify(jvp);
    List<Literal> tangents = drawTangents(f, active, new SplittableRandom(seed + 1000));
    List<Literal> results = Interpreter.run(jvp, concat(x, tangents));
    List<Literal> above = Interpreter.run(f, moved(x, active, tangents, STEP));
    List<Literal> below = Interpreter.run(f, moved(x, active, tangents, -STEP));
    int next = f.results().size();
    for (int r = 0; r < f.results().size(); r++) {
      if (!f.results().get(r).dtype().isFloating()) {
        continue;
      }
      Literal tangent = results.get(next++);
      for (int i = 0; i < tangent.size(); i++) {
        double difference = (above.get(r).real(i) - below.get(r).real(i)) / (2 * STEP);
        assertThat(tangent.real(i))
            .as("%s, seed %d, result %d, element %d", f.name(), seed, r, i)
            .isCloseTo(difference, within(TOLERANCE * (1 + Math.abs(difference))));
      }
    }
  }

  /** {@code <ct, J t> = <J^T ct, t>}. */
  private static void checkReverse(Graph f, boolean[] active, List<Literal> x, int seed) {
    Graph jvp = Differentiation.jvp(f, active);
    Graph vjp = Differentiation.vjp(f, active);
    Verifier.verify(vjp);
    SplittableRandom random = new SplittableRandom(seed + 2000);
    List<Literal> tangents = drawTangents(f, active, random);
    List<Literal> cotangents = new ArrayList<>();
    f.results().stream()
        .filter(result -> result.dtype().isFloating())
        .forEach(result -> cotangents.add(drawLike(result.type(), random)));
    List<Literal> forward = Interpreter.run(jvp, concat(x, tangents));
    List<Literal> reverse = Interpreter.run(vjp, concat(x, cotangents));
    int results = f.results().size();
    assertThat(reverse.subList(0, results)).isEqualTo(forward.subList(0, results));
    double left = inner(cotangents, forward.subList(results, forward.size()));
    double right = inner(tangents, reverse.subList(results, reverse.size()));
    assertThat(right)
        .as("%s, seed %d", f.name(), seed)
        .isCloseTo(left, within(1e-10 * (1 + Math.abs(left))));
  }

  private static double inner(List<Literal> a, List<Literal> b) {
    assertThat(a).hasSameSizeAs(b);
    double sum = 0;
    for (int k = 0; k < a.size(); k++) {
      assertThat(a.get(k).type()).isEqualTo(b.get(k).type());
      for (int i = 0; i < a.get(k).size(); i++) {
        sum += a.get(k).real(i) * b.get(k).real(i);
      }
    }
    return sum;
  }

  private static List<Literal> drawTangents(Graph f, boolean[] active, SplittableRandom random) {
    List<Literal> tangents = new ArrayList<>();
    for (int i = 0; i < active.length; i++) {
      if (active[i]) {
        tangents.add(drawLike(f.parameters().get(i).type(), random));
      }
    }
    return tangents;
  }

  private static Literal drawLike(TensorType type, SplittableRandom random) {
    double[] values = new double[(int) type.size()];
    Arrays.setAll(values, i -> random.nextDouble(-1, 1));
    return Literal.ofReals(type, values);
  }

  private static List<Literal> moved(
      List<Literal> x, boolean[] active, List<Literal> tangents, double step) {
    List<Literal> moved = new ArrayList<>(x);
    int next = 0;
    for (int i = 0; i < active.length; i++) {
      if (active[i]) {
        Literal tangent = tangents.get(next++);
        double[] values = new double[tangent.size()];
        for (int j = 0; j < values.length; j++) {
          values[j] = x.get(i).real(j) + step * tangent.real(j);
        }
        moved.set(i, Literal.ofReals(tangent.type(), values));
      }
    }
    return moved;
  }

  private static List<Literal> concat(List<Literal> a, List<Literal> b) {
    List<Literal> all = new ArrayList<>(a);
    all.addAll(b);
    return all;
  }

  @Test
  void tiesShareTheGradient() {
    assertThat(gradients(Binary.MAX, vector(1, 2, 3), vector(1, 1, 4)))
        .containsExactly(vector(0.5, 1, 0), vector(0.5, 0, 1));
    assertThat(gradients(Binary.MIN, vector(1, 2, 3), vector(1, 1, 4)))
        .containsExactly(vector(0.5, 0, 1), vector(0.5, 1, 0));
    Reduction.Reduce max = new Reduction.Reduce(Reduction.Kind.MAX, Ints.of(0));
    assertThat(gradients(max, vector(3, 1, 3))).containsExactly(vector(0.5, 0, 0.5));
  }

  @Test
  void kinksHaveTheUsualSubgradients() {
    assertThat(gradients(Unary.ABS, vector(0, -0.0, 2))).containsExactly(vector(0, -0.0, 1));
    // 0^y: by the base y 0^(y-1), by the exponent 0.
    assertThat(gradients(Binary.POW, vector(0, 0, 0), vector(0, 1, 2)))
        .containsExactly(vector(0, 1, 0), vector(0, 0, 0));
  }

  @Test
  void productsWithZerosHaveTheirGradients() {
    Reduction.Reduce product = new Reduction.Reduce(Reduction.Kind.PROD, Ints.of(0));
    assertThat(gradients(product, vector(2, 0, 5))).containsExactly(vector(0, 10, 0));
    assertThat(gradients(product, vector(0, 0, 5))).containsExactly(vector(0, 0, 0));
  }

  @Test
  void integersAndComparisonsHaveNoTangent() {
    GraphBuilder builder = new GraphBuilder();
    Value x = builder.parameter(TensorType.of(DType.F64, 2));
    Value whole =
        builder.convert(builder.convert(builder.add(Unary.ROUND, x), DType.I32), DType.F64);
    Graph f = builder.build("staircase", List.of(whole));
    List<Literal> results =
        Interpreter.run(
            Differentiation.vjp(f, new boolean[] {true}), List.of(vector(1.2, 2.7), vector(1, 1)));
    assertThat(results).containsExactly(vector(1, 3), vector(0, 0));
  }

  @Test
  void aResultThatIsAParameterPassesItsCotangentOn() {
    GraphBuilder builder = new GraphBuilder();
    Value x = builder.parameter(TensorType.of(DType.F64, 2));
    Graph f = builder.build("identity", List.of(x, x));
    List<Literal> results =
        Interpreter.run(
            Differentiation.vjp(f, new boolean[] {true}),
            List.of(vector(1, 2), vector(10, 20), vector(5, 6)));
    assertThat(results).containsExactly(vector(1, 2), vector(1, 2), vector(15, 26));
  }

  @Test
  void fifthDerivativeOfTanh() {
    GraphBuilder builder = new GraphBuilder();
    Value x = builder.parameter(TensorType.scalar(DType.F64));
    Graph f = builder.build("tanh", List.of(builder.add(Unary.TANH, x)));
    for (int order = 0; order < 5; order++) {
      f = derivative(f);
    }
    double at = 0.3;
    double y = Math.tanh(at);
    // By repeated use of y' = 1 - y^2.
    double expected = -120 * Math.pow(y, 6) + 240 * Math.pow(y, 4) - 136 * Math.pow(y, 2) + 16;
    Literal result = Interpreter.run(f, List.of(Literal.scalar(DType.F64, at))).getFirst();
    assertThat(result.real(0)).isCloseTo(expected, within(1e-12));
  }

  /** The derivative of a function of one scalar, alternating forward and reverse mode. */
  private static Graph derivative(Graph f) {
    Graph vjp = Differentiation.vjp(f, new boolean[] {true});
    GraphBuilder builder = new GraphBuilder();
    Value x = builder.parameter(TensorType.scalar(DType.F64));
    List<Value> results = builder.inline(vjp, List.of(x, builder.scalar(DType.F64, 1)));
    return builder.build(f.name() + "'", List.of(results.get(1)));
  }

  @Test
  void refusesToDifferentiateByIntegers() {
    GraphBuilder builder = new GraphBuilder();
    Value i = builder.parameter(TensorType.of(DType.I32, 2));
    Graph f = builder.build("count", List.of(builder.convert(i, DType.F32)));
    assertThatThrownBy(() -> Differentiation.vjp(f, new boolean[] {true}))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage(
            "[count] cannot be differentiated by parameter 0, which is I32[2]: only F32, F64 and"
                + " BF16 can");
    assertThatThrownBy(() -> Differentiation.jvp(f, new boolean[] {false, true}))
        .hasMessage("[count] has 1 parameters, given [false, true]");
  }

  private static List<Literal> gradients(Op op, Literal... x) {
    GraphBuilder builder = new GraphBuilder();
    List<Value> parameters =
        Arrays.stream(x).map(literal -> builder.parameter(literal.type())).toList();
    Graph f = builder.build(op.mnemonic(), builder.add(op, parameters));
    boolean[] active = new boolean[x.length];
    Arrays.fill(active, true);
    List<Literal> arguments = new ArrayList<>(List.of(x));
    TensorType result = f.results().getFirst().type();
    double[] ones = new double[(int) result.size()];
    Arrays.fill(ones, 1);
    arguments.add(Literal.ofReals(result, ones));
    return Interpreter.run(Differentiation.vjp(f, active), arguments).subList(1, 1 + x.length);
  }

  private static Literal vector(double... values) {
    return Literal.ofReals(TensorType.of(DType.F64, values.length), values);
  }
}
