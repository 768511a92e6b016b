package dev.lanewise.graph.optimize;

import static dev.lanewise.graph.optimize.Rewrites.assertSameBits;
import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.BrokenGraphs;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.GraphVerificationException;
import dev.lanewise.graph.ir.Indexing;
import dev.lanewise.graph.ir.Ints;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Dead code, common subexpressions, constant folding, and the optimizer that runs them. */
class PassTest {
  private static final TensorType TYPE = TensorType.of(DType.F32, 4);

  private final GraphBuilder b = new GraphBuilder();

  private Graph graph(Value... results) {
    return b.build("test", List.of(results));
  }

  private static List<String> mnemonics(Graph graph) {
    return graph.nodes().stream().map(node -> node.op().mnemonic()).toList();
  }

  // Dead code.

  @Test
  void deadCodeGoesAndParametersStay() {
    Value x = b.parameter(TYPE);
    b.parameter(TYPE);
    b.add(Unary.EXP, b.add(Unary.SIN, x));
    Graph graph = graph(b.add(Unary.COS, x));
    Graph live = new DeadCode().run(graph);
    assertThat(mnemonics(live)).containsExactly("cos");
    assertThat(live.parameterTypes()).isEqualTo(graph.parameterTypes());
    assertThat(live.name()).isEqualTo("test");
    assertSameBits(graph, live);
  }

  @Test
  void aPassThatChangesNothingReturnsTheSameGraph() {
    Value x = b.parameter(TYPE);
    Graph graph = graph(b.add(Unary.EXP, x), x, x);
    for (Pass pass : Optimizer.standard().passes()) {
      assertThat(pass.run(graph)).as(pass.name()).isSameAs(graph);
    }
    assertThat(Optimizer.standard().run(graph)).isSameAs(graph);
  }

  // Common subexpressions.

  @Test
  void equalNodesAreMerged() {
    Value x = b.parameter(TYPE);
    Value y = b.parameter(TYPE);
    Graph graph =
        graph(
            b.add(b.add(Unary.EXP, x), b.add(Unary.EXP, x)),
            b.sub(b.mul(x, y), b.mul(y, x)),
            b.sub(b.sub(x, y), b.sub(y, x)));
    Graph merged = new CommonSubexpressions().run(graph);
    assertThat(mnemonics(merged)).containsExactly("exp", "add", "mul", "sub", "sub", "sub", "sub");
    assertSameBits(graph, merged);
  }

  @Test
  void comparisonsAreTheSameWithOperandsExchanged() {
    Value x = b.parameter(TYPE);
    Value y = b.parameter(TYPE);
    Graph graph =
        graph(
            b.add(Comparison.LT, x, y),
            b.add(Comparison.GT, y, x),
            b.add(Comparison.LT, y, x),
            b.add(Comparison.NE, x, y),
            b.add(Comparison.NE, y, x),
            b.add(Comparison.GE, y, x));
    Graph merged = new CommonSubexpressions().run(graph);
    assertThat(merged.results().get(1)).isSameAs(merged.results().get(0));
    assertThat(merged.results().get(2)).isNotSameAs(merged.results().get(0));
    assertThat(merged.results().get(4)).isSameAs(merged.results().get(3));
    assertThat(merged.nodes()).hasSize(4);
    assertSameBits(graph, merged);
  }

  @Test
  void constantsAreMergedByContent() {
    Graph graph =
        graph(
            b.scalar(DType.F32, Double.NaN),
            b.scalar(DType.F32, Double.NaN),
            b.scalar(DType.F32, 0.0),
            b.scalar(DType.F32, -0.0),
            b.scalar(DType.F64, 0.0));
    assertThat(new CommonSubexpressions().run(graph).nodes()).hasSize(4);
  }

  @Test
  void attributesTellNodesApart() {
    Value x = b.parameter(TensorType.of(DType.F32, 2, 2));
    Value key = b.parameter(TensorType.of(DType.I32, 2));
    Graph graph =
        graph(
            b.sum(x, Ints.of(0)),
            b.sum(x, Ints.of(1)),
            b.add(new RandomBits(TensorType.of(DType.I32, 3)), key),
            b.add(new RandomBits(TensorType.of(DType.I32, 4)), key),
            b.add(new RandomBits(TensorType.of(DType.I32, 4)), key));
    assertThat(new CommonSubexpressions().run(graph).nodes()).hasSize(4);
  }

  // Constant folding.

  @Test
  void knownOperandsAreFoldedButRepetitionsKept() {
    Value known = b.constant(Literal.ofReals(TYPE, 1, 4, 9, 16));
    Value repeated = b.full(TYPE, 2);
    Graph graph = graph(b.mul(b.add(Unary.SQRT, known), repeated), repeated);
    Graph folded = new DeadCode().run(new ConstantFolding().run(graph));
    assertThat(folded.results().get(0).op())
        .isEqualTo(new Elementwise.Constant(Literal.ofReals(TYPE, 2, 4, 6, 8)));
    assertThat(mnemonics(folded))
        .containsExactlyInAnyOrder("constant", "broadcastInDim", "constant");
  }

