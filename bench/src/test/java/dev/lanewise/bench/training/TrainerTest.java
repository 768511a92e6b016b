package dev.lanewise.bench.training;

import static org.assertj.core.api.Assertions.assertThat;

import dev.lanewise.bench.data.DataSet;
import dev.lanewise.bench.data.Digits;
import dev.lanewise.bench.model.DigitsModel;
import dev.lanewise.bench.model.Recipe;
import dev.lanewise.bench.report.EpochReport;
import dev.lanewise.bench.report.StepReport;
import dev.lanewise.bench.report.TrainingListener;
import dev.lanewise.graph.runtime.MatrixProducts;
import java.util.ArrayList;
import java.util.List;
import org.junit.jupiter.api.Test;

class TrainerTest {
  private static final DataSet DIGITS = Digits.load();

  /** Collects what it hears; wants every step or none. */
  private static final class Listener implements TrainingListener {
    final List<StepReport> steps = new ArrayList<>();
    final List<EpochReport> epochs = new ArrayList<>();
    final boolean wantsSteps;

    Listener(boolean wantsSteps) {
      this.wantsSteps = wantsSteps;
    }

    @Override
    public boolean wantsStep() {
      return wantsSteps;
    }

    @Override
    public void step(StepReport report) {
      steps.add(report);
    }

    @Override
    public void epoch(EpochReport report) {
      epochs.add(report);
    }
  }

  /** The claim of 97 %, as the command line trains it. */
  @Test
  void digitsReachNinetySevenPercent() {
    TrainingResult result = train(DigitsModel.RECIPE.epochs(), 2, 0, MatrixProducts.AUTO);
    assertThat(result.last().testAccuracy()).isGreaterThanOrEqualTo(0.97);
  }

  @Test
  void theNumberOfThreadsDoesNotChangeABit() {
    TrainingResult one = train(3, 1, 5, MatrixProducts.AUTO);
    for (int threads : new int[] {2, 3}) {
      TrainingResult several = train(3, threads, 5, MatrixProducts.AUTO);
      assertThat(several.weightsDigest()).as(threads + " threads").isEqualTo(one.weightsDigest());
      assertThat(several.last().testLoss()).isEqualTo(one.last().testLoss());
      assertThat(several.last().trainLoss()).isEqualTo(one.last().trainLoss());
    }
  }

  @Test
  void anotherSeedGivesOtherWeights() {
    assertThat(train(1, 1, 6, MatrixProducts.AUTO).weightsDigest())
        .isNotEqualTo(train(1, 1, 5, MatrixProducts.AUTO).weightsDigest());
  }

  @Test
  void eitherProviderOfProductsLearns() {
    for (MatrixProducts products :
        new MatrixProducts[] {MatrixProducts.JAVA, MatrixProducts.AUTO}) {
      TrainingResult result = train(4, 1, 1, products);
      assertThat(result.last().testAccuracy()).as(products.name()).isGreaterThan(0.93);
    }
  }

  @Test
  void theListenerHearsEveryStepAndEpochInOrder() {
    Listener listener = new Listener(true);
    TrainingResult result = Trainer.train(DigitsModel.RECIPE, DIGITS, settings(2, 100), listener);
    assertThat(listener.epochs).isEqualTo(result.history());
    assertThat(listener.steps).hasSize(2 * 14);
    StepReport last = listener.steps.getLast();
    assertThat(last.epoch()).isEqualTo(2);
    assertThat(last.step()).isEqualTo(14);
    assertThat(last.steps()).isEqualTo(14);
    assertThat(last.samples()).isEqualTo(1400);
    assertThat(last.meanLoss()).isEqualTo(result.last().trainLoss());
    assertThat(last.accuracy()).isEqualTo(result.last().trainAccuracy());
  }

  @Test
  void aListenerThatWantsNoStepsGetsNone() {
    Listener listener = new Listener(false);
    Trainer.train(DigitsModel.RECIPE, DIGITS, settings(1, 1438), listener);
    assertThat(listener.steps).isEmpty();
    assertThat(listener.epochs).hasSize(1);
  }

  private static TrainingSettings settings(int epochs, int batch) {
    return new TrainingSettings(epochs, batch, 1e-2, 1, 0, MatrixProducts.JAVA);
  }

  private static TrainingResult train(int epochs, int threads, long seed, MatrixProducts products) {
    Recipe<DigitsModel> recipe = DigitsModel.RECIPE;
    TrainingSettings settings =
        new TrainingSettings(
            epochs, recipe.batch(), recipe.learningRate(), threads, seed, products);
    return Trainer.train(recipe, DIGITS, settings, new Listener(false));
  }
}
