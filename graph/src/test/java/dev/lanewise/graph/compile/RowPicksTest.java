package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.DotGeneral;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Indexing.OutOfBounds;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.Reduction;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Tier;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.EnumSource;

/** One element of each row, picked by the loop that walks the rows: the gather's very bits. */
class RowPicksTest {
  private static final int ROWS = 5;
  private static final int LENGTH = 70;
  private static final Indexing.WindowMap ONE_PER_ROW =
      new Indexing.WindowMap(Ints.of(), Ints.of(1), Ints.of(0), Ints.of(0), Ints.of(1));
  private static final Ints SINGLE = Ints.of(1, 1);

  private final GraphBuilder b = new GraphBuilder();

  private Value gather(OutOfBounds mode, Value x, Value labels) {
    Value indices = b.reshape(labels, Shape.of(ROWS, 1, 1));
    return b.add(new Indexing.Gather(ONE_PER_ROW, SINGLE, mode), x, indices);
  }

  private Value scatterAdd(OutOfBounds mode, Value x, Value labels, Value updates) {
    Value indices = b.reshape(labels, Shape.of(ROWS, 1, 1));
    return b.add(new Indexing.ScatterAdd(ONE_PER_ROW, SINGLE, mode), x, indices, updates);
  }

  private Value rows(DType dtype) {
    return b.parameter(TensorType.of(dtype, ROWS, LENGTH));
  }

  private Value labels(DType dtype) {
    return b.parameter(TensorType.of(dtype, ROWS));
  }

  private static Literal labels(DType dtype, long... labels) {
    return Literal.ofIntegers(TensorType.of(dtype, ROWS), labels);
  }

  /** Rows of NaNs and infinities with other elements where the labels are. */
  private static Literal extremes(DType dtype, long[] labels) {
    double[] picked = {-0.0, Double.NEGATIVE_INFINITY, Double.NaN, 1.5, 0.0};
    double[] others = {Double.NaN, Double.POSITIVE_INFINITY, -0.0, 7, Double.NEGATIVE_INFINITY};
    double[] elements = new double[ROWS * LENGTH];
    for (int i = 0; i < elements.length; i++) {
      elements[i] =
          i % LENGTH == labels[i / LENGTH]
              ? picked[i / LENGTH]
              : others[(i / LENGTH + i) % others.length];
    }
    return Literal.ofReals(TensorType.of(dtype, ROWS, LENGTH), elements);
  }

  private static List<Op> operations(Graph graph) {
    return LoopForms.of(graph).graph().nodes().stream().<Op>map(node -> node.op()).toList();
  }

