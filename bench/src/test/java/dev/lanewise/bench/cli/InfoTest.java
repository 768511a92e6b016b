package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.report.ParsedJson;
import java.io.IOException;
import org.junit.jupiter.api.Test;

class InfoTest {
  @Test
  void asJson() throws IOException {
    Invocation run = Invocation.of("info", "--json");
    assertThat(run.code()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    ParsedJson facts = ParsedJson.of(run.out());
    assertThat(facts.names())
        .containsExactly(
            "command",
            "lanewise",
            "java",
            "jvm",
            "javaHome",
            "os",
            "architecture",
            "cores",
            "maxHeapBytes",
            "vectorBits",
            "floatLanes",
            "doubleLanes",
            "openblas",
            "blas",
            "blasCore",
            "blasPath");
    assertThat(facts.text("java")).isEqualTo(Runtime.version().toString());
    assertThat(facts.integer("cores")).isEqualTo(Runtime.getRuntime().availableProcessors());
    assertThat(facts.integer("floatLanes")).isEqualTo(facts.integer("vectorBits") / Float.SIZE);
    assertThat(facts.isNull("blasCore")).isNotEqualTo(facts.truth("openblas"));
  }

  @Test
  void asText() {
    Invocation run = Invocation.of("info");
    assertThat(run.code()).isZero();
    assertThat(run.out()).contains("vectorBits", "cores", "blas");
    assertThat(run.err()).isEmpty();
  }

  @Test
  void helpOfEveryCommand() {
    for (String line :
        new String[] {
          "",
          "train ",
          "train digits ",
          "train mnist ",
          "explain ",
          "explain digits ",
          "explain mnist ",
          "compare ",
          "warmup ",
          "info "
        }) {
      Invocation run = Invocation.of((line + "--help").split(" ", -1));
      assertThat(run.code()).as(line).isZero();
      assertThat(run.out()).startsWith("Usage: lanewise " + line.strip());
      assertThat(run.err()).isEmpty();
    }
    assertThat(Invocation.of("train", "digits", "--help").out().replaceAll("\\s+", " "))
        .contains("Every fifth sample is held out")
        .contains("E. Alpaydin and C. Kaynak")
        .contains("CC BY 4.0");
  }

  @Test
  void version() {
    Invocation run = Invocation.of("--version");
    assertThat(run.code()).isZero();
    assertThat(run.out()).matches("lanewise \\S+\\R");
  }
}
