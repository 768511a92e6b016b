package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.report.ParsedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** A comparison in real processes, as small as it gets. */
class CompareTest {
  @TempDir Path folder;

  @Test
  void theEngineBesidePlainJava() throws IOException {
    Path file = folder.resolve("compare.json");
    Invocation run =
        Invocation.of(
            "compare",
            "--small",
            "--filter",
            "^(softmax|mlp)$",
            "--threads",
            "1",
            "--rounds",
            "2",
            "--warm-up",
            "0",
            "--json",
            file.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).contains("softmax, 1 thread: warming up Lanewise");
    assertThat(run.out())
        .contains("Lanewise (min..max)", "plain Java", "softmax over rows of [6, 37]")
        .contains("not run, see lanewise compare --help");
    ParsedJson report = ParsedJson.of(Files.readString(file));
    List<ParsedJson> results = report.objects("results");
    assertThat(results).extracting(result -> result.text("workload")).contains("softmax", "mlp");
    assertThat(results.getFirst().objects("measurements"))
        .extracting(measurement -> measurement.text("candidate"))
        .containsExactly("LANEWISE", "PLAIN_JAVA");
    for (ParsedJson measurement : results.getFirst().objects("measurements")) {
      assertThat(measurement.number("minNanos")).isPositive();
      assertThat(measurement.number("maxNanos"))
          .isGreaterThanOrEqualTo(measurement.number("medianNanos"));
    }
    assertThat(results.getFirst().isNull("bestPeerOverLanewise")).isTrue();
  }
}
