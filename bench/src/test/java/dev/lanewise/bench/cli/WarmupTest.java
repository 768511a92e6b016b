package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.report.ParsedJson;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class WarmupTest {
  @TempDir Path folder;

  @Test
  void figuresFileAndChart() throws IOException {
    Path json = folder.resolve("start.json");
    Path svg = folder.resolve("start.svg");
    Invocation run =
        Invocation.of(
            "warmup",
            "transformer",
            "--small",
            "--seconds",
            "0.3",
            "--threads",
            "1",
            "--json",
            json.toString(),
            "--svg",
            svg.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .contains("transformer block, 2 x 5 tokens", "first result", "steady state", "after 1 s");
    ParsedJson start = ParsedJson.of(Files.readString(json));
    assertThat(start.text("command")).isEqualTo("warmup transformer");
    assertThat(start.integer("threads")).isEqualTo(1);
    assertThat(start.number("firstStepEndSeconds")).isGreaterThan(start.number("firstStepSeconds"));
    assertThat(start.number("steadySeconds")).isPositive();
    assertThat(svg).content().contains("<svg", "1 threads: first result at");
  }

  @Test
  void thePerceptronAsText() {
    Invocation run = Invocation.of("warmup", "mlp", "--small", "--seconds", "0.1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(6);
  }
}
