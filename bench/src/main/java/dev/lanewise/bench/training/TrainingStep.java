package dev.lanewise.bench.training;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.Stepper;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.optim.Optimizer;
import dev.lanewise.autodiff.tree.Trees;
import dev.lanewise.bench.model.Batch;
import dev.lanewise.bench.model.Classification;
import dev.lanewise.bench.model.Classifier;
import dev.lanewise.bench.model.Recipe;
import dev.lanewise.bench.model.Scores;
import dev.lanewise.bench.model.TrainingState;
import dev.lanewise.graph.ir.Graph;
import dev.lanewise.graph.runtime.CompileOptions;
import dev.lanewise.graph.runtime.MatrixProducts;
import dev.lanewise.graph.runtime.Scope;
import dev.lanewise.graph.runtime.Tier;

/**
 * A training step to be looked at: the graph that training runs, for which no data is needed.
 *
 * @param graph from the state and a batch to the new state and the scores
 * @param options how training compiles it: the state is updated in place; but compiling waits for
 *     the generated kernels, which training does not
 */
public record TrainingStep(Graph graph, CompileOptions options) {
  /** Any number will do: how long a training is shows in a constant of its schedule alone. */
  private static final int STEPS = 1_000;

  /**
   * The step of a network on batches of its recipe's size.
   *
   * @param pixelsPerImage what the network takes
   */
  public static <M extends Classifier> TrainingStep of(
      Recipe<M> recipe, int pixelsPerImage, MatrixProducts products) {
    CompileOptions options =
        CompileOptions.defaults().withProducts(products).withTier(Tier.COMPILED);
    Optimizer optimizer = recipe.optimizer().create(recipe.learningRate(), STEPS);
    int images = recipe.batch();
    try (var _ = Scope.open()) {
      TrainingState<M> start =
          Autodiff.compile((Key key) -> Trainer.start(recipe, optimizer, key)).apply(Key.of(0));
      Batch batch =
          new Batch(
              Tensor.of(new float[images * pixelsPerImage], images, pixelsPerImage),
              Tensor.of(new int[images]));
      try (Stepper<TrainingState<M>, Batch, Scores> stepper =
          Stepper.of(
              (TrainingState<M> state, Batch given) -> Classification.step(optimizer, state, given),
              start,
              batch,
              options)) {
        for (int leaf = 0; leaf < Trees.leaves(start).size(); leaf++) {
          options = options.withDonation(leaf, leaf);
        }
        return new TrainingStep(stepper.executable().graph(), options);
      }
    }
  }
}
