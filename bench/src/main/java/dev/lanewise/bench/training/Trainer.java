package dev.lanewise.bench.training;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Fn2;
import dev.lanewise.autodiff.FunctionOptions;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Stepper;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.data.Batches;
import dev.lanewise.autodiff.optim.Optimizer;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.bench.data.DataSet;
import dev.lanewise.bench.data.LabelledImages;
import dev.lanewise.bench.model.Batch;
import dev.lanewise.bench.model.Classification;
import dev.lanewise.bench.model.Classifier;
import dev.lanewise.bench.model.Recipe;
import dev.lanewise.bench.model.Scores;
import dev.lanewise.bench.model.TrainingState;
import dev.lanewise.bench.report.EpochReport;
import dev.lanewise.bench.report.Filters;
import dev.lanewise.bench.report.StepReport;
import dev.lanewise.bench.report.TrainingListener;
import dev.lanewise.ffi.NativeLibrary;
import dev.lanewise.graph.ir.Shape;
import dev.lanewise.graph.runtime.MatrixProducts;
import dev.lanewise.graph.runtime.Scope;
import dev.lanewise.graph.runtime.Workers;
import java.lang.foreign.MemorySegment;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Trains a classifier in F32. A step, from the batch to the updated weights, is one compiled graph
 * that updates its state in place.
 *
 * @param <M> the type of the network
 */
public final class Trainer<M extends Classifier> implements AutoCloseable {
  private static final int MOST_SCORED = 1000;

  private final DataSet data;
  private final TrainingSettings settings;
  private final TrainingListener listener;
  private final Workers workers;
  private final Batches batches;
  private final float[] images;
  private final int[] labels;
  private final MemorySegment imageTarget;
  private final MemorySegment labelTarget;
  private final Stepper<TrainingState<M>, Batch, Scores> stepper;
  private final Fn2<M, Batch, Scores> score;
  private final List<Batch> test;

  private Trainer(
      Recipe<M> recipe, DataSet data, TrainingSettings settings, TrainingListener listener) {
    this.data = data;
    this.settings = settings;
    this.listener = listener;
    this.workers = Workers.of(settings.threads());
    this.batches =
        new Batches(data.train().size(), settings.batch(), Batches.Remainder.DROP, settings.seed());
    this.images = new float[settings.batch() * data.pixelsPerImage()];
    this.labels = new int[settings.batch()];
    this.imageTarget = MemorySegment.ofArray(images);
    this.labelTarget = MemorySegment.ofArray(labels);

    FunctionOptions options =
        FunctionOptions.defaults().withWorkers(workers).withProducts(settings.products());
    Optimizer optimizer = recipe.optimizer().create(settings.learningRate(), totalSteps());
    TrainingState<M> start =
        Autodiff.compile((Key key) -> start(recipe, optimizer, key), options)
            .apply(Key.of(settings.seed()));
    this.stepper =
        Stepper.of(
            (TrainingState<M> state, Batch batch) -> Classification.step(optimizer, state, batch),
            start,
            batch(images, labels),
            options.graph());
    this.score = Autodiff.compile(Classification::score, options);
    this.test = parts(data.test());
  }

  /**
   * Trains a network and scores it on the held-out data after every epoch. The same settings give
   * the same weights to the last bit, whatever the number of threads.
   *
   * @param recipe the network and its optimiser; the settings override its figures
   * @param listener hears of every epoch, and of the steps that it asks for
   */
  public static <M extends Classifier> TrainingResult train(
      Recipe<M> recipe, DataSet data, TrainingSettings settings, TrainingListener listener) {
    long start = System.nanoTime();
    try (Trainer<M> trainer = new Trainer<>(recipe, data, settings, listener)) {
      List<EpochReport> history = new ArrayList<>();
      for (int epoch = 1; epoch <= settings.epochs(); epoch++) {
        EpochReport report = trainer.epoch(epoch);
        history.add(report);
        listener.epoch(report);
      }
      return trainer.result(history, seconds(start));
    }
  }

