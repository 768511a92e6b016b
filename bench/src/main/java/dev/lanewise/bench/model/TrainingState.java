package dev.lanewise.bench.model;

import dev.lanewise.autodiff.optim.OptimizerState;

/**
 * What a training step takes and gives.
 *
 * @param model the network
 * @param optimizer what the optimiser remembers
 * @param <M> the type of the network
 */
public record TrainingState<M>(M model, OptimizerState<M> optimizer) {}
