package dev.lanewise.graph.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Printer;
import dev.lanewise.graph.ir.Value;
import dev.lanewise.graph.ir.Verifier;
import java.util.List;
import java.util.Objects;
import java.util.SplittableRandom;
import java.util.function.Function;
import java.util.stream.Collectors;

/** What the tests of single rules share: a graph before, an expression after, the same bits. */
final class Rewrites {
  private static final int TRIALS = 25;

  private Rewrites() {}

  /**
   * Asserts what all passes together make of a graph of one result, and that its value stays the
   * same bit for bit, extreme arguments included.
   *
   * @param expected the result as an expression: parameters are {@code p0}, {@code p1}, ...; equal
   *     elements are the element and the shape, as in {@code 2.0[3, 4]}
   */
  static void assertOptimised(Function<GraphBuilder, Value> before, String expected) {
    GraphBuilder builder = new GraphBuilder();
    Graph graph = builder.build("rule", List.of(before.apply(builder)));
    Graph after = Optimizer.standard().verifying().run(graph);
    assertThat(expression(after.results().getFirst())).isEqualTo(expected);
    assertSameBits(graph, after);
  }

  /** Asserts that the passes leave a graph of one result as it is. */
  static void assertKept(Function<GraphBuilder, Value> before) {
    GraphBuilder builder = new GraphBuilder();
    Graph graph = builder.build("rule", List.of(before.apply(builder)));
    Graph after = Optimizer.standard().verifying().run(graph);
    assertThat(Printer.print(after)).isEqualTo(Printer.print(graph));
  }

  /** Asserts that two graphs of the same parameters have the same results, bit for bit. */
  static void assertSameBits(Graph graph, Graph after) {
    for (int seed = 0; seed < TRIALS; seed++) {
      List<Literal> arguments = RandomGraphs.arguments(new SplittableRandom(seed), graph);
      assertThat(Interpreter.run(Verifier.verify(after), arguments))
          .as("seed %d", seed)
          .isEqualTo(Interpreter.run(graph, arguments));
    }
  }

  static String expression(Value value) {
    Node node = value.node();
    if (node == null) {
      return "p" + value.index();
    }
    Literal splat = Match.splat(value);
    if (splat != null) {
      String element = Printer.line(constant(splat)).replaceAll(".*\\{|}", "");
      return element + (value.shape().isScalar() ? "" : value.shape());
    }
    String operands =
        node.operands().stream().map(Rewrites::expression).collect(Collectors.joining(", "));
    String attributes = Printer.attributes(node.op());
    return node.op().mnemonic()
        + "("
        + operands
        + (operands.isEmpty() || attributes.isEmpty() ? "" : "; ")
        + attributes
        + ")";
  }

  private static Node constant(Literal literal) {
    return Objects.requireNonNull(new GraphBuilder().constant(literal).node());
  }
}
