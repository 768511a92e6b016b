package dev.lanewise.bench.cli;

import dev.lanewise.bench.data.DataSet;
import dev.lanewise.bench.model.Recipe;
import dev.lanewise.bench.report.EpochReport;
import dev.lanewise.bench.report.Json;
import dev.lanewise.bench.training.TrainingResult;
import dev.lanewise.bench.training.TrainingSettings;
import java.nio.file.Path;
import java.util.Formatter;
import java.util.LinkedHashMap;
import java.util.Locale;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/** What a training came to, for people and for programs. */
record TrainingSummary(
    DataSet data,
    Recipe<?> recipe,
    TrainingSettings settings,
    TrainingResult result,
    Optional<Path> chart,
    Optional<Path> filters) {

  /** A few aligned lines. */
  String text() {
    EpochReport last = result.last();
    StringBuilder text = new StringBuilder();
    try (Formatter lines = new Formatter(text, Locale.ROOT)) {
      lines.format(
          "test accuracy %.2f %% of %,d held-out samples%n",
          100 * last.testAccuracy(), data.test().size());
      lines.format("test loss     %.4f nats%n", last.testLoss());
      lines.format(
          "time          %.2f s in all, %.3f s an epoch (fastest %.3f s) of %,d samples%n",
          result.totalSeconds(), meanEpochSeconds(), fastestEpochSeconds(), data.train().size());
      lines.format(
          "model         %s, %,d parameters in F32%n", recipe.architecture(), result.parameters());
      lines.format(
          "training      %s, learning rate %s, %d epochs of batch %d, seed %d%n",
          recipe.optimizerName(),
          settings.learningRate(),
          settings.epochs(),
          settings.batch(),
          settings.seed());
      lines.format("workspace     %,d bytes for a training step%n", result.workspaceBytes());
      lines.format("BLAS          %s%n", result.blas());
      lines.format("threads       %d%n", settings.threads());
      lines.format("weights       SHA-256 %s%n", result.weightsDigest());
      lines.format("data          %s%n", data.source());
      chart.ifPresent(path -> lines.format("chart         %s%n", path));
      filters.ifPresent(path -> lines.format("filters       %s%n", path));
    }
    return text.toString().stripTrailing();
  }

  /** One object; times in seconds, losses in nats, accuracies from 0 to 1, memory in bytes. */
  String json() {
    EpochReport last = result.last();
    Map<String, @Nullable Object> members = new LinkedHashMap<>();
    members.put("command", "train " + data.name());
    members.put("dataSource", data.source());
    members.put("trainSamples", data.train().size());
    members.put("testSamples", data.test().size());
    members.put("model", recipe.architecture());
    members.put("parameters", result.parameters());
    members.put("dtype", "F32");
    members.put("optimizer", recipe.optimizerName());
    members.put("epochs", settings.epochs());
    members.put("batch", settings.batch());
    members.put("learningRate", settings.learningRate());
    members.put("seed", settings.seed());
    members.put("threads", settings.threads());
    members.put("blas", result.blas());
    members.put("testAccuracy", last.testAccuracy());
    members.put("testLoss", last.testLoss());
    members.put("trainAccuracy", last.trainAccuracy());
    members.put("trainLoss", last.trainLoss());
    members.put("totalSeconds", result.totalSeconds());
    members.put("meanEpochSeconds", meanEpochSeconds());
    members.put("fastestEpochSeconds", fastestEpochSeconds());
    members.put("workspaceBytes", result.workspaceBytes());
    members.put("weightsSha256", result.weightsDigest());
    members.put("chart", chart.map(Path::toString).orElse(null));
    members.put("filters", filters.map(Path::toString).orElse(null));
    members.put("history", result.history().stream().map(TrainingSummary::epoch).toList());
    return Json.object(members);
  }

  private static Map<String, Object> epoch(EpochReport epoch) {
    Map<String, Object> members = new LinkedHashMap<>();
    members.put("epoch", epoch.epoch());
    members.put("trainLoss", epoch.trainLoss());
    members.put("trainAccuracy", epoch.trainAccuracy());
    members.put("testLoss", epoch.testLoss());
    members.put("testAccuracy", epoch.testAccuracy());
    members.put("trainSeconds", epoch.trainSeconds());
    return members;
  }

  private double meanEpochSeconds() {
    return result.history().stream().mapToDouble(EpochReport::trainSeconds).average().orElseThrow();
  }

  private double fastestEpochSeconds() {
    return result.history().stream().mapToDouble(EpochReport::trainSeconds).min().orElseThrow();
  }
}
