package dev.lanewise.bench.cli;

import dev.lanewise.bench.data.DataSet;
import dev.lanewise.bench.model.Recipe;
import dev.lanewise.bench.report.FileWriter;
import dev.lanewise.bench.report.FilterPicture;
import dev.lanewise.bench.report.Progress;
import dev.lanewise.bench.report.TrainingChart;
import dev.lanewise.bench.training.Trainer;
import dev.lanewise.bench.training.TrainingResult;
import dev.lanewise.bench.training.TrainingSettings;
import java.io.IOException;
import java.nio.file.Path;
import java.util.Locale;
import java.util.Objects;
import java.util.Optional;
import java.util.concurrent.Callable;
import picocli.CommandLine.ExitCode;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Spec;

/** The course of every training: check, load, train, report. */
abstract class TrainCommand implements Callable<Integer> {
  @Spec private CommandSpec spec;
  @Mixin private TrainOptions options;
  @Mixin private JsonOption output;

  abstract Recipe<?> recipe();

  abstract DataSet load() throws IOException;

  @Override
  public final Integer call() throws IOException {
    TrainingSettings settings = settings();
    Optional<Path> folder =
        Optional.ofNullable(options.out).map(out -> OutputFolder.prepare("--out", out));
    DataSet data = load();
    requireBatchWithin(settings.batch(), data.train().size());
    Progress progress =
        new Progress(
            spec.commandLine().getErr(), Terminal.redraws(), settings.epochs(), System::nanoTime);

    TrainingResult result = Trainer.train(recipe(), data, settings, progress);

    Optional<Path> chart = folder.map(path -> path.resolve("training.svg"));
    if (chart.isPresent()) {
      FileWriter.write(chart.get(), TrainingChart.draw(title(data, settings), result.history()));
    }
    Optional<Path> pictures =
        folder.filter(_ -> result.filters().isPresent()).map(path -> path.resolve("filters.svg"));
    if (pictures.isPresent()) {
      FileWriter.write(
          pictures.get(),
          FilterPicture.draw(
              data.name() + ": filters of the first layer", result.filters().orElseThrow()));
    }
    TrainingSummary summary =
        new TrainingSummary(data, recipe(), settings, result, chart, pictures);
    spec.commandLine().getOut().println(output.json ? summary.json() : summary.text());
    return ExitCode.OK;
  }

  private String title(DataSet data, TrainingSettings settings) {
    return String.format(
        Locale.ROOT,
        "%s: %s, learning rate %s, batch %d",
        data.name(),
        recipe().architecture(),
        settings.learningRate(),
        settings.batch());
  }

  private TrainingSettings settings() {
    Recipe<?> recipe = recipe();
    int epochs = Objects.requireNonNullElse(options.epochs, recipe.epochs());
    int batch = Objects.requireNonNullElse(options.batch, recipe.batch());
    double rate = Objects.requireNonNullElse(options.learningRate, recipe.learningRate());
    requireAtLeastOne("--epochs", epochs);
    requireAtLeastOne("--batch", batch);
    requireAtLeastOne("--threads", options.threads);
    if (options.threads > TrainOptions.MAX_THREADS) {
      throw new UsageException(
          "--threads " + options.threads + ": expected at most " + TrainOptions.MAX_THREADS);
    }
    if (!(rate > 0) || Double.isInfinite(rate)) {
      throw new UsageException("--lr " + rate + ": expected a number above 0");
    }
    return new TrainingSettings(
        epochs, batch, rate, options.threads, options.seed, Blas.products(options.blas));
  }

  private static void requireAtLeastOne(String option, int value) {
    if (value < 1) {
      throw new UsageException(option + " " + value + ": expected at least 1");
    }
  }

  private static void requireBatchWithin(int batch, int samples) {
    if (batch > samples) {
      throw new UsageException(
          "--batch " + batch + ": larger than the training data, " + samples + " samples");
    }
  }
}
