package dev.lanewise.bench.model;

import dev.lanewise.autodiff.Autodiff;
import dev.lanewise.autodiff.Stepped;
import dev.lanewise.autodiff.Tensor;
import dev.lanewise.autodiff.ValueAndAux;
import dev.lanewise.autodiff.ValueGradAux;
import dev.lanewise.autodiff.nn.Losses;
import dev.lanewise.autodiff.optim.Optimizer;
import dev.lanewise.autodiff.optim.Updated;
import dev.lanewise.graph.ir.DType;

/** The pure functions of training a classifier, each fit to be compiled as one graph. */
public final class Classification {
  private Classification() {}

  /** Loss and hits of a network on a batch. */
  public static <M extends Classifier> Scores score(M model, Batch batch) {
    Tensor logits = model.logits(batch.images());
    Tensor loss = Losses.softmaxCrossEntropy(logits, batch.labels()).mean();
    Tensor hits = logits.argmax(-1).eq(batch.labels()).cast(DType.I32).sum();
    return new Scores(loss, hits);
  }

  /** A training step: the gradient of the loss, and the optimiser's update. */
  public static <M extends Classifier> Stepped<TrainingState<M>, Scores> step(
      Optimizer optimizer, TrainingState<M> state, Batch batch) {
    ValueGradAux<M, Scores> result =
        Autodiff.<M, Batch, Scores>valueAndGradWithAux(Classification::lossAndScores)
            .apply(state.model(), batch);
    Updated<M> updated = optimizer.update(state.model(), result.grad(), state.optimizer());
    return new Stepped<>(new TrainingState<>(updated.parameters(), updated.state()), result.aux());
  }

  private static <M extends Classifier> ValueAndAux<Scores> lossAndScores(M model, Batch batch) {
    Scores scores = score(model, batch);
    return new ValueAndAux<>(scores.loss(), scores);
  }
}
