package dev.lanewise.bench.model;

import dev.lanewise.autodiff.Tensor;

/**
 * Images and their classes.
 *
 * @param images F32[batch, pixels]
 * @param labels I32[batch]
 */
public record Batch(Tensor images, Tensor labels) {}
