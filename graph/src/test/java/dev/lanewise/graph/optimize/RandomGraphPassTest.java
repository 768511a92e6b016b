package dev.lanewise.graph.optimize;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.RandomGraphs.Family;
import dev.lanewise.graph.Seeds;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Printer;
import dev.lanewise.graph.ir.Verifier;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import java.util.concurrent.atomic.AtomicInteger;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.MethodSource;

/** On random graphs every pass keeps every bit of every result, and leaves a valid graph. */
class RandomGraphPassTest {
  private static final int GRAPHS = 1_000;

  static List<Pass> passes() {
    return Optimizer.standard().passes();
  }

  @ParameterizedTest
  @MethodSource("passes")
  void aPassKeepsEveryBit(Pass pass) {
    AtomicInteger changed = new AtomicInteger();
    Seeds.forEach(
        GRAPHS,
        seed -> {
          SplittableRandom random = new SplittableRandom(seed);
          Graph graph = Verifier.verify(RandomGraphs.next(random, options(seed)));
          Graph rewritten = Verifier.verify(pass.run(graph), pass.name());
          List<Literal> arguments = RandomGraphs.arguments(random, graph);
          assertSameResults(graph, rewritten, arguments, pass.name(), seed);
          if (rewritten != graph) {
            changed.incrementAndGet();
          }
        });
    assertThat(changed.get()).as("graphs that %s changed", pass.name()).isGreaterThan(GRAPHS / 20);
  }

  @Test
  void allPassesTogetherKeepEveryBitAndReachAFixpoint() {
    Optimizer optimizer = Optimizer.standard().verifying();
    Seeds.forEach(
        GRAPHS,
        seed -> {
          SplittableRandom random = new SplittableRandom(~seed);
          int nodes = 5 + (int) (seed % 30);
          Graph graph = RandomGraphs.next(random, options(seed).withSizes(nodes, 100));
          Graph optimised = optimizer.run(graph);
          assertSameResults(graph, optimised, RandomGraphs.arguments(random, graph), "all", ~seed);
          assertThat(optimizer.run(optimised)).as("seed %d: second run", ~seed).isSameAs(optimised);
        });
  }

  /** Three graphs in four are of one element type or a few families, where rules meet oftener. */
  private static RandomGraphs.Options options(long seed) {
    RandomGraphs.Options all = RandomGraphs.Options.all();
    List<DType> dtypes = List.of(DType.values());
    RandomGraphs.Options one =
        all.withDtypes(EnumSet.of(dtypes.get((int) (seed / 4 % dtypes.size()))));
    return switch ((int) (seed % 4)) {
      case 0 -> all;
      case 1 -> one;
      case 2 -> one.withFamilies(EnumSet.of(Family.MOVEMENT, Family.REDUCTION, Family.CONTRACTION));
      default ->
          one.withFamilies(
              EnumSet.of(Family.UNARY, Family.BINARY, Family.ELEMENTWISE, Family.COMPARISON));
    };
  }

  private static void assertSameResults(
      Graph before, Graph after, List<Literal> arguments, String pass, long seed) {
    List<Literal> expected = Interpreter.run(before, arguments);
    List<Literal> actual = Interpreter.run(after, arguments);
    assertThat(actual)
        .as(
            () ->
                "seed " + seed + ", " + pass + ":\n" + Printer.print(before) + Printer.print(after))
        .isEqualTo(expected);
  }
}
