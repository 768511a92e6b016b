package dev.lanewise.bench.cli;

import java.nio.file.Path;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Option;

/** What every training can be told; the data set has its own defaults for the rest. */
final class TrainOptions {
  /** More would only add threads that wait for each other. */
  static final int MAX_THREADS = 1024;

  @Option(
      names = "--epochs",
      paramLabel = "N",
      description =
          "How often the training data is gone through. Default: 30 for digits, 3 for mnist.")
  @Nullable Integer epochs;

  @Option(
      names = "--batch",
      paramLabel = "N",
      description = "Samples in a training step. Default: 32 for digits, 128 for mnist.")
  @Nullable Integer batch;

  @Option(
      names = "--lr",
      paramLabel = "RATE",
      description = "The learning rate, at its highest. Default: 0.02 for digits, 0.001 for mnist.")
  @Nullable Double learningRate;

  @Option(
      names = "--threads",
      paramLabel = "N",
      description =
          "Threads that share the work of a step; the result is the same to the last bit for any"
              + " number. Default: one for each core.")
  int threads = Runtime.getRuntime().availableProcessors();

  @Option(
      names = "--seed",
      paramLabel = "N",
      description = "Decides the first weights and the order of the samples. Default: 0.")
  long seed;

  @Option(
      names = "--blas",
      paramLabel = "NAME",
      description =
          "Who computes matrix products: openblas, or java for our own kernels with no native"
              + " library loaded. Default: openblas where it loads, else java.")
  @Nullable Blas blas;

  @Option(
      names = "--out",
      paramLabel = "DIR",
      description = "Writes the chart of loss and accuracy, training.svg, to this folder.")
  @Nullable Path out;
}
