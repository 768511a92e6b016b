package dev.lanewise.graph.compile;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.graph.RandomGraphs;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.ir.Literal;
import dev.lanewise.graph.runtime.Array;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.Executable;
import dev.lanewise.graph.runtime.Scope;
import java.util.Arrays;
import java.util.List;
import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;

/** Random graphs with random donations give what they give without, in both forms of run. */
class DonationTest {
  @Test
  void donationChangesNoBit() {
    int donations = 0;
    for (int seed = 0; seed < 1_000; seed++) {
      SplittableRandom random = new SplittableRandom(seed);
      Graph graph = RandomGraphs.next(random, RandomGraphs.Options.all());
      int[] donors = MemoryPlannerTest.randomDonors(random, graph);
      int donated = (int) Arrays.stream(donors).filter(d -> d >= 0).count();
      if (donated > 0) {
        donations += donated;
        check("seed " + seed, graph, donors, RandomGraphs.arguments(random, graph));
      }
    }
    assertThat(donations).isGreaterThan(200);
  }

  private static void check(String where, Graph graph, int[] donors, List<Literal> literals) {
    CompileOptions plain = CompileOptions.defaults().withOptimize(false).withScalars(false);
    CompileOptions donating = plain;
    for (int j = 0; j < donors.length; j++) {
      donating = donors[j] < 0 ? donating : donating.withDonation(donors[j], j);
    }
    try (Scope _ = Scope.open()) {
      List<Literal> expected = literals(Executable.compile(graph, plain).run(arrays(literals)));
      Executable executable = Executable.compile(graph, donating);
      List<Array> arguments = arrays(literals);
      assertThat(literals(executable.run(arguments))).as(where).isEqualTo(expected);
      for (int j = 0; j < donors.length; j++) {
        if (donors[j] >= 0) {
          assertThat(arguments.get(donors[j]).isClosed()).as(where).isTrue();
        }
      }
      Array[] in = arrays(literals).toArray(Array[]::new);
      Array[] out = new Array[donors.length];
      for (int j = 0; j < donors.length; j++) {
        out[j] = donors[j] < 0 ? Array.allocate(graph.resultTypes().get(j)) : in[donors[j]];
      }
      executable.run(in, out);
      assertThat(literals(List.of(out))).as(where + " in place").isEqualTo(expected);
    }
  }

  private static List<Array> arrays(List<Literal> literals) {
    return literals.stream().map(Array::of).toList();
  }

  private static List<Literal> literals(List<Array> arrays) {
    return arrays.stream().map(Array::toLiteral).toList();
  }
}
