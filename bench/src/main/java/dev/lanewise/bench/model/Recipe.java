package dev.lanewise.bench.model;

import dev.lanewise.autodiff.Fn;
import dev.lanewise.autodiff.Key;
import dev.lanewise.autodiff.optim.Optimizer;

/**
 * A network and how it is trained unless told otherwise.
 *
 * @param architecture the widths of the layers, as in 784-256-128-10
 * @param optimizerName for the reader of a summary
 * @param epochs how often the training data is gone through
 * @param batch samples in a step
 * @param learningRate the highest of the training
 * @param create makes the network with its first weights
 * @param optimizer makes the optimiser
 * @param <M> the type of the network
 */
public record Recipe<M extends Classifier>(
    String architecture,
    String optimizerName,
    int epochs,
    int batch,
    double learningRate,
    Fn<Key, M> create,
    OptimizerFactory optimizer) {
  /** Makes an optimiser for a training of known length. */
  @FunctionalInterface
  public interface OptimizerFactory {
    /**
     * An optimiser whose learning rate is at most the given one, in a training of so many steps.
     */
    Optimizer create(double learningRate, int steps);
  }
}
