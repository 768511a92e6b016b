package dev.lanewise.bench.cli;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.data.MnistFiles;
import dev.lanewise.bench.report.ParsedJson;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Whole trainings through the command line. */
class TrainTest {
  @TempDir Path folder;

  @Test
  void digitsInAFewEpochs() throws IOException {
    Path out = folder.resolve("new/folder");
    Invocation run =
        Invocation.of("train", "digits", "--epochs", "4", "--json", "--out", out.toString());

    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.err().lines().filter(line -> line.contains("test loss"))).hasSize(4);
    assertThat(run.out().lines()).hasSize(1);
    ParsedJson summary = ParsedJson.of(run.out());
    assertThat(summary.names())
        .containsExactly(
            "command",
            "dataSource",
            "trainSamples",
            "testSamples",
            "model",
            "parameters",
            "dtype",
            "optimizer",
            "epochs",
            "batch",
            "learningRate",
            "seed",
            "threads",
            "blas",
            "testAccuracy",
            "testLoss",
            "trainAccuracy",
            "trainLoss",
            "totalSeconds",
            "meanEpochSeconds",
            "fastestEpochSeconds",
            "workspaceBytes",
            "weightsSha256",
            "chart",
            "filters",
            "history");
    assertThat(summary.text("command")).isEqualTo("train digits");
    assertThat(summary.integer("parameters")).isEqualTo(64 * 256 + 256 + 256 * 10 + 10);
    assertThat(summary.number("testAccuracy")).isBetween(0.93, 1.0);
    assertThat(summary.integer("workspaceBytes")).isPositive();
    assertThat(summary.text("weightsSha256")).matches("[0-9a-f]{64}");
    assertThat(summary.text("dataSource")).contains("CC BY 4.0");
    List<ParsedJson> history = summary.objects("history");
    assertThat(history).hasSize(4);
    assertThat(history.get(3).number("testAccuracy")).isEqualTo(summary.number("testAccuracy"));
    assertThat(history.get(3).number("trainLoss")).isLessThan(history.get(0).number("trainLoss"));
    assertThat(Path.of(summary.text("chart"))).isRegularFile();
    assertThat(out.resolve("training.svg")).content().contains("<svg", "digits: 64-256-10");
  }

  @Test
  void digitsAsText() {
    Invocation run =
        Invocation.of("train", "digits", "--epochs", "1", "--blas", "java", "--threads", "1");
    assertThat(run.code()).as(run.err()).isZero();
    assertThat(run.out().lines().map(line -> line.split("  ", 2)[0]))
        .containsExactly(
            "test accuracy " + accuracy(run.out()),
            "test loss",
            "time",
            "model",
            "training",
            "workspace",
            "BLAS",
            "threads",
            "weights",
            "data");
    assertThat(run.out()).contains("pure Java, no native library in use");
  }

  @Test
  void mnistFromAFolder() throws IOException {
    MnistFiles.create(folder, 640, 100, true);
    Invocation run =
        Invocation.of(
            "train",
            "mnist",
            "--data",
            folder.toString(),
            "--epochs",
            "4",
            "--batch",
            "32",
            "--json");
    assertThat(run.code()).as(run.err()).isZero();
    ParsedJson summary = ParsedJson.of(run.out());
    assertThat(summary.text("command")).isEqualTo("train mnist");
    assertThat(summary.text("model")).isEqualTo("784-256-128-10");
    assertThat(summary.integer("parameters")).isEqualTo(235_146);
    assertThat(summary.isNull("chart")).isTrue();
    assertThat(summary.number("testAccuracy")).isGreaterThan(0.95);
  }

  @Test
  void aConvolutionalNetworkShowsItsFilters() throws IOException {
    MnistFiles.create(folder, 192, 64, true);
    Path out = folder.resolve("out");
    Invocation run =
        Invocation.of(
            "train",
            "mnist",
            "--model",
            "cnn",
            "--data",
            folder.toString(),
            "--epochs",
            "3",
            "--batch",
            "32",
            "--json",
            "--out",
            out.toString());
    assertThat(run.code()).as(run.err()).isZero();
    ParsedJson summary = ParsedJson.of(run.out());
    assertThat(summary.text("model")).startsWith("conv 5x5 32");
    assertThat(summary.integer("parameters")).isEqualTo(422_154);
    assertThat(summary.text("filters")).isEqualTo(out.resolve("filters.svg").toString());
    assertThat(out.resolve("filters.svg")).content().contains("mnist: filters of the first layer");
    assertThat(summary.number("testAccuracy")).isGreaterThan(0.9);
  }

  private static String accuracy(String out) {
    return out.lines().findFirst().orElseThrow().substring("test accuracy ".length());
  }
}
