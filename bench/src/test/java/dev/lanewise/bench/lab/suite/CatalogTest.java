package dev.lanewise.bench.lab.suite;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatIllegalArgumentException;

import dev.lanewise.bench.lab.kernel.Body;
import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.kernel.Experiment;
import dev.lanewise.bench.lab.kernel.Memory;
import dev.lanewise.bench.lab.kernel.Operand;
import java.lang.foreign.Arena;
import java.util.ArrayList;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.DynamicTest;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.TestFactory;

/** Every body that is ever timed computes what it says, seen on small problems. */
class CatalogTest {
  private static final long SEED = 20;

  @TestFactory
  Stream<DynamicTest> everyBodyAgreesWithItsTwin() {
    return Catalog.all().stream()
        .map(
            experiment ->
                DynamicTest.dynamicTest(
                    experiment.name(), () -> agrees(experiment, experiment.sizes().small())));
  }

  private static void agrees(Experiment experiment, int n) {
    try (Arena arena = Arena.ofConfined()) {
      List<Operand> operands = experiment.operands().apply(n);
      Memory expected = Memory.allocate(arena, operands, SEED);
      experiment.twin().run(expected.segments(), n);
      for (Contestant contestant : experiment.names()) {
        if (contestant.isPeer()) {
          continue;
        }
        Memory actual = Memory.allocate(arena, operands, SEED);
        Body body = experiment.start(contestant, actual, n);
        body.run();
        body.export();
        assertThat(experiment.agreement().firstDifference(actual, expected))
            .as("%s by %s", experiment.name(), contestant)
            .isEmpty();
      }
    }
  }

  @Test
  void namesAreUnique() {
    assertThat(Catalog.all()).extracting(Experiment::name).doesNotHaveDuplicates();
  }

  @Test
  void everyExperimentIsOfLanewiseAndKnowsItsWork() {
    for (Experiment experiment : Catalog.all()) {
      assertThat(experiment.names()).as(experiment.name()).contains(Contestant.LANEWISE);
      List<Integer> sizes = experiment.sizes().of(List.of(16L << 10, 16L << 20));
      assertThat(sizes).as(experiment.name()).isNotEmpty();
      for (int size : sizes) {
        assertThat(experiment.work().apply(size).bytesRead())
            .as(experiment.name())
            .isGreaterThanOrEqualTo(0);
      }
    }
  }

  @Test
  void sizesFillWorkingSets() {
    Experiment add = Catalog.find("elementwise.add.f32");
    List<Integer> sizes = new ArrayList<>(add.sizes().of(List.of(24_000L, 1L << 20)));
    assertThat(sizes).containsExactly(2000, (1 << 20) / 12);
  }

  @Test
  void anUnknownNameIsRefused() {
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Catalog.find("elementwise.add.f16"))
        .withMessage("[lab] no experiment elementwise.add.f16");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Catalog.find("own.no.such.Kernel"))
        .withMessageContaining("no.such.Kernel is not on the class path");
    assertThatIllegalArgumentException()
        .isThrownBy(() -> Catalog.find("own.java.lang.Object"))
        .withMessageContaining("does not implement");
  }
}