  @Test
  void largeResultsAreNotFolded() {
    TensorType large = TensorType.of(DType.F32, 2000);
    Value known = b.constant(Literal.ofReals(large, new double[2000]));
    Graph graph = graph(b.add(Unary.EXP, known));
    assertThat(new ConstantFolding().run(graph)).isSameAs(graph);
  }

  @Test
  void anIndexOutOfRangeIsReportedWhenTheGraphRuns() {
    Indexing.WindowMap elements =
        new Indexing.WindowMap(Ints.of(), Ints.of(0), Ints.of(), Ints.of(), Ints.of(0));
    Value x = b.constant(Literal.ofReals(TYPE, 1, 2, 3, 4));
    Value indices = b.constant(Literal.ofIntegers(TensorType.of(DType.I32, 1, 1), 9));
    Graph graph =
        graph(
            b.add(
                new Indexing.Gather(elements, Ints.of(1), Indexing.OutOfBounds.ERROR), x, indices));
    assertThat(Optimizer.standard().run(graph)).isSameAs(graph);
    GraphBuilder other = new GraphBuilder();
    Value clipped =
        other.add(
            new Indexing.Gather(elements, Ints.of(1), Indexing.OutOfBounds.CLIP),
            other.constant(Literal.ofReals(TYPE, 1, 2, 3, 4)),
            other.constant(Literal.ofIntegers(TensorType.of(DType.I32, 1, 1), 9)));
    Graph folded = Optimizer.standard().run(other.build("clipped", List.of(clipped)));
    assertThat(folded.results().getFirst().op())
        .isEqualTo(new Elementwise.Constant(Literal.ofReals(TensorType.of(DType.F32, 1), 4)));
  }

  // All of them.

  @Test
  void sourceLinesSurvive() {
    Set<String> lines = Set.of("Model.java:1", "Model.java:2");
    b.setSource(new StackTraceElement("Model", "loss", "Model.java", 1));
    Value x = b.parameter(TYPE);
    Value negated = b.mul(x, -1);
    b.setSource(new StackTraceElement("Model", "loss", "Model.java", 2));
    Value result = b.add(Binary.ADD, b.mul(b.parameter(TYPE), 3), negated);
    Graph optimised = Optimizer.standard().run(graph(result));
    assertThat(mnemonics(optimised)).contains("sub", "mul").doesNotContain("neg");
    for (Node node : optimised.nodes()) {
      StackTraceElement source = node.source();
      assertThat(source).as(node.toString()).isNotNull();
      assertThat(lines).contains(source.getFileName() + ":" + source.getLineNumber());
    }
    assertThat(optimised.results().getFirst().node().source().getLineNumber()).isEqualTo(2);
  }

  @Test
  void sourceLinesOfRandomGraphsSurvive() {
    for (int seed = 0; seed < 100; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      Set<StackTraceElement> before = sources(graph);
      Set<StackTraceElement> after = sources(Optimizer.standard().run(graph));
      assertThat(before).as("seed %d", seed).containsAll(after);
      assertThat(after.isEmpty() && !before.isEmpty() && before.size() > 8)
          .as("seed %d lost all of %s", seed, before)
          .isFalse();
    }
  }

  private static Set<StackTraceElement> sources(Graph graph) {
    return graph.nodes().stream()
        .filter(node -> node.source() != null)
        .map(Node::source)
        .collect(Collectors.toSet());
  }

  /** Changes a graph once, into a copy, and counts how often it is asked. */
  private static final class Once implements Pass {
    private final boolean changes;
    private int runs;

    Once(boolean changes) {
      this.changes = changes;
    }

    @Override
    public String name() {
      return "once";
    }

    @Override
    public Graph run(Graph graph) {
      runs++;
      return changes && runs == 1 ? new GraphBuilder().build("copy", List.of()) : graph;
    }
  }

  @Test
  void theOptimizerStopsWhenAllPassesInARowChangeNothing() {
    Once first = new Once(false);
    Once changing = new Once(true);
    Once last = new Once(false);
    Optimizer optimizer = Optimizer.of(List.of(first, changing, last));
    assertThat(optimizer.run(new GraphBuilder().build("f", List.of())).name()).isEqualTo("copy");
    assertThat(first.runs).isEqualTo(2);
    assertThat(changing.runs).isEqualTo(2);
    assertThat(last.runs).isEqualTo(1);
    Graph empty = new GraphBuilder().build("f", List.of());
    assertThat(Optimizer.of(List.of()).run(empty)).isSameAs(empty);
  }

  @Test
  void theOptimizerNamesThePassThatBrokeAGraph() {
    Graph graph = graph(b.add(Unary.EXP, b.parameter(TYPE)));
    Pass breaking =
        new Pass() {
          @Override
          public String name() {
            return "breaking";
          }

          @Override
          public Graph run(Graph before) {
            return BrokenGraphs.withForeignResult();
          }
        };
    assertThatThrownBy(() -> Optimizer.of(List.of(breaking)).verifying().run(graph))
        .isInstanceOf(GraphVerificationException.class)
        .hasMessageContaining("after breaking")
        .satisfies(e -> assertThat(((GraphVerificationException) e).pass()).isEqualTo("breaking"));
  }
}
