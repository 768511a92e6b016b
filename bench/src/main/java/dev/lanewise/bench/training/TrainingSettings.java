package dev.lanewise.bench.training;

import dev.lanewise.graph.runtime.MatrixProducts;

/**
 * How a model is trained.
 *
 * @param epochs how often the training data is gone through; at least 1
 * @param batch samples in a step; 1 to the size of the training data
 * @param learningRate the optimiser's, at its highest; above 0
 * @param threads how many share the work of a step; at least 1, without effect on the result
 * @param seed decides the first weights and the order of the samples
 * @param products who computes matrix products
 */
public record TrainingSettings(
    int epochs, int batch, double learningRate, int threads, long seed, MatrixProducts products) {}
