package dev.lanewise.bench.compare;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class LaunchTest {
  private static final Optional<Path> PEERS = Optional.of(Path.of("/a/peers"));

  @Test
  void stockSettingsSayHowManyThreadsAndNothingElse() {
    Launch launch = Launch.of(Candidate.LIBTORCH, 2, PEERS);
    assertThat(launch.environment())
        .containsOnlyKeys("OMP_NUM_THREADS", "OPENBLAS_NUM_THREADS", "MKL_NUM_THREADS")
        .containsValues("2");
    assertThat(String.join(" ", launch.command()))
        .contains("/a/peers/classes", "/a/peers/lib/*")
        .endsWith("dev.lanewise.bench.peers.LibTorchProcess")
        .doesNotContain("nopointergc");
  }

  @Test
  void tunedSettingsLetThreadsSleepAndKeepMemory() {
    for (Candidate candidate : List.of(Candidate.LIBTORCH_TUNED, Candidate.LIBTORCH_MKL)) {
      Launch launch = Launch.of(candidate, 2, PEERS);
      assertThat(launch.environment())
          .containsEntry("OMP_WAIT_POLICY", "PASSIVE")
          .containsEntry("THP_MEM_ALLOC_ENABLE", "1")
          .hasEntrySatisfying("GLIBC_TUNABLES", v -> assertThat(v).contains("hugetlb=1"));
      assertThat(launch.command()).contains("-Dorg.bytedeco.javacpp.nopointergc=true");
      assertThat(launch.command().contains("-Dorg.bytedeco.openblas.load=mkl_rt"))
          .isEqualTo(candidate == Candidate.LIBTORCH_MKL);
    }
  }

  @Test
  void ourOwnProcessHasThisProgram() {
    Launch launch = Launch.of(Candidate.PLAIN_JAVA, 1, Optional.empty());
    assertThat(launch.environment()).isEmpty();
    assertThat(launch.command().getFirst()).startsWith(System.getProperty("java.home"));
    assertThat(launch.command()).endsWith("PLAIN_JAVA");
    assertThat(String.join(" ", launch.command())).contains(OwnProcess.class.getName());
  }
}
