package dev.lanewise.graph.ir;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import java.util.List;
import org.junit.jupiter.api.Test;

class GraphBuilderTest {
  private static final TensorType TYPE = TensorType.of(DType.F32, 3);
  private static final StackTraceElement LINE =
      new StackTraceElement("Model", "loss", "Model.java", 7);

  private final GraphBuilder b = new GraphBuilder();

  @Test
  void nodesKnowWhatTheyWereMadeOf() {
    Value x = b.parameter(TYPE);
    b.setSource(LINE);
    Value y = b.add(Unary.EXP, x);
    Value late = b.parameter(TYPE);
    Graph graph = b.build("f", List.of(y, x, y));
    Node node = y.node();
    assertThat(graph.nodes()).containsExactly(node);
    assertThat(node.op()).isEqualTo(Unary.EXP);
    assertThat(node.operands()).containsExactly(x);
    assertThat(node.operandTypes()).containsExactly(TYPE);
    assertThat(node.result()).isSameAs(y);
    assertThat(node.source()).isEqualTo(LINE);
    assertThat(y.op()).isEqualTo(Unary.EXP);
    assertThat(x.op()).isNull();
    assertThat(graph.parameters()).containsExactly(x, late);
    assertThat(late.index()).isEqualTo(1);
    assertThat(graph.resultTypes()).containsExactly(TYPE, TYPE, TYPE);
    assertThat(graph.valueCount()).isEqualTo(3);
    assertThat(graph.useCounts()).containsExactly(2, 2, 0);
    assertThat(y).hasToString("%1: F32[3]");
    assertThat(node).hasToString("[%1: F32[3]] = exp[%0: F32[3]]");
  }

  @Test
  void aGraphDoesNotSeeWhatIsAddedLater() {
    Value x = b.parameter(TYPE);
    Graph graph = b.build("f", List.of(x));
    b.add(Unary.EXP, x);
    b.parameter(TYPE);
    assertThat(Verifier.verify(graph).nodes()).isEmpty();
    assertThat(graph.parameters()).hasSize(1);
  }

  @Test
  void valuesOfOthersAreRefused() {
    Value foreign = new GraphBuilder().parameter(TYPE);
    b.parameter(TYPE);
    assertThatThrownBy(() -> b.add(Unary.EXP, foreign))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[exp] operand %0: F32[3] belongs to another graph");
    assertThatThrownBy(() -> b.build("f", List.of(foreign)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[f] result %0: F32[3] belongs to another graph");
    assertThat(b.owns(foreign)).isFalse();
  }

  @Test
  void aRefusedOperationLeavesNoTrace() {
    Value x = b.parameter(TYPE);
    b.setSource(LINE);
    assertThatThrownBy(() -> b.add(Unary.NOT, x))
        .isInstanceOf(OpException.class)
        .hasMessage("[not] does not take F32[3]\n    at Model.loss(Model.java:7)");
    assertThat(b.build("f", List.of(x)).nodes()).isEmpty();
  }

  @Test
  void inliningCopiesNodesAndTheirLines() {
    GraphBuilder inner = new GraphBuilder();
    Value p = inner.parameter(TYPE);
    Value q = inner.parameter(TYPE);
    inner.setSource(LINE);
    Graph difference = inner.build("difference", List.of(inner.sub(p, q), q));

    Value x = b.parameter(TYPE);
    Value y = b.add(Unary.EXP, x);
    List<Value> results = b.inline(difference, List.of(y, x));
    Value after = b.neg(results.getFirst());
    Graph graph = Verifier.verify(b.build("f", List.of(after, results.get(1))));
    assertThat(graph.results().get(1)).isSameAs(x);
    Node copy = results.getFirst().node();
    assertThat(copy.operands()).containsExactly(y, x);
    assertThat(copy.source()).isEqualTo(LINE);
    assertThat(after.node().source()).isNull();
    assertThatThrownBy(() -> b.inline(difference, List.of(x)))
        .hasMessage("[difference] takes [F32[3], F32[3]], given [F32[3]]");
  }

  @Test
  void anOperationAddedAgainIsCheckedAgainstNewTypes() {
    GraphBuilder other = new GraphBuilder();
    Value p = other.parameter(TYPE);
    Node sum = other.add(p, p).node();
    Node not = other.add(Unary.NOT, other.parameter(TensorType.of(DType.BOOL, 3))).node();

    Value x = b.parameter(TensorType.of(DType.F32, 3));
    Value same = b.addAgain(sum, List.of(x, x)).getFirst();
    assertThat(same.type()).isEqualTo(TYPE);
    assertThat(same.node().operands()).containsExactly(x, x);
    Value wide = b.parameter(TensorType.of(DType.F64, 2));
    Value changed = b.addAgain(sum, List.of(wide, wide)).getFirst();
    assertThat(changed.type()).isEqualTo(wide.type());
    Verifier.verify(b.build("f", List.of(same, changed)));

    assertThatThrownBy(() -> b.addAgain(not, List.of(x)))
        .isInstanceOf(OpException.class)
        .hasMessage("[not] does not take F32[3]");
    assertThatThrownBy(() -> b.addAgain(sum, List.of(x)))
        .isInstanceOf(OpException.class)
        .hasMessage("[add] takes 2 operands, given [F32[3]]");
    assertThatThrownBy(() -> b.addAgain(sum, List.of(p, p)))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[add] operand %0: F32[3] belongs to another graph");
  }

  @Test
  void shortFormsAddNothingThatChangesNothing() {
    Value x = b.parameter(TensorType.of(DType.F32, 2, 3));
    assertThat(b.convert(x, DType.F32)).isSameAs(x);
    assertThat(b.broadcast(x, x.shape(), Ints.of(0, 1))).isSameAs(x);
    assertThat(b.reshape(x, x.shape())).isSameAs(x);
    assertThat(b.transpose(x, Ints.of(0, 1))).isSameAs(x);
    assertThat(b.sum(x, Ints.of())).isSameAs(x);
    assertThat(b.full(TensorType.scalar(DType.F32), 2).op())
        .isInstanceOf(Elementwise.Constant.class);
    assertThat(b.transpose(x, Ints.of(1, 0)).shape()).isEqualTo(Shape.of(3, 2));
    assertThat(b.zeros(x.type()).type()).isEqualTo(x.type());
  }

  @Test
  void onlyOneResultIsTheResult() {
    Node two = new Node(Unary.EXP, List.of(), List.of(TYPE, TYPE), 0, null);
    assertThatThrownBy(two::result)
        .isInstanceOf(IllegalStateException.class)
        .hasMessage("exp has 2 results");
  }
}
