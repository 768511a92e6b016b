package dev.lanewise.autodiff.nn;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.OpException;
import dev.lanewise.graph.ir.Shape;
import java.util.List;

/**
 * Losses, one for each example or element: reduce them with {@link Tensor#mean} or {@link
 * Tensor#sum} as the model asks.
 */
public final class Losses {
  private Losses() {}

  /**
   * The cross-entropy of the softmax of logits with classes, {@code logSumExp(z) - z[label]}.
   *
   * @param logits floating, of shape [..., classes]
   * @param labels integers in {@code [0, classes)} of shape [...], or probabilities of the logits'
   *     shape and a floating type
   * @return of shape [...]
   * @throws OpException if the shapes do not fit
   * @throws IndexOutOfBoundsException when it runs, if a label is no class
   */
  public static Tensor softmaxCrossEntropy(Tensor logits, Tensor labels) {
    Tensor logProbabilities = logits.logSoftmax(-1);
    if (labels.dtype().isFloating()) {
      requireSameShape("softmaxCrossEntropy", logits, labels);
      return labels.mul(logProbabilities).sum(-1).neg();
    }
    boolean fits =
        labels.dtype().isInteger()
            && logits.rank() >= 1
            && labels.shape().concat(Shape.of(logits.extent(-1))).equals(logits.shape());
    if (!fits) {
      throw new OpException(
          "softmaxCrossEntropy",
          "labels must be integers with one class for each row of logits: %s with %s"
              .formatted(logits.type(), labels.type()),
          List.of(logits.type(), labels.type()),
          null);
    }
    return logProbabilities.takeAlongAxis(labels.unsqueeze(-1), -1).squeeze(-1).neg();
  }

  /**
   * {@code (prediction - target)^2}, elementwise; its mean is the mean squared error.
   *
   * @throws OpException if the shapes differ
   */
  public static Tensor squaredError(Tensor prediction, Tensor target) {
    requireSameShape("squaredError", prediction, target);
    return prediction.sub(target).square();
  }

  /**
   * The mean squared error, a scalar.
   *
   * @throws OpException if the shapes differ
   */
  public static Tensor meanSquaredError(Tensor prediction, Tensor target) {
    return squaredError(prediction, target).mean();
  }

  /**
   * {@code |prediction - target|}, elementwise.
   *
   * @throws OpException if the shapes differ
   */
  public static Tensor absoluteError(Tensor prediction, Tensor target) {
    requireSameShape("absoluteError", prediction, target);
    return prediction.sub(target).abs();
  }

  /**
   * Quadratic within {@code delta} of the target and linear beyond, elementwise. Source: Huber,
   * "Robust estimation of a location parameter", 1964.
   *
   * @throws OpException if the shapes differ
   * @throws IllegalArgumentException if delta is not positive
   */
  public static Tensor huber(Tensor prediction, Tensor target, double delta) {
    requireSameShape("huber", prediction, target);
    if (!(delta > 0)) {
      throw new IllegalArgumentException("[huber] delta must be positive, was " + delta);
    }
    Tensor error = prediction.sub(target).abs();
    Tensor linear = error.sub(0.5 * delta).mul(delta);
    return Tensor.where(error.le(delta), error.square().mul(0.5), linear);
  }

  /**
   * The cross-entropy of independent sigmoids with truth values or probabilities, elementwise, in
   * the form that does not overflow: {@code max(z, 0) - z t + log(1 + e^-|z|)}.
   *
   * @param logits floating
   * @param targets in [0, 1], of the logits' shape
   * @throws OpException if the shapes differ
   */
  public static Tensor binaryCrossEntropyWithLogits(Tensor logits, Tensor targets) {
    requireSameShape("binaryCrossEntropyWithLogits", logits, targets);
    // softplus(z) = max(z, 0) + log(1 + e^-|z|), smooth at 0 as the sum is.
    return logits.softplus().sub(logits.mul(targets));
  }

  /** A silent broadcast between predictions and targets is a common and costly mistake. */
  private static void requireSameShape(String loss, Tensor prediction, Tensor target) {
    if (!prediction.shape().equals(target.shape())) {
      throw new OpException(
          loss,
          "shapes differ: " + prediction.type() + " with " + target.type(),
          List.of(prediction.type(), target.type()),
          null);
    }
  }
}
