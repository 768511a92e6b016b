package dev.lanewise.graph.compile.fusion;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.optimize.Optimizer;
import java.util.EnumSet;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/**
 * Plans of random graphs: run item by item they give the bits that the graph gives, so every value
 * is in memory when an item reads it, and every element is written once. The loops' meaning is
 * taken from the interpreter, which sums in the order of the elements as it does itself.
 */
class RandomPlansTest {
  private static final int GRAPHS = 1_000;

  private static final RandomGraphs.Options FUSIBLE =
      RandomGraphs.Options.all()
          .withFamilies(
              EnumSet.of(
                  RandomGraphs.Family.UNARY,
                  RandomGraphs.Family.BINARY,
                  RandomGraphs.Family.COMPARISON,
                  RandomGraphs.Family.ELEMENTWISE,
                  RandomGraphs.Family.MOVEMENT,
                  RandomGraphs.Family.REDUCTION));

  @Test
  void plansOfRandomGraphsComputeTheGraphs() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      check("seed " + seed, random, RandomGraphs.next(random, RandomGraphs.Options.all()));
    }
  }

  @Test
  void plansOfOptimisedGraphsDoToo() {
    for (int seed = 0; seed < GRAPHS; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Graph graph = RandomGraphs.next(random, FUSIBLE.withSizes(40, 300));
      check("seed " + seed, random, Optimizer.standard().run(graph));
    }
  }

  private static void check(String where, SplittableRandom random, Graph graph) {
    List<Literal> arguments = RandomGraphs.arguments(random, graph);
    FusionPlan plan = FusionPlan.of(graph);
    assertThat(PlanRunner.run(graph, plan, arguments))
        .as(where)
        .isEqualTo(Interpreter.run(graph, arguments));
  }

  @Test
  void theSameGraphHasTheSamePlan() {
    for (int seed = 0; seed < 200; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), FUSIBLE.withSizes(40, 300));
      assertThat(FusionPlan.of(graph)).as("seed %d", seed).isEqualTo(FusionPlan.of(graph));
    }
  }
}
