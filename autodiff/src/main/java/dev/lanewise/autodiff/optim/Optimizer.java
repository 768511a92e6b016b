package dev.lanewise.autodiff.optim;

/**
 * A rule that improves parameters by gradients. Optimisers hold hyperparameters only, so that a
 * whole training step, update included, is one pure function that can be traced and compiled.
 * Leaves that are not floating are returned as they are.
 */
public sealed interface Optimizer permits Sgd, Adam {
  /**
   * The state before the first step.
   *
   * @param parameters any tree of tensors
   */
  <M> OptimizerState<M> init(M parameters);

  /**
   * One step.
   *
   * @param parameters any tree of tensors
   * @param gradient a tree of the same structure
   * @param state what the previous step, or {@link #init}, gave
   * @throws IllegalArgumentException if the structures differ
   */
  <M> Updated<M> update(M parameters, M gradient, OptimizerState<M> state);
}
