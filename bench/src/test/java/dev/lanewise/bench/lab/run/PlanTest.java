package dev.lanewise.bench.lab.run;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.lab.kernel.Contestant;
import dev.lanewise.bench.lab.suite.Catalog;
import java.util.List;
import org.junit.jupiter.api.Test;

class PlanTest {
  private static Plan plan(String kernel, boolean peers, boolean roofline) {
    return new Plan(
        List.of(Catalog.find(kernel)),
        List.of(16L << 10, 1L << 20),
        List.of(1, 2),
        List.of(0, 256),
        peers,
        roofline);
  }

  @Test
  void contestantsAtAProblemStandTogether() {
    List<LabCase> cases = plan("reduce.max.f32", false, false).cases();
    assertThat(cases).hasSize(2 * 2 * 2 * 3);
    assertThat(cases.subList(0, 3))
        .extracting(LabCase::contestant)
        .containsExactly(Contestant.LANEWISE, Contestant.LOOP, Contestant.JDK_SEGMENT);
    assertThat(cases.subList(0, 3)).extracting(LabCase::size).containsOnly(4095);
  }

  @Test
  void theRooflineIsMeasuredFirstInEverySetting() {
    List<LabCase> cases = plan("reduce.max.f32", false, true).cases();
    assertThat(cases.getFirst().kernel()).isEqualTo("roofline.fma.f32");
    assertThat(cases.stream().filter(one -> one.kernel().equals("roofline.fma.f32"))).hasSize(4);
    assertThat(plan("ffi.empty-java.i32", false, true).cases())
        .as("a call has no such limit")
        .noneMatch(one -> one.kernel().startsWith("roofline"));
  }

  @Test
  void slowLoopsAndAbsentPeersAreLeftOut() {
    List<LabCase> cases = plan("gemm.square.f32", false, false).cases();
    assertThat(cases).noneMatch(one -> one.contestant() == Contestant.LIBTORCH);
    assertThat(cases)
        .filteredOn(one -> one.contestant() == Contestant.LOOP)
        .extracting(LabCase::size)
        .contains(512)
        .doesNotContain(1024);
    assertThat(plan("gemm.square.f32", true, false).cases())
        .anyMatch(one -> one.contestant() == Contestant.LIBTORCH);
  }

  @Test
  void widthsBecomeFlags() {
    assertThat(new LabCase("k", Contestant.LOOP, 1, 1, 0).flags()).isEmpty();
    assertThat(new LabCase("k", Contestant.LOOP, 1, 1, 256).flags())
        .contains("-XX:UseAVX=2", "-XX:MaxVectorSize=32");
    assertThat(new LabCase("k", Contestant.LOOP, 1, 1, 512).flags())
        .contains("-XX:UseAVX=3", "-XX:MaxVectorSize=64");
  }
}
