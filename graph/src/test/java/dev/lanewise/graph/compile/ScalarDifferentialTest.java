package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.RandomLiterals;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Binary;
import dev.lanewise.graph.ir.Comparison;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Elementwise;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.GraphBuilder;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import dev.lanewise.graph.ir.Op;
import dev.lanewise.graph.ir.TensorType;
import dev.lanewise.graph.ir.Unary;
import dev.lanewise.graph.ir.Value;
import java.util.ArrayList;
import java.util.EnumSet;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Random graphs as scalar code against the reference interpreter, operation by operation and to the
 * bit, as {@link DifferentialTest} does it for kernels. Only tanh of F32, which has a function of
 * its own, may be off by what the {@link OpTable} says.
 */
class ScalarDifferentialTest {
  private static final RandomGraphs.Options SMALL =
      RandomGraphs.Options.all()
          .withSizes(12, 30)
          .withFamilies(
              EnumSet.complementOf(
                  EnumSet.of(RandomGraphs.Family.INDEXING, RandomGraphs.Family.WINDOW)));

  @Test
  void everyOperationOfRandomGraphsAgreesWithTheInterpreter() {
    for (int seed = 0; seed < 500; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Graph graph = RandomGraphs.next(random, SMALL);
      check("seed " + seed, graph, RandomGraphs.arguments(random, graph));
    }
  }

  @Test
  void graphsOfManyMethodsAgreeToo() {
    for (int seed = 0; seed < 12; seed++) {
      SplittableRandom random = new SplittableRandom(2_000_000 + seed);
      Graph graph = RandomGraphs.next(random, SMALL.withSizes(300, 12));
      check("seed " + seed, graph, RandomGraphs.arguments(random, graph));
    }
  }

  @Test
  void donatedArgumentsAreReadBeforeTheyAreOverwritten() {
    int donated = 0;
    for (int seed = 0; seed < 200; seed++) {
      SplittableRandom random = new SplittableRandom(3_000_000 + seed);
      Graph graph = RandomGraphs.next(random, SMALL);
      int[] donors = MemoryPlannerTest.randomDonors(random, graph);
      List<Literal> arguments = RandomGraphs.arguments(random, graph);
      List<Literal> expected = new ScalarProgram(graph).run(arguments);
      assertThat(new ScalarProgram(graph, donors).run(arguments))
          .as("seed " + seed)
          .isEqualTo(expected);
      for (int donor : donors) {
        donated += donor >= 0 ? 1 : 0;
      }
    }
    assertThat(donated).isGreaterThan(40);
  }

  @Test
  void everyElementwiseOperationOfEveryTypeAgrees() {
    int checked = 0;
    for (OpTable.Row row : OpTable.rows()) {
      for (DType dtype : row.dtypes()) {
        SplittableRandom random = new SplittableRandom(checked++);
        GraphBuilder builder = new GraphBuilder();
        TensorType type = TensorType.of(dtype, 64);
        List<Value> operands = new ArrayList<>();
        for (TensorType operand : operandTypes(row.op(), type)) {
          operands.add(builder.parameter(operand));
        }
        Value result = builder.add(row.op(), operands).getFirst();
        Graph graph = builder.build("one", List.of(result));
        check(row.op() + " of " + dtype, graph, RandomGraphs.arguments(random, graph));
        List<Literal> ordinary =
            RandomGraphs.arguments(random, graph, RandomLiterals.Values.ORDINARY);
        check(row.op() + " of " + dtype, graph, ordinary);
      }
    }
    assertThat(checked).isGreaterThan(150);
  }

  private static List<TensorType> operandTypes(Op op, TensorType type) {
    return switch (op) {
      case Elementwise.Select _ -> List.of(type.as(DType.BOOL), type, type);
      case Elementwise.Clamp _ -> List.of(type, type, type);
      case Binary _, Comparison _ -> List.of(type, type);
      default -> List.of(type);
    };
  }

  private static void check(String where, Graph graph, List<Literal> arguments) {
    List<Literal> all = new ScalarProgram(exposed(graph)).run(arguments);
    Map<Integer, Literal> values = new HashMap<>();
    List<Value> order = valuesOf(graph);
    for (int i = 0; i < order.size(); i++) {
      values.put(order.get(i).id(), all.get(i));
    }
    for (Node node : graph.nodes()) {
      List<Literal> operands = node.operands().stream().map(v -> values.get(v.id())).toList();
      Literal actual = values.get(node.result().id());
      if (node.op() == Unary.TANH && actual.type().dtype() == DType.F32) {
        Agreement.check(where + " " + node, node.op(), operands, actual);
      } else {
        Literal expected = Interpreter.apply(node.op(), operands).getFirst();
        assertThat(actual).as("%s: %s of %s", where, node, operands).isEqualTo(expected);
      }
    }
    List<Literal> expected = graph.results().stream().map(v -> values.get(v.id())).toList();
    assertThat(new ScalarProgram(graph).run(arguments)).as(where).isEqualTo(expected);
  }

  private static List<Value> valuesOf(Graph graph) {
    List<Value> values = new ArrayList<>(graph.parameters());
    graph.nodes().forEach(node -> values.addAll(node.results()));
    return values;
  }

  /** The same graph with every value as a result. */
  private static Graph exposed(Graph graph) {
    GraphBuilder builder = new GraphBuilder();
    List<Value> parameters =
        graph.parameters().stream().map(p -> builder.parameter(p.type())).toList();
    Map<Integer, Value> copies = new HashMap<>();
    for (int i = 0; i < parameters.size(); i++) {
      copies.put(graph.parameters().get(i).id(), parameters.get(i));
    }
    for (Node node : graph.nodes()) {
      List<Value> operands = node.operands().stream().map(v -> copies.get(v.id())).toList();
      copies.put(node.result().id(), builder.add(node.op(), operands).getFirst());
    }
    return builder.build("exposed", valuesOf(graph).stream().map(v -> copies.get(v.id())).toList());
  }
}
