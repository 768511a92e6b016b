package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.report.ParsedJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ExplainTest {
  private static final String DUMP_PROPERTY = "lanewise.dump";

  @TempDir Path folder;

  @AfterEach
  void stopDumping() {
    System.clearProperty(DUMP_PROPERTY);
  }

  @Test
  void digitsAsText() {
    Path page = folder.resolve("digits.html");
    Invocation run = Invocation.of("explain", "digits", "--html", page.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err()).isEmpty();
    assertThat(run.out())
        .startsWith("A training step of digits: 64-256-10, AdamW")
        .contains("step: ", " bytes of workspace, ", " operations and moves ")
        .contains("\nkernels\n", " gemm 32 x 64 by 64 x 256", "\nboundaries: ")
        .contains("page          " + page);
    assertThat(page).content().startsWith("<!DOCTYPE html>").contains("<svg", "dotGeneral");
  }

  @Test
  void mnistNeedsNoData() throws IOException {
    Path dump = folder.resolve("classes");
    Invocation run = Invocation.of("explain", "mnist", "--json", "--dump", dump.toString());
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines()).hasSize(1);
    ParsedJson summary = ParsedJson.of(run.out());
    assertThat(summary.names())
        .containsExactly(
            "command",
            "model",
            "optimizer",
            "batch",
            "workspaceBytes",
            "constantBytes",
            "bytesRead",
            "bytesWritten",
            "flops",
            "page",
            "kernels",
            "boundaries");
    assertThat(summary.text("command")).isEqualTo("explain mnist");
    assertThat(summary.text("model")).isEqualTo("784-256-128-10");
    assertThat(summary.integer("batch")).isEqualTo(128);
    assertThat(summary.isNull("page")).isTrue();
    // Forward and, but for the first layer's inputs, backward by inputs and weights.
    long products = 2L * 128 * (2 * 784 * 256 + 3 * 256 * 128 + 3 * 128 * 10);
    assertThat(summary.integer("flops")).isBetween(products, 2 * products);
    List<ParsedJson> kernels = summary.objects("kernels");
    assertThat(kernels.stream().mapToLong(kernel -> kernel.integer("flops")).sum())
        .isEqualTo(summary.integer("flops"));
    assertThat(kernels)
        .filteredOn(kernel -> kernel.text("operations").contains("dotGeneral"))
        .hasSizeGreaterThanOrEqualTo(8);
    for (ParsedJson boundary : summary.objects("boundaries")) {
      assertThat(boundary.integer("producer")).isLessThan(boundary.integer("consumer"));
      assertThat(boundary.integer("consumer")).isLessThan(kernels.size());
      assertThat(boundary.text("reason")).isNotBlank();
    }
    assertThat(dump).isDirectory();
    assertThat(System.getProperty(DUMP_PROPERTY)).isEqualTo(dump.toString());
  }
}
