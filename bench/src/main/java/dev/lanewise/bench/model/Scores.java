package dev.lanewise.bench.model;

import dev.lanewise.autodiff.Tensor;

/**
 * How a network did on a batch.
 *
 * @param loss the mean softmax cross-entropy in nats, F32[]
 * @param hits how many images got their class, I32[]
 */
public record Scores(Tensor loss, Tensor hits) {}
