package dev.lanewise.autodiff.optim;

import dev.lanewise.autodiff.Tensor;
import dev.lanewise.graph.ir.DType;
import java.util.List;

/**
 * Adam, and AdamW with decoupled weight decay. With g the gradient and t the step, from 1:
 *
 * <pre>
 * m = beta1 m + (1 - beta1) g
 * v = beta2 v + (1 - beta2) g^2
 * p = p - rate m / (1 - beta1^t) / (sqrt(v / (1 - beta2^t)) + epsilon)
 * </pre>
 *
 * <p>Sources: Kingma and Ba, "Adam: a method for stochastic optimization", ICLR 2015; Loshchilov
 * and Hutter, "Decoupled weight decay regularization", ICLR 2019.
 *
 * @param learningRate by step
 * @param beta1 the decay of the first moment, in [0, 1)
 * @param beta2 the decay of the second moment, in [0, 1)
 * @param epsilon added to the root of the second moment
 * @param weightDecay a multiple of the parameters: added to the gradient, or if decoupled, taken
 *     times the rate from the parameters
 * @param decoupled whether this is AdamW
 */
public record Adam(
    Schedule learningRate,
    double beta1,
    double beta2,
    double epsilon,
    double weightDecay,
    boolean decoupled)
    implements Optimizer {
  /**
   * @throws IllegalArgumentException if a hyperparameter is out of range
   */
  public Adam {
    Hyperparameters.requireFraction("adam", "beta1", beta1);
    Hyperparameters.requireFraction("adam", "beta2", beta2);
    Hyperparameters.requireNotNegative("adam", "epsilon", epsilon);
    Hyperparameters.requireNotNegative("adam", "weight decay", weightDecay);
  }

  /** Adam with beta1 = 0.9, beta2 = 0.999, epsilon = 1e-8 and no weight decay. */
  public static Adam of(double learningRate) {
    return new Adam(Schedule.constant(learningRate), 0.9, 0.999, 1e-8, 0, false);
  }

  /** AdamW with beta1 = 0.9, beta2 = 0.999 and epsilon = 1e-8. */
  public static Adam decoupled(double learningRate, double weightDecay) {
    return new Adam(Schedule.constant(learningRate), 0.9, 0.999, 1e-8, weightDecay, true);
  }

  @Override
  public <M> OptimizerState<M> init(M parameters) {
    return ParameterUpdate.initial(parameters, 2);
  }

  @Override
  public <M> Updated<M> update(M parameters, M gradient, OptimizerState<M> state) {
    return ParameterUpdate.apply("adam", learningRate, parameters, gradient, state, this::leaf);
  }

  private List<Tensor> leaf(
      Tensor parameter, Tensor gradient, List<Tensor> slots, ParameterUpdate.Moment moment) {
    DType dtype = parameter.dtype();
    Tensor rate = moment.rate(dtype);
    Tensor p = parameter;
    Tensor g = gradient;
    if (weightDecay != 0) {
      if (decoupled) {
        p = p.mul(rate.mul(-weightDecay).add(1));
      } else {
        g = g.add(p.mul(weightDecay));
      }
    }
    Tensor first = slots.get(0).mul(beta1).add(g.mul(1 - beta1));
    Tensor second = slots.get(1).mul(beta2).add(g.square().mul(1 - beta2));
    // The corrections are scalars, folded into as few passes over the parameter as possible.
    Tensor stepSize = moment.rate(DType.F64).div(correction(beta1, moment)).cast(dtype);
    Tensor scale = correction(beta2, moment).rsqrt().cast(dtype);
    Tensor denominator = second.sqrt().mul(scale).add(epsilon);
    return List.of(p.sub(first.div(denominator).mul(stepSize)), first, second);
  }

  /** {@code 1 - beta^t}, in F64 because it cancels: 1 - 0.999 keeps 3 digits fewer. */
  private static Tensor correction(double beta, ParameterUpdate.Moment moment) {
    return Tensor.scalar(beta).pow(moment.step().cast(DType.F64)).rsub(1);
  }
}
