package dev.lanewise.autodiff.optim;

import dev.lanewise.autodiff.Tensor;
import java.util.List;

/**
 * Stochastic gradient descent, with PyTorch's form of momentum: {@code v = momentum v + g} and
 * {@code p = p - rate v}, or {@code p - rate (g + momentum v)} in Nesterov's form.
 *
 * <p>Source: Sutskever, Martens, Dahl, Hinton, "On the importance of initialization and momentum in
 * deep learning", ICML 2013.
 *
 * @param learningRate by step
 * @param momentum in [0, 1); 0 for none
 * @param nesterov whether the gradient is taken ahead
 * @param weightDecay a multiple of the parameters added to the gradient
 */
public record Sgd(Schedule learningRate, double momentum, boolean nesterov, double weightDecay)
    implements Optimizer {
  /**
   * @throws IllegalArgumentException if momentum or weight decay is out of range
   */
  public Sgd {
    Hyperparameters.requireFraction("sgd", "momentum", momentum);
    Hyperparameters.requireNotNegative("sgd", "weight decay", weightDecay);
    if (nesterov && momentum == 0) {
      throw new IllegalArgumentException("[sgd] Nesterov's form needs momentum");
    }
  }

  /** Plain gradient descent. */
  public static Sgd of(double learningRate) {
    return withMomentum(learningRate, 0);
  }

  /** Gradient descent with momentum. */
  public static Sgd withMomentum(double learningRate, double momentum) {
    return new Sgd(Schedule.constant(learningRate), momentum, false, 0);
  }

  @Override
  public <M> OptimizerState<M> init(M parameters) {
    return ParameterUpdate.initial(parameters, momentum == 0 ? 0 : 1);
  }

  @Override
  public <M> Updated<M> update(M parameters, M gradient, OptimizerState<M> state) {
    return ParameterUpdate.apply("sgd", learningRate, parameters, gradient, state, this::leaf);
  }

  private List<Tensor> leaf(
      Tensor parameter, Tensor gradient, List<Tensor> slots, ParameterUpdate.Moment moment) {
    Tensor g = weightDecay == 0 ? gradient : gradient.add(parameter.mul(weightDecay));
    Tensor rate = moment.rate(parameter.dtype());
    if (momentum == 0) {
      return List.of(parameter.sub(g.mul(rate)));
    }
    Tensor velocity = slots.getFirst().mul(momentum).add(g);
    Tensor direction = nesterov ? g.add(velocity.mul(momentum)) : velocity;
    return List.of(parameter.sub(direction.mul(rate)), velocity);
  }
}
