package dev.lanewise.graph.interpret;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.RandomBits;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Value;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class InterpreterTest {

  @Test
  void runsNodesInOrder() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.scalar(DType.F64));
    Value y = b.parameter(TensorType.scalar(DType.F64));
    Value sum = b.add(x, y);
    Graph graph = b.build("f", List.of(b.mul(sum, sum), x, x));
    assertThat(
            Interpreter.run(
                graph, List.of(Literal.scalar(DType.F64, 3), Literal.scalar(DType.F64, 4))))
        .containsExactly(
            Literal.scalar(DType.F64, 49),
            Literal.scalar(DType.F64, 3),
            Literal.scalar(DType.F64, 3));
  }

  @Test
  void resultsHaveTheTypesOfTheGraph() {
    for (int seed = 0; seed < 300; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Graph graph = RandomGraphs.next(random, RandomGraphs.Options.all());
      List<Literal> results = Interpreter.run(graph, RandomGraphs.arguments(random, graph));
      assertThat(results.stream().map(Literal::type).toList())
          .as("seed %d", seed)
          .isEqualTo(graph.resultTypes());
    }
  }

  @Test
  void argumentsMustFit() {
    GraphBuilder b = new GraphBuilder();
    Value x = b.parameter(TensorType.of(DType.F32, 2));
    Graph graph = b.build("f", List.of(x));
    assertThatThrownBy(() -> Interpreter.run(graph, List.of(Literal.scalar(DType.F32, 1))))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[f] takes [F32[2]], given [F32[]]");
    assertThatThrownBy(() -> Interpreter.run(graph, List.of()))
        .hasMessage("[f] takes [F32[2]], given []");
  }

  @Test
  void operandsMustFit() {
    Literal x = Literal.scalar(DType.F32, 1);
    assertThatThrownBy(() -> Interpreter.apply(Binary.AND, List.of(x, x)))
        .isInstanceOf(OpException.class)
        .hasMessage("[and] does not take F32[]");
  }

  @Test
  void whatDoesNotFitOnTheHeapIsRefused() {
    TensorType huge = TensorType.of(DType.F32, 1 << 16, 1 << 16);
    assertThatThrownBy(() -> Interpreter.apply(new Elementwise.Iota(huge, 0), List.of()))
        .isInstanceOf(IllegalArgumentException.class)
        .hasMessage("[interpreter] F32[65536, 65536] is too large for an array");
  }

  /** The known answers that the authors of Threefry publish with Random123. */
  @ParameterizedTest
  @CsvSource({
    "00000000, 00000000, 00000000, 00000000, 6b20015999ba4efe",
    "ffffffff, ffffffff, ffffffff, ffffffff, 1cb996fcbb002be7",
    "13198a2e, 03707344, 243f6a88, 85a308d3, c4923a9c483df7a0"
  })
  void threefry(String k0, String k1, String x0, String x1, String expected) {
    long block = Threefry.block(word(k0), word(k1), word(x0), word(x1));
    assertThat(Long.toHexString(block)).isEqualTo(expected);
  }

  private static int word(String hex) {
    return Integer.parseUnsignedInt(hex, 16);
  }

  @Test
  void randomBitsCountRowMajorElements() {
    Literal key = Literal.ofIntegers(TensorType.of(DType.I32, 2), 0, 0);
    Literal wide = random(TensorType.of(DType.I64, 2, 2), key);
    Literal narrow = random(TensorType.of(DType.I32, 4), key);
    assertThat(wide.integer(0)).isEqualTo(0x6b20015999ba4efeL);
    assertThat(narrow.integer(0)).isEqualTo(0x6b200159 ^ 0x99ba4efe);
    for (int i = 0; i < 4; i++) {
      long block = wide.integer(i);
      assertThat(narrow.integer(i)).isEqualTo((int) (block >>> 32) ^ (int) block);
      assertThat(block).isEqualTo(Threefry.block(0, 0, 0, i));
    }
  }

  private static Literal random(TensorType type, Literal key) {
    return Interpreter.apply(new RandomBits(type), List.of(key)).getFirst();
  }
}