  private static void check(Graph graph, Literal... arguments) {
    List<Literal> expected = Interpreter.run(graph, List.of(arguments));
    for (Tier tier : List.of(Tier.INTERPRETED, Tier.COMPILED)) {
      CompileOptions options =
          CompileOptions.defaults().withOptimize(false).withScalars(false).withTier(tier);
      Executable executable = Executable.compile(graph, options);
      List<Array> results = executable.run(List.of(arguments).stream().map(Array::of).toList());
      assertThat(results.stream().map(Array::toLiteral).toList())
          .as("%s", tier)
          .isEqualTo(expected);
    }
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"F32", "F64"})
  void whatALoopComputesIsPickedThere(DType dtype) {
    Value x = rows(dtype);
    Value y = b.add(Unary.ABS, b.add(x, rows(dtype)));
    Value kept = b.select(b.add(Unary.IS_FINITE, y), x, x);
    Graph graph = b.build("picked", List.of(gather(OutOfBounds.ERROR, kept, labels(DType.I64))));
    long[] labels = {3, 0, LENGTH - 1, 64, 17};
    assertThat(operations(graph)).anyMatch(op -> op instanceof Reduction.Reduce);
    Literal extremes = extremes(dtype, labels);
    check(graph, extremes, extremes, labels(DType.I64, labels));
  }

  @ParameterizedTest
  @EnumSource(
      value = DType.class,
      names = {"I32", "I64", "BOOL"})
  void everyTypeOfElementIsPicked(DType dtype) {
    Value x = rows(DType.I32);
    Value y = b.convert(b.add(x, rows(DType.I32)), dtype);
    Value sum = b.add(Binary.XOR, y, b.convert(x, dtype));
    Graph graph = b.build("picked", List.of(gather(OutOfBounds.CLIP, sum, labels(DType.I32))));
    assertThat(operations(graph)).anyMatch(op -> op instanceof Reduction.Reduce);
    SplittableRandom random = new SplittableRandom(1);
    List<Literal> arguments = RandomGraphs.arguments(random, graph);
    check(graph, arguments.get(0), arguments.get(1), labels(DType.I32, -5, 0, 69, 70, 1 << 30));
  }

  /** The logarithm of a softmax at a label: all that is gathered is the logit. */
  @Test
  void whatIsComputedElementByElementIsPickedFromTheOperands() {
    Value x = rows(DType.F32);
    Value shift = b.reshape(b.reduce(Reduction.Kind.MAX, x, Ints.of(1)), Shape.of(ROWS, 1));
    Value shifted = b.sub(x, b.broadcast(shift, x.shape(), Ints.of(0, 1)));
    Value half = b.mul(shifted, 0.5);
    Value scaled = b.mul(half, b.broadcast(b.parameter(shift.type()), x.shape(), Ints.of(0, 1)));
    Graph graph = b.build("loss", List.of(gather(OutOfBounds.ERROR, scaled, labels(DType.I32))));
    LoopForms.Written written = LoopForms.of(graph);
    assertThat(written.graph().nodes())
        .filteredOn(node -> node.op() instanceof Indexing)
        .hasSize(1)
        .allMatch(node -> node.operand(0).isParameter());
    assertThat(written.notes())
        .containsExactly(
            "gather, one element a row of F32[5, 70]: gathered from memory, where the array lies"
                + " anyway");
    Literal x0 = extremes(DType.F32, new long[] {1, 2, 3, 4, 5});
    Literal factors = Literal.ofReals(TensorType.of(DType.F32, ROWS, 1), 1, -2, 3, -4, 0);
    check(graph, x0, factors, labels(DType.I32, 1, 2, 3, 4, 69));
  }

  /** The loop behind a product may run on its tiles, if nothing reads them before. */
  @Test
  void rowsOfAProductArePickedWhereTheyAreWalked() {
    Value weights = b.parameter(TensorType.of(DType.F32, LENGTH, LENGTH));
    Value logits = b.add(DotGeneral.matmul(), rows(DType.F32), weights);
    Value labels = labels(DType.I32);
    Value walked = gather(OutOfBounds.CLIP, b.neg(logits), labels);
    assertThat(operations(b.build("walked", List.of(walked))))
        .noneMatch(op -> op instanceof Indexing);
    Graph alone = b.build("alone", List.of(gather(OutOfBounds.CLIP, logits, labels)));
    assertThat(LoopForms.of(alone).notes())
        .last()
        .asString()
        .endsWith("gathered from memory, where the array lies anyway");
  }

  @Test
  void longChainsAreNotComputedTwice() {
    Value x = rows(DType.F32);
    Value y = x;
    for (int i = 0; i < 20; i++) {
      y = b.add(Unary.ABS, b.neg(y));
    }
    Graph graph = b.build("chain", List.of(gather(OutOfBounds.CLIP, y, labels(DType.I32))));
    List<Op> operations = operations(graph);
    assertThat(operations).noneMatch(op -> op instanceof Indexing);
    assertThat(operations).filteredOn(op -> op == Unary.NEG).hasSizeLessThan(30);
    long[] labels = {9, 8, 7, 6, 5};
    check(graph, extremes(DType.F32, labels), labels(DType.I32, labels));
  }

  @ParameterizedTest
  @EnumSource(OutOfBounds.class)
  void anElementARowIsAddedWhereTheResultIsRead(OutOfBounds mode) {
    Value updates = b.parameter(TensorType.of(DType.F32, ROWS, 1));
    Value zeros = b.zeros(TensorType.of(DType.F32, ROWS, LENGTH));
    Value sum = scatterAdd(mode, zeros, labels(DType.I64), updates);
    Graph graph = b.build("gradient", List.of(b.neg(sum)));
    assertThat(operations(graph)).noneMatch(op -> op instanceof Indexing.ScatterAdd);
    Literal added =
        Literal.ofReals(TensorType.of(DType.F32, ROWS, 1), -0.0, 3, Double.NaN, 1e30, -2);
    check(graph, added, labels(DType.I64, 0, 69, 5, 17, 68));
    if (mode != OutOfBounds.ERROR) {
      check(graph, added, labels(DType.I64, -1, 70, Long.MIN_VALUE, 1L << 32, Long.MAX_VALUE));
    }
  }

  @Test
  void aLabelThatIsNoColumnIsTheSameError() {
    Value x = b.add(rows(DType.F32), rows(DType.F32));
    Value labels = labels(DType.I32);
    Graph graph = b.build("picked", List.of(gather(OutOfBounds.ERROR, x, labels)));
    assertThat(operations(graph)).anyMatch(op -> op instanceof Elementwise.Select);
    Array rows = Array.of(extremes(DType.F32, new long[ROWS]));
    Array wrong = Array.of(labels(DType.I32, 0, 1, 70, 3, 4));
    Executable executable = Executable.compile(graph, CompileOptions.defaults());
    assertThatThrownBy(() -> executable.run(List.of(rows, rows, wrong)))
        .isInstanceOf(IndexOutOfBoundsException.class)
        .hasMessageContaining("index 70 at position 2 is out of range for axis 1 of size 70");
  }

  /** An addition alone looks at its labels; behind a gather that does, not again. */
  @Test
  void labelsAreLookedAtOnce() {
    Value x = rows(DType.F32);
    Value labels = labels(DType.I32);
    Value indices = b.reshape(labels, Shape.of(ROWS, 1, 1));
    Value picked = b.add(new Indexing.Gather(ONE_PER_ROW, SINGLE, OutOfBounds.ERROR), x, indices);
    Op scatter = new Indexing.ScatterAdd(ONE_PER_ROW, SINGLE, OutOfBounds.ERROR);
    Value sum = b.add(scatter, b.zeros(x.type()), indices, picked);
    Graph both = b.build("both", List.of(sum));
    assertThat(operations(both)).filteredOn(op -> op instanceof Indexing).hasSize(1);
    check(both, extremes(DType.F32, new long[ROWS]), labels(DType.I32, 0, 1, 2, 3, 4));
  }

  @Test
  void randomGraphsMeanTheSame() {
    RandomGraphs.Options options =
        RandomGraphs.Options.all()
            .withFamilies(
                EnumSet.of(
                    RandomGraphs.Family.UNARY,
                    RandomGraphs.Family.BINARY,
                    RandomGraphs.Family.ELEMENTWISE,
                    RandomGraphs.Family.MOVEMENT,
                    RandomGraphs.Family.INDEXING));
    int rewritten = 0;
    for (int seed = 0; seed < 2_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Graph graph = RandomGraphs.next(random, options);
      Graph loops = LoopForms.of(graph).graph();
      rewritten += loops == graph ? 0 : 1;
      List<Literal> arguments = RandomGraphs.arguments(random, graph);
      assertThat(Interpreter.run(loops, arguments))
          .as("seed %d", seed)
          .isEqualTo(Interpreter.run(graph, arguments));
    }
    assertThat(rewritten).isGreaterThan(100);
  }
}
