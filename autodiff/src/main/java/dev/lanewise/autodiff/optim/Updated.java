package dev.lanewise.autodiff.optim;

/**
 * The outcome of a step.
 *
 * @param parameters the new parameters
 * @param state the new state of the optimiser
 * @param <M> the type of the parameters
 */
public record Updated<M>(M parameters, OptimizerState<M> state) {}
