package dev.lanewise.graph.report;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.optimize.Optimizer;
import dev.lanewise.graph.optimize.OptimizerTrace;
import dev.lanewise.graph.optimize.PassStep;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import java.util.function.BinaryOperator;
import org.junit.jupiter.api.Test;

class GraphDiffTest {
  /** {@code f(x, y)}, where x and y have three elements. */
  private static Graph graph(BinaryOperator<Value> body, GraphBuilder b) {
    TensorType type = TensorType.of(DType.F32, 3);
    Value x = b.parameter(type);
    Value y = b.parameter(type);
    return b.build("f", List.of(body.apply(x, y)));
  }

  private static List<String> names(Set<Node> nodes, Graph graph) {
    return graph.nodes().stream().filter(nodes::contains).map(n -> n.op().mnemonic()).toList();
  }

  private static void check(Graph before, Graph after, List<String> removed, List<String> added) {
    GraphDiff diff = GraphDiff.of(before, after);
    assertThat(names(diff.removed(), before)).isEqualTo(removed);
    assertThat(names(diff.added(), after)).isEqualTo(added);
  }

  @Test
  void aGraphBuiltAnewIsTheSame() {
    GraphBuilder a = new GraphBuilder();
    GraphBuilder b = new GraphBuilder();
    Graph before = graph((x, y) -> a.mul(a.add(x, y), a.neg(x)), a);
    Graph after =
        graph(
            (x, y) -> {
              Value negated = b.neg(x);
              return b.mul(b.add(x, y), negated);
            },
            b);
    check(before, after, List.of(), List.of());
  }

  /** Its users stay what they were, though their expressions are others now. */
  @Test
  void whatIsLeftOutIsRemovedAlone() {
    GraphBuilder a = new GraphBuilder();
    GraphBuilder b = new GraphBuilder();
    Graph before = graph((x, y) -> a.add(Unary.EXP, a.mul(a.neg(a.neg(x)), y)), a);
    Graph after = graph((x, y) -> b.add(Unary.EXP, b.mul(x, y)), b);
    check(before, after, List.of("neg", "neg"), List.of());
    check(after, before, List.of(), List.of("neg", "neg"));
  }

  @Test
  void whatIsReplacedIsRemovedAndAdded() {
    GraphBuilder a = new GraphBuilder();
    GraphBuilder b = new GraphBuilder();
    Graph before = graph((x, y) -> a.add(Unary.TANH, a.sub(x, y)), a);
    Graph after = graph((x, y) -> b.add(Unary.TANH, b.add(x, b.neg(y))), b);
    check(before, after, List.of("sub"), List.of("neg", "add"));
  }

  @Test
  void oneOfTwoEqualOnesIsRemoved() {
    GraphBuilder a = new GraphBuilder();
    GraphBuilder b = new GraphBuilder();
    Graph before = graph((x, _) -> a.mul(a.neg(x), a.neg(x)), a);
    Graph after =
        graph(
            (x, _) -> {
              Value negated = b.neg(x);
              return b.mul(negated, negated);
            },
            b);
    check(before, after, List.of("neg"), List.of());
  }

  @Test
  void countsOfRandomGraphsAddUp() {
    for (int seed = 0; seed < 200; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      for (PassStep step : OptimizerTrace.of(Optimizer.standard(), graph).steps()) {
        GraphDiff diff = GraphDiff.of(step.before(), step.after());
        assertThat(step.before().nodes().size() - diff.removed().size() + diff.added().size())
            .as("seed %d, %s", seed, step.pass())
            .isEqualTo(step.after().nodes().size());
        assertThat(step.before().nodes()).containsAll(diff.removed());
        assertThat(step.after().nodes()).containsAll(diff.added());
      }
      GraphDiff same = GraphDiff.of(graph, graph);
      assertThat(same.removed()).as("seed %d", seed).isEmpty();
      assertThat(same.added()).as("seed %d", seed).isEmpty();
    }
  }
}
