package dev.lanewise.graph.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.RandomGraphs;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

class VerifierTest {
  private static final TensorType TYPE = TensorType.of(DType.F32, 2);

  private static Value parameter(int id, int index) {
    return new Value(id, TYPE, null, index);
  }

  private static Node node(Op op, int firstId, Value... operands) {
    return new Node(op, List.of(operands), List.of(TYPE), firstId, null);
  }

  private static void assertRejected(Graph graph, String message) {
    assertThatThrownBy(() -> Verifier.verify(graph))
        .isInstanceOf(GraphVerificationException.class)
        .hasMessage("[verify] graph 'g'" + message);
  }

  @Test
  void whatABuilderMakesIsWellFormed() {
    for (int seed = 0; seed < 100; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      assertThat(Verifier.verify(graph)).isSameAs(graph);
      assertThat(Verifier.verify(graph, "pass")).isSameAs(graph);
    }
  }

  @Test
  void operandsComeBeforeTheirUse() {
    Value x = parameter(0, 0);
    Node first = node(Unary.EXP, 1, x);
    Node second = node(Unary.SIN, 2, first.result());
    assertRejected(
        new Graph("g", List.of(x), List.of(second, first), List.of(second.result()), 3),
        ", node [%2: F32[2]] = sin[%1: F32[2]]: operand %1: F32[2] is used before it is computed");
  }

  @Test
  void operandsBelongToTheGraph() {
    Value x = parameter(0, 0);
    Node node = node(Unary.EXP, 1, parameter(0, 0));
    assertRejected(
        new Graph("g", List.of(x), List.of(node), List.of(node.result()), 2),
        ", node [%1: F32[2]] = exp[%0: F32[2]]: operand %0: F32[2] is not a value of the graph");
  }

  @Test
  void resultsBelongToTheGraph() {
    assertRejected(
        new Graph("g", List.of(parameter(0, 0)), List.of(), List.of(parameter(0, 0)), 1),
        ": result %0: F32[2] is not a value of the graph");
    assertRejected(
        new Graph("g", List.of(), List.of(), List.of(parameter(7, 0)), 0),
        ": result %7: F32[2] is not a value of the graph");
  }

  @Test
  void typesAreWhatTheRulesSay() {
    Value x = parameter(0, 0);
    Node wrong = node(Unary.IS_FINITE, 1, x);
    assertRejected(
        new Graph("g", List.of(x), List.of(wrong), List.of(), 2),
        ", node [%1: F32[2]] = isFinite[%0: F32[2]]: has types [F32[2]], should have [BOOL[2]]");
  }

  @Test
  void operandsFitTheOperation() {
    Value x = parameter(0, 0);
    Node wrong = node(Binary.AND, 1, x, x);
    Graph graph = new Graph("g", List.of(x), List.of(wrong), List.of(), 2);
    assertRejected(
        graph, ", node [%1: F32[2]] = and[%0: F32[2], %0: F32[2]]: [and] does not take F32[2]");
    assertThatThrownBy(() -> Verifier.verify(graph)).hasCauseInstanceOf(OpException.class);
  }

  @Test
  void idsAreDenseAndDistinct() {
    Value x = parameter(0, 0);
    Node node = node(Unary.EXP, 2, x);
    assertRejected(
        new Graph("g", List.of(x), List.of(node), List.of(), 3),
        ": has 2 values, yet their ids go up to 3");
    assertRejected(
        new Graph("g", List.of(x), List.of(node), List.of(), 2),
        ", node [%2: F32[2]] = exp[%0: F32[2]]: id of %2: F32[2] is not below 2");
    Node same = node(Unary.EXP, 0, x);
    assertRejected(
        new Graph("g", List.of(x), List.of(same), List.of(), 2),
        ", node [%0: F32[2]] = exp[%0: F32[2]]: %0: F32[2] has the id of %0: F32[2]");
    assertRejected(
        new Graph("g", List.of(x, x), List.of(), List.of(), 1),
        ": %0: F32[2] has the id of %0: F32[2]");
  }

  @Test
  void parametersKnowTheirPlaces() {
    assertRejected(
        new Graph("g", List.of(parameter(0, 1)), List.of(), List.of(), 1),
        ": %0: F32[2] says index 1, stands at 0");
    Node node = node(Unary.EXP, 1, parameter(0, 0));
    assertRejected(
        new Graph("g", List.of(node.result()), List.of(), List.of(), 1),
        ": parameter %1: F32[2] is computed by a node");
  }

  @Test
  void theErrorNamesPassAndNode() {
    Value x = parameter(0, 0);
    Node wrong = node(Unary.NOT, 1, x);
    Graph graph = new Graph("g", List.of(x), List.of(wrong), List.of(), 2);
    assertThatThrownBy(() -> Verifier.verify(graph, "fuse"))
        .hasMessage(
            "[verify] graph 'g' after fuse, node [%1: F32[2]] = not[%0: F32[2]]:"
                + " [not] does not take F32[2]")
        .isInstanceOfSatisfying(
            GraphVerificationException.class,
            e -> {
              assertThat(e.graph()).isEqualTo("g");
              assertThat(e.pass()).isEqualTo("fuse");
              assertThat(e.node()).isSameAs(wrong);
            });
  }
}