  /** The state before the first step. */
  static <M extends Classifier> TrainingState<M> start(
      Recipe<M> recipe, Optimizer optimizer, Key key) {
    M model = recipe.create().apply(key);
    return new TrainingState<>(model, optimizer.init(model));
  }

  private EpochReport epoch(int epoch) {
    long start = System.nanoTime();
    batches.shuffle(epoch);
    double lossSum = 0;
    long hits = 0;
    for (int step = 1; batches.next(); step++) {
      step();
      lossSum += stepper.result().loss().item();
      hits += (long) stepper.result().hits().item();
      if (listener.wantsStep()) {
        long samples = (long) step * settings.batch();
        listener.step(
            new StepReport(
                epoch,
                settings.epochs(),
                step,
                batches.count(),
                samples,
                lossSum / step,
                (double) hits / samples));
      }
    }
    double trainSeconds = seconds(start);
    double trainLoss = lossSum / batches.count();
    double trainAccuracy = (double) hits / batches.samplesPerEpoch();
    try (var _ = Scope.open()) {
      double testLoss = 0;
      double testHits = 0;
      for (Batch part : test) {
        Scores scores = score.apply(stepper.state().model(), part);
        testLoss += scores.loss().item() * part.images().extent(0);
        testHits += scores.hits().item();
      }
      int count = data.test().size();
      return new EpochReport(
          epoch, trainLoss, trainAccuracy, testLoss / count, testHits / count, trainSeconds);
    }
  }

  private void step() {
    LabelledImages train = data.train();
    batches.gather(train.pixels(), train.pixelsPerImage(), imageTarget);
    batches.gather(train.labels(), labelTarget);
    stepper.batch().images().array().write(images);
    stepper.batch().labels().array().write(labels);
    stepper.run();
  }

  /** As many as an optimiser's schedule can count. */
  private int totalSteps() {
    return (int) Math.min(Integer.MAX_VALUE, (long) settings.epochs() * batches.count());
  }

  /** Held-out samples in parts that a network with many channels has the memory for. */
  private List<Batch> parts(LabelledImages samples) {
    int pixels = samples.pixelsPerImage();
    List<Batch> parts = new ArrayList<>();
    for (int from = 0; from < samples.size(); from += MOST_SCORED) {
      int to = Math.min(samples.size(), from + MOST_SCORED);
      parts.add(
          batch(
              Arrays.copyOfRange(samples.pixels(), from * pixels, to * pixels),
              Arrays.copyOfRange(samples.labels(), from, to)));
    }
    return parts;
  }

  private Batch batch(float[] pixels, int[] classes) {
    return new Batch(Tensor.of(pixels, classes.length, data.pixelsPerImage()), Tensor.of(classes));
  }

  private TrainingResult result(List<EpochReport> history, double totalSeconds) {
    try (var _ = Scope.open()) {
      M model = stepper.state().model();
      List<Tensor> weights = Trees.leaves(model);
      return new TrainingResult(
          weights.stream().mapToLong(Tensor::size).sum(),
          stepper.executable().workspaceBytes(),
          blas(settings.products()),
          totalSeconds,
          history,
          WeightsDigest.of(weights),
          model.filters().map(Trainer::filters));
    }
  }

  private static Filters filters(Tensor weights) {
    Shape shape = weights.shape();
    return new Filters(weights.toFloats(), shape.extent(0), shape.extent(2), shape.extent(3));
  }

  private static String blas(MatrixProducts products) {
    return switch (products) {
      case JAVA -> "pure Java, no native library in use";
      case OPENBLAS -> NativeLibrary.describe();
      case AUTO -> "chosen for each product between pure Java and " + NativeLibrary.describe();
    };
  }

  private static double seconds(long startNanos) {
    return (System.nanoTime() - startNanos) * 1e-9;
  }

  @Override
  public void close() {
    stepper.close();
    for (Batch part : test) {
      part.images().close();
      part.labels().close();
    }
    workers.close();
  }
}
