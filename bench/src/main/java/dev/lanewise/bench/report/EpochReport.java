package dev.lanewise.bench.report;

/**
 * One epoch of training.
 *
 * @param epoch counted from 1
 * @param trainLoss mean loss over the epoch's samples, each at the weights of its step, in nats
 * @param trainAccuracy share of the epoch's samples that were right, each at the weights of its
 *     step; 0 to 1
 * @param testLoss mean loss on the held-out samples after the epoch, in nats
 * @param testAccuracy share of the held-out samples that are right after the epoch; 0 to 1
 * @param trainSeconds time spent in training steps and batching, evaluation excluded
 */
public record EpochReport(
    int epoch,
    double trainLoss,
    double trainAccuracy,
    double testLoss,
    double testAccuracy,
    double trainSeconds) {}
