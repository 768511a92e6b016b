package dev.lanewise.graph;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.interpret.Interpreter;
import dev.lanewise.graph.ir.DType;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.ir.Node;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** The generator itself: reproducible, running without error, reaching every operation. */
class RandomGraphsTest {

  @Test
  void everyOperationAndElementTypeIsReached() {
    Set<String> mnemonics = new HashSet<>();
    Set<DType> dtypes = new HashSet<>();
    Set<Integer> ranks = new HashSet<>();
    for (int seed = 0; seed < 1_000; seed++) {
      Graph graph = RandomGraphs.next(new SplittableRandom(seed), RandomGraphs.Options.all());
      for (Node node : graph.nodes()) {
        mnemonics.add(node.op().mnemonic());
        dtypes.add(node.result().dtype());
        ranks.add(node.result().shape().rank());
      }
    }
    assertThat(mnemonics).containsExactlyInAnyOrderElementsOf(Mnemonics.ALL);
    assertThat(dtypes).containsExactlyInAnyOrder(DType.values());
    assertThat(ranks).contains(0, 1, 2, 3, 4, 5);
  }

  @Test
  void theSameSeedGivesTheSameResults() {
    for (int seed = 0; seed < 50; seed++) {
      assertThat(run(seed)).as("seed %d", seed).isEqualTo(run(seed));
    }
  }

  private static List<Literal> run(long seed) {
    SplittableRandom random = new SplittableRandom(seed);
    Graph graph = RandomGraphs.next(random, RandomGraphs.Options.all());
    return Interpreter.run(graph, RandomGraphs.arguments(random, graph));
  }
}
