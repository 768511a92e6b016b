package dev.lanewise.bench.lab.run;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import dev.lanewise.bench.lab.kernel.Contestant;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class LabFileTest {
  @TempDir Path folder;

  @Test
  void readsWhatJmhWrites() {
    LabFile file =
        JmhText.file(
            folder,
            JmhText.result(
                "reduce.sum.f32",
                "OPENBLAS",
                4096,
                List.of(new double[] {3, 1, 2}, new double[] {5, 4})));
    LabResult result = file.results().getFirst();
    assertThat(result.of())
        .isEqualTo(new LabCase("reduce.sum.f32", Contestant.OPENBLAS, 4096, 1, 0));
    assertThat(result.nanos()).containsExactly(List.of(3.0, 1.0, 2.0), List.of(5.0, 4.0));
    assertThat(result.median()).isEqualTo(3);
    assertThat(result.spread()).isEqualTo(1 / 3.0);
    assertThat(result.heapBytes()).isEqualTo(0.5);
    assertThat(result.load()).isEqualTo(1.5);
    assertThat(file.find(result.of())).contains(result);
    assertThat(file.conditions())
        .containsEntry("processor", "A processor")
        .containsEntry("memory", "1 GiB")
        .containsEntry("JVM", "A VM 25")
        .containsEntry("flags", "[-Xmx3g]")
        .doesNotContainKey("load");
  }

  @Test
  void whatIsNoResultIsRefused() throws IOException {
    for (String text : List.of("", "{}", "[1]", "[{\"params\": {}}]", "[")) {
      Path file = Files.writeString(folder.resolve("file.json"), text);
      assertThatThrownBy(() -> LabFile.read(file))
          .as(text)
          .isInstanceOf(LabException.class)
          .hasMessageContaining("no results of the laboratory");
    }
  }

  /** One case by JMH itself, in a process of its own. */
  @Test
  void aCaseIsMeasuredInAProcess() {
    LabCase one = new LabCase("ffi.empty-java.i32", Contestant.LANEWISE, 1024, 1, 0);
    LabFile file =
        Laboratory.run(
            List.of(one), new Protocol(1, 0, 3, 0.01), List.of(), Optional.empty(), (_, _) -> {});
    assertThat(file.failures()).isEmpty();
    LabResult result = file.find(one).orElseThrow();
    assertThat(result.nanos()).hasSize(1);
    assertThat(result.nanos().getFirst()).hasSize(3).allMatch(nanos -> nanos > 0);
    assertThat(file.conditions().get("flags")).contains("--add-modules=jdk.incubator.vector");
  }

  @Test
  void aCaseThatFailsSaysWhy() {
    LabCase none = new LabCase("no.such.kernel", Contestant.LANEWISE, 1, 1, 0);
    assertThatThrownBy(
            () ->
                Laboratory.run(
                    List.of(none),
                    new Protocol(1, 0, 1, 0.01),
                    List.of(),
                    Optional.empty(),
                    (_, _) -> {}))
        .isInstanceOf(LabException.class)
        .hasMessageContaining("no experiment no.such.kernel");
  }
}
